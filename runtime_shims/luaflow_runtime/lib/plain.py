"""Plain values of option tables and context values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luaflow_runtime.values.table import Table, iterate_raw


class OptionError(ValueError):
    """An option with an unusable value; the message names the option."""


DROPPED = object()
"""What ``plain`` gives for a value that is no data."""


def plain(value: Any) -> Any:
    """Return a Lua value as plain data: lists for tables with keys 1..n, dicts for others.

    Functions, threads and userdata inside a table are left out, as are keys that are no strings; such a value by itself
    gives ``DROPPED``.
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if not isinstance(value, Table):
        return DROPPED
    items = list(iterate_raw(value))
    if items and all(key == at for at, (key, _) in enumerate(items, 1)):
        return [item for _, entry in items if (item := plain(entry)) is not DROPPED]
    return plain_fields(value)


def plain_fields(table: Table) -> dict[str, Any]:
    """Return the string keys of a table with plain values."""
    return {
        key: item for key, entry in iterate_raw(table) if isinstance(key, str) and (item := plain(entry)) is not DROPPED
    }


def merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return both, ``more`` winning; ``base`` itself when there is nothing to add."""
    return {**base, **more} if more else base
