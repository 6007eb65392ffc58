"""The sorting algorithm of ``table.sort``.

With a comparator it is Lua's own quicksort, step by step: which of two equal elements comes first, and which comparators are
found inconsistent, is then as in Lua.

Source: ``ltablib.c`` (``auxsort``, ``partition``, ``choosePivot``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luaflow_runtime.values.calls import drive, first
from luaflow_runtime.values.errors import runtime_error
from luaflow_runtime.values.ops import index, lt, setindex
from luaflow_runtime.values.table import Table

Less = Callable[[Any, Any], Any]

RANDOMIZED_FROM = 100
"""Intervals of this size use another pivot once the partitions were unbalanced (``RANLIMIT``)."""

_PIVOT_SHIFT = 0x9E3779B9
"""What stands for the clock that Lua takes the pivot from: a workflow must do the same at each replay."""


def sort_list(arr: list[Any], comparator: Any) -> None:
    """Sort ``arr[1:]`` in place.

    Raises:
        LuaError: Elements that cannot be compared, or an inconsistent comparator.
    """
    if comparator is None:
        kinds = {value.__class__ for value in arr[1:]}
        if (kinds == {str} and all(map(str.isascii, arr[1:]))) or (
            kinds and kinds <= {int, float} and not any(value != value for value in arr[1:])
        ):
            # Equal numbers and strings look the same, except 1 and 1.0.
            arr[1:] = sorted(arr[1:])
            return
        _sort(arr, 1, len(arr) - 1, lt, 0)
    else:
        _sort(arr, 1, len(arr) - 1, _less(comparator), 0)


def sort_table(t: Any, size: int, comparator: Any) -> None:
    """Sort a table that has a metatable, through its metamethods."""
    arr = [None, *[index(t, at) for at in range(1, size + 1)]]
    try:
        _sort(arr, 1, size, lt if comparator is None else _less(comparator), 0)
    finally:
        for at in range(1, size + 1):
            if isinstance(t, Table) and t.is_frozen_:
                break
            setindex(t, at, arr[at])
    if isinstance(t, Table) and t.is_frozen_:
        setindex(t, 1, arr[1])


def _less(comparator: Any) -> Less:
    def less(a: Any, b: Any) -> bool:
        r = comparator(a, b)
        if r.__class__ is not bool:
            r = first(drive(r))
            return r is not None and r is not False
        return bool(r)

    return less


def _invalid() -> Exception:
    return runtime_error("invalid order function for sorting")


def _sort(a: list[Any], lo: int, up: int, less: Less, shift: int) -> None:
    while lo < up:
        if less(a[up], a[lo]):
            a[lo], a[up] = a[up], a[lo]
        if up - lo == 1:
            return
        if up - lo < RANDOMIZED_FROM or shift == 0:
            p = (lo + up) // 2
        else:
            quarter = (up - lo) // 4
            p = shift % (quarter * 2) + lo + quarter
        if less(a[p], a[lo]):
            a[p], a[lo] = a[lo], a[p]
        elif less(a[up], a[p]):
            a[p], a[up] = a[up], a[p]
        if up - lo == 2:
            return
        pivot = a[p]
        a[p], a[up - 1] = a[up - 1], pivot
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


def _partition(a: list[Any], lo: int, up: int, pivot: Any, less: Less) -> int:
    i = lo
    j = up - 1
    while True:
        i += 1
        while less(a[i], pivot):
            if i == up - 1:
                raise _invalid()
            i += 1
        j -= 1
        while less(pivot, a[j]):
            if j < i:
                raise _invalid()
            j -= 1
        if j < i:
            a[up - 1], a[i] = a[i], a[up - 1]
            return i
        a[i], a[j] = a[j], a[i]
