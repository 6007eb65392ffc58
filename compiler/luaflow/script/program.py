"""Compiles chunks for a script's state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luaflow_runtime.script import ScriptState, chunk_id
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import add_names
from luaflow_runtime.values.names import mangle

from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.program import OUTSIDE, combine, summarise
from luaflow.analyse.shims import ShimIndex, shim_index
from luaflow.analyse.statics import Statics
from luaflow.deep import survives_depth
from luaflow.diagnostics.model import UserError
from luaflow.lower import lower
from luaflow.resolve import resolve_script
from luaflow.script.memory import CompiledChunk, assemble
from luaflow.script.messages import lua_message
from luaflow.source import Source
from luaflow.syntax.parser import parse

_ENTRY = "script"


class ScriptCompiler:
    """Compiles the chunks of one script; see ``luaflow_runtime.script.ChunkCompiler``.

    Args:
        colour_all: Compile as if every function might suspend.
    """

    def __init__(self, *, colour_all: bool = False) -> None:
        self.colour_all = colour_all

    def __call__(self, state: ScriptState, text: str, name: str, environment: Any) -> Callable[..., Any]:
        """Return a chunk as a function."""
        chunk, fields = self._compiled(text, name)
        add_names(state.table, sorted(mangle(field) for field in fields))
        function: Callable[..., Any] = chunk.run(state.table, G=environment)["chunk"]
        return function

    @survives_depth
    def _compiled(self, text: str, name: str) -> tuple[CompiledChunk, frozenset[str]]:
        shown = chunk_id(name)
        source = Source(shown, shown, text)
        try:
            tree = parse(source)
        except UserError as error:
            raise LuaError(lua_message(error, shown)) from None
        tree.comments.clear()
        scopes = resolve_script(tree)
        # Anything may be replaced at run time: nothing is bound before.
        statics = Statics(scopes, _dynamic(), (), {})
        facts = ModuleFacts(tree, scopes, statics, is_main=False)
        package = combine([summarise(_ENTRY, facts, {}), OUTSIDE], frozenset(), colour_all=self.colour_all)
        module = lower(source, facts, package, _ENTRY)
        return assemble(module, shown, name), package.field_names


def _dynamic() -> ShimIndex:
    index = shim_index()
    return ShimIndex(
        methods=index.methods, method_names=index.method_names, methods_of_strings=index.methods_of_strings
    )
