"""Results of calls, and calls from places that cannot wait.

A Lua function returns one value bare and any other number of values as a tuple.
"""

from __future__ import annotations

from types import BuiltinFunctionType, CoroutineType, FunctionType, MethodType
from typing import Any

from luaflow_runtime.values.table import Table
from luaflow_runtime.values.userdata import Userdata

Coroutine = CoroutineType
"""What a call of unknown colour returns when the function may suspend."""

_FUNCTIONS: frozenset[Any] = frozenset({FunctionType, BuiltinFunctionType, MethodType})
_CALL_DEPTH = 200

MAX_RESULTS = 1_000_000
"""Values that a call may return, as in Lua (``LUAI_MAXSTACK``)."""


def first(r: Any) -> Any:
    """Return the first value of a result."""
    if r.__class__ is tuple:
        return r[0] if r else None
    return r


def multi(r: Any) -> tuple[Any, ...]:
    """Return all values of a result."""
    return r if r.__class__ is tuple else (r,)


def adjust(r: Any, n: int) -> tuple[Any, ...]:
    """Return exactly ``n`` values of a result: surplus ones dropped, missing ones nil."""
    if r.__class__ is not tuple:
        return (r, *(None,) * (n - 1)) if n else ()
    have = len(r)
    return r if have == n else r[:n] if have > n else r + (None,) * (n - have)


def drive(r: Any) -> Any:
    """Return the result of a call made where Lua cannot yield.

    Args:
        r: A result, or the coroutine that a function coloured ``async`` returned.

    Raises:
        LuaError: The function really suspends.
    """
    if r.__class__ is not CoroutineType:
        return r
    try:
        r.send(None)
    except StopIteration as stop:
        return stop.value
    r.close()
    from luaflow_runtime.values.errors import LuaError

    raise LuaError("attempt to yield across a C-call boundary")


def call_handler(value: Any) -> Any:
    """Return the ``__call`` metamethod of a value, or None."""
    if isinstance(value, Table):
        meta = value.meta_
        return None if meta is None else meta.__dict__.get("__call")
    if isinstance(value, Userdata):
        return value.metamethods_.get("__call")
    return None


def call(f: Any, *args: Any) -> Any:
    """Call any Lua value; the result may be a coroutine, as that of a direct call.

    Raises:
        LuaError: ``f`` cannot be called.
    """
    if f.__class__ is FunctionType:
        return f(*args)
    if f.__class__ is MethodType and args and args[0] is f.__self__:
        # `pcall(channel.send, channel, v)`: reading the method in Python bound it already.
        return f(*args[1:])
    return call_table(f, args)


def call_table(f: Any, args: tuple[Any, ...]) -> Any:
    """Call a value that is no plain function: by its ``__call`` if it is no function at all."""
    for _ in range(_CALL_DEPTH):
        handler = call_handler(f)
        if handler is None:
            if not isinstance(f, (Table, Userdata)) and f is not None and callable(f):
                return f(*args)  # a callable of Python: a partial, a class of the runtime
            break
        args = (f, *args)
        if handler.__class__ in _FUNCTIONS:
            return handler(*args)
        f = handler
    from luaflow_runtime.values.errors import call_error

    raise call_error(f)


def first_of_call(f: Any, *args: Any) -> Any:
    """Call ``f`` where Lua cannot yield and return its first result."""
    return first(drive(call(f, *args)))
