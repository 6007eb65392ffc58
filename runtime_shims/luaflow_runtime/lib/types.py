"""What emitted code makes types with.

Lua code cannot name this module: it names types, and the compiler finds out which (``luaflow.analyse.typenames``).

Source: reference/lua.md 10.7.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from luaflow_runtime.typevalues.model import (
    INTEGER,
    UNKNOWN,
    Array,
    Basic,
    Conditional,
    Declared,
    External,
    Field,
    Function,
    Indexed,
    Instance,
    Interface,
    Intersection,
    Keyof,
    Literal,
    Map,
    Optional,
    Parameter,
    Record,
    Type,
    Union,
    Validated,
)
from luaflow_runtime.typevalues.validators import Validator
from luaflow_runtime.values.calls import call_handler
from luaflow_runtime.values.ops import index
from luaflow_runtime.values.table import Table

__all__ = [
    "ANY",
    "BOOLEAN",
    "FUNCTION",
    "INTEGER",
    "NEVER",
    "NIL",
    "NUMBER",
    "STRING",
    "TABLE",
    "THREAD",
    "UNKNOWN",
    "USERDATA",
    "Type",
    "array",
    "callee",
    "conditional",
    "declare",
    "external",
    "field",
    "function",
    "indexed",
    "instance",
    "interface",
    "intersection",
    "keyof",
    "literal",
    "map",
    "optional",
    "parameter",
    "params",
    "receiver",
    "record",
    "results",
    "union",
    "validated",
]

NIL = Basic("nil")
BOOLEAN = Basic("boolean")
NUMBER = Basic("number")
STRING = Basic("string")
ANY = Basic("any")
NEVER = Basic("never")
TABLE = Basic("table")
FUNCTION = Basic("function")
THREAD = Basic("thread")
USERDATA = Basic("userdata")

declare: Callable[..., Any] = Declared
parameter = Parameter
instance = Instance
literal = Literal
array = Array
map = Map
record = Record
interface = Interface
optional = Optional
union = Union
intersection = Intersection
keyof = Keyof
indexed = Indexed
conditional = Conditional


def external(name: str, *args: Type) -> External:
    """Return the type of a name that nothing declares."""
    return External(name, args)


def field(name: str, type: Type, optional: bool = False) -> Field:
    """Return a field of a record."""
    return Field(name, type, optional)


def validated(type: Type, *limits: Any) -> Validated:
    """Return a type with validators, given as names and limits in turn: ``"min", 1, "max", 5``."""
    return Validated(type, *(Validator(name, limit) for name, limit in zip(limits[::2], limits[1::2])))


def params(*names_and_types: Any) -> tuple[tuple[str, Type], ...]:
    """Return the parameters of a function type, given as names and types in turn; a name may be empty."""
    return tuple(zip(names_and_types[::2], names_and_types[1::2]))


def results(*types: Type) -> tuple[Type, ...]:
    """Return the results of a function type."""
    return types


def function(
    params: tuple[tuple[str, Type], ...], rest: Type | None = None, returns: tuple[Type, ...] | None = None
) -> Function:
    """Return a function type."""
    return Function(params, rest, returns)


# Calls of built-in types by name, where a global of that name may be something else.


def callee(value: Any, type: Type) -> Any:
    """Return what ``string(v)`` calls in a script: the global of this name if it can be called, else the type."""
    if value is None or (isinstance(value, Table) and call_handler(value) is None):
        return type
    return value


def receiver(value: Any, type: Type, method: str) -> Any:
    """Return whose method ``string:is(v)`` calls in a script: the global's of this name if it has one, else the type's."""
    if value is None or (isinstance(value, Table) and index(value, method) is None):
        return type
    return value
