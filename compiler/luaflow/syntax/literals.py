"""The values of numerals and quoted strings, exactly as Lua reads them.

Source: Lua 5.4 manual, section 3.1; messages as ``llex.c`` has them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from luaflow.syntax.errors import SyntaxProblem

_INTEGER_LIMIT = 1 << 63
_SIMPLE = {
    "a": b"\a",
    "b": b"\b",
    "f": b"\f",
    "n": b"\n",
    "r": b"\r",
    "t": b"\t",
    "v": b"\v",
    "\\": b"\\",
    '"': b'"',
    "'": b"'",
}
_PLAIN_RUN = re.compile(r"[^\\\"'\r\n]+")
_SPACE_RUN = re.compile(r"[ \t\n\r\f\v]*")
_DIGITS = re.compile(r"[0-9]{1,3}")
_HEX_DIGITS = frozenset("0123456789abcdefABCDEF")
_NEWLINE = re.compile(r"\r\n?|\n\r?")
_MAX_CODE = 0x7FFFFFFF


def read_numeral(text: str) -> int | float | None:
    """Return the value of a numeral, ``None`` when it is malformed.

    Hexadecimal integers wrap around to signed 64 bits; decimal ones that do not fit are floats.
    """
    try:
        if text.isdigit():
            number = int(text) if len(text) < 20 else _INTEGER_LIMIT
            return number if number < _INTEGER_LIMIT else float(text)
        if text[:2] in ("0x", "0X"):
            digits = text[2:]
            if digits and _HEX_DIGITS.issuperset(digits):
                number = int(digits[-16:], 16)
                return number - (1 << 64) if number >= _INTEGER_LIMIT else number
            return _hex_float(text)
        return float(text)
    except ValueError:
        return None


def _hex_float(text: str) -> float:
    try:
        return float.fromhex(text)
    except OverflowError:
        return float("inf")


def normalise_newlines(text: str) -> str:
    """Return a long string's text with each of Lua's four line ends as one line feed."""
    return _NEWLINE.sub("\n", text) if "\r" in text else text


def utf8_bytes(code: int) -> bytes:
    """Encode a code below 2^31 in UTF-8 as Lua does: up to six bytes, surrogates included."""
    if code < 0x80:
        return bytes((code,))
    tail: list[int] = []
    first_limit = 0x3F
    while code > first_limit:
        tail.append(0x80 | (code & 0x3F))
        code >>= 6
        first_limit >>= 1
    lead = (~first_limit << 1) & 0xFF
    return bytes((lead | code, *reversed(tail)))


def read_quoted(text: str, start: int) -> tuple[str, int]:
    """Read a quoted string with all its escapes.

    Args:
        text: The source text.
        start: Offset of the opening quote.

    Returns:
        The string in canonical form, and the offset behind its closing quote.

    Raises:
        SyntaxProblem: A broken escape or a missing quote, whichever Lua meets first.
    """
    quote = text[start]
    parts: list[bytes] = []
    at = start + 1
    size = len(text)
    while True:
        run = _PLAIN_RUN.match(text, at)
        if run is not None:
            parts.append(run.group().encode("utf-8", "surrogateescape"))
            at = run.end()
        char = text[at] if at < size else ""
        if char == quote:
            return b"".join(parts).decode("utf-8", "surrogateescape"), at + 1
        if char == "" or char in "\r\n":
            raise _unfinished(text, start, at, parts)
        if char == "\\":
            piece, at = _read_escape(text, start, at, parts)
            parts.append(piece)
        else:  # the other kind of quote
            parts.append(char.encode())
            at += 1


def _seen(text: str, start: int, parts: list[bytes]) -> str:
    """Return what Lua's messages show of a string: the quote, and what was read with its escapes resolved."""
    return text[start] + b"".join(parts).decode("utf-8", "surrogateescape")


def in_lua_message(text: str) -> str:
    """Return text as Lua's messages hold it: C cuts it at the first zero byte."""
    return text.partition("\0")[0]


def _unfinished(text: str, start: int, at: int, parts: list[bytes]) -> SyntaxProblem:
    at_end = at >= len(text)
    near = "<eof>" if at_end else f"'{in_lua_message(_seen(text, start, parts))}'"
    return SyntaxProblem(
        f"unfinished string near {near}",
        "unfinished string",
        (start, at),
        label="this string is never closed" if at_end else "this string does not end on its line",
        help=f"close it with {text[start]}, or write it as a long string: [[...]]",
        at=at,
    )


@dataclass(frozen=True, slots=True)
class _Escape:
    """An escape sequence being read: the string's text and start, the backslash, what was read before it."""

    text: str
    start: int
    at: int
    parts: list[bytes]

    def broken(self, place: int, what: str, message: str = "") -> SyntaxProblem:
        """Make the error; ``place`` is the character where Lua gave up, which it shows as well."""
        stop = min(place + 1, len(self.text))
        raw = self.text[self.at : stop]
        shown = raw.rstrip("\r\n")
        seen = in_lua_message(_seen(self.text, self.start, self.parts) + raw)
        return SyntaxProblem(
            f"{what} near '{seen}'",
            message or f"{what} in '{shown}'",
            (self.at, self.at + len(shown)),
            at=place,
        )


def _read_escape(text: str, start: int, at: int, parts: list[bytes]) -> tuple[bytes, int]:
    """Read the escape sequence at offset ``at`` of the string that began at ``start``."""
    char = text[at + 1 : at + 2]
    simple = _SIMPLE.get(char)
    if simple is not None:
        return simple, at + 2
    if char == "":
        raise _unfinished(text, start, at + 1, parts)
    if char in "\r\n":
        end = _NEWLINE.match(text, at + 1)
        assert end is not None
        return b"\n", end.end()
    if char == "z":
        space = _SPACE_RUN.match(text, at + 2)
        assert space is not None
        return b"", space.end()
    escape = _Escape(text, start, at, parts)
    if char == "x":
        for place in (at + 2, at + 3):
            if text[place : place + 1] not in _HEX_DIGITS:
                raise escape.broken(place, "hexadecimal digit expected")
        return bytes((int(text[at + 2 : at + 4], 16),)), at + 4
    if char == "u":
        return _read_unicode(escape)
    digits = _DIGITS.match(text, at + 1)
    if digits is None:
        shown = text[at : at + 2]
        raise escape.broken(at + 1, "invalid escape sequence", f"invalid escape sequence '{shown}'")
    code = int(digits.group())
    if code > 255:
        raise escape.broken(digits.end(), "decimal escape too large")
    return bytes((code,)), digits.end()


def _read_unicode(escape: _Escape) -> tuple[bytes, int]:
    text = escape.text
    place = escape.at + 2
    if text[place : place + 1] != "{":
        raise escape.broken(place, "missing '{'")
    place += 1
    if text[place : place + 1] not in _HEX_DIGITS:
        raise escape.broken(place, "hexadecimal digit expected")
    code = 0
    while text[place : place + 1] in _HEX_DIGITS:
        code = code * 16 + int(text[place], 16)
        if code > _MAX_CODE:
            raise escape.broken(place, "UTF-8 value too large")
        place += 1
    if text[place : place + 1] != "}":
        raise escape.broken(place, "missing '}'")
    return utf8_bytes(code), place + 1
