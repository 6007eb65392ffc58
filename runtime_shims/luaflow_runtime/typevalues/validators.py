"""Validators: ``@min @max @min_len @max_len @pattern``.

Each looks at the values that it can judge and accepts all others: ``@min`` at numbers, ``@min_len`` at strings (bytes) and at
tables (``#t`` without metamethods), ``@pattern`` at strings.

A pattern is a regular expression in the syntax that RE2 and Python share. It is found anywhere in the string unless it says ``^`` or
``$``; classes such as ``\\d`` and ``\\w`` are ASCII.

Source: reference/lua.md 10.7.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from luaflow_runtime.text.numbers import number_to_str
from luaflow_runtime.text.strings import byte_length
from luaflow_runtime.values.errors import runtime_error
from luaflow_runtime.values.table import Table, length

_END = re.compile(r"\\z|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)


class Validator:
    """One annotation with its arguments.

    Attributes:
        name: ``min``, ``max``, ``min_len``, ``max_len`` or ``pattern``.
        limit: A number, the text of a regular expression for ``pattern``.
    """

    __slots__ = ("limit", "name")

    def __init__(self, name: str, limit: Any) -> None:
        self.name = name
        self.limit = limit

    def complaint(self, value: Any) -> str | None:
        """Return what is wrong with a value, ``None`` if nothing is.

        Raises:
            LuaError: The pattern is no regular expression.
        """
        limit = self.limit
        if self.name == "pattern":
            if value.__class__ is not str or _compiled(limit).search(value) is not None:
                return None
            return f'value does not match pattern "{limit}"'
        if self.name in ("min", "max"):
            if value.__class__ is not int and value.__class__ is not float:
                return None
            measured, what, bound = value, "value", ""
        else:
            if value.__class__ is str:
                measured = byte_length(value)
            elif isinstance(value, Table):
                measured = length(value)
            else:
                return None
            what, bound = "length", "length "
        if self.name.startswith("min"):
            if measured >= limit:
                return None
            return f"{what} {number_to_str(measured)} is less than the minimum {bound}{number_to_str(limit)}"
        if measured <= limit:
            return None
        return f"{what} {number_to_str(measured)} is greater than the maximum {bound}{number_to_str(limit)}"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # `$` and `\z` are the very end; Python's `$` also stands before a last newline.
    text = _END.sub(lambda found: r"\Z" if found.group() in ("$", r"\z") else found.group(), pattern)
    try:
        return re.compile(text, re.ASCII)
    except re.error as error:
        raise runtime_error(f'@pattern: {error} in "{pattern}"') from None
