"""Which type is a subtype of which.

What is being compared already is taken to hold, so that recursive types can be compared.

Source: reference/lua.md 10.7 (conformance rules).
"""

from __future__ import annotations

from luaflow_runtime.typevalues import model
from luaflow_runtime.typevalues.model import Type, plain, real

_MAX_DEPTH = 60
"""Types that grow without end when they are expanded are taken to be related from this depth on."""


def is_subtype(a: Type, b: Type) -> bool:
    """Return whether every value of ``a`` is one of ``b``."""
    return _subtype(a, b, frozenset())


def is_equal(a: Type, b: Type) -> bool:
    """Return whether two types of the same kind have the same values."""
    return real(a).sort_() == real(b).sort_() and is_subtype(a, b) and is_subtype(b, a)


Assumed = frozenset[tuple[int, int]]


def _subtype(a: Type, b: Type, assumed: Assumed) -> bool:
    a, b = real(a), real(b)
    pair = (id(a), id(b))
    if a is b or pair in assumed or len(assumed) > _MAX_DEPTH:
        return True
    assumed = assumed | {pair}
    if isinstance(b, model.Basic) and b.name_ in ("any", "unknown"):
        return True
    if isinstance(a, model.Basic) and a.name_ == "never":
        return True
    # What is made of several types, the left side first: each of its members must fit.
    if isinstance(a, model.Optional):
        return _subtype(NIL, b, assumed) and _subtype(a.inner_, b, assumed)
    if isinstance(a, model.Union):
        return all(_subtype(member, b, assumed) for member in a.members_)
    if isinstance(b, model.Intersection):
        return all(_subtype(a, member, assumed) for member in b.members_)
    if isinstance(b, model.Validated):
        return _is_validated_as(a, b) and _subtype(a, b.inner_, assumed)
    if isinstance(b, model.Optional):
        return _subtype(a, NIL, assumed) or _subtype(a, b.inner_, assumed)
    if isinstance(b, model.Union) and any(_subtype(a, member, assumed) for member in b.members_):
        return True
    if isinstance(a, model.Intersection):
        return any(_subtype(member, b, assumed) for member in a.members_)
    if isinstance(a, model.Validated):
        return _subtype(a.inner_, b, assumed)
    if isinstance(b, model.Union):
        return a.sort_() == "boolean" and all(
            any(_subtype(model.Literal(value), member, assumed) for member in b.members_) for value in (True, False)
        )
    return _plain_subtype(a, b, assumed)


NIL = model.Basic("nil")


def _is_validated_as(a: Type, b: model.Validated) -> bool:
    """Whether all validators of ``b`` are among those of ``a``."""
    own: set[tuple[str, object]] = set()
    while isinstance(a, model.Validated):
        own |= {(one.name, one.limit) for one in a.validators_}
        a = real(a.inner_)
    return {(one.name, one.limit) for one in b.validators_} <= own


def _plain_subtype(a: Type, b: Type, assumed: Assumed) -> bool:
    """Compare types that are made of nothing else, or hold others as a table or a function does."""
    if isinstance(b, model.Basic):
        return b.name_ in _basic_kinds(a)
    match a, b:
        case model.Literal(), model.Literal():
            return type(a.value_) is type(b.value_) and bool(a.value_ == b.value_)
        case model.External(), model.External():
            return a.name_ == b.name_ and len(a.args_) == len(b.args_)
        case model.Parameter(), model.Parameter():
            return a.name_ == b.name_
        case _, model.Interface():
            return isinstance(a, model.Array | model.Map | model.Record) and (
                not isinstance(a, model.Interface) or _has_fields(a, b, assumed)
            )
        case model.Array(), model.Array():
            return _subtype(a.element_, b.element_, assumed)
        case model.Map(), model.Map():
            return _subtype(a.key_, b.key_, assumed) and _subtype(a.value_, b.value_, assumed)
        case model.Record(), model.Record():
            return _has_fields(a, b, assumed)
        case model.Record(), model.Map():
            return all(
                _subtype(model.Literal(name), b.key_, assumed) and _subtype(field.type, b.value_, assumed)
                for name, field in a.fields_.items()
            )
        case ((model.Array() | model.Map()), model.Record()):
            return all(field.optional for field in b.fields_.values())
        case model.Function(), model.Function():
            return _function_subtype(a, b, assumed)
    return False


def _basic_kinds(a: Type) -> tuple[str, ...]:
    """Return the built-in types that a type is of."""
    match a:
        case model.Basic(name_="integer"):
            return ("integer", "number")
        case model.Basic():
            return (a.name_,)
        case model.Literal(value_=bool()):
            return ("boolean",)
        case model.Literal(value_=str()):
            return ("string",)
        case model.Literal():
            return ("integer", "number") if a.value_ == int(a.value_) else ("number",)
        case model.Array() | model.Map() | model.Record():
            return ("table",)
        case model.Function():
            return ("function",)
        case model.Parameter():
            return _basic_kinds(plain(a.constraint_)) if a.constraint_ is not None else ()
    return ()


def _has_fields(a: model.Record, b: model.Record, assumed: Assumed) -> bool:
    for name, field in b.fields_.items():
        own = a.fields_.get(name)
        if own is None:
            if not field.optional:
                return False
        elif not _subtype(own.seen(), field.seen(), assumed):
            return False
    return True


def _function_subtype(a: model.Function, b: model.Function, assumed: Assumed) -> bool:
    for i, (_, param) in enumerate(a.params_):
        given = b.params_[i][1] if i < len(b.params_) else b.rest_ if b.rest_ is not None else NIL
        if not _subtype(given, param, assumed):
            return False
    if b.returns_ is None:
        return True
    returns = a.returns_ if a.returns_ is not None else ()
    return len(returns) >= len(b.returns_) and all(
        _subtype(own, wanted, assumed) for own, wanted in zip(returns, b.returns_)
    )
