"""Golden cases: the Python that a Lua file becomes, reviewed by eye.

A case is a folder with ``input.lua`` and ``expected.py``. Behaviour is proved elsewhere (``tests/language`` compares with real
Lua); here stands how the emitted code reads, and every change of it shows in review. Workflows that run replay against the
code as compiled now, so such a change also needs a line under "Emitted code" in CHANGELOG.md.
"""

from __future__ import annotations

import difflib
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from luaflow.package.format import format_python

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/input.lua"))


def compile_all(seed: str) -> dict[str, str]:
    """Compile every case in a process with a hash seed."""
    done = subprocess.run(
        [sys.executable, str(HERE / "compiled.py")],
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdout=subprocess.PIPE,
        check=True,
    )
    texts: dict[str, str] = json.loads(done.stdout)
    return texts


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Generated module by case."""
    return compile_all("1")


def test_there_are_cases(texts: dict[str, str]) -> None:
    assert list(texts) == [case.name for case in CASES]
    assert len(CASES) >= 8


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_text(case: Path, texts: dict[str, str], request: pytest.FixtureRequest) -> None:
    expected = case / "expected.py"
    if request.config.getoption("--update-golden", default=False):
        expected.write_text(texts[case.name], encoding="utf-8")
    wanted = expected.read_text(encoding="utf-8") if expected.exists() else ""
    if wanted != texts[case.name]:
        changes = difflib.unified_diff(
            wanted.splitlines(), texts[case.name].splitlines(), "expected.py", "as compiled now", lineterm=""
        )
        pytest.fail("\n".join(changes) + "\nreview it, then: scripts/test tests/golden --update-golden", pytrace=False)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_formatting_again_changes_nothing(case: Path, texts: dict[str, str]) -> None:
    assert format_python(texts[case.name]) == texts[case.name]


def test_the_hash_seed_changes_nothing(texts: dict[str, str]) -> None:
    assert compile_all("2") == texts


def test_comments_may_hold_what_python_refuses(tmp_path: Path) -> None:
    text = "-- a\0b\f\u2028c\nreturn { main = function() --[[ x\r\n\0 ]] return 1 -- \x1b[31m\n end }\n"
    (tmp_path / "input.lua").write_text(text, encoding="utf-8", newline="")
    made = runpy.run_path(str(HERE / "compiled.py"))["compile_case"](tmp_path)
    compile(made, "input.py", "exec")
    assert "# a?b" in made
