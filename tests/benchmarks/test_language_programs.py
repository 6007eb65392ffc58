"""The programs of the language benchmark do the same in Lua, compiled, and in Python. How fast is nothing for a test."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LANGUAGE = Path(__file__).parents[2] / "benchmarks" / "language"
sys.path.insert(0, str(LANGUAGE))

from programs import PROGRAMS, Program  # noqa: E402


def test_every_program_is_listed() -> None:
    folders = {path.parent.name for path in LANGUAGE.glob("*/*.lua")}
    assert folders == {one.name for one in PROGRAMS}
    assert all(one.lua.exists() and one.python.exists() for one in PROGRAMS)


@pytest.mark.parametrize("one", PROGRAMS, ids=lambda one: one.name)
def test_python_prints_what_lua_prints(one: Program) -> None:
    by_hand = subprocess.run([sys.executable, one.python, str(one.small)], capture_output=True, text=True)
    assert by_hand.stdout == one.small_output + "\n", by_hand.stderr


@pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")
@pytest.mark.parametrize("one", PROGRAMS, ids=lambda one: one.name)
def test_lua_prints_what_is_expected(one: Program) -> None:
    real = subprocess.run(["lua5.4", one.lua, str(one.small)], capture_output=True, text=True)
    assert real.stdout == one.small_output + "\n", real.stderr


@pytest.mark.parametrize("one", PROGRAMS, ids=lambda one: one.name)
def test_compiled_lua_prints_what_lua_prints(one: Program, capsys: pytest.CaptureFixture[str]) -> None:
    from compiled import Script

    Script(one.name, one.lua.read_text()).run(one.small)
    assert capsys.readouterr().out == one.small_output + "\n"
