"""What Lua code does with a type: call it, ask ``is``, look into it.

Source: reference/lua.md 10.7.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib.errors import INVALID, Error, capture_stack
from luaflow_runtime.typevalues import model
from luaflow_runtime.typevalues.conform import Failure, find_failure
from luaflow_runtime.typevalues.model import Type, plain
from luaflow_runtime.typevalues.notation import shown
from luaflow_runtime.values.errors import runtime_error
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import type_name


def call_type(type: Type, args: tuple[Any, ...]) -> Any:
    """Do ``T(v)``: return ``v`` if it conforms. A generic type that is called with types returns its instance.

    Raises:
        LuaError: ``v`` does not conform, or there is not exactly one argument.
    """
    if isinstance(type, model.Declared) and type.params_ and args and all(isinstance(arg, Type) for arg in args):
        if len(args) > len(type.params_):
            raise runtime_error(f"{type.name_} takes {len(type.params_)} type arguments, got {len(args)}")
        return model.Instance(type, *args)
    if len(args) != 1:
        taken = f"{shown(type)} takes one value, got {len(args)}" if args else f"expected {shown(type)}, got no value"
        raise runtime_error(taken)
    (value,) = args
    failure = find_failure(type, value)
    if failure is not None:
        text = f"expected {shown(type)}, got {type_name(value)}"
        raise runtime_error(text if failure.text == text else f"{text} ({failure.text})")
    return value


def is_type(type: Type, args: tuple[Any, ...]) -> tuple[Any, Any]:
    """Do ``T:is(v)`` or ``T.is(v)``: in the first form the type may stand before ``v``."""
    if len(args) > 1 and args[0] is type:
        args = args[1:]
    value = args[0] if args else None
    failure = find_failure(type, value)
    return (value, None) if failure is None else (None, _error(failure))


def _error(failure: Failure) -> Error:
    details = {
        "field": failure.path,
        "expected": failure.expected,
        "got": failure.got,
        "constraint": failure.constraint,
    }
    return Error(
        failure.text, INVALID, False, {key: text for key, text in details.items() if text}, made=capture_stack()
    )


def field_type(type: Type, name: Any) -> Type | None:
    """Return the type of a record's field, ``None`` where there is no such field."""
    found = plain(type)
    field = found.fields_.get(name) if isinstance(found, model.Record) else None
    return None if field is None else field.seen()


def list_table(types: Iterable[Type]) -> Table:
    """Return a list of types."""
    return _table_class()(*types)


def fields_table(type: Type) -> Table | None:
    """Return a table from field names to types; it may stand in a generic ``for`` without ``pairs``."""
    found = plain(type)
    if not isinstance(found, model.Record):
        return None
    table = _table_class()()
    for name, field in found.fields_.items():
        table[name] = field.seen()
    names = list(found.fields_)

    def step(_table: Any = None, _state: Any = None, name: Any = None, *_: Any) -> Any:
        at = 0 if name is None else names.index(name) + 1
        return (names[at], found.fields_[names[at]].seen()) if at < len(names) else None

    meta = _table_class()()
    meta["__call"] = step
    return set_metatable(table, meta)


def _table_class() -> type[Table]:
    host = CURRENT.get(None)
    return Table if host is None else host.table
