"""The sorting algorithm of ``table.sort``.

With a comparator it is Lua's own quicksort, step by step: which of two equal elements comes first, what the comparator is asked,
and which comparators are found inconsistent, is then as in Lua.

Source: ``ltablib.c`` (``auxsort``, ``partition``, ``choosePivot``).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from operator import ne
from types import FunctionType
from typing import Any

from luaflow_runtime.text.strings import to_bytes
from luaflow_runtime.values.calls import call, drive, first
from luaflow_runtime.values.errors import runtime_error
from luaflow_runtime.values.ops import index, lt, setindex
from luaflow_runtime.values.table import Table

Less = Callable[[Any, Any], Any]

RANDOMIZED_FROM = 100
"""Intervals of this size use another pivot once the partitions were unbalanced (``RANLIMIT``)."""

_PIVOT_SHIFT = 0x9E3779B9
"""What stands for the clock that Lua takes the pivot from: a workflow must do the same at each replay."""

_NUMBERS = {int, float}


def sort_simple(t: Table, comparator: Any) -> None:
    """Sort the array part of a table without metatable.

    Raises:
        LuaError: Elements that cannot be compared, or an inconsistent comparator.
    """
    arr = t.arr_
    if comparator is None and _sort_natively(arr):
        return
    # A copy: the comparator may do to the table what it likes.
    values = arr[:]
    try:
        _sort(values, 1, len(values) - 1, lt if comparator is None else _less(comparator), 0)
    finally:
        if t.arr_ is arr and len(arr) == len(values) and not t.is_frozen_:
            arr[1:] = values[1:]
        else:
            for at in range(1, len(values)):
                setindex(t, at, values[at])


def _sort_natively(values: list[Any]) -> bool:
    """Sort ``values[1:]`` by Python where the outcome is Lua's; returns whether it did."""
    elements = values[1:]
    kinds = set(map(type, elements))
    if kinds == {str}:
        if all(map(str.isascii, elements)):
            elements.sort()
        else:
            elements.sort(key=to_bytes)
    elif kinds <= _NUMBERS:
        if float in kinds:
            if any(map(ne, elements, elements)):
                return False
            elements.sort()
            if (len(kinds) == 2 or 0.0 in elements) and any(
                a == b and (a.__class__ is not b.__class__ or not a) for a, b in pairwise(elements)
            ):
                # Which of 1 and 1.0, or of 0.0 and -0.0, comes first is the algorithm's.
                return False
        else:
            elements.sort()
    else:
        return False
    values[1:] = elements
    return True


class _Elements:
    """The elements of a table that has a metatable, read and written through it."""

    __slots__ = ("table",)

    def __init__(self, table: Any) -> None:
        self.table = table

    def __getitem__(self, at: int) -> Any:
        return index(self.table, at)

    def __setitem__(self, at: int, value: Any) -> None:
        setindex(self.table, at, value)


def sort_table(t: Any, size: int, comparator: Any) -> None:
    """Sort a table that has a metatable, through its metamethods."""
    _sort(_Elements(t), 1, size, lt if comparator is None else _less(comparator), 0)


def _less(comparator: Any) -> Less:
    """Return a comparator as a function whose result is true or false of Python, or some value of Lua."""
    if comparator.__class__ is FunctionType:
        function: Less = comparator
        return function
    return partial(call, comparator)


def _truth(result: Any) -> bool:
    """Return the truth of what a comparator gave, other than true and false."""
    value = first(drive(result))
    return value is not None and value is not False


def _invalid() -> Exception:
    return runtime_error("invalid order function for sorting")


def _sort(a: Any, lo: int, up: int, less: Less, shift: int) -> None:
    # Elements are read and written in Lua's order, which a metatable shows.
    while lo < up:
        first_, last = a[lo], a[up]
        r = less(last, first_)
        if r is True or (r is not False and _truth(r)):
            a[lo] = last
            a[up] = first_
        if up - lo == 1:
            return
        if up - lo < RANDOMIZED_FROM or shift == 0:
            p = (lo + up) // 2
        else:
            quarter = (up - lo) // 4
            p = shift % (quarter * 2) + lo + quarter
        pivot, other = a[p], a[lo]
        r = less(pivot, other)
        if r is True or (r is not False and _truth(r)):
            a[p] = other
            a[lo] = pivot
        else:
            other = a[up]
            r = less(other, pivot)
            if r is True or (r is not False and _truth(r)):
                a[p] = other
                a[up] = pivot
        if up - lo == 2:
            return
        pivot, other = a[p], a[up - 1]
        a[p] = other
        a[up - 1] = pivot
        p = _partition(a, lo, up, pivot, less)
        if p - lo < up - p:
            _sort(a, lo, p - 1, less, shift)
            n = p - lo
            lo = p + 1
        else:
            _sort(a, p + 1, up, less, shift)
            n = up - p
            up = p - 1
        if (up - lo) // 128 > n:
            shift = _PIVOT_SHIFT


def _partition(a: Any, lo: int, up: int, pivot: Any, less: Less) -> int:
    i = lo
    j = up - 1
    while True:
        i += 1
        low = a[i]
        while (r := less(low, pivot)) is True or (r is not False and _truth(r)):
            if i == up - 1:
                raise _invalid()
            i += 1
            low = a[i]
        j -= 1
        high = a[j]
        while (r := less(pivot, high)) is True or (r is not False and _truth(r)):
            if j < i:
                raise _invalid()
            j -= 1
            high = a[j]
        if j < i:
            a[up - 1] = low
            a[i] = pivot
            return i
        a[i] = high
        a[j] = low
