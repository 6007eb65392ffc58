"""Whether a value conforms to a type, and where it does not.

Fields are read as Lua reads them, so that ``__index`` counts; pairs of a map and the length of an array are the table's own. A
table that is being looked at already is taken to conform, so that values may contain themselves. Only unions of several types of
tables take Python's stack.

Source: reference/lua.md 10.7 (conformance rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from luaflow_runtime.typevalues import model
from luaflow_runtime.typevalues.model import Type, real
from luaflow_runtime.typevalues.notation import shown
from luaflow_runtime.typevalues.validators import Validator
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.ops import index
from luaflow_runtime.values.table import Table, iterate_raw, length, rawget
from luaflow_runtime.values.types import type_name


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a value does not conform.

    Attributes:
        path: From the value checked to the place, ``items[2].sku``; empty for the value itself.
        message: Without the path.
        expected: The type of the place.
        got: Lua's name of the type of what is there; the value itself where a validator refuses it.
        constraint: The validator, ``required`` for a missing field, else empty.
    """

    path: str
    message: str
    expected: str
    got: str
    constraint: str = ""

    @property
    def text(self) -> str:
        """The message with its path."""
        return f"{self.path}: {self.message}" if self.path else self.message


Seen = set[tuple[int, int]]
Task = tuple[Type, Any, str] | tuple[Validator, Any, str, Type]


def find_failure(type: Type, value: Any, path: str = "", seen: Seen | None = None) -> Failure | None:
    """Return the first place where a value does not conform, ``None`` if it does."""
    seen = set() if seen is None else seen
    tasks: list[Task] = [(type, value, path)]
    while tasks:
        task = tasks.pop()
        if len(task) == 4:
            failure = _validated(*task)
        else:
            failure = _step(*task, tasks, seen)
        if failure is not None:
            return failure
    return None


def _validated(validator: Validator, value: Any, path: str, type: Type) -> Failure | None:
    complaint = validator.complaint(value)
    if complaint is None:
        return None
    got = type_name(value) if isinstance(value, Table) else tostring(value)
    return Failure(path, complaint, shown(type), got, validator.name)


def _step(type: Type, value: Any, path: str, tasks: list[Task], seen: Seen) -> Failure | None:
    """Look at a value; what is inside it becomes further tasks."""
    if isinstance(type, _Missing):
        return Failure(path, "required field missing", type.expected_, "nil", "required")
    found = real(type)
    if not accepts(found, value):
        wanted = shown(found.inner_ if type is found and isinstance(found, model.Validated) else type)
        got = type_name(value)
        return Failure(path, f"expected {wanted}, got {got}", wanted, got)
    match found:
        case model.Validated():
            tasks += [(one, value, path, type) for one in reversed(found.validators_)]
            tasks.append((found.inner_, value, path))
        case model.Optional():
            if value is not None:
                tasks.append((found.inner_, value, path))
        case model.Union():
            return _union(type, found, value, path, tasks, seen)
        case model.Intersection():
            tasks += [(member, value, path) for member in reversed(found.members_)]
        case model.Parameter():
            if found.constraint_ is not None:
                tasks.append((found.constraint_, value, path))
        case model.Array() | model.Map() | model.Record():
            mark = (id(found), id(value))
            if mark not in seen:
                seen.add(mark)
                return _contents(found, value, path, tasks)
    return None


def _contents(
    type: model.Array | model.Map | model.Record, value: Table, path: str, tasks: list[Task]
) -> Failure | None:
    match type:
        case model.Interface():
            return None
        case model.Array():
            tasks += [(type.element_, rawget(value, i), f"{path}[{i}]") for i in range(length(value), 0, -1)]
            return None
        case model.Map():
            inside: list[Task] = []
            for key, item in iterate_raw(value):
                place = _place(path, key)
                inside += [(type.key_, key, place), (type.value_, item, place)]
            tasks += reversed(inside)
            return None
    found: list[Task] = []
    for field in type.fields_.values():
        item = index(value, field.name)
        place = _place(path, field.name)
        if item is not None:
            found.append((field.type, item, place))
        elif not field.optional and not accepts(real(field.type), None):
            expected = shown(field.type)
            found.append((_Missing(expected), None, place))
    tasks += reversed(found)
    return None


class _Missing(model.Type):
    """Takes the place of a field that is not there, so that fields before it are looked at first."""

    __slots__ = ("expected_",)

    def __init__(self, expected: str) -> None:
        self.expected_ = expected


def _place(path: str, key: Any) -> str:
    if key.__class__ is str:
        if key.isidentifier():
            return f"{path}.{key}" if path else key
        return f'{path}["{key}"]'
    return f"{path}[{tostring(key)}]"


def _union(type: Type, union: model.Union, value: Any, path: str, tasks: list[Task], seen: Seen) -> Failure | None:
    likely = [member for member in union.members_ if accepts(real(member), value)]
    if len(likely) == 1:
        tasks.append((likely[0], value, path))
        return None
    for member in likely:
        tried = set(seen)
        if find_failure(member, value, path, tried) is None:
            seen |= tried
            return None
    got = type_name(value)
    return Failure(path, f"expected {shown(type)}, got {got}", shown(type), got)


def accepts(type: Type, value: Any) -> bool:
    """Return whether a value is of the right sort for a type, whatever is inside it. The type is a real one."""
    match type:
        case model.Basic():
            return _is_basic(type.name_, value)
        case model.Literal():
            literal = type.value_
            if literal.__class__ is bool or literal.__class__ is str:
                return value.__class__ is literal.__class__ and bool(value == literal)
            return (value.__class__ is int or value.__class__ is float) and bool(value == literal)
        case model.Array() | model.Map() | model.Record():
            return isinstance(value, Table)
        case model.Function():
            return type_name(value) == "function"
        case model.Optional():
            return value is None or accepts(real(type.inner_), value)
        case model.Union():
            return any(accepts(real(member), value) for member in type.members_)
        case model.Intersection():
            return all(accepts(real(member), value) for member in type.members_)
        case model.Validated():
            return accepts(real(type.inner_), value)
        case model.Parameter():
            return type.constraint_ is None or accepts(real(type.constraint_), value)
    return True


def _is_basic(name: str, value: Any) -> bool:
    if name in ("any", "unknown"):
        return True
    if name == "integer":
        return value.__class__ is int or (value.__class__ is float and value.is_integer())
    return type_name(value) == name
