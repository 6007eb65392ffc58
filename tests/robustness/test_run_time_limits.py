"""Huge inputs and endless recursion at run time end in bounded time, in the errors that Lua has for them."""

from __future__ import annotations

import re

import pytest

from tests.exec.harness import run_lua, run_luaflow
from tests.robustness.lua import needs_lua
from tests.robustness.passes import time_limit

SAME = {
    "patterns_that_backtrack": "local s = ('a'):rep(24) .. 'c' print(s:find(('a-'):rep(6) .. 'b')) print(('a'):rep(40):find('.-.-.-.-x'))"
    " print(('a'):rep(60):find('a*a*a*b'))",
    "nested_brackets": "local s = ('('):rep(20000) .. (')'):rep(20000) print(#s:match('%b()')) print(('('):rep(2000):find('%b()'))",
    "frontiers": "local n = 0 for w in ('ab '):rep(3000):gmatch('%f[%w]%w+%f[%W]') do n = n + 1 end print(n)",
    "patterns_too_complex": "print(pcall(string.match, ('a'):rep(300000), ('a?'):rep(300000)))",
    "malformed_patterns": "for _, p in ipairs{'%', '[', '[a', '[^', '%b', '%bx', '%f', '%fa', '(', ')', '(()', '%1', '(%1)', '[%', '[a-', '[]', '[]]', '^*', '-'}"
    " do print(p, pcall(string.find, 'abc]', p)) end print(pcall(string.find, 'a', ('('):rep(40))) print(pcall(string.find, 'a', ('(a)'):rep(33)))",
    "replacements": "print(pcall(string.gsub, 'abc', 'b', '%2')) print(pcall(string.gsub, 'abc', 'b', '%x')) print(pcall(string.gsub, 'abc', 'b', '%'))"
    " print(pcall(string.gsub, 'abc', 'b', {b = {}})) print(pcall(string.gsub, 'abc', 'b', function() return {} end))",
    "many_mistakes": "print(load(('::a:: x = 1 '):rep(1500), '=a')) print(load(('goto a '):rep(1500), '=b'))"
    " print(load(('do local x <const> = 1 x = 2 end '):rep(1500), '=c'))",
    "huge_repetitions": "print(pcall(string.rep, 'xx', math.maxinteger)) print(pcall(string.rep, 'x', 1 << 62, 'yy')) print(pcall(string.rep, 'abc', math.maxinteger, ','))",
    "widths": "print(pcall(string.format, '%1000d', 1)) print(pcall(string.format, '%99d', 1)) print(pcall(string.format, '%.100f', 1))"
    " print(pcall(string.format, '%.99f', 1 / 3)) print(pcall(string.format, '%#####x', 1)) print(pcall(string.format, '%', 1)) print(pcall(string.format, '%y', 1))",
    "unpacking": "print(pcall(table.unpack, {}, 1, 1e7)) print(pcall(table.unpack, {}, math.mininteger, math.maxinteger)) print(pcall(table.unpack, {}, 0, math.maxinteger))"
    " print(select('#', table.unpack({}, 1, 200000)), table.unpack({1, 2}, math.maxinteger - 1, math.maxinteger))",
    "moves": "print(pcall(table.move, {}, 1, math.maxinteger, 2)) print(pcall(table.move, {}, math.mininteger, 0, 2)) print(pcall(table.insert, {}, 5, 1))"
    " print(pcall(table.concat, {}, 'x', math.maxinteger, math.maxinteger))",
    "packing": "print(pcall(string.pack, 'i17', 1)) print(pcall(string.pack, '!20', 1)) print(pcall(string.unpack, 's4', '\\255\\255\\255\\127'))"
    " print(pcall(string.pack, 's1', ('x'):rep(300))) print(pcall(string.packsize, 'c2147483647c2147483647'))",
    "numerals": "print(tonumber(('9'):rep(5000)), tonumber('0x' .. ('f'):rep(1000)), tonumber('1e' .. ('9'):rep(50)), tonumber(('1'):rep(500), 2))"
    " print(tonumber('0x' .. ('0'):rep(1000) .. '1p-3'), tonumber('1' .. ('0'):rep(400)), tonumber('.' .. ('0'):rep(400) .. '1'))",
    "chains_of_index": "local t = {x = 1} for i = 1, 1900 do t = setmetatable({}, {__index = t}) end print(t.x)"
    " for i = 1, 200 do t = setmetatable({}, {__index = t}) end print(pcall(function() return t.x end))",
    "loops_of_index": "local t = {} local u = setmetatable({}, {__index = t}) setmetatable(t, {__index = u}) print(pcall(function() return t.x end))",
    "loops_of_newindex": "local t = {} local u = setmetatable({}, {__newindex = t}) setmetatable(t, {__newindex = u}) print(pcall(function() t.x = 1 end))",
    "chains_of_call": "local f = function(...) return select('#', ...) end for i = 1, 100 do f = setmetatable({}, {__call = f}) end print(pcall(function() return f(1) end))",
    "handlers_that_fail": "print(xpcall(function() error('x') end, function(m) error(m) end))",
    "nested_coroutines": "local function f() return coroutine.wrap(f)() end print((select(2, pcall(f)):gsub('^.*: ', '')))"
    " local function g(n) if n == 0 then return 0 end local ok, v = coroutine.resume(coroutine.create(g), n - 1) if not ok then error(v, 0) end return v + 1 end"
    " print(pcall(g, 150)) print(pcall(g, 250))",
    "order_functions": "local t = {} for i = 1, 200 do t[i] = i end print(pcall(table.sort, t, function() return true end)) print(pcall(table.sort, {3, 'a', {}}))",
    "loops_at_the_edge": "for i = math.maxinteger - 1, math.maxinteger do io.write(i, ' ') end for i = 1, 3, math.maxinteger do io.write(i, ' ') end print(pcall(function() for i = 1, 10, 0 do end end))",
    "large_keys": "local t = {} for i = 1, 50000 do t[i * 2^20] = i end local n = 0 for _ in pairs(t) do n = n + 1 end print(n, #t)",
}  # fmt: skip

OVERFLOWS = {
    "call": "local function f() return 1 + f() end",
    "mutual": "local g local function f() return 1 + g() end g = function() return 1 + f() end",
    "method": "local o = {} function o:f() return self:f() + 1 end local function f() return o:f() end",
    "index": "local t = {} setmetatable(t, {__index = function(t, k) return t[k] end}) local function f() return t.x end",
    "newindex": "local t = {} setmetatable(t, {__newindex = function(t, k, v) t[k] = v end}) local function f() t.x = 1 end",
    "add": "local mt = {} mt.__add = function(a, b) return a + b end local t = setmetatable({}, mt) local function f() return t + 1 end",
    "concat": "local mt = {} mt.__concat = function(a, b) return a .. b end local t = setmetatable({}, mt) local function f() return t .. 'x' end",
    "eq": "local mt = {} mt.__eq = function(a, b) return a == b end local t, u = setmetatable({}, mt), setmetatable({}, mt) local function f() return t == u end",
    "lt": "local mt = {} mt.__lt = function(a, b) return a < b end local t, u = setmetatable({}, mt), setmetatable({}, mt) local function f() return t < u end",
    "len": "local mt = {} mt.__len = function(a) return #a end local t = setmetatable({}, mt) local function f() return #t end",
    "tostring": "local t t = setmetatable({}, {__tostring = function(x) return tostring(x) end}) local function f() return tostring(t) end",
    "gsub": "local function f(s) return (('a'):gsub('.', f)) end",
    "gmatch": "local function f() for w in ('ab'):gmatch('.') do f() end end",
    "sort": "local function f() table.sort({3, 2, 1}, function(a, b) f() return a < b end) end",
    "close": "local function f() local x <close> = setmetatable({}, {__close = function() f() end}) end",
    "pairs": "local t = setmetatable({}, {}) getmetatable(t).__pairs = function() return pairs(t) end local function f() for k in pairs(t) do end end",
    "require": "package.preload.a = function() return require('b') end package.preload.b = function() return require('a') end local function f() return require('a') end",
    "coroutine": "local function f() return coroutine.wrap(f)() end",
    "in_a_coroutine": "local function g() return 1 + g() end local function f() local ok, e = coroutine.resume(coroutine.create(g)) error(e, 0) end",
}  # fmt: skip
REPORT = " local ok, e = pcall(f, 'a') print(ok, tostring(e):match('stack overflow')) print(select(2, pcall(error, 'goes on', 0)))"


@needs_lua
@pytest.mark.parametrize("name", SAME)
def test_ends_as_in_lua(name: str) -> None:
    with time_limit(60):
        ours = run_luaflow(SAME[name])
    theirs = run_lua(SAME[name])
    assert (ours.stdout.decode("latin-1"), ours.exit_code) == (theirs.stdout.decode("latin-1"), theirs.exit_code)


@needs_lua
@pytest.mark.parametrize("name", OVERFLOWS)
def test_endless_recursion_is_an_error_that_can_be_caught(name: str) -> None:
    text = OVERFLOWS[name] + REPORT
    with time_limit(60):
        ours = run_luaflow(text)
    assert ours.stdout == run_lua(text).stdout, ours.stderr


@pytest.mark.parametrize("name", ["add", "gsub", "index", "coroutine"])
def test_endless_recursion_that_nothing_catches_ends_the_script(name: str) -> None:
    with time_limit(60):
        ours = run_luaflow(OVERFLOWS[name] + " f('a')")
    assert ours.exit_code == 1
    assert re.search("stack overflow", ours.stderr)
    assert len(ours.stderr) < 100_000
