"""Metatables: the classes that tables with a metatable have.

The class of a table says how Python's attribute access finds what the table does not hold itself:

- ``MetaTable`` asks the metatable each time, whatever it says;
- where a metatable's ``__index`` is a table, as in the usual ``C.__index = C``, its tables get a Python class of their own:
  ``classes`` mirrors the fields of ``C`` in it, so that CPython finds inherited fields and calls methods as it does for classes
  written in Python;
- ``FrozenTable`` refuses writes.

All of them mean the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any, ClassVar, TypeVar

from luaflow_runtime.values.classes import become, instance_class, watched
from luaflow_runtime.values.names import demangle, is_lua_name
from luaflow_runtime.values.table import INTERNALS, Storage, Table, frozen_error, key_error, rawget, rawset
from luaflow_runtime.values.userdata import Userdata

T = TypeVar("T", bound=Table)

PATIENCE = 12
"""A Python class costs as much as some hundred accesses that ask the metatable."""
MAX_CHAIN = 2000
"""Length of an ``__index`` or ``__newindex`` chain that Lua takes for a loop (``MAXTAGLOOP``)."""


class WithMeta(Table):
    """What all tables with a metatable share: accesses by keys that are not written in the source ask it."""

    __slots__ = ()

    def __getitem__(self, key: Any) -> Any:
        value = rawget(self, key)
        if value is not None:
            return value
        meta = self.meta_
        if meta is None or (handler := meta.__dict__.get("__index")) is None:
            return None
        return index_by(handler, self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        meta = self.meta_
        if meta is not None and (handler := meta.__dict__.get("__newindex")) is not None and rawget(self, key) is None:
            newindex_by(handler, self, key, value)
        else:
            rawset(self, key, value)

    def __call__(self, *args: Any) -> Any:
        from luaflow_runtime.values.calls import call_table

        return call_table(self, args)


class MetaTable(WithMeta):
    """The form of a table with any metatable: asks it at each access, and holds no deleted fields.

    How it asks for attributes is up to its subclasses, see ``define_table``.
    """

    __slots__ = ()

    def __setattr__(self, name: str, value: Any) -> None:
        if name in INTERNALS:
            object.__setattr__(self, name, value)
            return
        fields = self.__dict__
        meta = self.meta_
        if name not in fields and meta is not None and (handler := meta.__dict__.get("__newindex")) is not None:
            newindex_by(handler, self, demangle(name), value)
        elif value is None:
            fields.pop(name, None)
        else:
            fields[name] = value


def _inherited(t: Table, name: str) -> Any:
    """Return the attribute ``name`` of what the metatable of ``t`` says, where ``t`` does not hold it itself."""
    meta = t.meta_
    handler = None if meta is None else meta.__dict__.get("__index")
    depth = 0
    while isinstance(handler, Table):
        value = handler.__dict__.get(name)
        if value is not None:
            return value
        meta = handler.meta_
        t, handler = handler, None if meta is None else meta.__dict__.get("__index")
        depth += 1
        if depth >= MAX_CHAIN:
            raise key_error("'__index' chain too long; possible loop")
    if name[-1:] == "_" and not is_lua_name(name):
        raise AttributeError(name, name=name, obj=t)  # Python asks for one of its own
    return None if handler is None else index_by(handler, t, demangle(name))


class Inherited:
    """Attribute of the ``MetaTable`` class of a package: what Python asks for a field that the object does not hold.

    Much cheaper than ``__getattr__``, which Python asks only after it has made an exception, and whose mere presence makes
    every other access slower.
    """

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, t: Table, _owner: type[Table]) -> Any:
        meta: Any = t.meta_
        fields = meta.__dict__
        if fields.get("__index") is meta:
            # The usual class, and most methods are in the object's own.
            value = fields.get(self.name)
            return value if value is not None else _inherited(meta, self.name)
        return _inherited(t, self.name)


class InheritedMethod(Inherited):
    """``Inherited`` for a name that emitted code calls as a method, ``o.name(...)``: a function is bound to the object."""

    __slots__ = ()

    def __get__(self, t: Table, _owner: type[Table]) -> Any:
        value = _inherited(t, self.name)
        return MethodType(value, t) if value.__class__ is FunctionType else value


class FrozenTable(MetaTable):
    """The form of a table that refuses writes."""

    __slots__ = ()

    is_frozen_: ClassVar[bool] = True
    guard_: ClassVar[bool] = True

    def __getattr__(self, name: str) -> Any:
        value = _inherited(self, name)
        return MethodType(value, self) if value.__class__ is FunctionType and name in self.family_.methods else value

    def __setattr__(self, name: str, value: Any) -> None:
        if name in INTERNALS:
            object.__setattr__(self, name, value)
            return
        raise frozen_error(self)

    def __setitem__(self, key: Any, value: Any) -> None:
        raise frozen_error(self)


def index_by(handler: Any, t: Any, key: Any) -> Any:
    """Continue ``t[key]`` at the ``__index`` of the metatable of a table or string."""
    for _ in range(MAX_CHAIN):
        if not isinstance(handler, Table):
            if handler.__class__ in _FUNCTIONS:
                from luaflow_runtime.values.calls import first_of_call

                return first_of_call(handler, t, key)
            return _index_other(handler, key)
        value = rawget(handler, key)
        if value is not None:
            return value
        meta = handler.meta_
        if meta is None or (below := meta.__dict__.get("__index")) is None:
            return None
        t, handler = handler, below
    raise key_error("'__index' chain too long; possible loop")


def newindex_by(handler: Any, t: Table, key: Any, value: Any) -> None:
    """Continue ``t[key] = value`` at the ``__newindex`` of its metatable."""
    for _ in range(MAX_CHAIN):
        if not isinstance(handler, Table):
            if handler.__class__ in _FUNCTIONS:
                from luaflow_runtime.values.calls import first_of_call

                first_of_call(handler, t, key, value)
                return
            raise _operand_error(handler)
        meta = handler.meta_
        if meta is None or (below := meta.__dict__.get("__newindex")) is None or rawget(handler, key) is not None:
            rawset(handler, key, value)
            return
        t, handler = handler, below
    raise key_error("'__newindex' chain too long; possible loop")


def _index_other(handler: Any, key: Any) -> Any:
    """Continue an access at an ``__index`` that is neither a table nor a function."""
    if handler.__class__ is not str and not isinstance(handler, Userdata):
        raise _operand_error(handler)
    from luaflow_runtime.values.ops import index_object

    return index_object(handler, key)


def _operand_error(value: Any) -> Exception:
    from luaflow_runtime.values.errors import object_type_name, operation_error

    return operation_error(f"attempt to index a {object_type_name(value)} value")


_FUNCTIONS: frozenset[Any] = frozenset({FunctionType, BuiltinFunctionType, MethodType})


class Family:
    """The classes of one package's tables.

    Attributes:
        plain: Without metatable.
        with_meta: With one, asking it at each access.
        instance: The root of the classes that ``classes`` makes of metatables.
        frozen: Refusing writes.
        methods: Attributes that emitted code calls as methods.
        patience: How many tables get a metatable before it becomes a class.
    """

    __slots__ = ("frozen", "instance", "methods", "module", "patience", "plain", "watched", "with_meta")

    def __init__(self, plain: type[Table], module: str, methods: frozenset[str], patience: int) -> None:
        self.plain = plain
        self.module = module
        self.methods = methods
        self.patience = patience
        space = {"__slots__": (), "__module__": module}
        self.with_meta: type[Table] = type("Table", (MetaTable,), dict(space))
        instance: Any = type("Table", (WithMeta if patience == 0 else MetaTable,), dict(space))
        self.instance: type[Table] = instance
        self.frozen: type[Table] = type("Table", (FrozenTable,), dict(space))
        self.watched: dict[type[Table], type[Table]] = {}
        for cls in (plain, self.with_meta, self.instance, self.frozen):
            cls.plain_ = plain
            cls.with_meta_ = self.with_meta
            cls.frozen_ = self.frozen
            cls.family_ = self
        plain.watched_ = watched(plain)

    def add(self, names: Iterable[str]) -> None:
        """Make absent fields of these names (mangled) nil, inherited where there is a metatable."""
        for name in names:
            if is_lua_name(name) and name not in self.plain.__dict__:
                setattr(self.plain, name, None)
                setattr(self.with_meta, name, (InheritedMethod if name in self.methods else Inherited)(name))
                setattr(self.instance, name, None)


def define_table(
    names: Iterable[str], module: str, methods: Iterable[str] = (), *, patience: int = PATIENCE
) -> type[Table]:
    """Make the ``Table`` class of a package.

    Args:
        names: Attributes (mangled) that the package's code reads; absent fields of these names are nil.
        module: Import name of the module that will hold the class.
        methods: Those of them that the code calls as methods where they are inherited.
        patience: How many tables get a metatable before it becomes a class. With 0 emitted code takes care that no nil is stored
            under a name that may be inherited, and storing is native.
    """
    plain = type("Table", (Table,), {"__slots__": (), "__module__": module})
    Family(plain, module, frozenset(methods), patience).add(names)
    return plain


def add_names(table: type[Table], names: Iterable[str], methods: Iterable[str] = ()) -> None:
    """Add attributes that code compiled later reads to a class that ``define_table`` made.

    Args:
        methods: Those of them that the code calls as methods; no table has such a field yet.
    """
    table.family_.methods |= frozenset(methods)
    table.family_.add(names)


Family(Table, __name__, frozenset(), PATIENCE)
_unnamed: Any = Table.with_meta_
_unnamed.__getattr__ = _inherited  # no names are known of it


_META: Any = Storage.__dict__["meta_"]


def get_metatable(t: Table) -> Table | None:
    """Return the metatable itself, whatever its ``__metatable`` says."""
    return t.meta_


def set_metatable(t: T, meta: Table | None) -> T:
    """Set or remove the metatable, without asking ``__metatable``; returns ``t``."""
    if t.is_frozen_:
        raise frozen_error(t)
    if meta is None:
        if t.meta_ is not None:
            _META.__set__(t, None)
            become(t, t.plain_)
        return t
    fields = t.__dict__
    if None in fields.values() and t.meta_ is None:
        # What is inherited is asked for only where the object holds nothing.
        for name in [name for name, value in fields.items() if value is None]:
            del fields[name]
    _META.__set__(t, meta)  # past the form's own `__setattr__`
    cls = instance_class(t, meta)
    if t.__class__ is t.plain_:
        t.__class__ = cls  # type: ignore[assignment]
    else:
        become(t, cls)
    return t


def freeze(t: T) -> T:
    """Make ``t`` refuse writes, itself only; returns ``t``."""
    if not t.is_frozen_:
        fields = t.__dict__
        for name in [name for name, value in fields.items() if value is None]:
            del fields[name]
        t.arr_ = tuple(t.arr_)
        t.__class__ = t.frozen_  # type: ignore[assignment]
    return t
