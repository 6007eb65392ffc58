"""Compiles the golden cases and prints ``{case: text}`` as JSON; a script, so that its hash seed can be chosen."""

from __future__ import annotations

import json
import sys
import tempfile
import tomllib
from pathlib import Path

from luaflow.package.options import Options
from luaflow.pipeline import compile_sources

HERE = Path(__file__).parent
DEFAULTS = {"kind": "function.lua", "modules": []}


def compile_case(case: Path) -> str:
    """Return the Python module that ``input.lua`` of a case becomes.

    ``case.toml``, where there is one, gives ``kind`` and ``modules`` of the entry.

    Raises:
        AssertionError: The case has findings.
    """
    settings = case / "case.toml"
    given = {**DEFAULTS, **(tomllib.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {})}
    entries = [
        {"name": "temporal", "kind": "temporal.client", "address": "localhost:7233"},
        {"name": "worker", "kind": "temporal.worker", "client": "temporal", "task_queue": "golden"},
        {
            "name": "input",
            "source": "file://input.lua",
            "method": "main",
            "meta": {"temporal": {given["kind"].split(".")[0].replace("function", "activity"): {"worker": "worker"}}},
            **given,
        },
    ]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "_index.json").write_text(json.dumps({"namespace": "app", "entries": entries}), encoding="utf-8")
        (root / "input.lua").write_bytes((case / "input.lua").read_bytes())
        compilation = compile_sources(root, Options(package="golden", use_cache=False, jobs=1))
    assert not compilation.has_errors, [finding.message for finding in compilation.diagnostics]
    return compilation.files["app/input.py"].decode()


def cases() -> list[Path]:
    """Return the folders of all cases, sorted."""
    return sorted(path.parent for path in HERE.glob("*/input.lua"))


if __name__ == "__main__":
    json.dump({case.name: compile_case(case) for case in cases()}, sys.stdout)
