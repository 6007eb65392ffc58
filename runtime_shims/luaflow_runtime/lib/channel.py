"""Lua's global ``channel``.

Source: reference/concurrency.md 3.1 to 3.3.
"""

from __future__ import annotations

import math
from collections.abc import Coroutine
from typing import Any

from luaflow_runtime import host
from luaflow_runtime.lib.library import library
from luaflow_runtime.scheduling import channel as channels
from luaflow_runtime.scheduling.channel import Case, Channel
from luaflow_runtime.shim import shim
from luaflow_runtime.values.errors import argument_error, type_argument_error
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.types import ABSENT


@shim("channel.new", types="userdata.Channel")
def new(capacity: Any = None, *_: Any) -> Channel:
    """Return a channel with a buffer for ``capacity`` values, cut to a whole number; none when negative or absent."""
    if capacity is None:
        capacity = 0
    elif capacity.__class__ is float:
        if not math.isfinite(capacity):
            raise argument_error(1, "new", "number has no integer representation")
        capacity = int(capacity)
    elif capacity.__class__ is not int:
        raise type_argument_error(1, "new", "number", capacity)
    return Channel(host.current().scheduler, max(capacity, 0))


@shim("channel.select", results=None, types="table?, error?", colour="async")
def select(cases: Any = ABSENT, default: Any = None, *_: Any) -> Coroutine[Any, Any, Any]:
    """Perform the first case that is ready, in array order, cases under other keys behind.

    Args:
        cases: Table of cases; other values and holes are skipped. ``default = true`` in it, or as second argument: do
            not wait.
        default: Boolean or nil.

    Returns:
        ``{channel, value, ok}`` or ``{default, ok}``; ``nil`` and an error object when the channel of a send case was
        closed while this call waited.
    """
    if not isinstance(cases, Table):
        raise type_argument_error(1, "select", "table", cases)
    if default is not None and default.__class__ is not bool:
        raise type_argument_error(2, "select", "boolean", default)
    items = cases.arr_
    if items[0] is None and cases.hash_ is None and not cases.__dict__:  # a list, as nearly all are
        found = [case for case in items if case.__class__ is Case]
    else:
        found = []
        for key, value in iterate_raw(cases):
            if value.__class__ is Case:
                found.append(value)
            elif value is True and key == "default":
                default = True
    return channels.select(host.current().scheduler, found, default is True)


LIBRARY = library("channel", new=new, select=select)
