"""Lua strings: byte strings held in Python ``str``.

A Lua string is a sequence of bytes. It is held as the ``str`` that decoding those bytes as UTF-8 with the
``surrogateescape`` error handler gives: text stays text, any other byte ``0xNN`` is the lone surrogate ``U+DCNN``. Each
byte string has exactly one such form, so that ``==`` and ``hash`` agree with Lua's; every operation here takes and returns
this canonical form.

ASCII strings have one byte a character, which ``str.isascii()`` answers in constant time: that is the fast path everywhere.

Source: Lua 5.4 manual, 2.1 and 3.4.6.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce

_FIRST_ESCAPE = "\udc80"
_LAST_ESCAPE = "\udcff"


@lru_cache(maxsize=16)
def _encode(s: str) -> bytes:
    # A loop over the bytes of one long text asks for the same encoding each time; without the cache it is quadratic.
    return s.encode("utf-8", "surrogateescape")


def to_bytes(s: str) -> bytes:
    """Return the bytes of the Lua string ``s``."""
    return s.encode() if s.isascii() else _encode(s)


def from_bytes(b: bytes) -> str:
    """Return the Lua string of the bytes ``b``, in canonical form."""
    return b.decode("utf-8", "surrogateescape")


def has_escapes(s: str) -> bool:
    """Tell whether ``s`` holds surrogates, that is, bytes that are not UTF-8 text."""
    if s.isascii():
        return False
    try:
        s.encode()
    except UnicodeEncodeError:
        return True
    return False


def canonical(s: str) -> str:
    """Return the canonical form of a ``str`` that was put together from pieces or came from outside.

    Surrogates outside ``U+DC80`` to ``U+DCFF`` stand for no byte and become U+FFFD, as JSON readers of other languages do.
    """
    if s.isascii():
        return s
    try:
        s.encode()
    except UnicodeEncodeError:
        pass
    else:
        return s
    try:
        encoded = s.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = "".join("\ufffd" if _is_foreign_surrogate(c) else c for c in s).encode("utf-8", "surrogateescape")
    return encoded.decode("utf-8", "surrogateescape")


def _is_foreign_surrogate(c: str) -> bool:
    return "\ud800" <= c <= "\udfff" and not _FIRST_ESCAPE <= c <= _LAST_ESCAPE


def byte_length(s: str) -> int:
    """Return the number of bytes of ``s`` (Lua's ``#s``)."""
    return len(s) if s.isascii() else len(_encode(s))


def concat2(a: str, b: str) -> str:
    """Return ``a .. b``.

    Both are canonical, so only a sequence across the seam can turn into text, and only where escapes meet. No other part of
    them is looked at: a long string may get one byte after the other.
    """
    joined = a + b
    if joined.isascii() or not (
        a and b and _FIRST_ESCAPE <= a[-1] <= _LAST_ESCAPE and _FIRST_ESCAPE <= b[0] <= _LAST_ESCAPE
    ):
        return joined
    # The sequence has four bytes at most, each of them an escape: three of them on one side.
    left = next((at for at in range(1, min(3, len(a)) + 1) if not _is_escape(a[-at])), min(3, len(a)) + 1) - 1
    right = next((at for at in range(min(3, len(b))) if not _is_escape(b[at])), min(3, len(b)))
    seam = from_bytes((a[len(a) - left :] + b[:right]).encode("utf-8", "surrogateescape"))
    return a[: len(a) - left] + seam + b[right:]


def concat(parts: Sequence[str]) -> str:
    """Return the concatenation of a few Lua strings."""
    joined = "".join(parts)
    if joined.isascii():
        return joined
    last = ""
    for part in parts:
        if part:
            if _is_escape(part[0]) and last and _is_escape(last):
                return reduce(concat2, parts)
            last = part[-1]
    return joined


def _is_escape(c: str) -> bool:
    return _FIRST_ESCAPE <= c <= _LAST_ESCAPE


def join(parts: Iterable[str], separator: str = "") -> str:
    """Return the concatenation of Lua strings, with ``separator`` between them."""
    joined = separator.join(parts)
    return joined if joined.isascii() else canonical(joined)


def repeat(s: str, n: int) -> str:
    """Return ``n`` copies of ``s``; ``""`` when ``n`` is not positive."""
    repeated = s * n
    return repeated if repeated.isascii() else canonical(repeated)


def slice_range(i: int, j: int, length: int) -> tuple[int, int]:
    """Turn Lua's inclusive positions into a Python half-open range of bytes.

    Args:
        i: First position, 1-based; negative counts from the end; clamped to the string.
        j: Last position, same rules, included.
        length: Number of bytes.

    Returns:
        ``(start, stop)`` with ``0 <= start`` and ``stop <= length``; empty when ``start >= stop``.
    """
    if i < 1:
        i = 1 if i == 0 or i < -length else length + i + 1
    if j > length:
        j = length
    elif j < 0:
        j = 0 if j < -length else length + j + 1
    return i - 1, j


def sub(s: str, i: int, j: int = -1) -> str:
    """Return bytes ``i`` to ``j`` of ``s``, both included.

    Args:
        s: Lua string. Positions count bytes of its UTF-8 form, not characters.
        i: First position, 1-based; negative counts from the end; clamped to the string.
        j: Last position, same rules.

    Returns:
        The slice; ``""`` when ``i`` lies after ``j``.

    Source: Lua 5.4 manual, 6.4, ``string.sub``.
    """
    if s.isascii():
        if i > 0 and j >= -1:
            return s[i - 1 :] if j == -1 else s[i - 1 : j]
        start, stop = slice_range(i, j, len(s))
        return s[start:stop]
    b = _encode(s)
    start, stop = slice_range(i, j, len(b))
    return from_bytes(b[start:stop])


def less(a: str, b: str) -> bool:
    """Return ``a < b`` in byte order."""
    if a.isascii() and b.isascii():
        return a < b
    return to_bytes(a) < to_bytes(b)


def less_equal(a: str, b: str) -> bool:
    """Return ``a <= b`` in byte order."""
    if a.isascii() and b.isascii():
        return a <= b
    return to_bytes(a) <= to_bytes(b)
