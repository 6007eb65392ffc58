"""Numbers as text and text as numbers.

Source: Lua 5.4 manual, 3.1, 3.4.3 and ``tonumber``; ``lobject.c`` (``l_str2int``, ``l_str2d``, ``tostringbuff``).
"""

from __future__ import annotations

import re
from math import copysign

MAX_INTEGER = 0x7FFF_FFFF_FFFF_FFFF
MIN_INTEGER = -0x8000_0000_0000_0000
_MASK = 0xFFFF_FFFF_FFFF_FFFF
_SPACES = " \f\n\r\t\v"

# [0-9], not \d: that one accepts digits of every script.
_NUMERAL = re.compile(
    r"""[ \f\n\r\t\v]*
    (?P<sign>[-+]?)
    (?: 0[xX] (?: (?P<hex>[0-9a-fA-F]+)
                | (?P<hexfloat>[0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)(?P<exponent>[pP][-+]?[0-9]+)? )
      | (?P<decimal>[0-9]+)
      | (?P<float>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?) )
    [ \f\n\r\t\v]*""",
    re.VERBOSE,
)
_DIGITS_IN_BASE = re.compile(r"[ \f\n\r\t\v]*([-+]?)([0-9A-Za-z]+)[ \f\n\r\t\v]*")


def wrap_integer(n: int) -> int:
    """Return ``n`` modulo 2**64 as a signed 64-bit integer."""
    n &= _MASK
    return n - 0x1_0000_0000_0000_0000 if n > MAX_INTEGER else n


def number_to_str(n: int | float) -> str:
    """Return Lua's text of a number: ``%d`` or ``%.14g``, where an integral float keeps its ``.0``."""
    if n.__class__ is int:
        return str(n)
    text = f"{n:.14g}"
    if "." in text or "e" in text:
        return text
    if "n" in text:
        # C prints the sign of a NaN; 0/0 is negative on x86, and so is Lua's.
        return "-nan" if text == "nan" and copysign(1.0, n) < 0 else text
    return text + ".0"


def str_to_number(s: str) -> int | float | None:
    """Convert a numeral as Lua does for ``tonumber(s)`` and for arithmetic on strings.

    Args:
        s: Lua string; white space around the numeral is skipped.

    Returns:
        An integer where the numeral is one (hexadecimal ones wrap around, decimal ones too large become floats), else a
        float; ``None`` when ``s`` is no numeral. ``inf`` and ``nan`` are no numerals.
    """
    if len(s) < 19 and s.isascii() and s.isdigit():
        return int(s)
    match = _NUMERAL.fullmatch(s)
    if match is None:
        return None
    sign, hexadecimal, hexfloat, exponent, decimal, real = match.groups()
    negative = sign == "-"
    if decimal is not None:
        digits = decimal.lstrip("0") if len(decimal) > 19 else decimal
        if len(digits) <= 19:
            n = -int(digits or "0") if negative else int(digits or "0")
            if MIN_INTEGER <= n <= MAX_INTEGER:
                return n
        return float(sign + decimal)
    if real is not None:
        return float(sign + real)
    if hexadecimal is not None:
        n = int(hexadecimal[-16:], 16)
        return wrap_integer(-n if negative else n)
    try:
        return float.fromhex(f"{sign}0x{hexfloat}{exponent or ''}")
    except OverflowError:
        return float("-inf") if negative else float("inf")


def tonumber_base(s: str, base: int) -> int | None:
    """Convert an integer numeral of a base from 2 to 36 (``tonumber(s, base)``); it wraps around.

    Returns:
        The integer, or ``None`` when ``s`` is no numeral of that base.
    """
    match = _DIGITS_IN_BASE.fullmatch(s)
    if match is None:
        return None
    sign, digits = match.groups()
    n = 0
    for digit in digits:
        value = int(digit, 36)
        if value >= base:
            return None
        n = n * base + value & _MASK
    return wrap_integer(-n if sign == "-" else n)


def float_to_integer(n: float) -> int | None:
    """Return the integer equal to ``n``, or ``None`` when there is none within 64 bits."""
    # Both limits are powers of two, so the comparison is exact; NaN fails it.
    if -9223372036854775808.0 <= n < 9223372036854775808.0 and n.is_integer():
        return int(n)
    return None
