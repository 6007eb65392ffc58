"""The text of any Lua value."""

from __future__ import annotations

from typing import Any

from luaflow_runtime.text.numbers import number_to_str
from luaflow_runtime.values.run_state import run_state
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import type_name
from luaflow_runtime.values.userdata import Userdata


def identity(value: Any) -> str:
    """Return ``table: 0x...`` and the like.

    The number counts the values that this run has asked about: an address would differ when a workflow replays.
    """
    kind = type_name(value)
    if isinstance(value, Table):
        meta = value.meta_
        if meta is not None and (name := meta.__dict__.get("__name")).__class__ is str:
            kind = name
        if value.is_frozen_:
            number = run_state().number_of(value)  # it may belong to every run
        else:
            number = getattr(value, "number_", 0)
            if not number:
                state = run_state()
                if state.read_only:
                    number = state.number_of(value)
                else:
                    number = value.number_ = state.next_number()
    else:
        number = run_state().number_of(value)
    return f"{kind}: 0x{number:012x}"


def tostring(value: Any) -> str:
    """Return what Lua's ``tostring`` answers, metamethods included.

    Raises:
        LuaError: ``__tostring`` returned something else than a string.
    """
    kind = value.__class__
    if kind is str:
        return str(value)
    if kind is int or kind is float:
        return number_to_str(value)
    if value is None:
        return "nil"
    if kind is bool:
        return "true" if value else "false"
    handler = None
    if isinstance(value, Table):
        meta = value.meta_
        handler = None if meta is None else meta.__dict__.get("__tostring")
    elif isinstance(value, Userdata):
        handler = value.metamethods_.get("__tostring")
        if handler is None and type(value).__str__ is not object.__str__:
            return str(value)
    if handler is not None:
        from luaflow_runtime.values.calls import first_of_call
        from luaflow_runtime.values.errors import runtime_error

        text = first_of_call(handler, value)
        if text.__class__ is int or text.__class__ is float:
            return tostring(text)
        if text.__class__ is not str:
            raise runtime_error("'__tostring' must return a string")
        return str(text)
    return identity(value)
