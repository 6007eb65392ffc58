"""Parses a Lua pattern into items.

Lua parses a pattern while it matches, so a malformed part raises only when the match gets there. The parser therefore never
raises: it ends the list with a ``Malformed`` item that the matcher raises on arrival.

Source: ``lstrlib.c`` of Lua 5.4 (``do_match``, ``classEnd``, ``matchbracketclass``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Quantifier = Literal["", "?", "*", "+", "-"]

ESCAPE = ord("%")
_QUANTIFIERS: dict[int, Quantifier] = {ord("?"): "?", ord("*"): "*", ord("+"): "+", ord("-"): "-"}


@dataclass(frozen=True, slots=True)
class Single:
    """One byte out of a set, repeated as the quantifier says."""

    allowed: frozenset[int]
    quantifier: Quantifier


@dataclass(frozen=True, slots=True)
class Open:
    """``(``; ``()`` when ``position``."""

    position: bool


@dataclass(frozen=True, slots=True)
class Close:
    """``)``."""


@dataclass(frozen=True, slots=True)
class Balance:
    """``%bxy``."""

    opening: int
    closing: int


@dataclass(frozen=True, slots=True)
class Frontier:
    """``%f[set]``."""

    allowed: frozenset[int]


@dataclass(frozen=True, slots=True)
class BackReference:
    """``%1`` to ``%9``; ``index`` counts from 0 and is -1 for ``%0``."""

    index: int


@dataclass(frozen=True, slots=True)
class EndAnchor:
    """``$`` at the end of the pattern."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """What cannot be parsed; nothing follows it."""

    message: str


Item = Single | Open | Close | Balance | Frontier | BackReference | EndAnchor | Malformed

_ANY = frozenset(range(256))


def _span(first: str, last: str) -> frozenset[int]:
    return frozenset(range(ord(first), ord(last) + 1))


# The classes of the C locale: no byte above 127 is in any of them.
_LOWER = _span("a", "z")
_UPPER = _span("A", "Z")
_DIGITS = _span("0", "9")
_GRAPH = _span("!", "~")
_CLASSES: dict[str, frozenset[int]] = {
    "a": _LOWER | _UPPER,
    "c": _span("\0", "\x1f") | {127},
    "d": _DIGITS,
    "g": _GRAPH,
    "l": _LOWER,
    "p": _GRAPH - _LOWER - _UPPER - _DIGITS,
    "s": _span("\t", "\r") | {32},
    "u": _UPPER,
    "w": _LOWER | _UPPER | _DIGITS,
    "x": _DIGITS | _span("a", "f") | _span("A", "F"),
    "z": frozenset({0}),
}
_ESCAPED: tuple[frozenset[int], ...] = tuple(
    _CLASSES[chr(c)]
    if chr(c) in _CLASSES
    else _ANY - _CLASSES[chr(c).lower()]
    if c < 128 and chr(c).lower() in _CLASSES
    else frozenset({c})
    for c in range(256)
)


class _MalformedError(Exception):
    """Carries the message of a malformed part out of the parser's helpers."""


def _class_end(p: bytes, i: int) -> int:
    """Return the position behind the single-byte class that starts at ``i``."""
    c = p[i]
    i += 1
    if c == ESCAPE:
        if i == len(p):
            raise _MalformedError("malformed pattern (ends with '%')")
        return i + 1
    if c == ord("["):
        if p[i : i + 1] == b"^":
            i += 1
        while True:
            if i >= len(p):
                raise _MalformedError("malformed pattern (missing ']')")
            c = p[i]
            i += 1
            if c == ESCAPE and i < len(p):
                i += 1
            if p[i : i + 1] == b"]":
                return i + 1
    return i


def _bracket_set(p: bytes, i: int, closing: int) -> frozenset[int]:
    """Return the bytes that the set from ``[`` at ``i`` to ``]`` at ``closing`` matches."""
    members: set[int] = set()
    negated = p[i + 1] == ord("^")
    i += 2 if negated else 1
    while i < closing:
        if p[i] == ESCAPE:
            members |= _ESCAPED[p[i + 1]]
            i += 2
        elif p[i + 1] == ord("-") and i + 2 < closing:
            members.update(range(p[i], p[i + 2] + 1))
            i += 3
        else:
            members.add(p[i])
            i += 1
    return _ANY - members if negated else frozenset(members)


def _single_set(p: bytes, i: int, end: int) -> frozenset[int]:
    c = p[i]
    if c == ord("."):
        return _ANY
    if c == ESCAPE:
        return _ESCAPED[p[i + 1]]
    if c == ord("["):
        return _bracket_set(p, i, end - 1)
    return frozenset({c})


def _item(p: bytes, i: int) -> tuple[Item, int]:
    """Return the item at ``i`` and the position behind it."""
    c = p[i]
    following = p[i + 1 : i + 2]
    if c == ord("("):
        return (Open(True), i + 2) if following == b")" else (Open(False), i + 1)
    if c == ord(")"):
        return Close(), i + 1
    if c == ord("$") and i + 1 == len(p):
        return EndAnchor(), i + 1
    if c == ESCAPE:
        if following == b"b":
            if i + 3 >= len(p):
                raise _MalformedError("malformed pattern (missing arguments to '%b')")
            return Balance(p[i + 2], p[i + 3]), i + 4
        if following == b"f":
            if p[i + 2 : i + 3] != b"[":
                raise _MalformedError("missing '[' after '%f' in pattern")
            end = _class_end(p, i + 2)
            return Frontier(_bracket_set(p, i + 2, end - 1)), end
        if following.isdigit():
            return BackReference(following[0] - ord("1")), i + 2
    end = _class_end(p, i)
    allowed = _single_set(p, i, end)
    quantifier = _QUANTIFIERS.get(p[end], "") if end < len(p) else ""
    return Single(allowed, quantifier), end + 1 if quantifier else end


@lru_cache(maxsize=512)
def parse(pattern: bytes) -> tuple[Item, ...]:
    """Parse a pattern without its leading anchor."""
    items: list[Item] = []
    i = 0
    while i < len(pattern):
        try:
            item, i = _item(pattern, i)
        except _MalformedError as error:
            items.append(Malformed(str(error)))
            break
        items.append(item)
    return tuple(items)
