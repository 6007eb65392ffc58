"""The Lua programs as Python: compiled in memory."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import Any

from programs import HERE, Program

sys.path.insert(0, str(HERE.parents[1]))

from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.values.calls import Coroutine

from tests.fuzz.memory import compile_program


class _Host(ProcessHost):
    """Hands what is printed to Python's standard output."""

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        print(message)


def compile_lua(program: Program, size: int) -> tuple[Callable[[], None], str]:
    """Return what runs a program once, and the Python it became."""
    text = f"local arg = {{'{size}'}} {program.lua.read_text()}\nreturn {{main = function() end}}\n"
    made = compile_program(f"{program.name}.lua", text)

    def run() -> None:
        async def go() -> None:
            async def main() -> None:
                result = made.ENTRY.chunk()
                if result.__class__ is Coroutine:
                    await result

            await _Host(made.ENTRY).run(main())

        asyncio.run(go())

    return run, made.PYTHON
