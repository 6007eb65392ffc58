"""The tables of library functions that Lua code sees."""

from __future__ import annotations

from typing import Any

from luaflow_runtime.shim import Shim
from luaflow_runtime.values.metatables import FrozenTable, freeze
from luaflow_runtime.values.names import is_lua_name, mangle
from luaflow_runtime.values.table import Table


class Library(FrozenTable):
    """An immutable table, shared by all runs of a process."""

    __slots__ = ()


def library(name: str, /, *functions: Any, **members: Any) -> Library:
    """Make the table of a library.

    Args:
        name: Lua's name of the library.
        functions: Shims; the last part of a shim's name is its key.
        members: Shims too, or other values under the (mangled) key.

    Raises:
        ValueError: Two members have the same key.
    """
    table = Table()
    fields = table.__dict__
    for given, member in [*(("", function) for function in functions), *members.items()]:
        declared = getattr(member, "shim_", None) if callable(member) else None
        if isinstance(declared, Shim):
            key = mangle(declared.name.rpartition(".")[2])
        else:
            key = given if is_lua_name(given) else mangle(given)
        if key in fields:
            raise ValueError(f"library {name}: two members {key!r}")
        fields[key] = member
    freeze(table)
    object.__setattr__(table, "__class__", Library)
    return table  # type: ignore[return-value]
