"""Random programs print under luaflow what they print under real Lua, and together they reach what there is to reach."""

from __future__ import annotations

import shutil

import pytest

from tests.fuzz.coverage import NODES, measure, report
from tests.fuzz.run import differences

pytestmark = pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")

# Few enough for two minutes; `python -m tests.fuzz.run` runs any others.
PROGRAMS = range(0, 210)
WITH_ALL_COLOURED = range(1040, 1080)


def test_same_output_everything_reached() -> None:
    observed, lines, differing = measure(PROGRAMS)
    print(report(observed, lines))
    assert differing == []
    assert NODES - set(observed.nodes or ()) == set()
    assert lines.share >= 0.9


def test_same_output_when_everything_might_suspend() -> None:
    found, compared = differences(WITH_ALL_COLOURED, colour_all=True)
    assert [difference.line() for difference in found] == []
    assert compared >= 0.9 * len(WITH_ALL_COLOURED)
