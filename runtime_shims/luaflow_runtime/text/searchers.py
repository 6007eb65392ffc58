"""``string.find`` and ``string.match`` for one pattern that the source gives, where only the first value is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luaflow_runtime.text.patterns import compile_pattern, is_plain
from luaflow_runtime.values.calls import first
from luaflow_runtime.values.errors import LuaError


def finder(pattern: str) -> Callable[..., Any]:
    """Return a function of a subject and where to begin: the first value of ``string.find(s, pattern, init)``."""

    def exact(*args: Any) -> Any:
        from luaflow_runtime.lib.string import find

        return first(find(args[0], pattern, *args[1:]))

    scan = None if is_plain(pattern) else _scanner(pattern)

    def find_first(s: Any, init: Any = 1) -> Any:
        if s.__class__ is str and init.__class__ is int and 0 < init <= len(s) and s.isascii():
            if scan is None:
                return s.find(pattern, init - 1) + 1 or None
            found = scan(s, init - 1)
            return None if found is None else found.start() + 1
        return exact(s, init)

    return _named(find_first if scan is not None or is_plain(pattern) else exact, "string.find")


def matcher(pattern: str) -> Callable[..., Any]:
    """Return a function of a subject and where to begin: the first value of ``string.match(s, pattern, init)``."""

    def exact(*args: Any) -> Any:
        from luaflow_runtime.lib.string import match

        return first(match(args[0], pattern, *args[1:]))

    scan = _scanner(pattern)
    if scan is None:
        return _named(exact, "string.match")
    compiled = compile_pattern(pattern)
    group = 1 if compiled.positions else 0

    def match_first(s: Any, init: Any = 1) -> Any:
        if s.__class__ is str and init.__class__ is int and 0 < init <= len(s) and s.isascii():
            found = scan(s, init - 1)
            return None if found is None else found[group]
        return exact(s, init)

    return _named(match_first if compiled.plain else exact, "string.match")


def _scanner(pattern: str) -> Any:
    """Return what searches text that is ASCII; ``None`` where no regular expression means the same, or it is malformed."""
    try:
        return compile_pattern(pattern).scan_text
    except LuaError:
        return None


def _named(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    function.__dict__["stands_for_"] = name
    return function
