"""What scripts share with each other, and ``load`` in functions."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from luaflow.script.load import compile_loaded
from luaflow_runtime.process_host import ProcessHost

from tests.exec import harness
from tests.language import harness as entries


def test_scripts_share_nothing() -> None:
    first = """
        x = 1; string.extra = 2; table.insert = nil; getmetatable("").__index = nil
        package.loaded.string = 5; math.pi = 3; _G.print(io.stdout ~= nil)
    """
    second = """
        print(x, string.extra, table.insert ~= nil, ("a"):rep(2), require("string") == string, math.pi > 3.1)
        print(load("return x, string.extra")())
    """
    assert harness.run_luaflow(first).stdout == b"true\n"
    assert harness.run_luaflow(second) == harness.run_lua(second)


FUNCTION = """
local function main()
  local f = load("counter = (counter or 0) + 1; return counter, ...")
  local a, b = f("x")
  local again = f()
  local _, message = load("x = = 1")
  local sum = load("return a + b", "sum", "t", {a = 1, b = 2})()
  local co = coroutine.wrap(function() return load("return coroutine.yield(...)")(5) end)
  return a, b, again, message, sum, co(), co("back")
end
print(main())
"""


def _run(tmp_path: Path, name: str) -> str:
    package = f"loading_{name}"
    compilation = entries.compile_programs(tmp_path, package, {name: FUNCTION})
    assert not compilation.has_errors
    return entries.run(entries.load(tmp_path, package, name))


def test_load_in_a_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ProcessHost, "default_compiler", staticmethod(compile_loaded))
    assert _run(tmp_path, "with_compiler") == (
        "1\tx\t2\t[string \"x = = 1\"]:1: unexpected symbol near '='\t3\t5\tback\n"
    )


def test_load_without_a_compiler(tmp_path: Path) -> None:
    assert "load needs the luaflow compiler" in _run(tmp_path, "without_compiler")


def test_a_loaded_chunk_may_wait() -> None:
    async def go() -> Any:
        host = ProcessHost()
        host.chunk_compiler = compile_loaded

        async def main() -> Any:
            state = host.script_state()
            assert state is not None
            return await state.load("local time = require('time'); time.sleep('1ms'); return 'awake'", "=x")()

        return await host.run(main())

    assert asyncio.run(go()) == "awake"


def test_messages_of_loaded_chunks_name_their_source() -> None:
    script = """
        print(pcall(load("local t = nil; t.x = 1", "@some/file.lua")))
        print(pcall(load("undefined()", "=named")))
        print(pcall(load("error('e')")))
    """
    assert harness.run_luaflow(script) == harness.run_lua(script)
