"""Each benchmark runs and prints its ratios. What they are is nothing for a test: machines differ."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from luaflow.servers import ServerUnavailable
from luaflow.servers.temporal_cli import find_temporal_cli

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
RATIOS = {
    "replay": 7,
    "memory": 1,
    "scheduler": 5,
    "messages_growth": 14,
    "compile": 3,
    "parse": 2,
    "import_time": 1,
    "language/run": 20,
}
"""Benchmark to the number of its ratios; on a single core `compile` has one less."""
WITHOUT_SERVER = ("compile", "parse", "import_time", "language/run")


@pytest.mark.parametrize("name", RATIOS)
def test_quick_run_prints_ratios(name: str) -> None:
    if name == "memory" and not Path("/proc/self/statm").exists():
        pytest.skip("memory is measured on Linux only")
    if name not in WITHOUT_SERVER:
        try:
            find_temporal_cli()
        except ServerUnavailable as problem:
            pytest.skip(str(problem))
    done = subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{name}.py"), "--quick", "--json"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])
    assert len(results) == RATIOS[name] or (name == "compile" and len(results) == RATIOS[name] - 1)
    for result in results:
        assert result["benchmark"] == name.partition("/")[0]
        # An exponent of growth may be about zero.
        assert (-1 if name == "messages_growth" else 0) < result["ratio"] < 100
        # The least is no stricter than the goal.
        assert result["least"] == result["goal"] or (result["least"] < result["goal"]) is result["higher_is_better"]


def test_every_benchmark_has_its_goals_documented() -> None:
    """The README names every script that `run.py` runs, and no other."""
    text = (BENCHMARKS / "README.md").read_text()
    listed = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert listed == {f"{name}.py" for name in RATIOS}
    scripts = str(tuple(RATIOS)).replace("'", '"')
    assert f"SCRIPTS = {scripts}" in (BENCHMARKS / "run.py").read_text()
