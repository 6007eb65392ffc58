"""From syntax trees to Python text: the passes between parser and package.

``analyse_package`` looks at all entries together, ``generate_module`` writes one; the second needs the first only through
``PackageFacts``, so that modules can be generated in any order and by any number of processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.program import PackageFacts, combine, summarise
from luaflow.analyse.search_attributes import search_attributes
from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import Statics
from luaflow.deep import survives_depth
from luaflow.resolve import resolve

if TYPE_CHECKING:
    from luaflow.ir.nodes import Module
    from luaflow.package.layout import Layout
    from luaflow.registry import LuaEntry, Registry
    from luaflow.syntax.ast import Chunk


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedModule:
    """A module before formatting.

    Attributes:
        text: Python with line marks (``luaflow.emit.lines``).
        names: Python names to the Lua names they stand for, where mangling does not tell.
    """

    text: str
    names: Mapping[str, str]


@survives_depth
def analyse_package(entries: Iterable[LuaEntry], registry: Registry, trees: Mapping[str, Chunk]) -> PackageFacts:
    """Return the facts that modules of a package share: async colours, field names, search attributes."""
    shims = shim_index()
    summaries = []
    for entry in entries:
        facts = module_facts(entry, trees[entry.id])
        summaries.append(summarise(entry.id, facts, search_attributes(facts)))
    suspending = frozenset(name.partition(":")[2] for name, shim in shims.methods.items() if shim.colour == "async")
    return combine(summaries, suspending)


def module_facts(entry: LuaEntry, tree: Chunk) -> ModuleFacts:
    """Return the facts of one entry's chunk."""
    scopes = resolve(tree)  # every name is local, upvalue or global
    statics = Statics(scopes, shim_index(), entry.modules, entry.imports)  # what names stand for before anything runs
    return ModuleFacts(tree, scopes, statics, is_main=entry.kind != "library.lua")  # callers, escapes, types


@survives_depth
def lower_module(entry: LuaEntry, tree: Chunk, facts: PackageFacts, layout: Layout) -> Module:
    """Return the intermediate form of one entry."""
    from luaflow.lower import lower

    place = layout.modules[entry.id]
    reserved = frozenset({name for name, _ in place.workflow_classes} | ({place.activity} if place.activity else set()))
    return lower(entry.source, module_facts(entry, tree), facts, entry.id, reserved)


@survives_depth
def generate_module(
    entry: LuaEntry, tree: Chunk, facts: PackageFacts, layout: Layout, *, task_failure: bool = False
) -> GeneratedModule:
    """Return the Python text of one entry.

    Args:
        task_failure: Its worker wants an uncaught Lua error to fail the workflow task.
    """
    from luaflow import __version__
    from luaflow.emit.module import emit
    from luaflow.package.frames import header

    module = lower_module(entry, tree, facts, layout)  # Lua's semantics explicit, awaits placed
    text = emit(
        module, entry, layout, header=header(__version__, entry.file), task_failure=task_failure
    )  # Python text, with line marks
    return GeneratedModule(text=text, names=module.names)
