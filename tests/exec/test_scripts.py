"""The same scripts under luaflow and real Lua."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exec import harness

CASES = sorted((Path(__file__).parent / "cases").glob("*.lua"))


@pytest.mark.parametrize("script", CASES, ids=lambda path: path.stem)
@pytest.mark.parametrize("colour_all", [False, True], ids=["", "all-async"])
def test_same_as_lua(script: Path, colour_all: bool) -> None:
    wanted = harness.run_lua(script, ["first", "second"])
    found = harness.run_luaflow(script, ["first", "second"], colour_all=colour_all)
    assert found.stdout.decode() == wanted.stdout.decode()
    assert harness.normalise(found.stderr) == harness.normalise(wanted.stderr)
    assert found.exit_code == wanted.exit_code
