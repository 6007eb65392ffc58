"""The main function of an entry: how it is found, called, and what its result means.

Source: reference/entries.md 1.2.1, reference/errors.md 6.5.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import CoroutineType, FunctionType
from typing import Any

from luaflow_runtime.entry import Entry
from luaflow_runtime.lib.errors import INTERNAL, NOT_FOUND, Error
from luaflow_runtime.values.calls import first, multi
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table, rawget
from luaflow_runtime.values.types import type_name

_VARIADIC = 0x04


async def run_main(entry: Entry, args: Sequence[Any]) -> Any:
    """Run an entry's chunk, then its main function with ``args``; returns the Lua result.

    Raises:
        LuaError: What Lua raised, or an error object of kind NotFound where the chunk gives no main function.
    """
    returned = entry.chunk(*args) if not entry.method else entry.chunk()
    if returned.__class__ is CoroutineType:
        returned = await returned
    value = first(returned)
    if isinstance(value, Table) and entry.method:
        function = rawget(value, entry.method)
        if type_name(function) != "function":
            raise LuaError(Error(f'method "{entry.method}" not found in module', NOT_FOUND, False))
    elif type_name(value) == "function":
        function = value
    elif not entry.method:
        return returned
    else:
        raise LuaError(
            Error(
                f'no method found: {entry.id} returns a {type_name(value)} value, not a function or a table with "{entry.method}"',
                NOT_FOUND,
                False,
            )
        )
    result = call_lua(function, args)
    return await result if result.__class__ is CoroutineType else result


def call_lua(function: Any, args: Sequence[Any]) -> Any:
    """Call a Lua function from outside Lua: it takes as many arguments as it has parameters and drops the rest."""
    if function.__class__ is FunctionType:
        code = function.__code__
        if not code.co_flags & _VARIADIC and len(args) > code.co_argcount:
            args = args[: code.co_argcount]
    return function(*args)


def main_result(result: Any) -> tuple[Any, Error | None]:
    """Return what the result of a main function means: ``(value, None)``, or ``(None, error)`` for a failure."""
    if result.__class__ is not tuple:
        return result, None
    value, failure, *_ = (*multi(result), None, None)
    if isinstance(failure, Error):
        return None, failure
    if isinstance(failure, str):
        return None, Error(failure, INTERNAL, False)
    return value, None
