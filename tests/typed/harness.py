"""Typed programs: with the types taken away, and with what they are to print beside them."""

from __future__ import annotations

import re
from pathlib import Path

from luaflow.source import Source
from luaflow.syntax.ast import Chunk
from luaflow.syntax.parser import parse

_EXPECTED = re.compile(r"--> (.*)")


def tree(text: str) -> Chunk:
    """Return the tree of a text."""
    return parse(Source("x", "x.lua", text))


def erase(text: str) -> str:
    """Return a text with spaces in the place of its types: plain Lua with the same lines and columns."""
    characters = list(text)
    for start, end in tree(text).erased:
        for at in range(start, end):
            if characters[at] not in "\r\n":
                characters[at] = " "
    return "".join(characters)


def expected(text: str) -> str:
    """Return what a program is to print: what stands behind ``-->``, tabs as spaces."""
    return "".join(f"{line}\n" for line in _EXPECTED.findall(text))


def programs(folder: str) -> list[Path]:
    """Return the programs of a folder beside this file."""
    return sorted(Path(__file__).parent.joinpath(folder).glob("*.lua"))
