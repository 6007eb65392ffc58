"""Durations as text, in the form of Go's ``time.ParseDuration`` and ``Duration.String``.

Source: reference/time.md, 5.2 and 5.4; Go's package ``time``.
"""

from __future__ import annotations

import re

NANOSECOND = 1
MICROSECOND = 1_000
MILLISECOND = 1_000_000
SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE

MAX_NS = (1 << 63) - 1
MIN_NS = -(1 << 63)

_UNITS = {
    "ns": NANOSECOND,
    "us": MICROSECOND,
    "\u00b5s": MICROSECOND,  # micro sign
    "\u03bcs": MICROSECOND,  # Greek letter mu
    "ms": MILLISECOND,
    "s": SECOND,
    "m": MINUTE,
    "h": HOUR,
}
_NUMBER = re.compile(r"([0-9]*)(?:(\.)([0-9]*))?")
_UNIT = re.compile(r"[^.0-9]*")


def quote(text: str) -> str:
    """Return ``text`` in double quotes, as Go's error messages of package ``time`` write it."""
    parts = []
    for character in text:
        if character in '\\"':
            parts.append("\\" + character)
        elif " " <= character <= "\x7f":
            parts.append(character)
        else:
            parts += [f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogateescape")]
    return f'"{"".join(parts)}"'


def parse_duration_ns(value: str) -> int:
    """Return the nanoseconds that a Go duration string such as ``"1h30m"`` or ``"-1.5s"`` stands for.

    Fractions of a nanosecond are cut off.

    Args:
        value: A signed sequence of decimal numbers, each with a unit: ``ns us µs ms s m h``. ``"0"`` needs none.

    Raises:
        ValueError: With Go's message, such as ``time: missing unit in duration "5"``.
    """
    rest = value
    negative = False
    if rest[:1] in ("-", "+"):
        negative = rest[0] == "-"
        rest = rest[1:]
    if rest == "0":
        return 0
    if not rest:
        raise ValueError(f"time: invalid duration {quote(value)}")
    total = 0
    while rest:
        number = _NUMBER.match(rest)
        assert number is not None  # every part of the pattern may be empty
        whole, point, fraction = number.group(1), number.group(2), number.group(3) or ""
        if not whole and not fraction:
            raise ValueError(f"time: invalid duration {quote(value)}")
        rest = rest[number.end() :]
        unit = _UNIT.match(rest)
        assert unit is not None
        name = unit.group()
        if not name:
            raise ValueError(f"time: missing unit in duration {quote(value)}")
        scale = _UNITS.get(name)
        if scale is None:
            raise ValueError(f"time: unknown unit {quote(name)} in duration {quote(value)}")
        rest = rest[len(name) :]
        whole = whole.lstrip("0")
        if len(whole) > 19:
            raise ValueError(f"time: invalid duration {quote(value)}")
        total += int(whole or "0") * scale
        if point:
            total += _fraction(fraction, scale)
        if total > MAX_NS + negative:
            raise ValueError(f"time: invalid duration {quote(value)}")
    return -total if negative else total


def _fraction(digits: str, scale: int) -> int:
    """Return the whole nanoseconds in ``0.digits`` units, rounded as Go does: by floating point."""
    value = 0
    divisor = 1.0
    for digit in digits:
        longer = value * 10 + ord(digit) - ord("0")
        if longer > 1 << 63:
            break  # more precision than counts
        value = longer
        divisor *= 10
    return int(float(value) * (float(scale) / divisor))


def format_duration_ns(nanoseconds: int) -> str:
    """Return Go's text of a duration: ``1h0m0s``, ``1.5s``, ``20ms``, ``0s``."""
    if nanoseconds == 0:
        return "0s"
    sign = "-" if nanoseconds < 0 else ""
    rest = abs(nanoseconds)
    if rest < SECOND:
        if rest < MICROSECOND:
            return f"{sign}{rest}ns"
        if rest < MILLISECOND:
            return f"{sign}{_decimal(rest, 3)}\u00b5s"
        return f"{sign}{_decimal(rest, 6)}ms"
    seconds, fraction = divmod(rest, SECOND)
    minutes, seconds = divmod(seconds, 60)
    text = _decimal(seconds * SECOND + fraction, 9) + "s"
    if minutes == 0:
        return sign + text
    hours, minutes = divmod(minutes, 60)
    if hours == 0:
        return f"{sign}{minutes}m{text}"
    return f"{sign}{hours}h{minutes}m{text}"


def _decimal(value: int, places: int) -> str:
    """Return ``value / 10**places`` without trailing zeros."""
    whole, fraction = divmod(value, 10**places)
    digits = f"{fraction:0{places}d}".rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)
