"""Texts that are no Lua: our verdict, line and message are real Lua's, and no text makes the parser crash."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import pytest
from luaflow.diagnostics import UserError
from luaflow.diagnostics.render import render
from luaflow.source import Source
from luaflow.syntax.errors import LuaSyntaxError
from luaflow.syntax.parser import parse

Judge = Callable[[Sequence[str]], list[tuple[bool, bytes]]]

BROKEN = [
    'x="abc\\q"', 'x="abc\\xZZ"', 'x="\\300"', 'x="\\u{80000000}"', 'x="\\u{12"', 'x="\\u12"', 'x="\\u{}"', 'x="\\x1',
    'x="abc', 'x="abc\ndef"', "x='abc\\", "x='\\\n\nb'", 'x=[[abc', 'x=[==abc', '--[[abc', '\n\n--[=[\nx]]', 'x=3x', 'x=3..2',
    'x=0xg', 'x=0x', 'x=1e', 'x=1e+', 'x=0x1p', 'x=.', 'x=@', 'x=中', 'break', 'if x then break end', 'local x <foo> = 1',
    'local x <close>, y <close> = 1', 'function f() return ... end', 'if x then\n\n', 'if x then', 'f(', 'f(\n1\n',
    'x = = 2', 'x y', 'x.y', 'a.b:c', 'return 1 x', 'for i do', 'for i=1 do', 'for 3', 'for i, 3', 'function f(a,) end',
    'function f(..., a) end', 'local function a.b() end', 'x = }', 'end', 'x = {1,2', 'x = {\n1,2\n', '(a) = 1', 'a() = 1',
    'a, b() = 1', 'goto 1', 'x = "a" "b"', 'local x = function', 'x = a.1', '\\', 'x=~', 'goto = 1', 'local x <const', 'local',
    'x=1 = 2', 'repeat', 'while true', 'while true do\n', 'for a in b do\nend end', 'x = {[1] 2}', 'x = {a.b = 1}', 'return return',
    'local a.b = 1', 'function a:b.c() end', 'else', 'until x', '::a', ':: ::', 'x = #', 'a.b.', 'a[', 'a[1', 'x = function(a b) end',
    'function f\n', 'x = not', 'if then end', 'return;;', 'a:b', 'a.end = 1', 'x = [1]', 'f{', "f'", 'x = 1 .. ', 'a = 5 b', 'nil = 1',
    'x = ...y', '...', '"x"', '{}', '(f)', '(f', 'f() = g()', 'local function f', 'x = 1;;; y', 'do', 'do end end',
]  # fmt: skip

JUMPS = [
    'goto a', '::a:: ::a::', 'goto a; local b; ::a:: print(b)', '::a:: do ::a:: end', 'do ::a:: end ::a::', 'do goto l end; local a; ::l::',
    'do goto l end; local a; ::l:: ; ; ::m::', 'do goto l end; local a; ::l:: do end', 'repeat local x; goto c; local y; ::c:: until y',
    'local function f() goto a end ::a::', '::a:: local function f() goto a end', 'while x do goto continue; local y; ::continue:: end',
    'goto a; do ::a:: end', 'do goto a end ::a:: goto a', 'for i=1,2 do for j=1,2 do goto out end end ::out::', 'local x <const> = 1; x = 2',
    'for x=1,2 do x = 3 end local a <close> = nil a=2', 'local x <const> = 1; local function f() x = 2 end', 'local x <const> = 1; function x() end',
    'local x <const> = 1; local x = 2; x = 3', 'local x <const> = 1; function x.y() end', 'local x <const> = 1; x.y = 1', 'local x <const>, y = 1, 2; y = 3',
    'local x <const> = 1; f(function(x) x = 2 end)', 'local x <const> = 1; return {function() x = 2 end}', 'goto a; local x = 1; do ::a:: end ::a::',
    'repeat goto a; local x; ::a:: ; until x', 'if a then goto l elseif b then goto l else goto l end ::l::', 'local x <const> = x; do local x = 1; x = 2 end',
    'local a <const> = 1; repeat local a = 2 until (function() a = 3 end)()', '::l1:: ::l2:: goto l1; goto l2', 'goto l1; ::l1:: ::l2:: goto l2',
    'do local x goto f local y ::f:: ::g:: end', 'local function f() do goto x end local a ::x:: return a end',
]  # fmt: skip

WHOLE = """
local Account = {}
Account.__index = Account
function Account.new(owner, balance, ...)
  local self = setmetatable({ owner = owner; [1] = 0x1p4, "x", [=[long
]] string]=] }, Account)
  for i = 1, #self, 2 do if i % 2 == 0 then goto continue end self[i] = -i ^ 2 .. '' ::continue:: end
  for k, v in pairs{...} do while k do repeat local z <const> = k // 1 >> 2 | 3 ~ 4 & 5 until not z break end end
  return self, ... -- comment
end
--[==[ long
comment ]==]
function Account:deposit(v) self.balance = self.balance + v; return self:log"x" {1, 2; 3,} end
local function f(a, b) if a then return end elseif_ = 1 local x <close> = nil end
"""


def verdict(text: str) -> tuple[bool, str]:
    """Return what our parser says in Lua's words; jumps and constants keep only the line of Lua's message."""
    try:
        parse(Source("x", "x.lua", text))
    except LuaSyntaxError as error:
        return False, f"x:{error.line}: {error.lua_message}"
    except UserError as error:
        return False, ",".join(finding.code for finding in error.diagnostics)
    return True, ""


@pytest.mark.parametrize("prefix", ["", "local y = 1;\n  ", "local function g()\n\n  return 1\nend\n"])
def test_broken_texts_have_lua_s_message(judge: Judge, prefix: str) -> None:
    programs = [prefix + text for text in BROKEN]
    differences = []
    for program, (accepted, answer) in zip(programs, judge(programs), strict=True):
        expected = (accepted, "" if accepted else answer.decode("utf-8", "surrogateescape"))
        found = verdict(program)
        if found != expected:
            differences.append((program, found, expected))
    assert not differences


def test_jumps_and_constants_are_refused_as_lua_refuses_them(judge: Judge) -> None:
    for program, (accepted, answer) in zip(JUMPS, judge(JUMPS), strict=True):
        found, codes = verdict(program)
        assert found == accepted, (program, answer)
        if not accepted:
            assert codes.split(",")[0] == ("LF003" if b"const variable" in answer else "LF002"), (program, answer)


OTHER_ORDER = (b"label", b"<goto", b"break outside", b"const variable")

# `x = 1 ::l` is a label that lacks its end in Lua, a cast in the typed dialect.
CUT_LABEL = re.compile(rb"'::' expected near|near '::'")


# The line of a call's opening bracket is the bracket's with us, its expression's in some releases of Lua 5.4.
OPENER = re.compile(rb" \(to close '\(' at line \d+\)")


def mutate(text: str, chance: random.Random) -> str:
    """Return a text with a few pieces cut, doubled, swapped or replaced."""
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text) + 1)
        size = chance.choice((1, 1, 2, 5, 30))
        piece = chance.choice(
            (
                "",
                "",
                text[at : at + 10],
                " end ",
                "(",
                ")",
                "{",
                "}",
                '"',
                "'",
                "[[",
                "]]",
                "--",
                "\n",
                "::",
                " = ",
                ".",
                "0x",
                "goto a",
                "1",
                "\\",
                "...",
            )
        )
        text = text[:at] + piece + text[at + size :]
    return text[: chance.randrange(len(text) + 1)] if chance.random() < 0.2 else text


def test_mutated_programs_get_lua_s_verdict(judge: Judge) -> None:
    chance = random.Random(7)
    programs = [mutate(WHOLE, chance) for _ in range(1000)]
    refused = casts = 0
    for program, (accepted, answer) in zip(programs, judge(programs), strict=True):
        found, message = verdict(program)
        if CUT_LABEL.search(answer) and message != answer.decode("utf-8", "surrogateescape"):
            casts += 1
            continue
        assert found == accepted, (program, message, answer)
        # Lua looks at jumps and constants on its way, we do when the grammar is satisfied.
        if not accepted and message.startswith("x:") and not any(word in answer for word in OTHER_ORDER):
            refused += 1
            told = message.encode("utf-8", "surrogateescape")
            assert re.sub(OPENER, b"", told) == re.sub(OPENER, b"", answer), program
    assert refused > 300
    assert casts < 30


def test_random_text_is_never_a_crash() -> None:
    chance = random.Random(11)
    alphabet = "abc 01.eExp+-*/^%&|~#<>=(){}[];:,\"'\\\n\r\t\0\x1b中\udce4😀" + "endiflocalgotofunction"
    for _ in range(1500):
        text = "".join(chance.choices(alphabet, k=chance.randrange(60)))
        try:
            parse(Source("x", "x.lua", text))
        except UserError as error:
            for finding in error.diagnostics:
                render(finding).encode()


def test_every_prefix_of_a_program_parses_or_is_refused() -> None:
    for size in range(0, len(WHOLE), 3):
        verdict(WHOLE[:size])


def first_finding(text: str) -> tuple[tuple[int, int], str, str, list[str]]:
    with pytest.raises(UserError) as caught:
        parse(Source("x", "x.lua", text))
    finding = caught.value.diagnostics[0]
    assert finding.source is not None
    related = [label.source.text[slice(*label.span)] for label in finding.related]
    return finding.source.position(finding.span[0]), finding.message, finding.help, related


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("if n != 3 then end", "Lua writes `~=`"),
        ("if !n then end", "Lua writes `not`"),
        ("local x = a && b", "Lua writes `and`"),
        ("local x = a || b", "Lua writes `or`"),
        ("n += 1", "Lua has no `+=`: write `n = n + 1`"),
        ("n++", "Lua has no `++`: write `n = n + 1`"),
        ("x = n++", "Lua has no `++`: write `n = n + 1`"),
        ("local x = n ? 1 : 2", "Lua has no `?:`: write `condition and a or b`"),
        ("// hello", "a comment begins with `--`"),
        ("/* hello */", "a comment begins with `--`, a long one with `--[[`"),
        ("local x = a & | b", "expected an expression"),
    ],
)
def test_habits_from_other_languages(text: str, help: str) -> None:
    assert first_finding("\n" + text)[2] == help


def test_what_the_grammar_expected_is_said() -> None:
    assert first_finding("\nfor i do end") == (
        (2, 7),
        "expected `=` or `in` behind the loop's variable near `do`",
        "expected `,`, `=` or `in`",
        [],
    )
    assert first_finding("\nx = = 2")[2] == "expected an expression"
    assert first_finding("\nx = {1 2}")[1:3] == (
        "expected `}` to close `{` near `2`",
        "expected an operator, `,`, `;` or `}`",
    )


def test_the_help_does_not_depend_on_what_stands_before() -> None:
    long = "local a = 1\n" * 5000 + "if x then f() end\n" * 100
    assert first_finding(long + "f(1 2)")[2] == first_finding("f(1 2)")[2] == "expected an operator, `)` or `,`"


def test_an_unclosed_block_names_its_opener() -> None:
    assert first_finding("\nif x then\n  while y do f() end\n") == (
        (3, 21),
        "expected `end` to close `if` at line 2 near `<eof>`",
        "expected a statement, `else`, `elseif` or `end`",
        ["if"],
    )


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("\n\tx = @", (2, 6)),
        ("\r\nx = @", (2, 5)),
        ('\n  x = "中文" @', (2, 12)),
        ("#!/usr/bin/lua @\nx = @", (2, 5)),
        ("\ufeff#!shebang\nx = @", (2, 5)),
    ],
)
def test_columns_count_characters(text: str, position: tuple[int, int]) -> None:
    assert first_finding(text)[0] == position


def test_all_jumps_are_reported() -> None:
    with pytest.raises(UserError) as caught:
        parse(Source("x", "x.lua", "\ngoto a\nlocal x <const> = 1\nx = 2\ngoto b"))
    assert [finding.code for finding in caught.value.diagnostics] == ["LF002", "LF003", "LF002"]


@pytest.mark.parametrize(
    "text",
    ["x = " + "(" * 5000 + "1", "x = " + "{" * 300, "do " * 300, "x = " + "- " * 400 + "1", "x = " + "2^" * 400 + "2"],
)
def test_what_nests_too_deeply_is_refused(text: str) -> None:
    assert "nested too deeply" in first_finding(text)[1]
