"""What emitted code needs beside the libraries: ``lua.add(a, b)``, ``lua.index(t, k)``, ``lua.first(f())`` ...

One namespace, so that no Lua variable can meet the name of a helper.
"""

from __future__ import annotations

from builtins import abs as magnitude
from collections.abc import Iterable, Iterator
from itertools import islice
from math import sqrt as square_root
from types import FunctionType, TracebackType
from typing import Any

from luaflow_runtime.scheduling.thread import CloseRequest, ClosingExit
from luaflow_runtime.text.format import formatter
from luaflow_runtime.text.numbers import wrap_integer
from luaflow_runtime.text.searchers import finder, matcher
from luaflow_runtime.text.strings import sub as _sub_of_string
from luaflow_runtime.values import waiting
from luaflow_runtime.values.calls import Coroutine, adjust, call, drive, first, multi
from luaflow_runtime.values.classes import instance, record
from luaflow_runtime.values.errors import to_lua_error
from luaflow_runtime.values.names import ATTRIBUTES
from luaflow_runtime.values.ops import (
    add,
    band,
    bnot,
    bor,
    bxor,
    concat,
    div,
    eq,
    for_range,
    ge,
    gt,
    idiv,
    index,
    invoke,
    iter_ipairs,
    iter_pairs,
    le,
    length,
    lt,
    metamethod,
    mod,
    mul,
    ne,
    pow,
    setindex,
    shl,
    shr,
    sub,
    truth,
    unm,
)
from luaflow_runtime.values.ops import iterate as _iterate
from luaflow_runtime.values.table import EMPTY, MAX_INTEGER, MIN_INTEGER, Table, strip

__all__ = [
    "ATTRIBUTES",
    "Cell",
    "Coroutine",
    "add",
    "adjust",
    "append",
    "band",
    "bnot",
    "bor",
    "both",
    "bxor",
    "closing",
    "closing_async",
    "concat",
    "constructed",
    "count",
    "div",
    "either",
    "eq",
    "finder",
    "first",
    "for_range",
    "formatter",
    "ge",
    "get",
    "globals_table",
    "gt",
    "idiv",
    "index",
    "instance",
    "invoke",
    "items",
    "iter_ipairs",
    "iter_pairs",
    "iterate",
    "keyed",
    "le",
    "length",
    "lt",
    "magnitude",
    "matcher",
    "mod",
    "mul",
    "multi",
    "ne",
    "nothing",
    "nth",
    "pow",
    "put",
    "record",
    "setindex",
    "shl",
    "shr",
    "square_root",
    "sub",
    "substring",
    "truth",
    "undefined",
    "unm",
    "values",
    "waiting",
    "wrap",
]


class Cell:
    """A variable that each iteration of a loop has anew and that closures share and assign.

    Attributes:
        value: What it holds.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def values(*items: Any) -> Any:
    """Return values as a function does: one bare, any other number as a tuple."""
    return items[0] if len(items) == 1 else items


def either(a: Any, b: Any) -> Any:
    """Return ``a or b`` where evaluating ``b`` has no effect."""
    return b if a is None or a is False else a


def both(a: Any, b: Any) -> Any:
    """Return ``a and b`` where evaluating ``b`` has no effect."""
    return a if a is None or a is False else b


def wrap(n: Any) -> Any:
    """Return a number as Lua has it: an integer beyond 64 bits wrapped around, any other as it is."""
    return n if n.__class__ is not int or MIN_INTEGER <= n <= MAX_INTEGER else wrap_integer(n)


def substring(s: str, i: int, j: int = -1) -> str:
    """Return ``string.sub(s, i, j)`` of a string and integers."""
    if i > 0 and j >= 0 and s.isascii():
        return s[i - 1 : j]
    return _sub_of_string(s, i, j)


def get(t: Any, key: Any) -> Any:
    """Return ``t[key]`` of a table whose metatable has no ``__index``, for a string; either may be nil."""
    try:
        return t.__dict__.get(ATTRIBUTES[key])
    except (AttributeError, TypeError):
        return index(t, key)


def put(t: Any, key: Any, value: Any) -> None:
    """Do ``t[key] = value`` for a table whose metatable has no ``__newindex`` and a string; each may be nil."""
    try:
        if value is not None and not t.guard_:
            t.__dict__[ATTRIBUTES[key]] = value
            return
    except (AttributeError, TypeError):
        pass
    setindex(t, key, value)


def append(t: Any, value: Any) -> None:
    """Do ``t[#t + 1] = value``."""
    if isinstance(t, Table):
        arr = t.arr_
        if t.meta_ is None and value is not None:
            if arr.__class__ is list:
                arr.append(value)
                return
            if arr is EMPTY and t.hash_ is None and not t.is_frozen_:
                t.arr_ = [None, value]
                return
    setindex(t, length(t) + 1, value)


def items(t: Any) -> Iterable[tuple[int, Any]]:
    """Return ``(i, t[i])`` of all elements of a table without metatable; an ``ipairs`` loop ends itself at the first nil."""
    return islice(enumerate(t.arr_), 1, None) if isinstance(t, Table) else iter_ipairs(t)


def nothing(_: Any) -> tuple[()]:
    """Return no values, after a call that gives none."""
    return ()


def nth(items: tuple[Any, ...], n: int) -> Any:
    """Return one of the further arguments, nil behind the last. ``n`` counts from 0."""
    return items[n] if n < len(items) else None


def count(items: tuple[Any, ...]) -> int:
    """Return ``select("#", ...)``."""
    return len(items)


_NUMBERS: frozenset[Any] = frozenset({int, float})


def keyed(table: Any, *pairs: tuple[Any, Any], positional: int = 0) -> Any:
    """Return a new table with further keys: ``{[k] = v}``.

    Args:
        positional: How many positional values were written; Lua stores them last, so that they win over keys of their index.
    """
    for key, value in pairs:
        if not (positional and key.__class__ in _NUMBERS and 1 <= key <= positional and key == int(key)):
            table[key] = value
    return table


def constructed(table: Any, kinds: str, *items: Any) -> Any:
    """Return a new table with what a constructor lists, evaluated in the order it is written.

    Args:
        kinds: For each: ``k`` for a key and a value, ``v`` for a positional value; items behind them are positional, too.
    """
    at = 0
    pairs = []
    positional = []
    for kind in kinds:
        if kind == "k":
            pairs.append((items[at], items[at + 1]))
            at += 2
        else:
            positional.append(items[at])
            at += 1
    positional += items[at:]
    if positional:
        table.arr_ = [None, *positional]
        strip(table)
    return keyed(table, *pairs, positional=len(positional))


def iterate(
    names: int, f: Any = None, s: Any = None, c: Any = None, closing_value: Any = None, *_: Any
) -> Iterator[Any]:
    """Iterate as the generic ``for``.

    Args:
        names: Number of loop variables: each step gives one value bare, or a tuple of exactly so many.
        f: The iterator function; must not suspend.
        s: The state.
        c: The control variable's first value.
        closing_value: Closed when the loop ends.

    Source: Lua 5.4 manual, 3.3.5.
    """
    # An iterator function of the runtime may bring its results, and how many values each has, without calls.
    ready = None
    if f.__class__ is FunctionType:
        if f.__module__ == "luaflow_runtime.lib.coroutine" and names == 1 and closing_value is None:
            from luaflow_runtime.lib.coroutine import firsts_of_wrapped

            firsts = firsts_of_wrapped(f, s, c)
            if firsts is not None:
                return firsts
        ready = getattr(f, "results_", None)
    if ready is None:
        results = _iterate(f, s, c, names)
    else:
        width, results = ready
        if width != names:
            results = map(first, results) if names == 1 else (adjust(r, names) for r in results)
    return results if closing_value is None else _closed_behind(results, closing_value)


def _closed_behind(results: Iterator[Any], value: Any) -> Iterator[Any]:
    with closing(value, "(for state)"):
        yield from results


def globals_table() -> Any:
    """Return the table of the base library's names, as ``_G`` shows them; it cannot be written."""
    from luaflow_runtime.lib.base import globals_library

    return globals_library()


def undefined(_: str) -> None:
    """Return the value of a global that nothing defines."""
    return None


class closing:
    """The rest of a block behind ``local x <close>``.

    Source: Lua 5.4 manual, 3.3.8.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any, name: str) -> None:
        self.value = value
        if value is not None and value is not False and metamethod(value, "__close") is None:
            from luaflow_runtime.values.errors import runtime_error

            raise runtime_error(f"variable '{name}' got a non-closable value")

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        drive(self._close(error))

    def _close(self, error: BaseException | None) -> Any:
        # Eviction closes coroutines with GeneratorExit, which Lua code must not see.
        # CloseRequest is coroutine.close: the block is left without an error.
        if isinstance(error, (CloseRequest, ClosingExit)):
            error = None
        if self.value is None or self.value is False or (error is not None and not isinstance(error, Exception)):
            return None
        handler = metamethod(self.value, "__close")
        return call(handler, self.value, None if error is None else to_lua_error(error).value)


class closing_async(closing):
    """``closing`` whose metamethod may wait."""

    __slots__ = ()

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        result = self._close(error)
        if result.__class__ is Coroutine:
            await result
