"""Patterns match what Lua's match, in both engines, and raise what Lua raises."""

from __future__ import annotations

import random
from typing import Any

import pytest
from luaflow_runtime.lib import string
from luaflow_runtime.text.patterns import compile_pattern
from luaflow_runtime.text.strings import from_bytes
from luaflow_runtime.values.calls import multi
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table


def _collect_gmatch(*args: Any) -> tuple[Any, ...]:
    iterator = string.gmatch(*args)
    found: list[Any] = []
    while True:
        results = multi(iterator())
        if not results or results[0] is None:
            return tuple(found)
        found += results


_FUNCTIONS = {
    "string.find": string.find,
    "string.match": string.match,
    "string.gsub": string.gsub,
    "gmatch": _collect_gmatch,
}

_PATTERNS = [
    "", "a", "a*", "a+", "a-", "a?", ".-b", ".*b", "^a", "^a*$", "a$", "$", "^", "$a", "a^b", "a$b", "%a+", "%A+", "%s*%S+", "[abc]+", "[^abc]+",
    "[a-c]", "[%a_][%w_]*", "[]]", "[^]]", "[]a]", "[a-]", "[-a]", "[%]]", "[%a-z]", "[a-%%]", "[a%-z]", "%%", "%.", "(a)(b)", "((a)(b))",
    "()", "()a()", "(a*(.)%w(%s*))", "(a)%1", "(.)%1", "(.-)%1", "%b()", "%bab", "%baa", "%f[%w]%w+", "%f[^%w]", "%f[%z]", "%f[a]", "%g+", "%p", "%c", "%x+",
    "%d+%.?%d*", "(%w+)=(%w+)", "^%s*(.-)%s*$", "\0", "[\0-\x1f]", "%z", "[^%z]+", "%0", "(a)*", "a**", "a+?", "(a", "a)", ")", "(()", "a%", "%", "[a",
    "[", "[^", "[%", "[a%", "[]", "[^]", "%b", "%bx", "%f", "%fa", "%f[", "%1", "(%1)", "(a)%2", "()%1", "(a)%0", "é", "[é]", "%u", "%l*", "%U", "ü+", "\xff", ".",
    "..", "(.)(.)", "[%w%s]-%d", "a.-b.-c", "[a-z]*[0-9]+$", "%w-$", "(%b())%s*", "%f[%a](%a+)%f[%A]", "x*", "(x*)", "()x*()",
]  # fmt: skip
_SUBJECTS = ["", "a", "ab", "aab", "hello world", "  trim me  ", "a(b(c)d)e", "key=value, k2=v2", "THE (quick) fox", "x^2 + y^2", "a.b.c", "12.5 and 7", "é", "aéb\udcffc", "\0a\0", "[]^-%", "aaa bbb", "abcabc", "%d", "\x01\x7f~", "ba\n\tb", "ÄÖü", "0x1F"]  # fmt: skip


def test_known_patterns(same_as_lua: Any) -> None:
    calls: list[Any] = []
    for pattern in _PATTERNS:
        pattern = pattern if pattern != "\xff" else "\udcff"
        for subject in _SUBJECTS:
            calls += [
                ("string.find", (subject, pattern)),
                ("string.match", (subject, pattern)),
                ("gmatch", (subject, pattern)),
                ("string.gsub", (subject, pattern, "<%0>")),
            ]
        calls += [
            ("string.gsub", ("hello world", pattern, "%1")),
            ("string.gsub", ("hello world", pattern, "[%1%2]", 2)),
            ("string.gsub", ("hello world", pattern, "")),
        ]
    same_as_lua(calls, _FUNCTIONS)


_PIECES = ["a", "b", "c", ".", "%a", "%d", "%s", "%w", "%W", "[ab]", "[^a]", "[a-c]", "(", ")", "()", "%1", "%2", "%b()", "%bab", "%f[%w]", "%f[^a]", "^", "$", "é", "%", "[", "]", "-", "\0", "%z", "\udcff", "[\0-\x7f]", "%f[^%z]"]  # fmt: skip
_QUANTIFIERS = ["", "", "", "*", "+", "-", "?"]
_LETTERS = [b"a", b"b", b"c", b"(", b")", b" ", b"1", b"\xc3\xa9", b"\xc3", b"\xff", b"\0", b"-"]


def _random_pattern(random_: random.Random) -> str:
    pieces = [random_.choice(_PIECES) + random_.choice(_QUANTIFIERS) for _ in range(random_.randrange(6))]
    return ("^" if random_.random() < 0.15 else "") + "".join(pieces) + ("$" if random_.random() < 0.15 else "")


def test_random_patterns(same_as_lua: Any) -> None:
    random_ = random.Random(7)
    calls: list[Any] = []
    for _ in range(6000):
        ascii_only = random_.random() < 0.7
        letters = _LETTERS[:7] if ascii_only else _LETTERS
        subject = from_bytes(b"".join(random_.choices(letters, k=random_.randrange(9))))
        pattern = from_bytes(_random_pattern(random_).encode("utf-8", "surrogateescape"))
        init = random_.choice([None, 1, 2, 5, -1, -3, 20, -20, 0])
        name = random_.choice(list(_FUNCTIONS))
        if name == "string.gsub":
            limit = random_.choice([None, None, 0, 1, 2, -1])
            calls.append(
                (name, (subject, pattern, random_.choice(["x", "", "%0%0", "<%1>", "%2", "%%", "é", "\udca9"]), limit))
            )
        else:
            calls.append((name, (subject, pattern, init)))
    same_as_lua(calls, _FUNCTIONS)


def test_regular_patterns_use_the_regular_expression_engine() -> None:
    for pattern in ("%w+", "^(%a+)%s*=%s*(.-)$", "%f[%a]%a+", "()x()", "(.)%1"):
        assert compile_pattern(pattern).text is not None
    for pattern in ("%b()", "(a", "a)", "%", "()%1"):
        assert compile_pattern(pattern).text is None


def test_limits(same_as_lua: Any) -> None:
    many = "a" * 300
    calls: list[Any] = [
        ("string.find", (many, "a?" * 199)),
        ("string.find", (many, "a?" * 200)),
        ("string.find", (many, "a?" * 201)),
        ("string.find", ("a", "a?" * 250)),
        ("string.find", (many, "a-" * 199 + "$")),
        ("string.find", (many, "a-" * 201 + "$")),
        ("string.find", ("b", "a-" * 250)),
        ("string.find", ("b", "b" + "a-" * 250)),
        ("string.match", (many, "(a)" * 32)),
        ("string.match", (many, "(a)" * 33)),
        ("string.match", (many, "()" * 33)),
        ("string.match", ("b", "a" + "()" * 33)),
        ("string.match", (many, "(" * 33)),
        ("string.gsub", (many, "a" * 250 + "*", "")),
        ("string.match", ("x" * 20 + "(" * 30 + ")" * 30, "%b()")),
    ]
    same_as_lua(calls, _FUNCTIONS)


def test_replacements(same_as_lua: Any) -> None:
    calls: list[Any] = [
        ("string.gsub", ("abc", "%w", replacement))
        for replacement in ("%", "%x", "%0%", "%%", "%%1", "%1", "%2", "\\1", "\\", "\\g<0>", "\n", 12, 1.5, True, None)
    ]
    calls += [
        ("string.gsub", ("abc", "%w", Table(a="1", b=2, c=False))),
        ("string.gsub", ("abc", "(%w)(%w)", Table(a="x"))),
        ("string.gsub", ("abc", "%w", Table(a=Table()))),
        ("string.gsub", ("abc", "%w", Table(a=True))),
        ("string.gsub", ("abc", "()", Table("x", 2.5, False, "y"))),
        ("string.gsub", ("abc", "z", True)),
        ("string.gsub", ("abc",)),
        ("string.gsub", ("abc", "a")),
        ("string.gsub", ("abc", "%w", "x", "2")),
        ("string.gsub", ("abc", "%w", "x", 1.5)),
        ("string.gsub", ("abc", "%w", "x", {})),
    ]
    same_as_lua([call for call in calls if not any(arg.__class__ is dict for arg in call[1])], _FUNCTIONS)


def test_find_arguments(same_as_lua: Any) -> None:
    calls: list[Any] = [
        ("string.find", ("a.b", ".", 1, True)),
        ("string.find", ("a.b", ".", 3, True)),
        ("string.find", ("é.é", "é", 2, True)),
        ("string.find", ("é.é", "\udca9", 1, True)),
        ("string.find", ("abc", "\udca9", 1, True)),
        ("string.find", ("abc", "")),
        ("string.find", ("abc", "", 4)),
        ("string.find", ("abc", "", 5)),
        ("string.find", ("abc", "", 10)),
        ("string.find", ("abc", "", -10)),
        ("string.find", ("abc", "b", "2")),
        ("string.find", ("abc", "b", 1.5)),
        ("string.find", ("abc", "b", "x")),
        ("string.find", (123, 2)),
        ("string.find", ("abc",)),
        ("string.find", (None, "a")),
        ("string.match", ("abc", "b", 5)),
        ("string.match", ("abc", "()", 4)),
        ("gmatch", ("abc", "%w", 2)),
        ("gmatch", ("abc", "%w", 10)),
        ("gmatch", ("abc", "%w", -1)),
        ("gmatch", ("a^b^a", "^a")),
        ("string.find", ("abc", "b", 2**62)),
        ("string.find", ("abc", "b", -(2**62))),
    ]
    same_as_lua(calls, _FUNCTIONS)


def test_functions_as_replacements() -> None:
    assert string.gsub("hello world", "o", lambda match: match.upper()) == ("hellO wOrld", 2)
    assert string.gsub("abc", "%w", lambda match: None) == ("abc", 3)
    assert string.gsub("abc", "(%w)(%w)", lambda a, b: b + a) == ("bac", 1)
    assert string.gsub("abc", "%w*", lambda match: (match, "ignored")) == ("abc", 1)
    assert string.gsub("ab", "%w", lambda match: ()) == ("ab", 2)
    assert string.gsub("ab", "()", lambda at: at) == ("1a2b3", 3)
    with pytest.raises(LuaError, match=r"invalid replacement value \(a table\)"):
        string.gsub("abc", "%w", lambda match: Table())


async def test_an_async_function_that_does_not_wait_may_replace() -> None:
    async def double(match: str) -> str:
        return match * 2

    assert string.gsub("ab", "%w", double) == ("aabb", 2)


async def test_a_replacement_that_suspends_is_refused() -> None:
    import asyncio

    async def wait(match: str) -> str:
        await asyncio.sleep(0)
        return match

    with pytest.raises(LuaError, match="attempt to yield across a C-call boundary"):
        string.gsub("ab", "%w", wait)


def test_replacements_join_to_one_canonical_string() -> None:
    assert string.gsub("ab", "a", "\udcc3") == ("\udcc3b", 1)
    new, _ = string.gsub("ab", "%w", Table(a="\udcc3", b="\udca9"))
    assert new == "é"


def test_long_subjects_do_not_take_deep_recursion() -> None:
    subject = "x" * 200_000 + "y"
    assert string.find(subject, ".-y") == (1, 200_001)
    assert string.match(subject + "()", "%b()") == "()"
    assert string.gsub(subject, "x-y", "") == ("", 1)
