"""Lua's ``package`` library, as far as compiled code has one.

Source: Lua 5.4 manual, 6.3. There is no search path: modules are entries of the registry or libraries of the runtime.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from luaflow_runtime.lib.library import library

CONFIG = "/\n;\n?\n!\n-\n"
_HIDDEN = frozenset({"base", "library", "package", "plain"})


def load_builtin(name: str) -> Any:
    """Return the ``LIBRARY`` of a module of ``luaflow_runtime.lib``, None when there is none of that name."""
    if name == "package":
        return LIBRARY
    # Only plain names: the text comes from Lua code and must not reach other modules.
    if name in _HIDDEN or not name.isidentifier() or name.startswith("_"):
        return None
    path = f"luaflow_runtime.lib.{name}"
    if importlib.util.find_spec(path) is None:
        return None  # decided without importing: an ImportError inside a library must not look like a missing one
    return getattr(importlib.import_module(path), "LIBRARY", None)


LIBRARY = library("package", config=CONFIG, path="", cpath="")
