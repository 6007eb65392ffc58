"""The classes of types.

A type never changes once it is defined, so the types of a module serve all runs. A declared type is made before it is defined,
because its definition may name it. ``real`` goes from names to what they stand for.

Source: reference/lua.md 10.6, 10.7.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from luaflow_runtime.typevalues.validators import Validator
from luaflow_runtime.values.names import demangle, is_lua_name
from luaflow_runtime.values.userdata import Userdata

_CHAIN = 100
"""More names for one another than this are taken for a circle."""


class Type(Userdata):
    """A type as Lua code sees it: it can be called, compared, asked, and used as a key (by identity).

    Attributes:
        kind_: What ``T:kind()`` answers, for the types of a class that answer alike.
    """

    __slots__ = ()
    kind_: ClassVar[str] = ""

    def sort_(self) -> str:
        """Return what ``T:kind()`` answers for a type that stands for itself."""
        return self.kind_

    def real_(self) -> Type:
        """Return what this type stands for, one step further; itself when it stands for itself."""
        return self

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        """Return this type with the given types in the place of type parameters."""
        return self

    def __call__(self, *args: Any) -> Any:
        from luaflow_runtime.typevalues.reflect import call_type

        return call_type(self, args)

    def __getattr__(self, name: str) -> Any:
        from luaflow_runtime.typevalues.reflect import field_type

        if not is_lua_name(name):
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
        return field_type(self, demangle(name))

    def __str__(self) -> str:
        from luaflow_runtime.typevalues.notation import notation

        return notation(self)

    def __eq__(self, other: object) -> bool:
        from luaflow_runtime.typevalues.relation import is_equal

        return self is other or (isinstance(other, Type) and is_equal(self, other))

    def __lt__(self, other: object) -> bool:
        from luaflow_runtime.typevalues.relation import is_subtype

        if not isinstance(other, Type):
            return NotImplemented
        return is_subtype(self, other) and not is_subtype(other, self)

    def __le__(self, other: object) -> bool:
        from luaflow_runtime.typevalues.relation import is_subtype

        return is_subtype(self, other) if isinstance(other, Type) else NotImplemented

    # What Lua code may call, as `T:is(v)` or `T.is(v)`: a type in front of the arguments that is this one is not one of them.

    def is_(self, *args: Any) -> tuple[Any, Any]:
        """Return ``v, nil`` if ``v`` conforms, else ``nil, err``."""
        from luaflow_runtime.typevalues.reflect import is_type

        return is_type(self, args)

    def kind(self, *_: Any) -> str:
        """Return the kind of type: ``record``, ``array``, the name of a built-in one ..."""
        return real(self).sort_()

    def name(self, *_: Any) -> Any:
        """Return the name of a declared or built-in type, nil for others."""
        return None

    def elem(self, *_: Any) -> Any:
        """Return the type of an array's elements, nil for others."""
        type = plain(self)
        return type.element_ if isinstance(type, Array) else None

    def key(self, *_: Any) -> Any:
        """Return the type of a map's keys, nil for others."""
        type = plain(self)
        return type.key_ if isinstance(type, Map) else None

    def val(self, *_: Any) -> Any:
        """Return the type of a map's values, nil for others."""
        type = plain(self)
        return type.value_ if isinstance(type, Map) else None

    def inner(self, *_: Any) -> Any:
        """Return what an optional type is when it is not nil; nil for others."""
        type = plain(self)
        return type.inner_ if isinstance(type, Optional) else None

    def ret(self, *_: Any) -> Any:
        """Return the types of a function's results; nil where nothing is said of them."""
        type = plain(self)
        if not isinstance(type, Function) or type.returns_ is None:
            return None
        return type.returns_[0] if len(type.returns_) == 1 else type.returns_

    def fields(self, *_: Any) -> Any:
        """Return a table from the names of a record's fields to their types, which a generic ``for`` may call; nil for others."""
        from luaflow_runtime.typevalues.reflect import fields_table

        return fields_table(self)

    def variants(self, *_: Any) -> Any:
        """Return a list of the members of a union or intersection, nil for others."""
        from luaflow_runtime.typevalues.reflect import list_table

        type = plain(self)
        return list_table(type.members_) if isinstance(type, Union | Intersection) else None

    def params(self, *_: Any) -> Any:
        """Return a list of the types of a function's parameters, nil for others."""
        from luaflow_runtime.typevalues.reflect import list_table

        type = plain(self)
        return list_table([param for _, param in type.params_]) if isinstance(type, Function) else None

    def tparams(self, *_: Any) -> Any:
        """Return a list of a generic type's parameters, empty for others."""
        from luaflow_runtime.typevalues.reflect import list_table

        return list_table(self.params_ if isinstance(self, Declared) else ())


def _index(type: Type, key: Any) -> Any:
    return getattr(type, f"{key}_" if key == "is" else key, None) if key in METHODS else _field(type, key)


def _field(type: Type, key: Any) -> Any:
    from luaflow_runtime.typevalues.reflect import field_type

    return field_type(type, key)


def _call(type: Type, *args: Any) -> Any:
    return type(*args)


METHODS = frozenset(
    ("is", "kind", "name", "elem", "key", "val", "inner", "ret", "fields", "variants", "params", "tparams")
)
"""Lua names of the methods of all types."""

_METAMETHODS: Mapping[str, Callable[..., Any]] = {"__index": _index, "__call": _call}
Type.metamethods_ = _METAMETHODS


class Basic(Type):
    """A built-in type: ``string``, ``integer``, ``any`` ..."""

    __slots__ = ("name_",)

    def __init__(self, name: str) -> None:
        self.name_ = name

    def sort_(self) -> str:
        return self.name_

    def name(self, *_: Any) -> Any:
        return self.name_


class External(Type):
    """A name that nothing here declares (``process.Event``, ``Channel<T>``): any value conforms."""

    __slots__ = ("args_", "name_")
    kind_: ClassVar[str] = "external"

    def __init__(self, name: str, args: tuple[Type, ...] = ()) -> None:
        self.name_ = name
        self.args_ = args

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return External(self.name_, replaced(self.args_, types)) if self.args_ else self

    def name(self, *_: Any) -> Any:
        return self.name_


class Literal(Type):
    """One string, number or boolean."""

    __slots__ = ("value_",)
    kind_: ClassVar[str] = "literal"

    def __init__(self, value: Any) -> None:
        self.value_ = value


class Array(Type):
    """``{T}``"""

    __slots__ = ("element_",)
    kind_: ClassVar[str] = "array"

    def __init__(self, element: Type) -> None:
        self.element_ = element

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Array(self.element_.replaced_(types))


class Map(Type):
    """``{[K]: V}``"""

    __slots__ = ("key_", "value_")
    kind_: ClassVar[str] = "map"

    def __init__(self, key: Type, value: Type) -> None:
        self.key_ = key
        self.value_ = value

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Map(self.key_.replaced_(types), self.value_.replaced_(types))


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record."""

    name: str
    type: Type
    optional: bool

    def seen(self) -> Type:
        """Return the type of what reading the field gives."""
        return Optional(self.type) if self.optional else self.type


class Record(Type):
    """``{a: T, b?: U}``

    Attributes:
        fields_: By name, in the order in which they are written.
    """

    __slots__ = ("fields_",)
    kind_: ClassVar[str] = "record"

    def __init__(self, *fields: Field) -> None:
        self.fields_ = {field.name: field for field in fields}

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        found = (Field(field.name, field.type.replaced_(types), field.optional) for field in self.fields_.values())
        return type(self)(*found)


class Interface(Record):
    """``interface ... end``: any table conforms, whatever its fields are."""

    __slots__ = ()
    kind_: ClassVar[str] = "interface"


class Optional(Type):
    """``T?``"""

    __slots__ = ("inner_",)
    kind_: ClassVar[str] = "optional"

    def __init__(self, inner: Type) -> None:
        self.inner_ = inner

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Optional(self.inner_.replaced_(types))


class Union(Type):
    """``A | B``"""

    __slots__ = ("members_",)
    kind_: ClassVar[str] = "union"

    def __init__(self, *members: Type) -> None:
        self.members_ = members

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Union(*replaced(self.members_, types))


class Intersection(Type):
    """``A & B``"""

    __slots__ = ("members_",)
    kind_: ClassVar[str] = "intersection"

    def __init__(self, *members: Type) -> None:
        self.members_ = members

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Intersection(*replaced(self.members_, types))


class Function(Type):
    """``(a: T, ...U) -> R``: any function conforms.

    Attributes:
        params_: Names (empty where not given) and types.
        rest_: Type of the further arguments, ``None`` where there are none.
        returns_: ``None`` where nothing is said of the results.
    """

    __slots__ = ("params_", "rest_", "returns_")
    kind_: ClassVar[str] = "function"

    def __init__(
        self, params: tuple[tuple[str, Type], ...], rest: Type | None, returns: tuple[Type, ...] | None
    ) -> None:
        self.params_ = params
        self.rest_ = rest
        self.returns_ = returns

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Function(
            tuple((name, param.replaced_(types)) for name, param in self.params_),
            None if self.rest_ is None else self.rest_.replaced_(types),
            None if self.returns_ is None else replaced(self.returns_, types),
        )


class Validated(Type):
    """A type with validators behind it, which look at a value after the type has accepted it."""

    __slots__ = ("inner_", "validators_")

    def __init__(self, inner: Type, *validators: Validator) -> None:
        self.inner_ = inner
        self.validators_ = validators

    def sort_(self) -> str:
        return real(self.inner_).sort_()

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Validated(self.inner_.replaced_(types), *self.validators_)

    def name(self, *_: Any) -> Any:
        return self.inner_.name()


class Parameter(Type):
    """A parameter of a generic type: stands for its constraint where nothing replaces it."""

    __slots__ = ("constraint_", "name_")
    kind_: ClassVar[str] = "parameter"

    def __init__(self, name: str, constraint: Type | None = None) -> None:
        self.name_ = name
        self.constraint_ = constraint

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return types.get(self.name_, self)

    def name(self, *_: Any) -> Any:
        return self.name_


class Declared(Type):
    """``type Name<T> = ...`` or ``interface Name ... end``.

    Attributes:
        definition_: ``None`` until it is defined.
        params_: What it is generic over.
    """

    __slots__ = ("definition_", "name_", "params_")

    def __init__(self, name: str, definition: Type | None = None, *params: Parameter) -> None:
        self.name_ = name
        self.definition_: Type | None = None
        self.params_: tuple[Parameter, ...] = ()
        if definition is not None:
            self.define_(definition, *params)

    def define_(self, definition: Type, *params: Parameter) -> None:
        """Say what the name stands for; inside, parameters are given by their names only."""
        self.definition_ = definition.replaced_({param.name_: param for param in params}) if params else definition
        self.params_ = params

    def real_(self) -> Type:
        return UNKNOWN if self.definition_ is None else self.definition_

    def name(self, *_: Any) -> Any:
        return self.name_


class Instance(Type):
    """``Name<A, B>``: a generic type with arguments; expanded when somebody looks into it, so that it may contain itself."""

    __slots__ = ("args_", "expanded_", "generic_")

    def __init__(self, generic: Declared, *args: Type) -> None:
        self.generic_ = generic
        self.args_ = args
        self.expanded_: Type | None = None

    def real_(self) -> Type:
        if self.expanded_ is None:
            names = [param.name_ for param in self.generic_.params_]
            self.expanded_ = self.generic_.real_().replaced_(dict(zip(names, self.args_)))
        return self.expanded_

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return Instance(self.generic_, *replaced(self.args_, types))

    def name(self, *_: Any) -> Any:
        return self.generic_.name_


class Computed(Type):
    """``keyof(T)``, ``T[K]`` and ``A extends B ? C : D``: what they stand for is found when somebody looks.

    Attributes:
        parts_: The types inside, in the order in which they are written.
    """

    __slots__ = ("parts_",)

    def __init__(self, *parts: Type) -> None:
        self.parts_ = parts

    def replaced_(self, types: Mapping[str, Type]) -> Type:
        return type(self)(*replaced(self.parts_, types))


class Keyof(Computed):
    """``keyof(T)``: a union of the names of a record's fields, the type of a map's keys, integers for an array."""

    __slots__ = ()

    def real_(self) -> Type:
        of = plain(self.parts_[0])
        if isinstance(of, Record):
            return Union(*(Literal(name) for name in of.fields_))
        return of.key_ if isinstance(of, Map) else INTEGER if isinstance(of, Array) else UNKNOWN


class Indexed(Computed):
    """``T[K]``: the type of a field, of an array's elements, of a map's values."""

    __slots__ = ()

    def real_(self) -> Type:
        of, key = plain(self.parts_[0]), real(self.parts_[1])
        if isinstance(of, Record):
            keys = key.members_ if isinstance(key, Union) else (key,)
            found = [
                of.fields_[one.value_].seen() for one in keys if isinstance(one, Literal) and one.value_ in of.fields_
            ]
            if found:
                return found[0] if len(found) == 1 else Union(*found)
        return of.element_ if isinstance(of, Array) else of.value_ if isinstance(of, Map) else UNKNOWN


class Conditional(Computed):
    """``A extends B ? C : D``"""

    __slots__ = ()

    def real_(self) -> Type:
        from luaflow_runtime.typevalues.relation import is_subtype

        subject, bound, then, other = self.parts_
        return then if is_subtype(subject, bound) else other


UNKNOWN = Basic("unknown")
INTEGER = Basic("integer")


def replaced(types: tuple[Type, ...], by: Mapping[str, Type]) -> tuple[Type, ...]:
    """Return types with others in the place of type parameters."""
    return tuple(type.replaced_(by) for type in types)


def real(type: Type) -> Type:
    """Return what a type stands for when all names and computations are followed; ``unknown`` for a circle of names."""
    for _ in range(_CHAIN):
        further = type.real_()
        if further is type:
            return type
        type = further
    return UNKNOWN


def plain(type: Type) -> Type:
    """Return what a type stands for without its validators."""
    type = real(type)
    while isinstance(type, Validated):
        type = real(type.inner_)
    return type
