"""Findings about a chunk in the words of Lua's own compiler."""

from __future__ import annotations

from luaflow.diagnostics.model import UserError
from luaflow.syntax.errors import LuaSyntaxError


def lua_message(error: UserError, name: str) -> str:
    """Return what ``load`` answers to a text that does not compile: ``file.lua:1: unexpected symbol near '='``.

    Args:
        name: What messages call the source.
    """
    if isinstance(error, LuaSyntaxError):
        return f"{name}:{error.line}: {error.lua_message}"
    first = error.diagnostics[0]
    line = 1
    if first.source is not None and first.span is not None:
        line = first.source.line_of(first.span[0])
    return f"{name}:{line}: {first.message.replace('`', chr(39))}"
