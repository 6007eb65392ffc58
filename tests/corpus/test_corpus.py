"""Every program of the corpus does under luaflow what it does under real Lua 5.4.

A folder is an area, a file one small program named for what it shows. ``differences`` holds the programs where luaflow
means to differ: what luaflow prints stands beside them, and why in their first lines.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from tests.exec.harness import Outcome, normalise, run_lua, run_luaflow

ROOT = Path(__file__).parent
DIFFERENCES = "differences"
PROGRAMS = sorted(path for path in ROOT.glob("*/*.lua") if path.parent.name != DIFFERENCES)
DIFFERENT = sorted(ROOT.glob(f"{DIFFERENCES}/*.lua"))

needs_lua = pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")
colours = pytest.mark.parametrize("colour_all", [False, True], ids=["inferred", "all_async"])


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def _lua(path: Path) -> Outcome:
    return run_lua(path)


def _shown(outcome: Outcome) -> str:
    """Return an outcome as text, so that pytest shows where two of them differ."""
    output = outcome.stdout.decode("utf-8", "surrogateescape")
    return f"{output}--- exit code {outcome.exit_code}, standard error:\n{normalise(outcome.stderr)}"


@needs_lua
@colours
@pytest.mark.parametrize("path", PROGRAMS, ids=_name)
def test_does_what_lua_does(path: Path, colour_all: bool) -> None:
    assert _shown(run_luaflow(path, colour_all=colour_all)) == _shown(_lua(path))


@colours
@pytest.mark.parametrize("path", DIFFERENT, ids=_name)
def test_differs_as_documented(path: Path, colour_all: bool) -> None:
    expected = path.with_suffix(".out").read_text(encoding="utf-8", errors="surrogateescape")
    assert _shown(run_luaflow(path, colour_all=colour_all)) == expected


@needs_lua
@pytest.mark.parametrize("path", DIFFERENT, ids=_name)
def test_still_differs(path: Path) -> None:
    """A program that does what Lua does belongs to an area, where that is tested."""
    assert path.with_suffix(".out").read_text(encoding="utf-8", errors="surrogateescape") != _shown(_lua(path))
