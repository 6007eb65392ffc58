"""Libraries that Lua code imports."""

from __future__ import annotations

from typing import Any

from luaflow_runtime.entry import Entry
from luaflow_runtime.host import current
from luaflow_runtime.values.calls import drive, first


def library(entry: Entry) -> Any:
    """Return the first value of a library's chunk, which runs once in each run and cannot wait."""
    libraries = current().libraries
    try:
        return libraries[entry.id]
    except KeyError:
        value = libraries[entry.id] = first(drive(entry.chunk()))
        return value
