"""Lua programs as Python: compiled in memory and run as ``luaflow exec`` does, but as often as wanted."""

from __future__ import annotations

import asyncio
from typing import Any

from luaflow.script.program import ScriptCompiler
from luaflow_runtime.script import ScriptState
from luaflow_runtime.script_host import ScriptHost
from luaflow_runtime.values.calls import Coroutine
from luaflow_runtime.values.metatables import define_table


class Script:
    """A compiled script.

    Args:
        name: What messages call it.
        text: The Lua.
    """

    def __init__(self, name: str, text: str) -> None:
        table = define_table((), "luaflow_script", patience=0)
        compiler = ScriptCompiler()
        self._state = ScriptState(table, compiler)
        compiler.read_program(text, f"@{name}", "")
        self._main: Any = self._state.load(text, f"@{name}")

    @property
    def python(self) -> str:
        """The Python that it became."""
        text: str = self._main.__globals__["__luaflow__"].chunk.text
        return text

    def run(self, size: int) -> None:
        """Run it with one argument."""
        argument = str(size)
        self._state.globals["arg"] = self._state.table(argument)

        async def main() -> None:
            result = self._main(argument)
            if result.__class__ is Coroutine:
                await result

        asyncio.run(ScriptHost(self._state).run(main()))
