"""What compiled Lua packages need at run time.

Names are imported when they are first used: importing this package, or a compiled one, costs little.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luaflow_runtime.entry import Entry
    from luaflow_runtime.library_entry import library
    from luaflow_runtime.temporal.activity_host import run_activity
    from luaflow_runtime.temporal.headers import context
    from luaflow_runtime.temporal.plugin import plugin
    from luaflow_runtime.temporal.workflow_host import LuaWorkflow
    from luaflow_runtime.values.source import SourceInfo
    from luaflow_runtime.values.table import Table

_HOMES = {
    "Entry": "luaflow_runtime.entry",
    "LuaWorkflow": "luaflow_runtime.temporal.workflow_host",
    "SourceInfo": "luaflow_runtime.values.source",
    "Table": "luaflow_runtime.values.table",
    "context": "luaflow_runtime.temporal.headers",
    "library": "luaflow_runtime.library_entry",
    "plugin": "luaflow_runtime.temporal.plugin",
    "run_activity": "luaflow_runtime.temporal.activity_host",
}

__all__ = ["Entry", "LuaWorkflow", "SourceInfo", "Table", "context", "library", "plugin", "run_activity"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=None)
    value = globals()[name] = getattr(import_module(home), name)
    return value
