"""Compiles a program to Python in memory, without formatting and files: for many small programs."""

from __future__ import annotations

import sys
import types
from typing import Any

from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.program import combine, summarise
from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import Statics
from luaflow.emit.lines import line_map, strip_marks
from luaflow.emit.statements import StatementWriter
from luaflow.ir.verify import verify
from luaflow.lower import lower
from luaflow.resolve import resolve
from luaflow.source import Source
from luaflow.syntax.parser import parse
from luaflow_runtime import lua
from luaflow_runtime.entry import Entry, Registry
from luaflow_runtime.lib import base
from luaflow_runtime.values.names import mangle
from luaflow_runtime.values.source import SourceInfo
from luaflow_runtime.values.metatables import define_table

_ASYNC_METHODS = frozenset(
    name.partition(":")[2] for name, shim in shim_index().methods.items() if shim.colour == "async"
)


def compile_program(name: str, text: str, *, colour_all: bool = False) -> Any:
    """Return a module object with ``ENTRY``, as if the program had been compiled and imported.

    Args:
        name: What messages call the source.
        colour_all: Compile as if every function might suspend.
    """
    source = Source(name, name, text)
    tree = parse(source)
    scopes = resolve(tree)
    facts = ModuleFacts(tree, scopes, Statics(scopes, shim_index(), (), {}), is_main=True)
    package_facts = combine([summarise("t:t", facts, {})], _ASYNC_METHODS, colour_all=colour_all)
    module = lower(source, facts, package_facts, "t:t")
    verify(module)
    writer = StatementWriter()
    for stat in [*module.functions, module.chunk]:
        writer.statement(stat)
    marked = "\n".join(writer.lines) + "\n"
    python = strip_marks(marked)
    package = f"fuzz_{abs(hash((name, colour_all)))}"
    lines = types.ModuleType(f"{package}._lines")
    lines.__dict__["LINES"] = {"m": (line_map(marked, python), module.names)}
    sys.modules[lines.__name__] = lines
    made = types.ModuleType(f"{package}.m")
    table = define_table(sorted({mangle(field) for field in package_facts.field_names}), made.__name__)
    space = made.__dict__
    space.update(lua=lua, Table=table, Any=Any, __luaflow__=SourceInfo(name, package, "m"))
    for library in module.libraries:
        space[library] = __import__(f"luaflow_runtime.lib.{library}", fromlist=["_"])
    for function in module.base:
        space[function] = getattr(base, function)
    filename = f"<{package}>"
    import linecache

    linecache.cache[filename] = (len(python), None, python.splitlines(True), filename)
    exec(compile(python, filename, "exec", dont_inherit=True), space)
    space["ENTRY"] = Entry(
        id="t:t",
        kind="function.lua",
        chunk=space["chunk"],
        method="main",
        table=table,
        source=space["__luaflow__"],
        registry=Registry(),
    )
    space["PYTHON"] = python
    return made


def forget(made: Any) -> None:
    """Drop what ``compile_program`` registered."""
    package = made.__name__.removesuffix(".m")
    sys.modules.pop(f"{package}._lines", None)
    import linecache

    linecache.cache.pop(f"<{package}>", None)
