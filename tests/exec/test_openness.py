"""What makes a script open, and what does not."""

from __future__ import annotations

import pytest
from luaflow.analyse.openness import Openness
from luaflow.script.program import ScriptCompiler


def openness(text: str) -> Openness:
    compiler = ScriptCompiler()
    compiler.read_program(text, "@input.lua", "./?.lua")
    assert compiler.program is not None
    return compiler.program.openness


CLOSED = [
    "print(('x'):rep(3), string.format('%d', 1))",
    "local insert = table.insert; insert({}, 1)",
    "local t = setmetatable({}, {__index = string}); print(t.rep)",
    "if load then print(1) end",
    "print(type(load), load == nil, not _G, #string)",
    "for name in pairs(_G) do print(name) end",
    "for name, value in pairs(_G) do print(name, type(value)) end",
    "local s = string; print(s.len('x'), s == string)",
    "string = string; table.unpack = table.unpack or unpack",
    "setmetatable(_G, {__index = function(_, k) error(k) end})",
    "_G.x = 1; print(_G['x'], rawget(_G, 'x'))",
    "local _ENV = {print = print}; print(load)",
    "local function f(_ENV) return x end; print(f({x = 1}))",
    "print(pcall(string.rep, 'x', 3), pcall(require, 'string'))",
    "local str = string and string.rep; print(str('x', 2))",
    "print(debug.traceback(), debug.getinfo(1, 'l').currentline)",
    "package.path = './lib/?.lua;' .. package.path; print(require 'string')",
    "package.loaded.mine = {}; package.preload.other = function() end",
]


@pytest.mark.parametrize("text", CLOSED)
def test_closed(text: str) -> None:
    found = openness(text)
    assert not found.is_open, found.why


OPEN = [
    "load('x = 1')()",
    "local l = load; l('x')",
    "pcall(load, 'x')",
    "(loadstring or load)('x')",
    "local f = loadstring or load; f('x')",
    "f(load)",
    "dofile('x.lua')",
    "_G['lo' .. 'ad']('x')",
    "local name = 'load'; local f = _G[name]; f('x')",
    "for _, f in pairs(_G) do f() end",
    "rawget(_G, 'load')('x')",
    "local g = setmetatable(_G, {}); g.print = nil",
    "f(_G)",
    "f(string)",
    "return _ENV",
    "_ENV = {}",
    "local t = {g = _G}",
    "_G[name] = 1",
    "rawset(_G, name, 1)",
    "rawset(string, name, 1)",
    "(string or {})[name] = 1",
    "local env = setmetatable({}, {__index = _G}); env.load('x')",
    "local m = setmetatable({}, {__index = string}); getmetatable(m).__index.rep = nil",
    "debug.setupvalue(f, 1, {})",
    "local d = debug; d.getupvalue(f, 1)",
    "debug['set' .. 'upvalue'](f, 1, {})",
    "debug.getinfo(1, 'f').func()",
    "require(name)",
    "require('a module that is not there')",
    "package.path = arg[1]",
    "package.loaded.string = {}",
    "table.insert(package.searchers, f)",
    "coroutine = nil",
    "pcall = f",
    "local yield = coroutine; coroutine.yield = f",
    "next(_G)",
    "_G:f()",
]


@pytest.mark.parametrize("text", OPEN)
def test_open(text: str) -> None:
    assert openness(text).is_open


def test_what_is_assigned_is_not_certain() -> None:
    found = openness("print = f; string.rep = f; function string.trim(s) end; mine = 1")
    assert not found.is_open
    assert found.changed == {"print", "string.rep"}
    assert found.added == {"string.trim"}
    assert found.replaces("string.rep") and not found.replaces("string.len")


def test_a_replaced_library_takes_its_functions_along() -> None:
    assert openness("table = {insert = f}").replaces("table.concat")


def test_the_metatable_of_strings() -> None:
    assert openness("getmetatable('').__index = f").touches_strings
    assert openness("local m = getmetatable(x); m.__add = f").touches_strings
    assert not openness("print(getmetatable(x).__name)").touches_strings


@pytest.mark.parametrize(
    "text", ["print(_G.x)", "for k in pairs(_G) do print(k) end", "setmetatable(_G, {})", "print(_ENV['x' .. 1])"]
)
def test_globals_by_other_ways_than_their_names(text: str) -> None:
    assert not openness(text).knows_globals


def test_globals_by_their_names() -> None:
    assert openness("x = 1; function f() return x end; print(f())").knows_globals
