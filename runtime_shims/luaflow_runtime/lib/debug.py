"""Lua's ``debug`` library, as far as compiled code has what it shows.

Source: Lua 5.4 manual, 6.10; ``ldblib.c``, ``lauxlib.c`` (``luaL_traceback``).
"""

from __future__ import annotations

import sys
from types import FrameType, FunctionType
from typing import Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.refusal import refuse_in_workflow
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string
from luaflow_runtime.values.errors import (
    INNER_CODE,
    argument_error,
    function_name,
    lua_line,
    lua_traceback,
    source_of,
    type_argument_error,
)
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.names import demangle
from luaflow_runtime.values.source import SourceInfo
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT, type_name

_OPTIONS = "SlnrutLf"


def _new_table() -> Table:
    running = CURRENT.get(None)
    return Table() if running is None else running.table()


def _lua_frame(level: int) -> FrameType | None:
    """Return the Lua function at a level: 1 is the one that called the library."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if source_of(frame) is not None and frame.f_code.co_name not in INNER_CODE:
            level -= 1
            if level == 0:
                return frame
        frame = frame.f_back
    return None


@shim("debug.traceback", effect="debug")
def traceback(message: Any = None, level: Any = None, *_: Any) -> Any:
    """Return the stack as text, under ``message``; a message that is no text is returned as it is.

    In a message handler of ``xpcall`` it is the stack of the error.
    """
    refuse_in_workflow("debug.traceback", "debug")
    if type_name(message) == "thread":
        message, level = level, 1
    if message is not None and message.__class__ not in (str, int, float):
        return message
    text = "" if message is None else check_string(message, 1, "traceback")
    failure = sys.exc_info()[1]
    if failure is not None and failure.__traceback__ is not None:
        return lua_traceback(failure.__traceback__, text)
    first = 1 if level is None else check_integer(level, 2, "traceback")
    return lua_traceback(_lua_frame(1 if first < 1 else first), text)


@shim("debug.getinfo", types="table?", effect="debug")
def getinfo(function: Any = ABSENT, what: Any = None, *_: Any) -> Any:
    """Return what is known of a function, or of the function at a level of the stack; nil above the stack."""
    refuse_in_workflow("debug.getinfo", "debug")
    options = _OPTIONS if what is None else check_string(what, 2, "getinfo")
    if any(option not in _OPTIONS for option in options):
        raise argument_error(2, "getinfo", "invalid option")
    info = _new_table()
    if type_name(function) == "function":
        code = getattr(function, "__code__", None)
        source = function.__globals__.get("__luaflow__") if isinstance(function, FunctionType) else None
        line = None
        info.func = function
    else:
        level = check_integer(function, 1, "getinfo")
        if level == 0:
            info.func = getinfo
            code, source, line = None, None, None
        else:
            frame = _lua_frame(level)
            if frame is None:
                return None
            code, source = frame.f_code, source_of(frame)
            line = None if source is None else lua_line(source, code, frame.f_lasti, frame.f_lineno)
            info.name = demangle(code.co_name)
            info.namewhat = "local"
    if not isinstance(source, SourceInfo):
        info.source = "=[C]"
        info.short_src = "[C]"
        info.what = "C"
        info.currentline = info.linedefined = info.lastlinedefined = -1
        info.nups, info.nparams, info.isvararg = 0, 0, True
        return info
    assert code is not None
    defined = lua_line(source, code, -1, code.co_firstlineno)
    info.source = f"@{source.file}"
    info.short_src = source.file
    info.what = "main" if function_name(source, code) == "main chunk" else "Lua"
    info.currentline = -1 if line is None else line
    info.linedefined = info.lastlinedefined = -1 if defined is None else defined
    info.nups = len(code.co_freevars)
    info.nparams = code.co_argcount
    info.isvararg = bool(code.co_flags & 0x04)
    info.istailcall = False
    return info


@shim("debug.getmetatable", effect="debug")
def getmetatable(value: Any = ABSENT, *_: Any) -> Any:
    """Return the metatable of a table, whatever its ``__metatable`` says."""
    refuse_in_workflow("debug.getmetatable", "debug")
    return value.meta_ if isinstance(value, Table) else None


@shim("debug.setmetatable", effect="debug")
def setmetatable(value: Any = ABSENT, meta: Any = None, *_: Any) -> Any:
    """Set the metatable of a table, whatever its ``__metatable`` says; return the table."""
    refuse_in_workflow("debug.setmetatable", "debug")
    if not isinstance(value, Table):
        raise type_argument_error(1, "setmetatable", "table", value)
    if meta is not None and not isinstance(meta, Table):
        raise type_argument_error(2, "setmetatable", "nil or table", meta)
    return set_metatable(value, meta)


LIBRARY = library("debug", getinfo, getmetatable, setmetatable, traceback)
