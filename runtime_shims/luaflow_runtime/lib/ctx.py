"""Lua's ``ctx`` library: context values, inherited along calls. Source: reference/workflow.md 7.2."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from luaflow_runtime.host import current
from luaflow_runtime.lib.errors import NOT_FOUND, Error, invalid
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text import jsontext
from luaflow_runtime.text.arguments import check_string
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT


@shim("ctx.get", results=2, types="any, error?")
def get(key: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Return a context value; tables are fresh copies."""
    name = check_string(key, 1, "get")
    if not name:
        return None, invalid("key is required")
    host = current()
    value = host.context.get(name)
    if value is None:
        return None, Error(f"key not found: {name}", NOT_FOUND, False)
    return jsontext.from_plain(deepcopy(value), host.table), None


@shim("ctx.all", results=2, types="table, error?")
def all(*_: Any) -> tuple[Table, Any]:
    """Return all context values in a fresh table."""
    host = current()
    table = host.table()
    for name, value in host.context.items():
        table[name] = jsontext.from_plain(deepcopy(value), host.table)
    return table, None


LIBRARY = library("ctx", get=get, all=all)
