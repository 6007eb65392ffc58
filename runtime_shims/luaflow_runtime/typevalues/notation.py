"""How types are written: the notation of the language, declared types by their name.

Source: reference/lua.md 10.6.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from luaflow_runtime.text.numbers import number_to_str
from luaflow_runtime.typevalues import model
from luaflow_runtime.typevalues.model import Type
from luaflow_runtime.typevalues.validators import Validator


def notation(type: Type) -> str:
    """Return what ``tostring`` gives: of a declared type what it stands for, with the names of the types inside."""
    if isinstance(type, model.Declared) and type.definition_ is not None:
        return shown(type.definition_)
    return shown(type)


def shown(type: Type) -> str:
    """Return a type as messages show it: a declared one by its name."""
    match type:
        case model.Declared():
            return type.name_
        case model.Instance():
            return f"{type.generic_.name_}<{_list(type.args_)}>"
        case model.Basic():
            return type.name_
        case model.External():
            return f"{type.name_}<{_list(type.args_)}>" if type.args_ else type.name_
        case model.Parameter():
            return type.name_
        case model.Literal():
            return _literal(type.value_)
        case model.Array():
            return f"{{{shown(type.element_)}}}"
        case model.Map():
            return f"{{[{shown(type.key_)}]: {shown(type.value_)}}}"
        case model.Record():
            return ("interface " if isinstance(type, model.Interface) else "") + _record(type)
        case model.Optional():
            inner = shown(type.inner_)
            if isinstance(type.inner_, model.Union | model.Intersection):
                return f"{inner} | nil"
            return f"({inner})?" if isinstance(type.inner_, model.Function) else f"{inner}?"
        case model.Union():
            return _joined(type.members_, " | ")
        case model.Intersection():
            return _joined(type.members_, " & ")
        case model.Function():
            return _function(type)
        case model.Validated():
            return shown(type.inner_) + "".join(f" @{one.name}({_limit(one)})" for one in type.validators_)
        case model.Keyof():
            return f"keyof({shown(type.parts_[0])})"
        case model.Indexed():
            return f"{shown(type.parts_[0])}[{shown(type.parts_[1])}]"
        case model.Conditional():
            subject, bound, then, other = map(shown, type.parts_)
            return f"{subject} extends {bound} ? {then} : {other}"
    return type.sort_()


def _list(types: Iterable[Type]) -> str:
    return ", ".join(map(shown, types))


def _joined(types: Iterable[Type], operator: str) -> str:
    return operator.join(f"({shown(type)})" if isinstance(type, model.Function) else shown(type) for type in types)


def _literal(value: Any) -> str:
    if value.__class__ is str:
        return f'"{value}"'
    return number_to_str(value) if value.__class__ is not bool else "true" if value else "false"


def _limit(validator: Validator) -> str:
    return _literal(validator.limit)


def _record(type: model.Record) -> str:
    fields = (f"{field.name}{'?' if field.optional else ''}: {shown(field.type)}" for field in type.fields_.values())
    return "{" + ", ".join(fields) + "}"


def _function(type: model.Function) -> str:
    params = [f"{name}: {shown(param)}" if name else shown(param) for name, param in type.params_]
    if type.rest_ is not None:
        params.append(f"...{shown(type.rest_)}")
    returns = () if type.returns_ is None else type.returns_
    result = shown(returns[0]) if len(returns) == 1 else f"({_list(returns)})"
    return f"({', '.join(params)}) -> {result}"
