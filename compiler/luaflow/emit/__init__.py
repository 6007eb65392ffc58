"""Python text from the intermediate form, and its map back to Lua."""

from luaflow.emit.lines import line_map
from luaflow.emit.module import emit

__all__ = ["emit", "line_map"]
