"""The map from Python positions to Lua lines.

The writer puts marks in front of names when the Lua line changes. Formatting moves text but keeps the sequence of names, so the
marks are carried over by counting names in both texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MARK_START = "\ue000"
MARK_END = "\ue001"

_TOKEN = re.compile(
    MARK_START
    + r"(?P<mark>\d+)"
    + MARK_END
    + r'|(?P<skip>"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|\#[^\n]*|\d[\w.]*(?:[eE][+-]?\d+)?)'
    + r"|(?P<name>[^\W\d]\w*)"
    + r"|(?P<newline>\n)",
    re.DOTALL,
)


def mark(line: int) -> str:
    """Return the mark for a Lua line; 0 ends Lua text."""
    return f"{MARK_START}{line}{MARK_END}"


def strip_marks(text: str) -> str:
    """Return unformatted text without its marks."""
    return re.sub(MARK_START + r"\d+" + MARK_END, "", text)


def line_map(marked: str, formatted: str) -> tuple[tuple[int, int, int], ...]:
    """Return ``(python line, column, lua line)`` where the Lua line changes, sorted; columns count UTF-8 bytes from 0.

    Args:
        marked: The writer's text.
        formatted: The same after formatting, without marks.
    """
    positions: list[tuple[int, int, int]] = []
    current = 0
    for lua, (line, column) in zip(_lua_lines(marked), _positions(formatted)):
        if lua != current:
            positions.append((line, column, lua))
            current = lua
    return tuple(positions)


def _lua_lines(marked: str) -> Iterator[int]:
    lua = 0
    for token in _TOKEN.finditer(marked):
        if token.lastgroup == "mark":
            lua = int(token["mark"])
        elif token.lastgroup == "name":
            yield lua


def _positions(text: str) -> Iterator[tuple[int, int]]:
    line, start = 1, 0
    ascii_only = text.isascii()
    for token in _TOKEN.finditer(text):
        if token.lastgroup == "newline":
            line += 1
            start = token.end()
        elif token.lastgroup == "skip":
            newlines = token.group().count("\n")
            if newlines:
                line += newlines
                start = token.start() + token.group().rindex("\n") + 1
        elif token.lastgroup == "name":
            column = token.start() - start
            yield line, column if ascii_only else len(text[start : token.start()].encode())
