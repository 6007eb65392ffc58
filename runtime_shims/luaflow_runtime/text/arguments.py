"""Arguments of library functions, converted as Lua's auxiliary library does.

Numbers are taken for strings, numerals for numbers, integral floats for integers; error objects are taken for their message
where a string is wanted.

Source: ``lauxlib.c`` (``luaL_checklstring``, ``luaL_checkinteger``, ``luaL_checknumber``).
"""

from __future__ import annotations

from typing import Any

from luaflow_runtime.text.numbers import float_to_integer, number_to_str, str_to_number
from luaflow_runtime.values.errors import argument_error, type_argument_error


def as_string(value: Any) -> str | None:
    """Return the string that ``value`` stands for, or ``None`` when it is neither string, number nor error object."""
    if isinstance(value, str):
        return value
    kind = value.__class__
    if kind is int or kind is float:
        return number_to_str(value)
    # Read from the class: a table's fields are attributes of the instance.
    if getattr(kind, "lua_text_", None) is not None:
        text: str = value.lua_text_
        return text
    return None


def check_string(value: Any, n: int, function_name: str) -> str:
    """Return argument ``n`` as a string; raises Lua's error for other values."""
    if isinstance(value, str):
        return value
    text = as_string(value)
    if text is None:
        raise type_argument_error(n, function_name, "string", value)
    return text


def check_number(value: Any, n: int, function_name: str) -> int | float:
    """Return argument ``n`` as a number; raises Lua's error for other values."""
    if isinstance(value, int | float) and value.__class__ is not bool:
        return value
    number = str_to_number(value) if isinstance(value, str) else None
    if number is None:
        raise type_argument_error(n, function_name, "number", value)
    return number


def check_integer(value: Any, n: int, function_name: str) -> int:
    """Return argument ``n`` as an integer; raises Lua's error for other values and for numbers that are none."""
    if isinstance(value, int) and value.__class__ is not bool:
        return value
    number = check_number(value, n, function_name)
    if isinstance(number, int):
        return number
    integer = float_to_integer(number)
    if integer is None:
        raise argument_error(n, function_name, "number has no integer representation")
    return integer


def optional_integer(value: Any, default: int, n: int, function_name: str) -> int:
    """Return argument ``n`` as an integer, ``default`` for nil."""
    if value is None:
        return default
    return value if value.__class__ is int else check_integer(value, n, function_name)
