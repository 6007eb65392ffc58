"""Lua patterns: compiled, and find, match and gmatch over Lua strings.

A pattern is compiled once: to a Python regular expression where that means exactly the same, else to items for Lua's own
algorithm. ASCII subjects are matched as ``str``; any other as bytes, because positions and classes count bytes.

Captures are Lua values: ``str``, or ``int`` for position captures.

Source: Lua 5.4 manual, 6.4.1; ``lstrlib.c``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, TypeAlias

from luaflow_runtime.text.pattern_items import Open, Single, parse
from luaflow_runtime.text.pattern_matcher import is_position, is_unfinished, scan
from luaflow_runtime.text.pattern_regex import is_regular, to_regex
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.errors import runtime_error

CaptureValue: TypeAlias = str | int
Result: TypeAlias = tuple[CaptureValue, ...] | CaptureValue
"""What a match gives: its captures, or all of it where it has none; bare when that is one value."""

_SPECIALS = frozenset("^$*+?.([%-")


class _Found:
    """A match: its place in bytes and its captures."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def captures_or_none(self) -> tuple[CaptureValue | None, ...]:
        """Return the captures, ``None`` for an unfinished one."""
        raise NotImplementedError

    def captures(self) -> tuple[CaptureValue, ...]:
        """Return the captures; raises Lua's error for an unfinished one."""
        return tuple(finished(capture) for capture in self.captures_or_none())


def finished(capture: CaptureValue | None) -> CaptureValue:
    """Return a capture; raises Lua's error for ``None``, an unfinished one."""
    if capture is None:
        raise runtime_error("unfinished capture")
    return capture


class _FoundByRegex(_Found):
    __slots__ = ("found", "positions")

    def __init__(self, found: re.Match[bytes], positions: tuple[bool, ...]) -> None:
        super().__init__(found.start(), found.end())
        self.found = found
        self.positions = positions

    def captures_or_none(self) -> tuple[CaptureValue | None, ...]:
        found = self.found
        return tuple(
            found.start(i) + 1 if position else from_bytes(found[i]) for i, position in enumerate(self.positions, 1)
        )


class _FoundByMatcher(_Found):
    __slots__ = ("raw", "subject")

    def __init__(self, start: int, end: int, raw: list[tuple[int, int]], subject: bytes) -> None:
        super().__init__(start, end)
        self.raw = raw
        self.subject = subject

    def captures_or_none(self) -> tuple[CaptureValue | None, ...]:
        values: list[CaptureValue | None] = []
        for capture in self.raw:
            start, length = capture
            if is_unfinished(capture):
                values.append(None)
            else:
                values.append(start + 1 if is_position(capture) else from_bytes(self.subject[start : start + length]))
        return tuple(values)


class Pattern:
    """A compiled pattern. Immutable.

    Attributes:
        anchored: Whether it begins with ``^``.
        text: The regular expression for ASCII subjects, ``None`` where there is none.
        scan_text: ``text.search``, or ``text.match`` when anchored.
        positions: For each capture, whether it is a position capture.
        plain: Whether all captures are strings.
        result: Gives the result of a match found by ``scan_text``.
        never_empty: Whether every match has at least one byte.
    """

    __slots__ = ("_bytes", "_items", "anchored", "never_empty", "plain", "positions", "result", "scan_text", "text")

    def __init__(self, pattern: str, anchors: bool) -> None:
        source = to_bytes(pattern)
        self.anchored: Final = anchors and source.startswith(b"^")
        self._items: Final = parse(source[1:] if self.anchored else source)
        regular = is_regular(self._items)
        self.positions: Final = tuple(item.position for item in self._items if isinstance(item, Open))
        self.plain: Final = not any(self.positions)
        self.never_empty: Final = any(isinstance(item, Single) and item.quantifier in ("", "+") for item in self._items)
        self.text: Final = re.compile(to_regex(self._items, 128), re.DOTALL) if regular else None
        self._bytes: Final = re.compile(to_regex(self._items, 256).encode("latin-1"), re.DOTALL) if regular else None
        self.scan_text: Final[Callable[[str, int], re.Match[str] | None] | None] = (
            None if self.text is None else self.text.match if self.anchored else self.text.search
        )
        self.result: Final[Callable[[re.Match[str]], Any]] = self._choose_result()

    def _choose_result(self) -> Callable[[re.Match[str]], Any]:
        if not self.plain:
            return lambda found: _bare(self.text_captures(found))
        count = len(self.positions)
        return re.Match.groups if count > 1 else itemgetter(count)

    def scan(self, subject: bytes, start: int) -> _Found | None:
        """Find the first match in bytes at or behind ``start``."""
        if self._bytes is not None:
            found = self._bytes.match(subject, start) if self.anchored else self._bytes.search(subject, start)
            return None if found is None else _FoundByRegex(found, self.positions)
        result = scan(self._items, subject, start, self.anchored)
        return None if result is None else _FoundByMatcher(*result, subject)

    def text_captures(self, found: re.Match[str]) -> tuple[CaptureValue, ...]:
        """Return the captures of a match found by ``scan_text``."""
        if self.plain:
            return found.groups()
        return tuple(found.start(i) + 1 if position else found[i] for i, position in enumerate(self.positions, 1))


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, anchors: bool = True) -> Pattern:
    """Compile a pattern; a leading ``^`` is an ordinary character unless ``anchors``."""
    return Pattern(pattern, anchors)


@lru_cache(maxsize=512)
def is_plain(pattern: str) -> bool:
    """Tell whether ``string.find`` takes the pattern literally: it holds none of ``^$*+?.([%-``."""
    return _SPECIALS.isdisjoint(pattern)


def find_plain(s: str, wanted: str, init: int) -> tuple[int, int] | None:
    """Find a substring at or behind byte ``init`` (0-based); returns the 1-based first and last byte."""
    if s.isascii():
        # A wanted string with other bytes cannot occur in it.
        at = s.find(wanted, init)
        return None if at < 0 else (at + 1, at + len(wanted))
    b = to_bytes(wanted)
    at = to_bytes(s).find(b, init)
    return None if at < 0 else (at + 1, at + len(b))


def find(s: str, pattern: str, init: int) -> tuple[CaptureValue, ...] | None:
    """Find a pattern at or behind byte ``init`` (0-based, within the string).

    Returns:
        1-based first and last byte of the match, then the captures; ``None`` when there is no match.
    """
    if is_plain(pattern):
        return find_plain(s, pattern, init)
    compiled = compile_pattern(pattern)
    if compiled.scan_text is not None and s.isascii():
        match = compiled.scan_text(s, init)
        if match is None:
            return None
        start, end = match.span()
        return (start + 1, end, *compiled.text_captures(match)) if compiled.positions else (start + 1, end)
    found = compiled.scan(to_bytes(s), init)
    return None if found is None else (found.start + 1, found.end, *found.captures())


def match(s: str, pattern: str, init: int) -> Result | None:
    """Match a pattern at or behind byte ``init`` (0-based, within the string); ``None`` when there is no match."""
    compiled = compile_pattern(pattern)
    if compiled.scan_text is not None and s.isascii():
        found = compiled.scan_text(s, init)
        result: Result | None = None if found is None else compiled.result(found)
        return result
    subject = to_bytes(s)
    other = compiled.scan(subject, init)
    return None if other is None else _result(subject, other)


def _bare(captures: tuple[CaptureValue, ...]) -> Result:
    return captures[0] if len(captures) == 1 else captures


def _result(subject: bytes, found: _Found) -> Result:
    return _bare(found.captures() or (from_bytes(subject[found.start : found.end]),))


def gmatch(s: str, pattern: str, init: int) -> tuple[int, Iterator[Any]]:
    """Return how many values each match gives, and the results of the matches of ``string.gmatch``.

    After an error the next step tries again, as Lua's iterator does.
    """
    compiled = compile_pattern(pattern, False)
    width = max(len(compiled.positions), 1)
    if compiled.text is None or not s.isascii():
        return width, iter(_byte_steps(compiled, to_bytes(s), init), ())
    if compiled.never_empty:
        return width, map(compiled.result, compiled.text.finditer(s, init))
    return width, map(compiled.result, _lua_matches(compiled.text, s, init))


def _lua_matches(regex: re.Pattern[str], s: str, position: int) -> Iterator[re.Match[str]]:
    """Yield the matches in Lua's order: an empty one right behind the last match is none."""
    last = -1
    while position <= len(s):
        found = regex.search(s, position)
        if found is None:
            return
        end = found.end()
        if end == last:
            position = found.start() + 1
        else:
            position = last = end
            yield found


def _byte_steps(compiled: Pattern, subject: bytes, position: int) -> Callable[[], Result]:
    """Return a function that gives one result after the other, ``()`` at the end."""
    last = -1

    def step() -> Result:
        nonlocal position, last
        while position <= len(subject):
            found = compiled.scan(subject, position)
            if found is None:
                position = len(subject) + 1
            elif found.end == last:
                # An empty match right behind the last match is none.
                position = found.start + 1
            else:
                position = last = found.end
                return _result(subject, found)
        return ()

    return step
