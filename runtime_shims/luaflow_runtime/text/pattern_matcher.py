"""Lua's own backtracking matcher, for the patterns that have no regular expression.

Source: ``lstrlib.c`` of Lua 5.4 (``do_match``). One call of ``_Run.match`` is one call of ``do_match``, so the depth limit is
reached exactly where Lua's is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import assert_never

from luaflow_runtime.text.pattern_items import (
    BackReference,
    Balance,
    Close,
    EndAnchor,
    Frontier,
    Item,
    Malformed,
    Open,
    Single,
)
from luaflow_runtime.text.pattern_regex import MAX_CAPTURES, MAX_DEPTH, set_text
from luaflow_runtime.values.errors import runtime_error

_UNFINISHED = -1
_POSITION = -2

Capture = tuple[int, int]
"""Start and length in bytes; the length is negative for unfinished and position captures."""


def is_unfinished(capture: Capture) -> bool:
    """Tell whether a capture was opened and not closed."""
    return capture[1] == _UNFINISHED


def is_position(capture: Capture) -> bool:
    """Tell whether a capture is ``()``."""
    return capture[1] == _POSITION


@lru_cache(maxsize=512)
def _runs_of(allowed: frozenset[int]) -> re.Pattern[bytes]:
    return re.compile(f"{set_text(allowed, 256)}*".encode("latin-1"), re.DOTALL)


_NEAR = 500
"""How far the end of ``%b`` is looked for byte by byte, before all of them are found in one pass."""


@lru_cache(maxsize=4)
def _balanced(subject: bytes, opening: int, closing: int) -> dict[int, int]:
    """Return where each ``%b`` of a subject ends, by where it begins: in one pass, where looking from each place is quadratic."""
    ends: dict[int, int] = {}
    open_places: list[int] = []
    for found in re.finditer(b"[" + re.escape(bytes((opening, closing))) + b"]", subject):
        at = found.start()
        if opening == closing:
            # The next one closes, and may itself open.
            if open_places:
                ends[open_places[0]] = at + 1
            open_places = [at]
        elif subject[at] == opening:
            open_places.append(at)
        elif open_places:
            ends[open_places.pop()] = at + 1
    return ends


class _Run:
    """One attempt to match at one place."""

    __slots__ = ("captures", "depth", "items", "subject")

    def __init__(self, items: tuple[Item, ...], subject: bytes) -> None:
        self.items = items
        self.subject = subject
        self.captures: list[Capture] = []
        self.depth = MAX_DEPTH

    def match(self, s: int, p: int) -> int:
        """Match the items from ``p`` on at byte ``s``; returns the end, or -1."""
        if self.depth == 0:
            raise runtime_error("pattern too complex")
        self.depth -= 1
        end = self._match(s, p)
        self.depth += 1
        return end

    def _match(self, s: int, p: int) -> int:
        items, subject = self.items, self.subject
        while p < len(items):
            item = items[p]
            p += 1
            match item:
                case Single(allowed=allowed, quantifier=quantifier):
                    matches = s < len(subject) and subject[s] in allowed
                    if not matches:
                        if quantifier in ("", "+"):
                            return -1
                    elif quantifier == "":
                        s += 1
                    elif quantifier == "?":
                        end = self.match(s + 1, p)
                        if end >= 0:
                            return end
                    elif quantifier == "-":
                        return self._fewest(s, allowed, p)
                    else:
                        return self._most(s, allowed, p, quantifier == "+")
                case Open(position=position):
                    return self._open(s, p, _POSITION if position else _UNFINISHED)
                case Close():
                    return self._close(s, p)
                case Balance():
                    s = self._balance(s, item)
                    if s < 0:
                        return -1
                case Frontier(allowed=allowed):
                    before = subject[s - 1] if s > 0 else 0
                    after = subject[s] if s < len(subject) else 0
                    if before in allowed or after not in allowed:
                        return -1
                case BackReference(index=index):
                    s = self._repeat_capture(s, index)
                    if s < 0:
                        return -1
                case EndAnchor():
                    return s if s == len(subject) else -1
                case Malformed(message=message):
                    raise runtime_error(message)
                case _:
                    assert_never(item)
        return s

    def _most(self, s: int, allowed: frozenset[int], p: int, at_least_one: bool) -> int:
        run = _runs_of(allowed).match(self.subject, s)
        last = run.end() if run else s
        for i in range(last, s if at_least_one else s - 1, -1):
            end = self.match(i, p)
            if end >= 0:
                return end
        return -1

    def _fewest(self, s: int, allowed: frozenset[int], p: int) -> int:
        while True:
            end = self.match(s, p)
            if end >= 0:
                return end
            if s >= len(self.subject) or self.subject[s] not in allowed:
                return -1
            s += 1

    def _open(self, s: int, p: int, length: int) -> int:
        if len(self.captures) >= MAX_CAPTURES:
            raise runtime_error("too many captures")
        level = len(self.captures)
        self.captures.append((s, length))
        end = self.match(s, p)
        if end < 0:
            del self.captures[level:]
        return end

    def _close(self, s: int, p: int) -> int:
        captures = self.captures
        for level in range(len(captures) - 1, -1, -1):
            start, length = captures[level]
            if length == _UNFINISHED:
                captures[level] = (start, s - start)
                end = self.match(s, p)
                if end < 0:
                    captures[level] = (start, _UNFINISHED)
                return end
        raise runtime_error("invalid pattern capture")

    def _balance(self, s: int, item: Balance) -> int:
        subject = self.subject
        if s >= len(subject) or subject[s] != item.opening:
            return -1
        nesting = 1
        near = s + _NEAR
        for i in range(s + 1, min(len(subject), near)):
            c = subject[i]
            if c == item.closing:
                nesting -= 1
                if nesting == 0:
                    return i + 1
            elif c == item.opening:
                nesting += 1
        return -1 if near >= len(subject) else _balanced(subject, item.opening, item.closing).get(s, -1)

    def _repeat_capture(self, s: int, index: int) -> int:
        if not 0 <= index < len(self.captures) or self.captures[index][1] == _UNFINISHED:
            raise runtime_error(f"invalid capture index %{index + 1}")
        start, length = self.captures[index]
        # A position capture has no text: Lua takes its length for a huge one, so it never matches.
        if length < 0 or self.subject[s : s + length] != self.subject[start : start + length]:
            return -1
        return s + length


def scan(items: tuple[Item, ...], subject: bytes, start: int, anchored: bool) -> tuple[int, int, list[Capture]] | None:
    """Find the first match at or behind ``start``, or only at ``start`` when anchored.

    Returns:
        Start, end and captures of the match in bytes, or ``None``.

    Raises:
        LuaError: What Lua raises for malformed and too complex patterns.
    """
    opening = items[0].opening if items and isinstance(items[0], Balance) else None
    while start <= len(subject):
        if opening is not None and not anchored:
            start = subject.find(opening, start)
            if start < 0:
                return None
        run = _Run(items, subject)
        end = run.match(start, 0)
        if end >= 0:
            return start, end, run.captures
        if anchored:
            return None
        start += 1
    return None
