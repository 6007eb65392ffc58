"""``string.gsub``.

Python's ``sub`` differs from Lua's only in where it replaces empty matches, so it serves the patterns that have none. Subjects
that are not ASCII, and patterns without a regular expression, are matched as bytes.

Source: Lua 5.4 manual, 6.4, ``string.gsub``; ``lstrlib.c`` (``str_gsub``, ``add_s``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from luaflow_runtime.text.patterns import CaptureValue, Pattern, compile_pattern, finished
from luaflow_runtime.text.strings import canonical, from_bytes, join, to_bytes
from luaflow_runtime.values.errors import runtime_error

Replacement: TypeAlias = Callable[..., str | None]
"""Given the captures (the whole match when there are none), the replacement, or ``None`` to keep the match."""

_Substitute: TypeAlias = Callable[[re.Match[str]], str]


def gsub(s: str, pattern: str, replacement: str | Replacement, limit: int | None) -> tuple[str, int]:
    """Replace the matches of a pattern.

    Args:
        s: Subject.
        pattern: Lua pattern.
        replacement: Lua's replacement string (``%0`` to ``%9``), or a function.
        limit: Most replacements, ``None`` for all.

    Returns:
        The new string and the number of matches, replaced or kept.
    """
    if limit is not None and limit <= 0:
        return s, 0
    compiled = compile_pattern(pattern)
    regex = compiled.text
    if regex is None or not s.isascii():
        return _gsub_bytes(compiled, s, replacement, limit)
    if compiled.never_empty and not compiled.anchored:
        if isinstance(replacement, str) and "%" not in replacement:
            # A template without backslash is literal.
            substitute: _Substitute | str = replacement.replace("\\", "\\\\")
        else:
            substitute = _substitute(compiled, replacement)
        new, count = regex.subn(substitute, s, 0 if limit is None else min(limit, len(s)))
    else:
        new, count = _gsub_text(compiled, regex, s, _substitute(compiled, replacement), limit)
    return (new if new.isascii() else canonical(new)), count


def _gsub_text(
    compiled: Pattern, regex: re.Pattern[str], s: str, substitute: _Substitute, limit: int | None
) -> tuple[str, int]:
    if compiled.anchored:
        found = regex.match(s)
        return (s, 0) if found is None else (substitute(found) + s[found.end() :], 1)
    parts: list[str] = []
    count = copied = position = 0
    last = -1
    while (limit is None or count < limit) and position <= len(s):
        found = regex.search(s, position)
        if found is None:
            break
        start, end = found.span()
        if end == last:
            # An empty match right behind the last match is none.
            position = start + 1
            continue
        count += 1
        parts.append(s[copied:start])
        parts.append(substitute(found))
        copied = position = last = end
    parts.append(s[copied:])
    return "".join(parts), count


def _substitute(compiled: Pattern, replacement: str | Replacement) -> _Substitute:
    """Return the function that makes the replacement of a match."""
    groups = len(compiled.positions)
    if isinstance(replacement, str):
        pieces = _pieces(replacement)
        most = max(groups, 1)
        if compiled.plain and all(isinstance(piece, str) or 0 <= piece <= most for piece in pieces):
            # Without captures %1 is the whole match.
            parts = tuple(0 if piece == 1 and not groups else piece for piece in pieces)
            return lambda found: "".join([part if isinstance(part, str) else found[part] for part in parts])
        return lambda found: _expand(pieces, compiled.text_captures(found) or (found[0],), found[0])
    if groups:

        def by_captures(found: re.Match[str]) -> str:
            new = replacement(*compiled.text_captures(found))
            return found[0] if new is None else new

        return by_captures

    def by_match(found: re.Match[str]) -> str:
        whole = found[0]
        new = replacement(whole)
        return whole if new is None else new

    return by_match


def _gsub_bytes(compiled: Pattern, s: str, replacement: str | Replacement, limit: int | None) -> tuple[str, int]:
    subject = to_bytes(s)
    parts: list[str] = []
    count = copied = position = 0
    last = -1
    while (limit is None or count < limit) and position <= len(subject):
        found = compiled.scan(subject, position)
        if found is None:
            break
        if found.end == last:
            position = found.start + 1
        else:
            count += 1
            whole = from_bytes(subject[found.start : found.end])
            new: str | None
            if isinstance(replacement, str):
                new = _expand(_pieces(replacement), found.captures_or_none() or (whole,), whole)
            else:
                new = replacement(*(found.captures() or (whole,)))
            parts.append(from_bytes(subject[copied : found.start]))
            parts.append(whole if new is None else new)
            copied = position = last = found.end
        if compiled.anchored:
            break
    if not count:
        return s, 0
    parts.append(from_bytes(subject[copied:]))
    return join(parts), count


@lru_cache(maxsize=256)
def _pieces(replacement: str) -> tuple[str | int, ...]:
    """Parse a replacement string into literal text and capture numbers; -1 is a malformed end."""
    pieces: list[str | int] = []
    literal = ""
    rest = replacement
    while True:
        before, percent, rest = rest.partition("%")
        literal += before
        digit = rest[:1]
        rest = rest[1:]
        if percent and digit == "%":
            literal += "%"
            continue
        if literal:
            pieces.append(literal)
            literal = ""
        if not percent:
            return tuple(pieces)
        if not (digit.isascii() and digit.isdigit()):
            return (*pieces, -1)
        pieces.append(int(digit))


def _expand(pieces: tuple[str | int, ...], captures: tuple[CaptureValue | None, ...], whole: str) -> str:
    """Put captures into a replacement string. Its errors are raised when a match gets to them, as in Lua."""
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece == 0:
            parts.append(whole)
        elif piece < 0:
            raise runtime_error("invalid use of '%' in replacement string")
        elif piece > len(captures):
            raise runtime_error(f"invalid capture index %{piece}")
        else:
            parts.append(str(finished(captures[piece - 1])))
    return join(parts)
