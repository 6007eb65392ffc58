"""``Duration`` objects, and what the library takes for a duration.

Source: reference/time.md, 5.2 (values accepted) and 5.4.
"""

from __future__ import annotations

import math
from typing import Any

from luaflow_runtime.shim import shim
from luaflow_runtime.text_duration import (
    HOUR,
    MAX_NS,
    MICROSECOND,
    MILLISECOND,
    MIN_NS,
    MINUTE,
    SECOND,
    format_duration_ns,
    parse_duration_ns,
)
from luaflow_runtime.values.types import type_name
from luaflow_runtime.values.userdata import Userdata


class Duration(Userdata):
    """A length of time.

    Attributes:
        ns_: Nanoseconds, within signed 64 bits.
    """

    __slots__ = ("ns_",)

    def __init__(self, nanoseconds: int) -> None:
        self.ns_ = max(MIN_NS, min(MAX_NS, nanoseconds))

    def __str__(self) -> str:
        return format_duration_ns(self.ns_)

    @shim("Duration:nanoseconds", types="integer")
    def nanoseconds(self, *_: Any) -> int:
        """Return the duration in nanoseconds."""
        return self.ns_

    @shim("Duration:microseconds", types="integer")
    def microseconds(self, *_: Any) -> int:
        """Return whole microseconds, cut toward zero."""
        return _cut(self.ns_, MICROSECOND)

    @shim("Duration:milliseconds", types="integer")
    def milliseconds(self, *_: Any) -> int:
        """Return whole milliseconds, cut toward zero."""
        return _cut(self.ns_, MILLISECOND)

    @shim("Duration:seconds", types="float")
    def seconds(self, *_: Any) -> float:
        """Return seconds with their fraction."""
        return _split(self.ns_, SECOND)

    @shim("Duration:minutes", types="float")
    def minutes(self, *_: Any) -> float:
        """Return minutes with their fraction."""
        return _split(self.ns_, MINUTE)

    @shim("Duration:hours", types="float")
    def hours(self, *_: Any) -> float:
        """Return hours with their fraction."""
        return _split(self.ns_, HOUR)


def _cut(value: int, unit: int) -> int:
    return value // unit if value >= 0 else -(-value // unit)


def _split(value: int, unit: int) -> float:
    """Divide as Go does: whole part and rest apart, so that large durations keep their fraction."""
    whole = _cut(value, unit)
    return float(whole) + float(value - whole * unit) / float(unit)


def duration_ns(value: Any) -> int:
    """Return the nanoseconds of a value that the library takes for a duration.

    Args:
        value: Nanoseconds as a number, whose fraction is cut; a Go duration string; a ``Duration``.

    Raises:
        ValueError: It is none of these, or out of range.
    """
    kind = value.__class__
    if kind is Duration:
        return value.ns_  # type: ignore[no-any-return]
    if kind is str:
        return parse_duration_ns(value)
    if kind is float:
        if not math.isfinite(value):
            raise ValueError("invalid duration: not a finite number")
        value = int(value)
    elif kind is not int:
        raise ValueError(f"invalid duration: number, string or Duration expected, got {type_name(value)}")
    if not MIN_NS <= value <= MAX_NS:
        raise ValueError("invalid duration: out of range")
    return value  # type: ignore[no-any-return]
