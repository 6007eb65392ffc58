"""Lua's base library.

Source: Lua 5.4 manual, 6.1; ``lbaselib.c``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import cache
from types import CoroutineType, FunctionType
from typing import TYPE_CHECKING, Any, NoReturn

from luaflow_runtime import host
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.refusal import refuse_in_workflow
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string
from luaflow_runtime.text.numbers import str_to_number, tonumber_base
from luaflow_runtime.text.strings import join
from luaflow_runtime.values.calls import adjust, call, drive, first
from luaflow_runtime.values.display import tostring as _tostring
from luaflow_runtime.values.errors import (
    LuaError,
    argument_error,
    is_lua_catchable,
    runtime_error,
    to_lua_error,
    type_argument_error,
    where,
)
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.names import demangle
from luaflow_runtime.values.ops import index, metamethod
from luaflow_runtime.values.run_state import run_state
from luaflow_runtime.values.table import Table, length, next_key
from luaflow_runtime.values.table import rawget as _rawget
from luaflow_runtime.values.table import rawset as _rawset
from luaflow_runtime.values.types import ABSENT, type_name
from luaflow_runtime.values.userdata import Userdata

if TYPE_CHECKING:
    from luaflow_runtime.script import ScriptState


def _check_table(value: Any, n: int, name: str) -> Table:
    if not isinstance(value, Table):
        raise type_argument_error(n, name, "table", value)
    return value


def _check_any(value: Any, n: int, name: str) -> None:
    if value is ABSENT:
        raise argument_error(n, name, "value expected")


# Errors.


@shim("assert", results=None)
def assert_(v: Any = ABSENT, message: Any = ABSENT, *rest: Any) -> Any:
    """Return all arguments when the first is true, else raise ``message``; a string gets the caller's position in front.

    Source: ``luaB_assert`` of Lua 5.4 hands the message to ``error`` with level 1.
    """
    if v is not None and v is not False:
        _check_any(v, 1, "assert")
        return v if message is ABSENT else (v, message, *rest)
    if message is ABSENT:
        message = "assertion failed!"
    raise LuaError(where(1) + message if message.__class__ is str else message)


@shim("error", results=0)
def error(message: Any = None, level: Any = 1, *_: Any) -> NoReturn:
    """Raise ``message``; a string gets the position of the function at ``level`` in front."""
    at = 1 if level is None else check_integer(level, 2, "error")
    if message.__class__ is str and at > 0:
        message = where(at) + message
    raise LuaError(message)


def _caught(exc: Exception) -> tuple[Any, ...]:
    """Return what ``pcall`` answers to an exception, or raise it again when Lua code may not see it."""
    if not is_lua_catchable(exc):
        raise exc
    return False, to_lua_error(exc).value


@shim("pcall", results=None, types="", colour="callee")
def pcall(f: Any = ABSENT, *args: Any) -> Any:
    """Return ``True`` and the results of ``f(...)``, or ``False`` and the error value."""
    _check_any(f, 1, "pcall")
    try:
        r = f(*args) if f.__class__ is FunctionType else call(f, *args)
    except Exception as exc:
        return _caught(exc)
    if r.__class__ is CoroutineType:
        return _protect(r)
    return (True, *r) if r.__class__ is tuple else (True, r)


async def _protect(coroutine: Any) -> tuple[Any, ...]:
    try:
        r = await coroutine
    except Exception as exc:
        return _caught(exc)
    return (True, *r) if r.__class__ is tuple else (True, r)


_HANDLED_ERRORS = 10
"""Errors of a message handler that it is given itself; Lua goes on until its stack is full."""


def _handled(handler: Any, exc: Exception) -> tuple[Any, ...]:
    """Return what ``xpcall`` answers to an exception."""
    if not is_lua_catchable(exc):
        raise exc
    for _ in range(_HANDLED_ERRORS):
        value = to_lua_error(exc).value
        try:
            return False, first(drive(call(handler, value)))
        except Exception as again:
            if not is_lua_catchable(again):
                raise
            exc = again  # the handler handles its own errors, too
    return False, "error in error handling"


@shim("xpcall", results=None, types="", colour="callee")
def xpcall(f: Any = ABSENT, handler: Any = ABSENT, *args: Any) -> Any:
    """Do ``pcall``, with the error value passed through ``handler``, which still sees the stack of the error."""
    if type_name(handler) != "function":
        raise type_argument_error(2, "xpcall", "function", handler)
    try:
        r = call(f, *args)
    except Exception as exc:
        return _handled(handler, exc)
    if r.__class__ is CoroutineType:
        return _protect_with(r, handler)
    return (True, *r) if r.__class__ is tuple else (True, r)


async def _protect_with(coroutine: Any, handler: Any) -> tuple[Any, ...]:
    try:
        r = await coroutine
    except Exception as exc:
        return _handled(handler, exc)
    return (True, *r) if r.__class__ is tuple else (True, r)


# Tables.


@shim("getmetatable")
def getmetatable(value: Any = ABSENT, *_: Any) -> Any:
    """Return the metatable of a value, or its ``__metatable`` field."""
    _check_any(value, 1, "getmetatable")
    if isinstance(value, Table):
        meta = value.meta_
        if meta is None:
            return None
        protected = meta.__dict__.get("__metatable")
        return meta if protected is None else protected
    if value.__class__ is str:
        running = host.CURRENT.get(None)
        if running is not None and running.script is not None:
            meta = running.script.string_metatable
            protected = meta.__dict__.get("__metatable")
            return meta if protected is None else protected
        from luaflow_runtime.lib.string import LIBRARY as STRING

        return host_table()(__index=STRING)
    return _metatable_of_userdata(value) if isinstance(value, Userdata) else None


def _metatable_of_userdata(value: Userdata) -> Any:
    """Return a table that shows the metamethods and methods of a class that has a ``__name``; writes to it change nothing."""
    metamethods = value.metamethods_
    if "__name" not in metamethods:
        return None
    known = run_state().metatables
    meta = known.get(value.__class__)
    if meta is None:
        methods = host_table()()
        for member in vars(value.__class__).values():
            declared = getattr(member, "shim_", None)
            if declared is not None:
                name = declared.name.rpartition(":")[2]
                _rawset(methods, name, index(value, name))
        meta = known[value.__class__] = host_table()()
        for event, handler in metamethods.items():
            _rawset(meta, event, handler)
        _rawset(meta, "__index", methods)
    return meta


def host_table() -> type[Table]:
    """Return the running package's table class."""
    try:
        return host.current().table
    except LookupError:
        return Table


@shim("setmetatable", types="table")
def setmetatable(t: Any = ABSENT, meta: Any = ABSENT, *_: Any) -> Any:
    """Set the metatable of a table and return the table."""
    if isinstance(t, Table) and isinstance(meta, Table) and t.meta_ is None:
        return set_metatable(t, meta)
    table = _check_table(t, 1, "setmetatable")
    if meta is not None and not isinstance(meta, Table):
        raise type_argument_error(2, "setmetatable", "nil or table", meta)
    old = table.meta_
    if old is not None and old.__dict__.get("__metatable") is not None:
        raise runtime_error("cannot change a protected metatable")
    return set_metatable(table, meta)


@shim("rawequal", types="boolean")
def rawequal(a: Any = ABSENT, b: Any = ABSENT, *_: Any) -> bool:
    """Return ``a == b`` without metamethods."""
    _check_any(a, 1, "rawequal")
    _check_any(b, 2, "rawequal")
    if a.__class__ is bool or b.__class__ is bool:
        return a is b
    if isinstance(a, (int, float, str)):
        return bool(a == b)
    return a is b


@shim("rawget")
def rawget(t: Any = ABSENT, key: Any = ABSENT, *_: Any) -> Any:
    """Return ``t[key]`` without metamethods."""
    table = _check_table(t, 1, "rawget")
    _check_any(key, 2, "rawget")
    return _rawget(table, key)


@shim("rawlen", types="integer")
def rawlen(v: Any = ABSENT, *_: Any) -> int:
    """Return ``#v`` without metamethods."""
    if isinstance(v, Table):
        return length(v)
    if v.__class__ is str:
        from luaflow_runtime.text.strings import byte_length

        return byte_length(v)
    raise type_argument_error(1, "rawlen", "table or string", v)


@shim("rawset", types="table")
def rawset(t: Any = ABSENT, key: Any = ABSENT, value: Any = ABSENT, *_: Any) -> Any:
    """Do ``t[key] = value`` without metamethods and return ``t``."""
    table = _check_table(t, 1, "rawset")
    _check_any(key, 2, "rawset")
    _check_any(value, 3, "rawset")
    _rawset(table, key, value)
    return table


@shim("next", results=None)
def next(t: Any = ABSENT, key: Any = None, *_: Any) -> Any:
    """Return the key and value after ``key``, nil at the end."""
    return next_key(_check_table(t, 1, "next"), key)


@shim("pairs", results=None)
def pairs(t: Any = ABSENT, *_: Any) -> Any:
    """Return ``next, t, nil``, or the first three results of ``__pairs(t)``."""
    _check_any(t, 1, "pairs")
    handler = metamethod(t, "__pairs")
    if handler is None:
        return next, t, None
    r = call(handler, t)
    if r.__class__ is not CoroutineType:
        return adjust(r, 3)
    running = host.CURRENT.get(None)
    if running is not None and running.script is not None and running.script.is_open:
        return _three(r)
    return adjust(drive(r), 3)


async def _three(r: Any) -> Any:
    return adjust(await r, 3)


def _ipairs_step(t: Any = None, i: Any = 0, *_: Any) -> Any:
    i = i + 1
    value = index(t, i)
    return None if value is None else (i, value)


@shim("ipairs", results=3, types="function,any,integer")
def ipairs(t: Any = ABSENT, *_: Any) -> Any:
    """Return an iterator over ``t[1], t[2], ...`` up to the first nil, ``t`` and 0."""
    _check_any(t, 1, "ipairs")
    return _ipairs_step, t, 0


@shim("unpack", results=None)
def unpack(t: Any = ABSENT, i: Any = None, j: Any = None, *_: Any) -> Any:
    """Return ``t[i], ..., t[j]``; by default 1 and ``#t``."""
    from luaflow_runtime.lib.table import unpack as table_unpack

    return table_unpack(t, i, j)


# Values.


@shim("select", results=None)
def select(n: Any = ABSENT, *values: Any) -> Any:
    """Return the values from the ``n``-th on, from the end where ``n`` is negative; the count for ``"#"``."""
    if n.__class__ is str and n[:1] == "#":
        return len(values)
    at = check_integer(n, 1, "select")
    if at < 0:
        at += len(values)
        if at < 0:
            raise argument_error(1, "select", "index out of range")
    elif at == 0:
        raise argument_error(1, "select", "index out of range")
    else:
        at -= 1
    chosen = values[at:]
    return chosen[0] if len(chosen) == 1 else chosen


@shim("tonumber", types="number?")
def tonumber(v: Any = ABSENT, base: Any = None, *_: Any) -> Any:
    """Return the number that a value means, nil when it means none."""
    kind = v.__class__
    if base is None:
        if kind is int or kind is float:
            return v
        if kind is str:
            return str_to_number(v)
        _check_any(v, 1, "tonumber")
        return None
    radix = check_integer(base, 2, "tonumber")
    if kind is not str:
        raise type_argument_error(1, "tonumber", "string", v)
    if not 2 <= radix <= 36:
        raise argument_error(2, "tonumber", "base out of range")
    return tonumber_base(v, radix)


@shim("tostring", types="string")
def tostring(v: Any = ABSENT, *_: Any) -> str:
    """Return the text of a value."""
    _check_any(v, 1, "tostring")
    return _tostring(v)


@shim("type", types="string")
def type_(v: Any = ABSENT, *_: Any) -> str:
    """Return the name of a value's type."""
    if v is ABSENT:
        _check_any(v, 1, "type")
    return type_name(v)


@shim("print", results=0)
def print(*values: Any) -> Any:
    """Write the values, with tabs between them: a log line of a host, standard output of a script."""
    text = "\t".join([_tostring(value) for value in values])
    try:
        running = host.current()
    except LookupError:
        _write_line(text)
        return ()
    running.print_line(text)
    return ()


def _write_line(text: str) -> None:
    """Write a line of Lua text, which may hold bytes that are no UTF-8."""
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        sys.stdout.write(text + "\n")
        return
    sys.stdout.flush()
    out.write(text.encode("utf-8", "surrogateescape") + b"\n")
    out.flush()


@shim("collectgarbage", results=None)
def collectgarbage(option: Any = None, *_: Any) -> Any:
    """Answer as Lua would; Python collects by itself, so that the figures are constant."""
    match "collect" if option is None else check_string(option, 1, "collectgarbage"):
        case "collect" | "stop" | "restart" | "setpause" | "setstepmul":
            return 0
        case "count":
            return 0.0
        case "step" | "isrunning":
            return True
        case "incremental" | "generational":
            return "incremental"
        case other:
            raise argument_error(1, "collectgarbage", f"invalid option '{other}'")


# Code.


def _script(name: str) -> ScriptState:
    """Return the state of code compiled at run time.

    Args:
        name: The function that asks for it.

    Raises:
        LuaError: No compiler is there: a plain Python worker runs compiled code only.
    """
    refuse_in_workflow(name, "dynamic-code")
    try:
        state = host.current().script_state()
    except LookupError:
        state = None
    if state is None:
        raise runtime_error("load needs the luaflow compiler")
    return state


def _read_pieces(function: Any) -> str:
    """Return the text that a reader function gives, piece by piece.

    Raises:
        LuaError: What it raised; or it gave something else than a string.
    """
    pieces: list[str] = []
    while True:
        piece = first(drive(call(function)))
        if piece is None or piece == "":
            return join(pieces)
        if piece.__class__ is int or piece.__class__ is float:
            piece = _tostring(piece)
        if piece.__class__ is not str:
            raise runtime_error("reader function must return a string")
        pieces.append(piece)


MOST_READERS = 196
"""Reader functions that call ``load`` with a reader, inside each other: as many as Lua takes."""
_ONLY_IN_FILES = frozenset("#\ufeff")
"""What may begin the first line of a file and no other text: a byte order mark, ``#!``. A space keeps it from being skipped."""


@shim("load", results=None, effect="dynamic-code")
def load(chunk: Any = ABSENT, name: Any = None, mode: Any = None, env: Any = ABSENT, *_: Any) -> Any:
    """Return a compiled chunk as a function, or nil and the message of a syntax error.

    Args:
        chunk: Text, or a function that returns its pieces.
        mode: ``"t"`` for text, ``"b"`` for binary chunks, of which there are none, or both.
        env: The chunk's global table, by default that of the caller.
    """
    state = _script("load")
    kind = type_name(chunk)
    if kind == "string" or kind == "number":
        text = check_string(chunk, 1, "load")
        label = text if name is None else check_string(name, 2, "load")
    elif kind == "function":
        text = None
        label = "=(load)" if name is None else check_string(name, 2, "load")
    else:
        raise type_argument_error(1, "load", "function", chunk)
    wanted = None if mode is None else check_string(mode, 3, "load")
    try:
        if text is None:
            if state.readers >= MOST_READERS:
                raise LuaError("C stack overflow")
            state.readers += 1
            try:
                text = _read_pieces(chunk)
            finally:
                state.readers -= 1
        if text[:1] in _ONLY_IN_FILES:
            text = " " + text
        return state.load(text, label, wanted, env)
    except Exception as error:
        return (None, *_caught(error)[1:])


@shim("loadstring", results=None, effect="dynamic-code")
def loadstring(chunk: Any = ABSENT, name: Any = None, *_: Any) -> Any:
    """Do ``load`` of a string, as Lua 5.1 has it."""
    return load(check_string(chunk, 1, "loadstring"), name)


@shim("loadfile", results=None, effect="dynamic-code")
def loadfile(path: Any = None, mode: Any = None, env: Any = ABSENT, *_: Any) -> Any:
    """Return the compiled chunk of a file, by default of standard input, or nil and a message."""
    state = _script("loadfile")
    name = None if path is None else check_string(path, 1, "loadfile")
    wanted = None if mode is None else check_string(mode, 2, "loadfile")
    try:
        return state.load_file(name, wanted, env)
    except LuaError as error:
        return None, error.value


@shim("dofile", results=None, colour="callee", effect="dynamic-code")
def dofile(path: Any = None, *_: Any) -> Any:
    """Run a file and return its results."""
    state = _script("dofile")
    return state.load_file(None if path is None else check_string(path, 1, "dofile"))()


@shim("require", results=None, colour="callee")
def require(name: Any = ABSENT, *_: Any) -> Any:
    """Return a module: what a script finds on its path, a library of the runtime elsewhere.

    Compiled code of registry entries with constant names never comes here.
    """
    from luaflow_runtime.lib.package import load_builtin

    wanted = check_string(name, 1, "require")
    running = host.CURRENT.get(None)
    if running is not None and running.script is not None:
        return running.script.require(wanted)
    found = load_builtin(wanted)
    if found is None:
        raise runtime_error(f"module '{wanted}' not found")
    return found


@shim("warn", results=0)
def warn(*texts: Any) -> Any:
    """Write a warning: a log line of a host, standard error of a script where ``warn("@on")`` has allowed it."""
    if not texts:
        raise type_argument_error(1, "warn", "string", ABSENT)
    text = join([check_string(part, n, "warn") for n, part in enumerate(texts, 1)])
    running = host.CURRENT.get(None)
    if running is not None:
        running.warn(text, is_control=text.startswith("@") and len(texts) == 1)
    return ()


VERSION = "Lua 5.4"
STANDARD_LIBRARIES = ("coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8")
"""Libraries that Lua programs find in global variables of their name."""


@shim("subscribe", results=2, types="userdata.Channel?, error?", colour="async")
async def subscribe(topic: Any = ABSENT, channel: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Feed a channel of one's own with the values of a topic's messages; in registry entries only."""
    from luaflow_runtime.lib import subscriptions  # scripts do without

    return await subscriptions.subscribe(topic, channel)


@shim("unsubscribe", results=2, types="boolean, error?", colour="async")
async def unsubscribe(channel: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Stop feeding a channel and close it; in registry entries only."""
    from luaflow_runtime.lib import subscriptions

    return await subscriptions.unsubscribe(channel)


LIBRARY = library(
    "_G",
    assert_,
    collectgarbage,
    dofile,
    error,
    getmetatable,
    ipairs,
    load,
    loadfile,
    loadstring,
    next,
    pairs,
    pcall,
    print,
    rawequal,
    rawget,
    rawlen,
    rawset,
    require,
    select,
    setmetatable,
    tonumber,
    tostring,
    type_,
    unpack,
    warn,
    xpcall,
    _VERSION=VERSION,
)

GLOBALS: Mapping[str, Any] = {demangle(attribute): member for attribute, member in vars(LIBRARY).items()}
"""The base library by Lua's names. ``load`` and what follows it from Lua 5.1 (``unpack``, ``loadstring``) included."""


@cache
def globals_library() -> Table:
    """Return what ``_G`` shows: the base library, the standard libraries and itself; it cannot be written."""
    from luaflow_runtime.lib.package import load_builtin

    members = {name: load_builtin(name) for name in STANDARD_LIBRARIES}
    table = library(
        "_G", *[member for member in vars(LIBRARY).values() if callable(member)], _VERSION=VERSION, **members
    )
    vars(table)["_G"] = table
    return table
