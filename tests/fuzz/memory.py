"""Compiles and runs a program in memory, without formatting and files: for many small programs."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import Any

from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.program import combine, summarise
from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import Statics
from luaflow.ir.nodes import Module, Node
from luaflow.ir.verify import verify
from luaflow.lower import lower
from luaflow.resolve import resolve
from luaflow.script.memory import assemble
from luaflow.script.program import ScriptCompiler
from luaflow.source import Source
from luaflow.syntax.parser import parse
from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.script import DEFAULT_PATH, ScriptState
from luaflow_runtime.script_host import ScriptHost
from luaflow_runtime.values.calls import Coroutine
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError, to_lua_error
from luaflow_runtime.values.metatables import define_table
from luaflow_runtime.values.names import mangle
from luaflow_runtime.values.types import type_name

_ASYNC_METHODS = frozenset(
    name.partition(":")[2] for name, shim in shim_index().methods.items() if shim.colour == "async"
)


_TRACED_WHOLE = 20


class Observed:
    """What programs were made of.

    Attributes:
        nodes: How often each class of the intermediate form was produced; ``None`` where nobody asks.
        tracing: Called with ``True`` before a program runs, with ``False`` behind it.
        programs: How many programs ran. The first ones are traced while they are compiled, too: the compiler prepares formats and
            patterns, which the runtime then knows.
    """

    def __init__(self, *, counting: bool = False) -> None:
        self.nodes: Counter[str] | None = Counter() if counting else None
        self.tracing: Callable[[bool], None] = lambda on: None
        self.programs = 0

    def compiling(self) -> None:
        """Note that a program is going to be compiled."""
        self.programs += 1
        self.tracing(self.programs <= _TRACED_WHOLE)

    @property
    def counting(self) -> bool:
        """Whether somebody asks for the intermediate form."""
        return self.nodes is not None

    def module(self, module: Module) -> None:
        """Check a lowered module and count its nodes."""
        verify(module)
        if self.nodes is not None:
            self.nodes[type(module).__name__] += 1
            _count([*module.functions, module.chunk], self.nodes)


def _count(values: Iterable[Any], nodes: Counter[str]) -> None:
    stack = list(values)
    while stack:
        value = stack.pop()
        if isinstance(value, (list, tuple)):
            stack.extend(value)
        elif isinstance(value, Node):
            nodes[type(value).__name__] += 1
            stack.extend(getattr(value, item.name) for item in fields(value))


class _EntryHost(ProcessHost):
    """Keeps what an entry prints."""

    def __init__(self, table: Any) -> None:
        super().__init__(table=table)
        self.printed: list[str] = []

    def print_line(self, text: str) -> None:
        self.printed.append(text)


class _ScriptHost(ScriptHost):
    """Keeps what a script prints."""

    def __init__(self, state: ScriptState) -> None:
        super().__init__(state)
        self.printed: list[str] = []

    def print_line(self, text: str) -> None:
        self.printed.append(text)


def run_entry(name: str, text: str, observed: Observed, *, colour_all: bool = False) -> str:
    """Return what a program prints as an entry of a registry: nothing outside can change its libraries.

    Args:
        name: What messages call the source.
        observed: Checks and counts the intermediate form.
        colour_all: Compile as if every function might suspend.
    """
    observed.compiling()
    source = Source(name, name, text)
    tree = parse(source)
    scopes = resolve(tree)
    facts = ModuleFacts(tree, scopes, Statics(scopes, shim_index(), (), {}), is_main=True)
    package = combine([summarise("t:t", facts, {})], _ASYNC_METHODS, colour_all=colour_all)
    module = lower(source, facts, package, "t:t")
    observed.module(module)
    observed.tracing(True)
    table = define_table(sorted({mangle(field) for field in package.field_names}), "fuzz", map(mangle, package.methods))
    space = assemble(module, name, f"@{name}").run(table)
    return _run(_EntryHost(table), space["chunk"], observed)


def run_script(name: str, text: str, observed: Observed, *, colour_all: bool = False) -> str:
    """Return what a program prints as ``luaflow exec`` runs it; see ``run_entry``."""
    observed.tracing(True)
    table = define_table((), "fuzz", patience=0)
    compiler = ScriptCompiler(colour_all=colour_all)
    state = ScriptState(table, compiler, path=DEFAULT_PATH)
    observed.compiling()
    compiler.read_program(text, f"@{name}", DEFAULT_PATH)
    program = compiler.program
    if program is not None and observed.counting:
        # The compiler keeps its intermediate form to itself, so it is made once more.
        chunk = program.chunks[0]
        observed.module(lower(chunk.source, program.facts[chunk.entry], program.package, chunk.entry))
    return _run(_ScriptHost(state), state.load(text, f"@{name}"), observed)


def _run(host: Any, function: Any, observed: Observed) -> str:
    async def main() -> Any:
        result = function()
        return await result if result.__class__ is Coroutine else result

    observed.tracing(True)
    try:
        asyncio.run(host.run(main()))
    except Exception as error:
        host.printed.append(f"ERROR {_shown(to_lua_error(error))}")
    finally:
        observed.tracing(False)
    printed: list[str] = host.printed
    return "".join(line + "\n" for line in printed)


def _shown(error: LuaError) -> str:
    kind = type_name(error.value)
    return kind if kind in ("table", "function") else tostring(error.value)
