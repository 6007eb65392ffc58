"""Literals have exactly the value that real Lua gives them."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

import pytest
from luaflow.source import Source
from luaflow.syntax import ast
from luaflow.syntax.parser import parse

NUMERALS = """
0 1 007 42 9223372036854775807 9223372036854775808 18446744073709551615 99999999999999999999 1. .5 0.5 1e3 1E3 1e+3 1e-3 1e308
1e309 1e-320 5e-324 1e-400 3.14159265358979323846 0x0 0xff 0XFF 0xFFFFFFFFFFFFFFFF 0x7fffffffffffffff 0x8000000000000000
0x1ffffffffffffffff 0xA.8 0x.8 0x8. 0x.8p1 0xF0.0 0x1p4 0x1P+4 0x1p-1074 0x1p-1080 0x1p1024 0xa.bcdefp-10 0x123456789abcdef123456789abcdef
0x1.fffffffffffff8p0 0x0.000000000000000000000000000000000000001p200 123456789012345678901234567890 0.1 2.2250738585072014e-308 1e1000
""".split()

STRINGS = [
    '""', "''", '"a"', "'it\\'s'", '"\\a\\b\\f\\n\\r\\t\\v\\\\\\"\\\'"', '"\\x41\\xff\\x00"', '"\\65\\065\\9\\255\\0012"', '"\\u{48}\\u{4e2d}\\u{1F600}\\u{7FFFFFFF}"',
    '"\\u{D800}\\u{DFFF}\\u{10FFFF}\\u{110000}\\u{200000}\\u{3FFFFFF}\\u{4000000}"', '"a\\z   \n \t b"', '"a\\\nb"', '"a\\\r\nb"', '"a\\\n\rb"', '"a\\\rb"',
    '"中文 é"', '"\\xc3\\xa9"', '"\\xc3" .. "\\xa9"', '"\\195\\169é"', "[[]]", "[[\n]]", "[[\n\nx]]", "[[\r\nx\r\ny\ry\n\rz]]", "[=[a]]b]=]", "[==[]=]]==]",
    '[[\\n\\x41]]', "'\"'", '"\'"', '"--"', '"[["', "[[--]]", '"\\z"', '"\\z  "', '"\\x7f\\127"', '"\t"', '"\\u{000000041}"', '"tab\\\there"'[:0] or '"x\\z\\z y"',
]  # fmt: skip


def value_of(text: str) -> object:
    chunk = parse(Source("x", "x.lua", f"return {text}"))
    statement = chunk.main.body.body[0]
    assert isinstance(statement, ast.Return)
    value = statement.values[0]
    if isinstance(value, ast.Binary):
        assert isinstance(value.left, ast.String) and isinstance(value.right, ast.String)
        joined = (value.left.value + value.right.value).encode("utf-8", "surrogateescape")
        return joined.decode("utf-8", "surrogateescape")
    assert isinstance(value, (ast.Number, ast.String))
    return value.value


def test_numerals(run_lua: Callable[[str], str]) -> None:
    script = "".join(
        f"do local v = {text} print(math.type(v), math.type(v) == 'integer' and v or string.pack('>d', v):gsub('.', "
        "function(c) return ('%02x'):format(c:byte()) end)) end\n"
        for text in NUMERALS
    )
    for text, line in zip(NUMERALS, run_lua(script).splitlines(), strict=True):
        kind, shown = line.split()[:2]
        value = value_of(text)
        if kind == "integer":
            assert type(value) is int and value == int(shown), text
        else:
            assert type(value) is float, text
            assert struct.pack(">d", value).hex() == shown or math.isnan(value), text


def test_strings(run_lua: Callable[[str], str]) -> None:
    script = "".join(
        f"print((({text}):gsub('.', function(c) return ('%02x'):format(c:byte()) end)))\n" for text in STRINGS
    )
    # Line ends inside the script must reach Lua as they are, so the values are compared as bytes.
    for text, line in zip(STRINGS, run_lua(script).splitlines(), strict=True):
        value = value_of(text)
        assert isinstance(value, str)
        assert value.encode("utf-8", "surrogateescape").hex() == line, text


def test_strings_are_canonical() -> None:
    assert value_of('"\\xc3\\xa9"') == "é"
    assert value_of('"\\xff"') == "\udcff"
    assert value_of('"\\xed\\xa0\\x80"') == "\udced\udca0\udc80"


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        (
            "-- a\nx = 1 -- b\n--[[c\nd]] y = 2 --[==[e]==] z = 3",
            [(" a", True), (" b", False), ("c\nd", True), ("e", False)],
        ),
        ("#!/bin/lua --x\n--y", [("y", True)]),
        ("--[=x\n--[[]]--[[z]]", [("[=x", True), ("", True), ("z", True)]),
    ],
)
def test_comments(text: str, comments: list[tuple[str, bool]]) -> None:
    chunk = parse(Source("x", "x.lua", text))
    assert [(comment.text, comment.own_line) for comment in chunk.comments] == comments
    assert all(text[slice(*comment.span)].startswith("--") for comment in chunk.comments)
