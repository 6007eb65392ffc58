"""Lua's names of types."""

from __future__ import annotations

from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any


class NoValue:
    """The type of ``ABSENT``."""

    __slots__ = ()
    lua_type_ = "no value"


ABSENT: Any = NoValue()
"""Default of a shim's parameter that distinguishes an absent argument from nil."""

_BASIC: dict[type, str] = {
    type(None): "nil",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    FunctionType: "function",
    BuiltinFunctionType: "function",
    MethodType: "function",
}


def type_name(value: Any) -> str:
    """Return what Lua's ``type`` answers; ``no value`` for ``ABSENT``."""
    cls = value.__class__
    name = _BASIC.get(cls)
    if name is None:
        name = getattr(cls, "lua_type_", None)
        if name is None:
            name = "function" if callable(value) else "userdata"
    return name
