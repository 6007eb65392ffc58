"""Lua's ``debug`` library, as far as compiled code has what it shows.

Source: Lua 5.4 manual, 6.10; ``ldblib.c``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import CO_GENERATOR
from itertools import islice
from types import FrameType, FunctionType
from typing import Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib import coroutine
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.refusal import refuse_in_workflow
from luaflow_runtime.scheduling.thread import DEAD, Thread, frames_of
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string
from luaflow_runtime.values.calls import call_handler
from luaflow_runtime.values.errors import argument_error, runtime_error, type_argument_error
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.names import demangle
from luaflow_runtime.values.places import lua_line, source_of
from luaflow_runtime.values.source import SourceInfo
from luaflow_runtime.values.stack import Level, active, levels, raised, traceback_text
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT, type_name
from luaflow_runtime.values.userdata import Userdata

_OPTIONS = "SlnrutLf"
_DEEPEST = 1 << 30
"""More levels than any stack has."""
_PROGRAM = "\t[C]: in ?"
"""What runs a script, at the end of its stack."""


def _new_table() -> Table:
    running = CURRENT.get(None)
    return Table() if running is None else running.table()


def _of_thread(thread: Any) -> list[Level]:
    """Return the levels of a coroutine that does not run, innermost first."""
    if thread.state_ == DEAD:
        failure = thread.failure_
        return [] if failure is None else list(levels(raised(failure[1])))
    frames = frames_of(thread)
    if frames and frames[0].f_code.co_flags & CO_GENERATOR and source_of(frames[0]) is not None:
        frames.insert(0, coroutine.YIELDING.gi_frame)  # the generator of a body does that itself
    return list(levels((frame, frame.f_lasti, frame.f_lineno) for frame in frames))


def _split(arguments: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """Return the thread that may stand before the arguments, and the others."""
    if arguments and isinstance(arguments[0], Thread):
        return arguments[0], arguments[1:]
    return None, arguments


def _stack(thread: Any, frame: FrameType) -> Iterator[Level]:
    """Give the levels of a thread, or those of the caller, in which 0 is the library function itself."""
    if thread is None or thread is _running():
        return levels(active(frame))
    return iter(_of_thread(thread))


def _running() -> Any:
    running = CURRENT.get(None)
    if running is None:
        return None
    thread = running.scheduler.current
    return thread.active_ or thread


def _argument(arguments: tuple[Any, ...], at: int) -> Any:
    return arguments[at] if at < len(arguments) else ABSENT


@shim("debug.traceback", effect="debug")
def traceback(*arguments: Any) -> Any:
    """Return the stack as text, under a message; a message that is no text is returned as it is.

    In a message handler of ``xpcall`` it begins with the stack of the error.
    """
    refuse_in_workflow("debug.traceback", "debug")
    thread, rest = _split(arguments)
    message = _argument(rest, 0)
    shift = 1 if thread is None else 2
    if message is ABSENT:
        message = None
    if message is not None and message.__class__ not in (str, int, float):
        return message
    text = "" if message is None else check_string(message, shift, "traceback")
    of_caller = thread is None or thread is _running()
    level = _argument(rest, 1)
    first = int(of_caller) if level is ABSENT or level is None else check_integer(level, shift + 1, "traceback")
    shown = list(_stack(thread, sys._getframe(0)))
    end = _PROGRAM if of_caller and _is_program(shown) and first <= len(shown) else ""
    body = traceback_text(shown[max(first, 0) :], text, end)
    return f"\n{body}" if message == "" else body


def _is_program(shown: list[Level]) -> bool:
    """Whether the outermost level is a script's main chunk, which the program called."""
    running = CURRENT.get(None)
    return bool(shown) and running is not None and running.script is not None and shown[-1].title == "main chunk"


@shim("debug.getinfo", types="table?", effect="debug")
def getinfo(*arguments: Any) -> Any:
    """Return what is known of a function, or of the function at a level of the stack; nil above the stack."""
    refuse_in_workflow("debug.getinfo", "debug")
    thread, rest = _split(arguments)
    shift = 0 if thread is None else 1
    what = _argument(rest, 1)
    options = _OPTIONS if what is ABSENT or what is None else check_string(what, 2 + shift, "getinfo")
    if options[:1] == ">":
        raise argument_error(2 + shift, "getinfo", "invalid option '>'")
    if any(option not in _OPTIONS for option in options):
        raise argument_error(2 + shift, "getinfo", "invalid option")
    target = _argument(rest, 0)
    if type_name(target) == "function":
        return _info(options, target, _source_of(target), getattr(target, "__code__", None), None)
    wanted = check_integer(target, 1 + shift, "getinfo")
    shown = list(islice(_stack(thread, sys._getframe(0)), min(max(wanted, 0), _DEEPEST) + 1))
    if wanted >= 0 and wanted == len(shown) and _is_program(shown):
        return _info(options, None, None, None, None)
    if not 0 <= wanted < len(shown):
        return None
    found = shown[wanted]
    return _info(options, _function_of(found), found.source, found.code, found)


def _level(stack: Iterator[Level], wanted: int) -> Level | None:
    return None if wanted < 0 else next((level for at, level in enumerate(stack) if at == wanted), None)


def _source_of(function: Any) -> SourceInfo | None:
    source = function.__globals__.get("__luaflow__") if isinstance(function, FunctionType) else None
    return source if isinstance(source, SourceInfo) else None


def _function_of(level: Level) -> Any:
    """Return the function of a level where its frame, or that of its caller, still holds it; else nil."""
    code = level.code
    places: list[FrameType] = [level.frame, *([] if level.caller is None else [level.caller[0]])]
    for frame in places:
        for value in (*frame.f_locals.values(), *frame.f_globals.values()):
            if isinstance(value, FunctionType) and value.__code__ is code:
                return value
            if isinstance(value, Table):
                for member in vars(value).values():
                    if isinstance(member, FunctionType) and member.__code__ is code:
                        return member
    return None


def _info(options: str, function: Any, source: SourceInfo | None, code: Any, level: Level | None) -> Table:
    info = _new_table()
    first = -1
    if source is not None:
        first = lua_line(source, code, -1, code.co_firstlineno) or -1
    is_main = source is not None and code.co_name == "chunk"
    if "S" in options:
        label = "=[C]" if source is None else getattr(source, "label", "") or f"@{source.file}"
        info["source"] = label
        info["short_src"] = "[C]" if source is None else source.file
        info["what"] = "C" if source is None else "main" if is_main else "Lua"
        info["linedefined"] = 0 if is_main else first
        info["lastlinedefined"] = -1 if source is None or is_main else _last_line(source, code)
    if "l" in options:
        line = None if level is None else level.line
        info["currentline"] = -1 if line is None else line
    if "u" in options:
        info["nups"] = 0 if source is None else len(code.co_freevars)
        info["nparams"] = 0 if source is None else code.co_argcount
        info["isvararg"] = source is None or is_main or bool(code.co_flags & 0x04)
    if "n" in options:
        kind, name = ("", "") if level is None else level.call
        info["name"] = name or None
        info["namewhat"] = kind
    if "r" in options:
        info["ftransfer"] = info["ntransfer"] = 0
    if "t" in options:
        info["istailcall"] = level is not None and level.is_tail
    if "L" in options and source is not None:
        lines = _new_table()
        for line in _lines(source, code):
            lines[line] = True
        info["activelines"] = lines
    if "f" in options:
        info["func"] = function
    return info


def _lines(source: SourceInfo, code: Any) -> list[int]:
    """Return the Lua lines that a function has instructions of."""
    starts = {start for _, _, start in code.co_lines() if start is not None and start != code.co_firstlineno}
    found = {lua_line(source, code, -1, start) for start in starts}
    return sorted(line for line in found if line)


def _last_line(source: SourceInfo, code: Any) -> int:
    return max(_lines(source, code), default=-1)


def _visible(level: Level) -> list[tuple[str, Any]]:
    """Return the locals of a level by Lua's names, in the order in which Python has them."""
    if level.source is None:
        return []
    names = level.source.line_map()[1]
    found = []
    for name in (*level.code.co_varnames, *level.code.co_cellvars):
        lua_name = names.get(name, demangle(name))
        if lua_name and lua_name[0] not in "<[_" and name in level.frame.f_locals:
            value = level.frame.f_locals[name]
            if (lua_name, value) not in found:
                found.append((lua_name, value))
    return found


@shim("debug.getlocal", results=None, effect="debug")
def getlocal(*arguments: Any) -> Any:
    """Return name and value of a local variable of a level, or the name of a function's parameter; nil where there is none.

    Variables come in the order in which Python has them: parameters first, blocks that ended may still show theirs.
    """
    refuse_in_workflow("debug.getlocal", "debug")
    thread, rest = _split(arguments)
    shift = 0 if thread is None else 1
    target = _argument(rest, 0)
    at = check_integer(_argument(rest, 1), 2 + shift, "getlocal")
    if type_name(target) == "function":
        code = getattr(target, "__code__", None)
        source = _source_of(target)
        if code is None or source is None or not 1 <= at <= code.co_argcount:
            return None
        name = code.co_varnames[at - 1]
        return source.line_map()[1].get(name, demangle(name))
    level = _level(_stack(thread, sys._getframe(0)), check_integer(target, 1 + shift, "getlocal"))
    if level is None:
        raise argument_error(1 + shift, "getlocal", "level out of range")
    visible = _visible(level)
    return visible[at - 1] if 1 <= at <= len(visible) else None


@shim("debug.setlocal", effect="debug")
def setlocal(*_: Any) -> Any:
    """Refuse: a variable of a running Python function cannot be set from outside."""
    raise runtime_error("debug.setlocal is not supported by luaflow")


def _upvalues(function: Any, n: int, name: str) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    if type_name(function) != "function":
        raise type_argument_error(n, name, "function", function)
    code = getattr(function, "__code__", None)
    source = _source_of(function)
    if code is None or source is None:
        return (), ()
    names = source.line_map()[1]
    return tuple(names.get(free, demangle(free)) for free in code.co_freevars), function.__closure__ or ()


@shim("debug.getupvalue", results=None, effect="debug")
def getupvalue(function: Any = ABSENT, at: Any = ABSENT, *_: Any) -> Any:
    """Return name and value of a variable that a function takes from around it; nothing where there is none.

    Functions that need no state of a run take nothing: the variables that they use stand at module level.
    """
    refuse_in_workflow("debug.getupvalue", "debug")
    wanted = check_integer(at, 2, "getupvalue")
    names, cells = _upvalues(function, 1, "getupvalue")
    if not 1 <= wanted <= len(names):
        return ()
    return names[wanted - 1], cells[wanted - 1].cell_contents


@shim("debug.setupvalue", results=None, effect="debug")
def setupvalue(function: Any = ABSENT, at: Any = ABSENT, value: Any = ABSENT, *_: Any) -> Any:
    """Set a variable that a function takes from around it and return its name; nothing where there is none."""
    refuse_in_workflow("debug.setupvalue", "debug")
    if value is ABSENT:
        raise argument_error(3, "setupvalue", "value expected")
    wanted = check_integer(at, 2, "setupvalue")
    names, cells = _upvalues(function, 1, "setupvalue")
    if not 1 <= wanted <= len(names):
        return ()
    cells[wanted - 1].cell_contents = value
    return names[wanted - 1]


class UpvalueId(Userdata):
    """What ``debug.upvalueid`` answers: equal for the same variable."""

    __slots__ = ("cell_",)

    def __init__(self, cell: Any) -> None:
        self.cell_ = cell

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UpvalueId) and other.cell_ is self.cell_


@shim("debug.upvalueid", effect="debug")
def upvalueid(function: Any = ABSENT, at: Any = ABSENT, *_: Any) -> Any:
    """Return an identity of a variable that a function takes from around it, nil where there is none."""
    refuse_in_workflow("debug.upvalueid", "debug")
    wanted = check_integer(at, 2, "upvalueid")
    _names, cells = _upvalues(function, 1, "upvalueid")
    return UpvalueId(cells[wanted - 1]) if 1 <= wanted <= len(cells) else None


@shim("debug.upvaluejoin", results=0, effect="debug")
def upvaluejoin(*_: Any) -> Any:
    """Refuse: what a Python function takes from around it is fixed."""
    raise runtime_error("debug.upvaluejoin is not supported by luaflow")


@shim("debug.sethook", results=0, effect="debug")
def sethook(*arguments: Any) -> Any:
    """Remove the hook, of which there is none; refuse to set one: compiled code has no instructions to count.

    Raises:
        LuaError: A hook is given.
    """
    _thread, rest = _split(arguments)
    if rest and rest[0] is not None:
        raise runtime_error("debug.sethook is not supported by luaflow")
    return ()


@shim("debug.gethook", effect="debug")
def gethook(*_: Any) -> Any:
    """Return that there is no hook."""
    return None


@shim("debug.getregistry", types="table", effect="debug")
def getregistry(*_: Any) -> Table:
    """Return a table with what Lua keeps in its registry and compiled code has: the loaded modules."""
    refuse_in_workflow("debug.getregistry", "debug")
    registry = _new_table()
    running = CURRENT.get(None)
    if running is not None and running.script is not None:
        registry["_LOADED"] = running.script.loaded
    return registry


@shim("debug.getuservalue", results=None, effect="debug")
def getuservalue(*_: Any) -> Any:
    """Return nil: no userdata of the runtime has a user value."""
    return None


@shim("debug.setuservalue", effect="debug")
def setuservalue(value: Any = ABSENT, *_: Any) -> Any:
    """Return nil: no userdata of the runtime takes a user value."""
    if not isinstance(value, Userdata):
        raise type_argument_error(1, "setuservalue", "userdata", value)
    return None


@shim("debug.getmetatable", effect="debug")
def getmetatable(value: Any = ABSENT, *_: Any) -> Any:
    """Return the metatable of a value, whatever its ``__metatable`` says."""
    refuse_in_workflow("debug.getmetatable", "debug")
    if value is ABSENT:
        raise argument_error(1, "getmetatable", "value expected")
    running = CURRENT.get(None)
    if value.__class__ is str and running is not None and running.script is not None:
        return running.script.string_metatable
    return value.meta_ if isinstance(value, Table) else None


@shim("debug.setmetatable", effect="debug")
def setmetatable(value: Any = ABSENT, meta: Any = ABSENT, *_: Any) -> Any:
    """Set the metatable of a table, whatever its ``__metatable`` says; return the table.

    Raises:
        LuaError: The value is no table: of other types only strings have a metatable, which is fixed.
    """
    refuse_in_workflow("debug.setmetatable", "debug")
    if meta is ABSENT or (meta is not None and not isinstance(meta, Table)):
        raise type_argument_error(2, "setmetatable", "nil or table", meta)
    if not isinstance(value, Table):
        if meta is None and call_handler(value) is None and value.__class__ is not str:
            return value
        raise runtime_error(f"luaflow gives no metatable to a {type_name(value)} value")
    return set_metatable(value, meta)


LIBRARY = library(
    "debug",
    gethook,
    getinfo,
    getlocal,
    getmetatable,
    getregistry,
    getupvalue,
    getuservalue,
    sethook,
    setlocal,
    setmetatable,
    setupvalue,
    setuservalue,
    traceback,
    upvalueid,
    upvaluejoin,
)
