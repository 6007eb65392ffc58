"""What ``load`` calls in the functions that luaflow's own commands run."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luaflow_runtime.script import ScriptState


def compile_loaded(state: ScriptState, text: str, name: str, environment: Any) -> Callable[..., Any]:
    """Compile one chunk; see ``luaflow_runtime.script.ChunkCompiler``. The compiler is imported when it is needed."""
    from luaflow.script.program import ScriptCompiler

    return ScriptCompiler()(state, text, name, environment)
