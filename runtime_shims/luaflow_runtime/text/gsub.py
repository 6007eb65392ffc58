"""``string.gsub``.

Python's ``sub`` differs from Lua's only in where it replaces empty matches, so it serves the patterns that have none. Subjects
that are not ASCII, and patterns without a regular expression, are matched as bytes.

Source: Lua 5.4 manual, 6.4, ``string.gsub``; ``lstrlib.c`` (``str_gsub``, ``add_s``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeAlias

from luaflow_runtime.text.patterns import CaptureValue, Pattern, compile_pattern, finished
from luaflow_runtime.text.strings import canonical, from_bytes, join, to_bytes
from luaflow_runtime.values.errors import runtime_error

Replacement: TypeAlias = Callable[..., Any]
"""Given the captures (the whole match when there are none), the replacement as a Lua result."""

Finish: TypeAlias = Callable[[Any], str | None]
"""Given a result that is no text, what to put in; ``None`` keeps the match."""

_Substitute: TypeAlias = Callable[[re.Match[str]], str]


def gsub(s: str, pattern: str, replacement: str | Replacement, limit: int | None, finish: Finish) -> tuple[str, int]:
    """Replace the matches of a pattern.

    Args:
        s: Subject.
        pattern: Lua pattern.
        replacement: Lua's replacement string (``%0`` to ``%9``), or a function.
        limit: Most replacements, ``None`` for all.
        finish: Turns results of the function that are no text into text.

    Returns:
        The new string and the number of matches, replaced or kept.
    """
    if limit is not None and limit <= 0:
        return s, 0
    compiled = compile_pattern(pattern)
    regex = compiled.text
    if regex is None or not s.isascii():
        return _gsub_bytes(compiled, s, replacement, limit, finish)
    if isinstance(replacement, str):
        substitute = _by_text(compiled, replacement)
    else:
        substitute = _by_function(compiled, replacement, finish)
    if compiled.never_empty and not compiled.anchored:
        new, count = regex.subn(substitute, s, 0 if limit is None else min(limit, len(s)))
    else:
        new, count = _gsub_text(compiled, regex, s, substitute, limit)
    return (new if new.isascii() else canonical(new)), count


def certainly_none(s: str, pattern: str) -> bool:
    """Return whether a pattern has no match, where one search tells; ``False`` says nothing.

    Raises:
        LuaError: The pattern is malformed.
    """
    compiled = compile_pattern(pattern)
    return compiled.text is not None and s.isascii() and compiled.text.search(s) is None


def _gsub_text(
    compiled: Pattern, regex: re.Pattern[str], s: str, substitute: _Substitute | str, limit: int | None
) -> tuple[str, int]:
    if isinstance(substitute, str):
        template = substitute

        def expand(found: re.Match[str]) -> str:
            return found.expand(template)

        substitute = expand
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


@lru_cache(maxsize=256)
def _by_text(compiled: Pattern, replacement: str) -> _Substitute | str:
    """Return what ``re.subn`` puts in for a replacement string: a function, or a template that is literal text."""
    if "%" not in replacement:
        # A template without backslash is literal.
        return replacement.replace("\\", "\\\\")
    pieces = _pieces(replacement)
    groups = len(compiled.positions)
    if not compiled.plain or not all(isinstance(piece, str) or 0 <= piece <= max(groups, 1) for piece in pieces):
        return lambda found: _expand(pieces, compiled.text_captures(found) or (found[0],), found[0])
    # Without captures %1 is the whole match.
    parts = tuple(0 if piece == 1 and not groups else piece for piece in pieces)
    if all(isinstance(part, str) for part in parts):
        return "".join(map(str, parts)).replace("\\", "\\\\")
    if len(parts) == 1:
        (number,) = parts
        return lambda found: found[number]
    return lambda found: "".join([part if isinstance(part, str) else found[part] for part in parts])


def _by_function(compiled: Pattern, replacement: Replacement, finish: Finish) -> _Substitute:
    """Return the function that makes the replacement of a match."""
    result = compiled.result
    if not compiled.positions:

        def by_whole(found: re.Match[str]) -> str:
            new = replacement(found[0])
            if new.__class__ is not str:
                new = finish(new)
            return found[0] if new is None else new

        return by_whole
    if len(compiled.positions) > 1:

        def by_captures(found: re.Match[str]) -> str:
            new = replacement(*result(found))
            if new.__class__ is not str:
                new = finish(new)
            return found[0] if new is None else new

        return by_captures

    def by_match(found: re.Match[str]) -> str:
        new = replacement(result(found))
        if new.__class__ is not str:
            new = finish(new)
        return found[0] if new is None else new

    return by_match


def _gsub_bytes(
    compiled: Pattern, s: str, replacement: str | Replacement, limit: int | None, finish: Finish
) -> tuple[str, int]:
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
                given = replacement(*(found.captures() or (whole,)))
                new = given if given.__class__ is str else finish(given)
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
