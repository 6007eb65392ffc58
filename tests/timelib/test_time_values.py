"""Moments, durations and locations: reference/time.md 5.1 to 5.5."""

from __future__ import annotations

from typing import Any

import pytest
from luaflow_runtime.lib import time
from luaflow_runtime.lib.timetypes.moment import Time
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError

LIB: Any = time.LIBRARY
PARIS: Any = time.load_location("Europe/Paris")
UTC = LIB.utc


def utc(*parts: int) -> Any:
    year, month, day, hour, minute, second, ns, *_ = (*parts, 0, 0, 0, 0, 0, 0)
    return time.date(year, month or 1, day or 1, hour, minute, second, ns, UTC)


def failure(result: Any) -> tuple[str, str, Any]:
    value, error = result
    assert value is None
    return str(error.kind()), str(error.message()), error.retryable()


def test_constants_are_integers() -> None:
    for name, value in [
        ("NANOSECOND", 1),
        ("MILLISECOND", 10**6),
        ("HOUR", 3600 * 10**9),
        ("DECEMBER", 12),
        ("SUNDAY", 0),
    ]:
        assert getattr(LIB, name) == value and type(getattr(LIB, name)) is int
    assert LIB.SATURDAY == 6 and LIB.MAY == 5
    assert LIB.KITCHEN == "3:04PM" and LIB.RFC3339NANO.endswith(".999999999Z07:00")


def test_the_method_named_like_pythons_is_reached() -> None:
    assert utc(2024, 6, 15).format_("2006-01-02") == "2024-06-15"


def test_default_text() -> None:
    at = time.date(2024, 6, 15, 14, 30, 45, 500_000_000, PARIS)
    assert tostring(at) == "2024-06-15 14:30:45.5 +0200 CEST"
    assert tostring(at.utc()) == "2024-06-15 12:30:45.5 +0000 UTC"
    assert at.format_rfc3339() == "2024-06-15T14:30:45+02:00"
    assert tostring(PARIS) == PARIS.string() == "Europe/Paris"
    assert tostring(time.parse_duration("90m")) == "1h30m0s"


def test_parts() -> None:
    at = time.date(2024, 12, 31, 23, 59, 58, 7, PARIS)
    assert at.date() == (2024, 12, 31)
    assert at.clock() == (23, 59, 58)
    parts = [at.year(), at.month(), at.day(), at.hour(), at.minute(), at.second(), at.nanosecond()]
    assert parts == [2024, 12, 31, 23, 59, 58, 7]
    assert (at.weekday(), at.year_day()) == (2, 366)
    assert at.unix() == 1735685998 and type(at.unix()) is int
    assert at.unix_nano() == 1735685998 * 10**9 + 7
    assert at.location() is PARIS
    before_epoch = time.unix(-1, -1)
    assert (before_epoch.unix(), before_epoch.unix_nano(), before_epoch.nanosecond()) == (-2, -(10**9) - 1, 999_999_999)


def test_comparison_ignores_the_location() -> None:
    a = time.date(2024, 6, 15, 14, 0, 0, 0, PARIS)
    b = time.date(2024, 6, 15, 12, 0, 0, 0, UTC)
    assert a.equal(b) and not a.after(b) and not a.before(b)
    assert a.add(1).after(b) and b.before(a.add("1ns"))
    assert a is not b and a != b  # `==` is identity


def test_arithmetic() -> None:
    a = utc(2024, 1, 31)
    assert a.add("1h").sub(a).seconds() == 3600.0
    assert a.sub(a.add(LIB.HOUR)).hours() == -1.0
    assert a.add_date(0, 1, 0).date() == (2024, 3, 2)
    assert a.add_date(1, -13, 0).date() == (2023, 12, 31)
    assert a.add(1.9).sub(a).nanoseconds() == 1
    duration = time.parse_duration("3h7m")
    at = utc(2024, 6, 15, 14, 37, 45, 123)
    assert at.truncate(duration).format("15:04:05") == at.add(0).truncate(duration).format("15:04:05")
    hour = time.parse_duration("1h")
    assert at.truncate(hour).clock() == (14, 0, 0)
    assert at.round(hour).clock() == (15, 0, 0)
    assert utc(2024, 6, 15, 14, 30).round(hour).clock() == (15, 0, 0)
    assert at.round(time.parse_duration(0)) is at
    for bad, message in [
        (lambda: at.round(5), r"bad argument #1 to 'round' \(Duration expected, got number\)"),
        (lambda: at.add("5"), r"bad argument #1 to 'add' \(time: missing unit in duration \"5\"\)"),
        (lambda: at.sub(5), r"bad argument #1 to 'sub' \(Time expected, got number\)"),
        (lambda: at.add_date(1, 2), r"bad argument #3 to 'add_date' \(number expected, got no value\)"),
        (lambda: at.format(None), r"bad argument #1 to 'format' \(string expected, got nil\)"),
        (lambda: at.in_location("UTC"), r"bad argument #1 to 'in_location' \(Location expected, got string\)"),
        (lambda: time.date(2024, 1, 1), r"bad argument #4 to 'date' \(number expected, got no value\)"),
        (lambda: time.unix(1), r"bad argument #2 to 'unix' \(number expected, got no value\)"),
        (lambda: time.unix(float("nan"), 0), "no integer representation"),
    ]:
        with pytest.raises(LuaError, match=message):
            bad()


def test_zero() -> None:
    assert time.date(1, 1, 1, 0, 0, 0, 0, UTC).is_zero()
    assert not time.unix(0, 0).is_zero()
    assert tostring(Time(-62_135_596_800 * 10**9, UTC)) == "0001-01-01 00:00:00 +0000 UTC"


def test_durations() -> None:
    duration: Any = time.parse_duration("-1.5ms")
    assert (duration.nanoseconds(), duration.microseconds(), duration.milliseconds()) == (-1_500_000, -1500, -1)
    assert (duration.seconds(), duration.minutes()) == (-0.0015, -0.0015 / 60)
    assert time.parse_duration(duration).nanoseconds() == -1_500_000  # type: ignore[union-attr]
    assert time.parse_duration(2.7).nanoseconds() == 2  # type: ignore[union-attr]
    assert type(time.parse_duration("1h").hours()) is float  # type: ignore[union-attr]
    far = utc(9999).sub(utc(1))
    assert far.nanoseconds() == (1 << 63) - 1


def test_failures_are_error_objects() -> None:
    assert failure(time.parse_duration("5")) == ("Invalid", 'time: missing unit in duration "5"', False)
    assert failure(time.parse_duration(None))[0] == "Invalid"
    assert failure(time.parse_duration(True))[0] == "Invalid"
    assert failure(time.parse_duration(float("nan")))[0] == "Invalid"
    assert failure(time.parse_duration(1e30))[0] == "Invalid"
    assert failure(time.parse(LIB.DATE_ONLY, "2024-02-30")) == (
        "Invalid",
        'parsing time "2024-02-30": day out of range',
        False,
    )
    assert failure(time.load_location("")) == ("Invalid", "location name must not be empty", False)
    for name in ("Nowhere/Land", "../etc/passwd", "/etc/passwd", "Europe", "a\0b", "é"):
        assert failure(time.load_location(name)) == ("NotFound", f"unknown time zone {name}", False)


def test_locations() -> None:
    assert time.load_location("UTC") is UTC
    assert time.load_location("Local") is LIB.localtz
    zone = time.fixed_zone("HERE", -12_600)
    at = utc(2024, 6, 15, 12).in_location(zone)
    assert tostring(at) == "2024-06-15 08:30:00 -0330 HERE"
    assert time.parse("2006-01-02 15:04", "2024-06-15 08:30", zone).equal(at)  # type: ignore[union-attr]


def test_years_outside_pythons_calendar() -> None:
    for year in (-300, 0, 12_345):
        at = time.date(year, 7, 1, 12, 0, 0, 0, PARIS)
        assert at.date() == (year, 7, 1) and at.clock() == (12, 0, 0)
