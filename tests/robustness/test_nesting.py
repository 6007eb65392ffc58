"""Everything nested deep: within Lua's limits it means the same, beyond them it works or is refused clearly."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.exec.harness import normalise, run_lua, run_luaflow
from tests.robustness.lua import needs_lua
from tests.robustness.passes import put_through, put_through_as_script, time_limit
from tests.robustness.run import disagreements

N = 150
"""Below Lua's own 200 levels."""

MEANING = {
    "calls": "local function f(x) return x + 1, 5 end print(" + "f(" * N + "1" + ")" * N + ")",
    "calls_of_unknown_colour": "local t = {f = function(x) coroutine.yield(x) return x + 1 end} local c = coroutine.wrap(function() print("
    + "t.f(" * N + "1" + ")" * N + ") end) local s = 0 for i = 1, 150 do s = s + c() end print(s) c()",
    "keys_of_constructors": "local function f() return " + "{[" * N + "1" + "]=1}" * N + " end print(type(next(f())))",
    "constructors": "local x = " + "{a={" * 75 + "1" + "}}" * 75 + " local d = 0 while type(x) == 'table' do x = x.a or x[1] d = d + 1 end print(d)",
    "indices": "local t = {} t[1] = 1 print(" + "t[" * N + "1" + "]" * N + ")",
    "brackets": "local a = 1 print(" + "(" * 190 + "a" + ")" * 190 + ")",
    "functions": "".join(f"local function f{i}(a) local b{i} = a + {i} " for i in range(85))
    + " return " + "+".join(f"b{i}" for i in range(85)) + "".join(f" end return f{i}(1)" for i in range(84, 0, -1)) + " end print(f0(1))",
    "blocks_in_functions": "local function a(x) " + "if x then " * 30 + "local function b(y) " + "while y do " * 30 + "local function c(z) "
    + "if z then " * 30 + "return x + y + z " + "end " * 30 + "end return c(3) " + "end " * 30 + "end return b(2) " + "end " * 30 + "end print(a(1))",
    "fields": "local a = {} a.b = a print(a" + ".b" * 600 + " == a)",
    "methods": "local o = {n = 0} function o:m() self.n = self.n + 1 return self end print(o" + ":m()" * 250 + ".n)",
    "calls_of_results": "local n, g = 0 g = function() n = n + 1 return g end g" + "()" * 450 + " print(n)",
    "and_or": "local a, b = nil, 2 print(" + "a and b or " * 450 + "b)",
    "and_or_in_brackets": "local a, b = nil, 2 print(" + "a and b or (" * 90 + "b" + ")" * 90 + ")",
    "concatenation": "local a = 'x' local function f(v) return v end print(#(" + "f(a) .. " * N + "a))",
    "sums": "local a = 1 local function f(v) return v end print(" + "f(a) + (" * 90 + "a" + ")" * 90 + ")",
    "powers": "local a = 1 print(" + "a^" * N + "1)",
    "signs": "local a = setmetatable({v = 0}, {__unm = function(s) s.v = s.v + 1 return s end}) print((" + "- " * N + "a).v)",
    "negations": "local a print(" + "not " * N + "a)",
    "blocks": "local n = 0 " + "do if n == 0 then while n == 0 do " * 60 + "n = 1 " + "end end end " * 60 + "print(n)",
    "elseif": "local x = 999 if x == 0 then print(0) " + "".join(f"elseif x == {i} then print({i}) " for i in range(1, 1000)) + "end",
    "errors_inside": "local function f(x) return x end local t print(pcall(function() return " + "f(" * N + "t.x" + ")" * N + " end))",
}  # fmt: skip


@needs_lua
@pytest.mark.parametrize("name", MEANING)
def test_means_what_it_means_in_lua(name: str) -> None:
    ours, theirs = run_luaflow(MEANING[name]), run_lua(MEANING[name])
    assert (ours.stdout, ours.exit_code, normalise(ours.stderr)) == (theirs.stdout, 0, "")


ANY_DEPTH: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "local x = " + "(" * n + "1" + ")" * n,
    "open_brackets": lambda n: "local x = " + "(" * n,
    "calls": lambda n: "local f local x = " + "f(" * n + "1" + ")" * n,
    "tables": lambda n: "local x = " + "{" * n + "1" + "}" * n,
    "fields": lambda n: "local x = " + "{a=" * n + "1" + "}" * n,
    "keys": lambda n: "local x = " + "{[" * n + "1" + "]=1}" * n,
    "functions": lambda n: "local x = " + "function() return " * n + "1" + " end" * n,
    "local_functions": lambda n: "local function f() " * n + "return 1" + " end" * n,
    "blocks": lambda n: "do " * n + "local x = 1" + " end" * n,
    "loops": lambda n: "for i = 1, 2 do " * n + "local x = i" + " end" * n,
    "closures_in_loops": lambda n: "local f for i = 1, 2 do f(function() return i end) " * n + " end" * n,
    "repeats": lambda n: "local x repeat " * n + "local y = 1" + " until x" * n,
    "ifs": lambda n: "local x if x then else " * n + "local y = 1" + " end" * n,
    "not": lambda n: "local x = " + "not " * n + "1",
    "minus": lambda n: "local y local x = " + "- " * n + "y",
    "power": lambda n: "local x = " + "2^" * n + "1",
    "concatenation": lambda n: "local x = " + "'a' .. " * n + "'b'",
    "sums": lambda n: "local a local x = " + "a + " * (n // 8) + "a",
    "and": lambda n: "local a local x = " + "a and " * (n // 8) + "a",
    "comparisons": lambda n: "local a local x = " + "a == " * (n // 8) + "a",
    "items": lambda n: "local t = {" + "1," * n + "}",
    "named_items": lambda n: "local t = {" + "".join(f"a{i}=1," for i in range(n)) + "}",
    "arguments": lambda n: "local f f(" + "1, " * n + "1)",
    "names": lambda n: "local " + ", ".join(f"a{i}" for i in range(n // 4)),
    "targets": lambda n: "local t " + ", ".join(f"t[{i}]" for i in range(n // 16)) + " = 1",
    "labels": lambda n: "".join(f"goto l{i} ::l{i}:: " for i in range(n // 8)),
    "semicolons": lambda n: ";" * n,
    "comments": lambda n: "--[[x]] " * n,
    "long_line": lambda n: "local x = 1 " + "x = 1 " * n,
    "long_string": lambda n: "local x = '" + "x" * n * 100 + "'",
    "long_number": lambda n: "local x = " + "9" * n * 10 + " local y = 0x" + "f" * n * 10 + " local z = 1e" + "9" * n,
    "long_name": lambda n: "local " + "x" * n * 10 + " = 1",
    "long_comment": lambda n: "--[" + "=" * n + "[" + "x" * n,
    "levels_of_brackets": lambda n: "local x = [" + "=" * n + "[x]" + "=" * n + "]",
    "escapes": lambda n: "local x = '" + "\\u{7FFFFFFF}\\z \\x41\\065" * n + "'",
    "elseif": lambda n: "local a if a then " + "elseif a then a() " * (n // 8) + " end",
    "fields_read": lambda n: "local a local x = a" + ".b" * (n // 8),
    "casts": lambda n: "local a local x = a" + " as any" * n,
    "types": lambda n: "local a: " + "{" * n + "any" + "}" * n,
}  # fmt: skip


@pytest.mark.parametrize("depth", [210, 8000])
@pytest.mark.parametrize("form", ANY_DEPTH)
def test_any_depth_compiles_or_is_refused(form: str, depth: int) -> None:
    with time_limit(60):
        put_through(ANY_DEPTH[form](depth))
        put_through_as_script(ANY_DEPTH[form](depth))


BYTES = {
    "not_utf8": b"local s = '\xff\xfe\xc3' return #s",
    "utf8": "local s = '中文' return #s".encode(),
    "name_not_ascii": "local é = 1".encode(),
    "nul_in_string": b"local s = 'a\0b' return #s",
    "nul": b"local s = 1\0",
    "nul_in_comment": b"-- a\0b\nreturn 1",
    "byte_order_mark": b"\xef\xbb\xbfreturn 1",
    "byte_order_mark_and_shebang": b"\xef\xbb\xbf#!/usr/bin/lua\nreturn 1",
    "byte_order_mark_twice": b"\xef\xbb\xbf\xef\xbb\xbfreturn 1",
    "shebang": b"#!/usr/bin/lua -x\nreturn 1",
    "shebang_alone": b"#",
    "shebang_later": b"\n#!/usr/bin/lua\nreturn 1",
    "carriage_returns": b"local a = 1\r\nlocal b = 'x\\\r\ny'\rreturn [[\r\nz\n\r]]",
    "form_feeds": b"local a\f=\v1",
    "escape": b"local a = 1 \x1b[31m",
    "surrogate": b"return '\xed\xa0\x80'",
    "empty": b"",
    "spaces": b" \n\t ",
    "unfinished_string": b"return '\xff",
    "unfinished_comment": b"--[==[ \xff",
    "no_break_space": b"local\xc2\xa0a = 1",
}


@needs_lua
def test_bytes_are_accepted_as_in_lua() -> None:
    assert disagreements(list(BYTES.values())) == []


@pytest.mark.parametrize("name", BYTES)
def test_bytes_compile_or_are_refused(name: str) -> None:
    put_through(BYTES[name].decode("utf-8", "surrogateescape"), formatted=True)
