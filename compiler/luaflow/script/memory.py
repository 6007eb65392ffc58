"""Lowered chunks to running Python, without formatting and files."""

from __future__ import annotations

import importlib
import linecache
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from types import CodeType
from typing import Any

from luaflow_runtime import lua
from luaflow_runtime.lib import base
from luaflow_runtime.values.source import LineMap, SourceInfo
from luaflow_runtime.values.table import Table

from luaflow.emit.lines import line_map, strip_marks
from luaflow.emit.statements import StatementWriter
from luaflow.ir.nodes import Module

_numbers = count(1)


@dataclass(frozen=True, eq=False, kw_only=True)
class CompiledChunk:
    """Python made of one chunk, to be run any number of times.

    Attributes:
        name: What messages call the source.
        code: The Python module.
        marked: Its text with line marks.
        names: Python names to the Lua names they stand for.
        libraries: Library modules that it uses, by Python name.
        base: Functions of the base library that it uses.
        label: The chunk's name as ``load`` was given it.
    """

    name: str
    code: CodeType
    marked: str
    names: Mapping[str, str]
    libraries: Mapping[str, str] = field(default_factory=dict)
    base: frozenset[str] = frozenset()
    label: str = ""

    @cached_property
    def text(self) -> str:
        """The Python text."""
        return strip_marks(self.marked)

    @cached_property
    def lines(self) -> LineMap:
        """The line map, which is wanted only where an error is shown."""
        return line_map(self.marked, self.text), dict(self.names)

    def run(self, table: type[Table], **variables: Any) -> dict[str, Any]:
        """Run the module and return its namespace, which has the chunk's function as ``chunk``.

        Args:
            table: The class of its tables.
            variables: Further names of the namespace.
        """
        source = LoadedSource(self)
        space: dict[str, Any] = {"__name__": _MODULE, "__luaflow__": source, "lua": lua, "Table": table, "Any": Any}
        for python, library in self.libraries.items():
            space[python] = importlib.import_module(f"luaflow_runtime.lib.{library}")
        for function in self.base:
            space[function] = getattr(base, function)
        space.update(variables)
        exec(self.code, space)
        return space


_MODULE = "luaflow_chunk"


class LoadedSource(SourceInfo):
    """Source info of a chunk in memory.

    Attributes:
        label: The chunk's name as ``load`` was given it: ``@file.lua``, ``=stdin`` or the source itself.
    """

    def __init__(self, chunk: CompiledChunk) -> None:
        super().__init__(chunk.name, "", "")
        object.__setattr__(self, "chunk", chunk)

    chunk: CompiledChunk

    @property
    def label(self) -> str:
        return self.chunk.label

    def line_map(self) -> LineMap:
        """Return positions and names."""
        return self.chunk.lines


def assemble(module: Module, name: str, label: str = "") -> CompiledChunk:
    """Return the Python of a lowered chunk.

    Args:
        name: What messages call its source.
        label: The chunk's name as ``load`` takes it.
    """
    writer = StatementWriter(annotations=False)
    for stat in [*module.functions, module.chunk]:
        writer.statement(stat)
    marked = "\n".join(writer.lines) + "\n"
    file = f"luaflow chunk {next(_numbers)}"
    chunk = CompiledChunk(
        name=name,
        code=compile(strip_marks(marked), file, "exec", dont_inherit=True),
        marked=marked,
        names=module.names,
        libraries=module.libraries,
        base=frozenset(module.base),
        label=label,
    )
    _show_to_linecache(file, chunk)
    return chunk


def _show_to_linecache(file: str, chunk: CompiledChunk) -> None:
    """Let messages read the text by its file name, as long as the chunk is there."""
    known = weakref.ref(chunk)

    def text() -> str:
        found = known()
        return "" if found is None else found.text

    # A tuple of one function is what linecache itself keeps of a text that nobody has asked for.
    entry: tuple[Callable[[], str]] = (text,)
    linecache.cache[file] = entry
    weakref.finalize(chunk, linecache.cache.pop, file, None)
