"""Lua's ``table`` library, with ``maxn``, ``getn`` of Lua 5.1 and ``create``, ``freeze``, ``isfrozen``.

A table without metatable is worked on in its array part; others go through their metamethods, as in Lua.

Source: Lua 5.4 manual, 6.6; ``ltablib.c``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.table_sort import sort_simple, sort_table
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string
from luaflow_runtime.text.numbers import float_to_integer, number_to_str, str_to_number, wrap_integer
from luaflow_runtime.text.strings import canonical, join
from luaflow_runtime.values import table as raw
from luaflow_runtime.values.calls import MAX_RESULTS
from luaflow_runtime.values.errors import argument_error, runtime_error, type_argument_error
from luaflow_runtime.values.metatables import freeze as freeze_table
from luaflow_runtime.values.ops import index, metamethod, setindex
from luaflow_runtime.values.ops import length as operator_length
from luaflow_runtime.values.table import MAX_INTEGER, Table
from luaflow_runtime.values.types import ABSENT, type_name

_TEXTS = frozenset((str, int))
"""Types whose text for Lua is Python's."""


def _new_table() -> Table:
    running = CURRENT.get(None)
    return Table() if running is None else running.table()


def _check_table(t: Any, name: str, *events: str) -> None:
    """Refuse what is neither a table nor has all the metamethods that the function uses, if it uses any."""
    if isinstance(t, Table):
        return
    if not events or any(metamethod(t, event) is None for event in events):
        raise type_argument_error(1, name, "table", t)


def _size(t: Any) -> int:
    size: Any = operator_length(None if t is ABSENT else t)
    if size.__class__ is not int:
        # As `luaL_len`, which takes what is an integer in another form.
        number: Any = str_to_number(size) if size.__class__ is str else size
        size = float_to_integer(number) if number.__class__ is float else number
        if size.__class__ is not int:
            raise runtime_error("object length is not an integer")
    length: int = size
    return length


def _is_simple(t: Any) -> bool:
    return isinstance(t, Table) and t.meta_ is None and not t.is_frozen_


@shim("table.insert", results=0)
def insert(t: Any = ABSENT, value: Any = ABSENT, *more: Any) -> Any:
    """Put a value at the end of a list, or at a position, moving up what follows.

    Args:
        t: The list.
        value: The value, or its position when another argument follows.
        more: The value.
    """
    if not more:
        try:
            arr = t.arr_
            if arr.__class__ is list and t.meta_ is None and value is not None and value is not ABSENT:
                arr.append(value)
                return ()
        except AttributeError:
            pass  # no table
    _check_table(t, "insert", "__index", "__newindex", "__len")
    end = wrap_integer(_size(t) + 1)
    if not more and value is not ABSENT:
        setindex(t, end, value)
        return ()
    if len(more) != 1:
        raise runtime_error("wrong number of arguments to 'insert'")
    position = check_integer(value, 2, "insert")
    value = more[0]
    if not 1 <= position <= end:
        raise argument_error(2, "insert", "position out of bounds")
    if position < end and _is_simple(t):
        t.arr_.insert(position, value)
        if t.hash_:
            raw.migrate(t)
        return ()
    for i in range(end, position, -1):
        setindex(t, i, index(t, i - 1))
    setindex(t, position, value)
    return ()


@shim("table.remove")
def remove(t: Any = ABSENT, position: Any = None, *_: Any) -> Any:
    """Take the value at a position, by default the last, out of a list, moving down what follows."""
    if position is None:
        try:
            arr = t.arr_
            if arr.__class__ is list and len(arr) > 2 and t.meta_ is None:
                value = arr.pop()
                if arr[-1] is None:
                    raw.strip(t)
                return value
        except AttributeError:
            pass  # no table
    _check_table(t, "remove", "__index", "__newindex", "__len")
    simple = _is_simple(t)
    size = _size(t)
    at = size
    if position is not None:
        at = position if position.__class__ is int else check_integer(position, 2, "remove")
        if at != size and not 1 <= at <= size + 1:
            raise argument_error(1, "remove", "position out of bounds")
    if 1 <= at <= size and simple:
        value = t.arr_.pop(at)
        raw.strip(t)
        return value
    value = index(t, at)
    while at < size:
        setindex(t, at, index(t, at + 1))
        at += 1
    setindex(t, at, None)
    return value


@shim("table.concat", types="string")
def concat(t: Any = ABSENT, separator: Any = None, i: Any = None, j: Any = None, *_: Any) -> str:
    """Return the strings and numbers ``t[i]`` to ``t[j]``, with ``separator`` between them."""
    simple = _is_simple(t)
    if not simple:
        _check_table(t, "concat", "__index", "__len")
    between = (
        "" if separator is None else separator if separator.__class__ is str else check_string(separator, 2, "concat")
    )
    start = 1 if i is None else check_integer(i, 3, "concat")
    stop = (raw.length(t) if simple else _size(t)) if j is None else check_integer(j, 4, "concat")
    if simple and start >= 1 and 0 <= stop < len(t.arr_):
        values = t.arr_[start : stop + 1]
        try:
            joined: str = between.join(values)
        except TypeError:
            if set(map(type, values)) <= _TEXTS:
                return join(map(str, values), between)
        else:
            return joined if joined.isascii() else canonical(joined)
    else:
        values = []
        for at in range(start, stop + 1):
            values.append(index(t, at))
            if values[-1] is None:
                break  # an error; the range may be long
    parts = []
    for value in values:
        kind = value.__class__
        if kind is str:
            parts.append(value)
        elif kind is int or kind is float:
            parts.append(number_to_str(value))
        else:
            at = start + len(parts)
            raise runtime_error(f"invalid value ({type_name(value)}) at index {at} in table for 'concat'")
    return join(parts, between)


@shim("table.unpack", results=None)
def unpack(t: Any = ABSENT, i: Any = None, j: Any = None, *_: Any) -> Any:
    """Return ``t[i], ..., t[j]``; by default from 1 to ``#t``."""
    start = 1 if i is None else i if i.__class__ is int else check_integer(i, 2, "unpack")
    stop = _size(t) if j is None else j if j.__class__ is int else check_integer(j, 3, "unpack")
    if stop - start >= MAX_RESULTS:
        raise runtime_error("too many results to unpack")
    if start >= 1 and _is_simple(t) and 0 <= stop < len(t.arr_):
        found = tuple(t.arr_[start : stop + 1])
        return found[0] if len(found) == 1 else found
    if start == stop:
        return index(t, start)
    return tuple([index(t, at) for at in range(start, stop + 1)])


@shim("table.pack", types="table")
def pack(*values: Any) -> Table:
    """Return a table of all arguments, with their number as ``n``."""
    t = _new_table()
    if values:
        t.arr_ = [None, *values]
        raw.strip(t)
    t.n = len(values)
    return t


@shim("table.move", types="table")
def move(
    source: Any = ABSENT, first: Any = ABSENT, last: Any = ABSENT, to: Any = ABSENT, target: Any = None, *_: Any
) -> Any:
    """Copy ``source[first]`` to ``source[last]`` to the positions from ``to`` on, of ``target`` if given; return that."""
    start = check_integer(first, 2, "move")
    stop = check_integer(last, 3, "move")
    destination = check_integer(to, 4, "move")
    _check_table(source, "move", "__index")
    if target is None:
        _check_table(source, "move", "__newindex")
        target = source
    elif not isinstance(target, Table) and metamethod(target, "__newindex") is None:
        raise type_argument_error(5, "move", "table", target)
    if stop < start:
        return target
    if not (start > 0 or stop < MAX_INTEGER + start):
        raise argument_error(3, "move", "too many elements to move")
    if destination > MAX_INTEGER - (stop - start + 1) + 1:
        raise argument_error(4, "move", "destination wrap around")
    offset = destination - start
    if destination > stop or destination <= start or target is not source:
        positions = range(start, stop + 1)
    else:
        positions = range(stop, start - 1, -1)  # from above: the ranges overlap
    for at in positions:
        setindex(target, at + offset, index(source, at))
    return target


@shim("table.sort", results=0)
def sort(t: Any = ABSENT, comparator: Any = None, *_: Any) -> Any:
    """Sort a list in place by ``<`` or by ``comparator(a, b)``."""
    simple = _is_simple(t)
    if not simple:
        _check_table(t, "sort", "__index", "__newindex", "__len")
    size = raw.length(t) if simple else _size(t)
    if size < 2:
        return ()
    if size >= 0x7FFFFFFF:
        raise argument_error(1, "sort", "array too big")
    if comparator is not None and type_name(comparator) != "function":
        raise type_argument_error(2, "sort", "function", comparator)
    if simple:
        sort_simple(t, comparator)
    else:
        if isinstance(t, Table) and t.is_frozen_:
            raise raw.frozen_error(t)
        sort_table(t, size, comparator)
    return ()


@shim("table.maxn", types="number")
def maxn(t: Any = ABSENT, *_: Any) -> Any:
    """Return the largest positive number among the keys, 0 without one."""
    _check_table(t, "maxn")
    found: Any = 0
    for key, _value in raw.iterate_raw(t):
        if (key.__class__ is int or key.__class__ is float) and key > found:
            found = key
    return found


@shim("table.getn", types="integer")
def getn(t: Any = ABSENT, *_: Any) -> int:
    """Return ``#t`` of the table itself."""
    _check_table(t, "getn")
    return raw.length(t)


@shim("table.create", types="table")
def create(array: Any = 0, records: Any = 0, *_: Any) -> Table:
    """Return a new table; the sizes are hints that Python has no use for."""
    for n, size in enumerate((array, records), 1):
        if size is not None and check_integer(size, n, "create") < 0:
            raise argument_error(n, "create", "out of range")
    return _new_table()


@shim("table.freeze", types="table")
def freeze(t: Any = ABSENT, *_: Any) -> Any:
    """Make a table refuse writes, not the tables in it; return it."""
    _check_table(t, "freeze")
    return freeze_table(t)


@shim("table.isfrozen", types="boolean")
def isfrozen(t: Any = ABSENT, *_: Any) -> bool:
    """Return whether a table refuses writes."""
    _check_table(t, "isfrozen")
    return bool(t.is_frozen_)


_FUNCTIONS: tuple[Callable[..., Any], ...] = (
    concat,
    create,
    freeze,
    getn,
    insert,
    isfrozen,
    maxn,
    move,
    pack,
    remove,
    sort,
    unpack,
)

LIBRARY = library("table", *_FUNCTIONS)
