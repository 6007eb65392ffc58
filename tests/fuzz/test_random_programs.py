"""Random programs print under luaflow what they print under real Lua, whatever the colour of their functions."""

from __future__ import annotations

import shutil

import pytest

from tests.fuzz.run import differences

pytestmark = pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")


@pytest.mark.parametrize("first", [0, 100, 200])
def test_same_output(first: int) -> None:
    found, compared = differences(range(first, first + 100))
    assert [difference.line() for difference in found] == []
    assert compared >= 95


def test_same_output_when_everything_might_suspend() -> None:
    found, _ = differences(range(300, 400), colour_all=True)
    assert [difference.line() for difference in found] == []
