"""Lua's ``utf8`` library.

Source: Lua 5.4 manual, 6.5; ``lutf8lib.c``. Positions count bytes, from 1.
"""

from __future__ import annotations

from builtins import len as _count
from typing import Any

from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string, optional_integer
from luaflow_runtime.text.strings import from_bytes, has_escapes, to_bytes
from luaflow_runtime.values.calls import MAX_RESULTS
from luaflow_runtime.values.errors import argument_error, runtime_error
from luaflow_runtime.values.types import ABSENT

_MAX_CODE = 0x7FFF_FFFF
_MAX_UNICODE = 0x10_FFFF
_LEAST = (0, 0x80, 0x800, 0x1_0000, 0x20_0000, 0x400_0000)
"""Least code that needs so many continuation bytes."""

charpattern = from_bytes(b"[\0-\x7f\xc2-\xfd][\x80-\xbf]*")
"""A pattern for one UTF-8 sequence."""


def _is_true(value: Any) -> bool:
    return value is not None and value is not False


def _position(i: int, length: int) -> int:
    if i >= 0:
        return i
    return 0 if -i > length else length + i + 1


def _is_continuation(b: bytes, at: int) -> bool:
    return at < _count(b) and b[at] & 0xC0 == 0x80


def _decode(b: bytes, at: int, strict: bool) -> tuple[int, int] | None:
    """Return code and end of the sequence at ``at`` (0-based), or ``None`` when there is none."""
    c = b[at]
    if c < 0x80:
        return c, at + 1
    count = 0
    code = 0
    while c & 0x40:
        count += 1
        if not _is_continuation(b, at + count):
            return None
        code = code << 6 | b[at + count] & 0x3F
        c <<= 1
    code |= (c & 0x7F) << count * 5
    if not 1 <= count <= 5 or code > _MAX_CODE or code < _LEAST[count]:
        return None
    if strict and (code > _MAX_UNICODE or 0xD800 <= code <= 0xDFFF):
        return None
    return code, at + count + 1


def _encode(code: int) -> bytes:
    if code < 0x80:
        return bytes((code,))
    tail: list[int] = []
    limit = 0x3F
    while True:
        tail.append(0x80 | code & 0x3F)
        code >>= 6
        limit >>= 1
        if code <= limit:
            break
    tail.append((~limit << 1) & 0xFF | code)
    return bytes(reversed(tail))


@shim("utf8.char", types="string")
def char(*codes: Any) -> str:
    """Return the UTF-8 sequences of code points, up to 2**31."""
    out = bytearray()
    for n, value in enumerate(codes, 1):
        code = check_integer(value, n, "char")
        if not 0 <= code <= _MAX_CODE:
            raise argument_error(n, "char", "value out of range")
        out += _encode(code)
    return from_bytes(bytes(out))


def _iterator(strict: bool) -> Any:
    def step(s: Any = ABSENT, control: Any = None) -> Any:
        b = to_bytes(check_string(s, 1, "for iterator"))
        at = control if control.__class__ is int else 0
        if at < 0:
            return ()
        # The control variable is the position of the last sequence, from 1: its second byte, from 0.
        while _is_continuation(b, at):
            at += 1
        if at >= _count(b):
            return ()
        found = _decode(b, at, strict)
        if found is None:
            raise runtime_error("invalid UTF-8 code")
        return at + 1, found[0]

    return step


@shim("utf8.codes", results=3, types="function,string,integer")
def codes(s: Any = ABSENT, lax: Any = None, *_: Any) -> tuple[Any, str, int]:
    """Return what a ``for`` loop needs to go over positions and code points."""
    text = check_string(s, 1, "codes")
    return _iterator(not _is_true(lax)), text, 0


@shim("utf8.codepoint", results=None, types="integer?")
def codepoint(s: Any = ABSENT, i: Any = None, j: Any = None, lax: Any = None, *_: Any) -> Any:
    """Return the code points of the sequences that begin from ``i`` (default 1) to ``j`` (default ``i``)."""
    b = to_bytes(check_string(s, 1, "codepoint"))
    first = _position(optional_integer(i, 1, 2, "codepoint"), _count(b))
    last = _position(optional_integer(j, first, 3, "codepoint"), _count(b))
    if first < 1:
        raise argument_error(2, "codepoint", "out of bounds")
    if last > _count(b):
        raise argument_error(3, "codepoint", "out of bounds")
    if last - first >= MAX_RESULTS:
        raise runtime_error("stack overflow (string slice too long)")
    found: list[int] = []
    at = first - 1
    while at < last:
        sequence = _decode(b, at, not _is_true(lax))
        if sequence is None:
            raise runtime_error("invalid UTF-8 code")
        code, at = sequence
        found.append(code)
    return found[0] if _count(found) == 1 else tuple(found)


@shim("utf8.len", results=None, types="integer?")
def len(s: Any = ABSENT, i: Any = None, j: Any = None, lax: Any = None, *_: Any) -> Any:
    """Return how many sequences begin from ``i`` to ``j``; nil and the position of the first byte that begins none."""
    text = check_string(s, 1, "len")
    if i is None and j is None and not has_escapes(text):
        return _count(text)
    b = to_bytes(text)
    at = _position(optional_integer(i, 1, 2, "len"), _count(b)) - 1
    last = _position(optional_integer(j, -1, 3, "len"), _count(b)) - 1
    if not 0 <= at <= _count(b):
        raise argument_error(2, "len", "initial position out of bounds")
    if last >= _count(b):
        raise argument_error(3, "len", "final position out of bounds")
    n = 0
    while at <= last:
        sequence = _decode(b, at, not _is_true(lax))
        if sequence is None:
            return None, at + 1
        at = sequence[1]
        n += 1
    return n


@shim("utf8.offset", types="integer?")
def offset(s: Any = ABSENT, n: Any = ABSENT, i: Any = None, *_: Any) -> Any:
    """Return where the ``n``-th sequence from position ``i`` begins, nil when there is none."""
    b = to_bytes(check_string(s, 1, "offset"))
    steps = check_integer(n, 2, "offset")
    length = _count(b)
    at = _position(optional_integer(i, 1 if steps >= 0 else length + 1, 3, "offset"), length) - 1
    if not 0 <= at <= length:
        raise argument_error(3, "offset", "position out of bounds")
    if steps == 0:
        while at > 0 and _is_continuation(b, at):
            at -= 1
        return at + 1
    if _is_continuation(b, at):
        raise runtime_error("initial position is a continuation byte")
    if steps < 0:
        while steps < 0 and at > 0:
            at -= 1
            while at > 0 and _is_continuation(b, at):
                at -= 1
            steps += 1
    else:
        steps -= 1
        while steps > 0 and at < length:
            at += 1
            while _is_continuation(b, at):
                at += 1
            steps -= 1
    return at + 1 if steps == 0 else None


LIBRARY = library("utf8", char=char, charpattern=charpattern, codepoint=codepoint, codes=codes, len=len, offset=offset)
