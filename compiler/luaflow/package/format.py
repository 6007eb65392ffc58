"""Formatting by black, in the stable style of the year that the project pins."""

from __future__ import annotations

from functools import cache

import black
from black.mode import TargetVersion

LINE_LENGTH = 120


@cache
def _mode() -> black.Mode:
    return black.Mode(target_versions={TargetVersion.PY311}, line_length=LINE_LENGTH)


def format_python(text: str) -> str:
    """Return ``text`` as black writes it. Black's comparison of syntax trees is left to the tests: it takes as long again."""
    return black.format_str(text, mode=_mode())
