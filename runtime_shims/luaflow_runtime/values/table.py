"""Lua tables.

String keys are attributes of the instance (see ``names``), 1..n stand in ``arr_``, everything else in ``hash_``. A plain
table has neither ``__getattr__`` nor ``__setattr__``, so that CPython specialises the attribute access of emitted code;
``set_metatable`` and ``freeze`` change the object's class to a companion that asks each time.

Internal attributes: ``arr_`` is ``()`` until the first write and for frozen tables a tuple; else a list whose index 0 is
``t[0]`` or None, without trailing None. ``hash_`` is None or a dict; True and False stand in it as ``TRUE_KEY`` and
``FALSE_KEY``. Neither holds None; a field of a plain table may.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from luaflow_runtime.values.names import demangle, is_lua_name, mangle
from luaflow_runtime.values.userdata import Userdata

T = TypeVar("T", bound="Table")

MAX_INTEGER = 0x7FFFFFFFFFFFFFFF
MIN_INTEGER = -0x8000000000000000
MAX_CHAIN = 2000
"""Length of an ``__index`` or ``__newindex`` chain that Lua takes for a loop (``MAXTAGLOOP``)."""


class _Sentinel:
    """A stand-in for a boolean key: Python's True and 1 are the same dict key."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value


TRUE_KEY = _Sentinel(True)
FALSE_KEY = _Sentinel(False)


class _Traversal:
    """The keys that ``next`` walks over, and where it stands. Keys that are cleared meanwhile stay in it.

    Attributes:
        keys: Attribute names, then 0 when ``t[0]`` is set, then keys of ``hash_``; empty before the second key is asked
            for, because most calls of ``next(t)`` only test whether a table is empty.
        strings: How many of them are attribute names.
        at: Index of the key given out last.
        last: The key given out last.
        places: Index of each key, made when a key is asked for out of turn.
        previous: A traversal that had begun when this one did.
    """

    __slots__ = ("at", "keys", "last", "places", "previous", "strings")

    def __init__(self, last: Any, previous: _Traversal | None) -> None:
        self.keys: list[Any] = []
        self.strings = 0
        self.at = -1
        self.last = last
        self.places: dict[Any, int] | None = None
        self.previous = previous

    def find(self, key: Any) -> int:
        """Return the index of ``key``, -1 where it is not."""
        if self.places is None:
            # A string key cannot equal a key of the hash part: that one holds no strings.
            self.places = {known: at for at, known in enumerate(self.keys)}
        return self.places.get(key, -1)


class _Storage:
    """The layout that all table classes share, so that ``__class__`` can change."""

    __slots__ = ("__dict__", "__weakref__", "arr_", "hash_", "meta_", "number_", "traversal_")


def strip(t: Table) -> None:
    """Remove trailing None of the array part."""
    arr = t.arr_
    while arr and arr[-1] is None:
        arr.pop()


def rawget(t: Table, key: Any) -> Any:
    """Return ``t[key]`` without metamethods."""
    kind = key.__class__
    if kind is str:
        return t.__dict__.get(mangle(key))
    if kind is int:
        arr = t.arr_
        if 0 <= key < len(arr):
            return arr[key]
        h = t.hash_
        return None if h is None else h.get(key)
    if kind is float:
        if key.is_integer() and -9.3e18 < key < 9.3e18 and MIN_INTEGER <= (whole := int(key)) <= MAX_INTEGER:
            return rawget(t, whole)
    elif kind is bool:
        key = TRUE_KEY if key else FALSE_KEY
    h = t.hash_
    return None if h is None else h.get(key)


def rawset(t: Table, key: Any, value: Any) -> None:
    """Do ``t[key] = value`` without metamethods.

    Raises:
        LuaError: ``key`` is nil or NaN, or the table is frozen.
    """
    kind = key.__class__
    if kind is int:
        arr = t.arr_
        n = len(arr)
        if 0 <= key < n:
            if t.is_frozen_:
                raise _frozen_error(t)
            arr[key] = value
            if value is None and key == n - 1:
                strip(t)
            return
        if t.is_frozen_:
            raise _frozen_error(t)
        if (key == n and key) or (key == 1 and not n):
            if value is None:
                return  # the key after the array part is never in the hash part
            if n:
                arr.append(value)
            else:
                t.arr_ = [None, value]
            if t.hash_:
                migrate(t)
            return
        if key == 0:
            if value is not None:
                t.arr_ = [value]
                if t.hash_:
                    migrate(t)
            return
        _hash_set(t, key, value)
        return
    if kind is str:
        if t.is_frozen_:
            raise _frozen_error(t)
        fields = t.__dict__
        name = mangle(key)
        if value is not None:
            fields[name] = value
        else:
            fields.pop(name, None)
        return
    if kind is float:
        if key != key:
            raise _key_error("table index is NaN")
        if key.is_integer() and -9.3e18 < key < 9.3e18 and MIN_INTEGER <= (whole := int(key)) <= MAX_INTEGER:
            rawset(t, whole, value)
            return
    elif kind is bool:
        key = TRUE_KEY if key else FALSE_KEY
    elif key is None:
        raise _key_error("table index is nil")
    if t.is_frozen_:
        raise _frozen_error(t)
    _hash_set(t, key, value)


def _hash_set(t: Table, key: Any, value: Any) -> None:
    h = t.hash_
    if value is not None:
        if h is None:
            t.hash_ = {key: value}
        else:
            h[key] = value
    elif h is not None:
        h.pop(key, None)


def migrate(t: Table) -> None:
    """Move the keys that follow the border from the hash part to the array part."""
    h = t.hash_
    arr = t.arr_
    if h is None:
        return
    key = len(arr)
    while (value := h.get(key)) is not None:
        del h[key]
        arr.append(value)
        key += 1


class Table(_Storage):
    """A Lua table without metatable.

    Args:
        items: Values of 1..n; None leaves a hole.
        fields: Values of string keys, by mangled name.
    """

    __slots__ = ()

    lua_type_: ClassVar[str] = "table"
    plain_: ClassVar[type[Table]]
    with_meta_: ClassVar[type[Table]]
    frozen_: ClassVar[type[Table]]
    is_frozen_: ClassVar[bool] = False

    arr_: Any
    hash_: dict[Any, Any] | None
    meta_: Table | None
    number_: int
    traversal_: _Traversal | None

    def __init__(self, /, *items: Any, **fields: Any) -> None:
        if items:
            self.arr_ = [None, *items]
            if items[-1] is None:
                strip(self)
        else:
            self.arr_ = ()
        self.hash_ = self.meta_ = self.traversal_ = None
        if fields:
            # The dict of keyword arguments is ours alone: taking it over is the cheapest way to set all fields.
            self.__dict__ = fields

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...

    __getitem__ = rawget
    __setitem__ = rawset
    __iter__ = None  # else Python would iterate by __getitem__, without end


def length(t: Table) -> int:
    """Return the border that ``#t`` answers, without metamethods."""
    arr = t.arr_
    return len(arr) - 1 if arr else 0


rawlen = length


def _key_error(message: str) -> Exception:
    from luaflow_runtime.values.errors import operation_error

    return operation_error(message)


def _frozen_error(t: Table) -> Exception:
    from luaflow_runtime.values.errors import operation_error

    return operation_error("attempt to modify Immutable table")


# Traversal.


def iterate_raw(t: Table) -> Iterator[tuple[Any, Any]]:
    """Yield ``(key, value)`` in the order of ``pairs``: 1..n, string keys, then others, each as they were inserted.

    Fields may be assigned and cleared meanwhile; new ones are seen or not, as in Lua.
    """
    for pair in islice(enumerate(t.arr_), 1, None):
        if pair[1] is not None:
            yield pair
    fields = t.__dict__
    if fields:
        for name in list(fields):
            value = fields.get(name)
            if value is not None:
                yield (name if name[-1:] != "_" else demangle(name)), value
    if t.arr_ and t.arr_[0] is not None:
        yield 0, t.arr_[0]
    h = t.hash_
    if h:
        for key in list(h):
            value = h.get(key)
            if value is not None:
                yield (key.value if key.__class__ is _Sentinel else key), value
            elif key.__class__ is int and 0 < key < len(t.arr_) and (value := t.arr_[key]) is not None:
                # The border reached the key during the traversal and took it into the array part.
                yield key, value


def next_key(t: Table, key: Any) -> Any:
    """Return the ``(key, value)`` after ``key``, the first for None, and a single nil at the end.

    Constant time on average when called in order; fields may be cleared meanwhile.

    Raises:
        LuaError: ``key`` is not in the table.
    """
    arr = t.arr_
    i = 1
    if key is not None:
        kind = key.__class__
        if kind is float and key.is_integer():
            key = int(key)
            kind = int
        if kind is not int or key < 1 or (key >= len(arr) and t.hash_ is not None and key in t.hash_):
            return _next_field(t, key)
        i = key + 1
    for at in range(i, len(arr)):
        value = arr[at]
        if value is not None:
            return at, value
    fields = t.__dict__
    for name, value in fields.items():
        if value is not None:
            _begin(t, name)
            return demangle(name), value
    if arr and arr[0] is not None:
        _begin(t, 0)
        return 0, arr[0]
    if t.hash_:
        for other, value in t.hash_.items():
            _begin(t, other)
            return (other.value if other.__class__ is _Sentinel else other), value
    return None


def _begin(t: Table, key: Any) -> None:
    """Note that ``next`` gave out the first key outside the array part."""
    old = t.traversal_
    if old is not None:
        # Keep the one that may still run: a traversal of which only the first key was asked for is often none.
        if not old.keys and old.previous is not None:
            old = old.previous
        old.previous = None
    t.traversal_ = _Traversal(key, old)


def _next_field(t: Table, key: Any) -> Any:
    """Do ``next_key`` for a key outside the array part."""
    kind = key.__class__
    internal = mangle(key) if kind is str else (TRUE_KEY if key else FALSE_KEY) if kind is bool else key
    traversal = t.traversal_
    if traversal is None or not traversal.keys or not _same_key(traversal.last, internal):
        traversal = _locate(t, traversal, internal)
    fields = t.__dict__
    h = t.hash_
    keys = traversal.keys
    for at in range(traversal.at + 1, len(keys)):
        candidate = keys[at]
        if at < traversal.strings:
            value = fields.get(candidate)
            if value is not None:
                traversal.at = at
                traversal.last = candidate
                return demangle(candidate), value
        else:
            value = rawget(t, candidate) if candidate.__class__ is int else None if h is None else h.get(candidate)
            if value is not None:
                traversal.at = at
                traversal.last = candidate
                return (candidate.value if candidate.__class__ is _Sentinel else candidate), value
    t.traversal_ = None
    return None


def _same_key(known: Any, key: Any) -> bool:
    return known is key or (known.__class__ is key.__class__ and bool(known == key))


def _locate(t: Table, old: _Traversal | None, key: Any) -> _Traversal:
    """Make or find a traversal that stands at ``key``."""
    fields = t.__dict__
    fresh = _Traversal(key, old)
    fresh.strings = len(fields)
    fresh.keys = [*fields]
    if t.arr_ and t.arr_[0] is not None:
        fresh.keys.append(0)
    if t.hash_:
        fresh.keys.extend(t.hash_)
    traversal: _Traversal | None = fresh
    while traversal is not None:
        at = traversal.find(key)
        if at >= 0 or (traversal is not fresh and not traversal.keys and _same_key(traversal.last, key)):
            if at < 0:
                # The first key of all, cleared before any list of keys was made, is followed by all that are left.
                traversal = fresh
            traversal.at = at
            t.traversal_ = traversal
            return traversal
        traversal = traversal.previous
    from luaflow_runtime.values.errors import operation_error

    raise operation_error("invalid key to 'next'")


# Metatables.

_INTERNALS = frozenset({"__class__", "arr_", "hash_", "meta_", "traversal_", "number_"})


class MetaTable(Table):
    """The form of a table that has a metatable: asks it at each access, and holds no deleted fields.

    How it asks for attributes is up to its subclasses, see ``define_table``.
    """

    __slots__ = ()

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _INTERNALS:
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
        if (
            meta is not None
            and (handler := meta.__dict__.get("__newindex")) is not None
            and rawget(self, key) is None
        ):
            newindex_by(handler, self, key, value)
        else:
            rawset(self, key, value)

    def __call__(self, *args: Any) -> Any:
        from luaflow_runtime.values.calls import call_table

        return call_table(self, args)


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
            raise _key_error("'__index' chain too long; possibly a loop")
    if name[-1:] == "_" and not is_lua_name(name):
        raise AttributeError(name, name=name, obj=t)  # Python asks for one of its own
    return None if handler is None else index_by(handler, t, demangle(name))


class _Inherited:
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


class FrozenTable(MetaTable):
    """The form of a table that refuses writes."""

    __slots__ = ()

    is_frozen_: ClassVar[bool] = True

    def __getattr__(self, name: str) -> Any:
        return _inherited(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _INTERNALS:
            object.__setattr__(self, name, value)
            return
        raise _frozen_error(self)

    def __setitem__(self, key: Any, value: Any) -> None:
        raise _frozen_error(self)


def index_by(handler: Any, t: Table, key: Any) -> Any:
    """Continue ``t[key]`` at the ``__index`` of its metatable."""
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
    raise _key_error("'__index' chain too long; possibly a loop")


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
        if (
            meta is None
            or (below := meta.__dict__.get("__newindex")) is None
            or rawget(handler, key) is not None
        ):
            rawset(handler, key, value)
            return
        t, handler = handler, below
    raise _key_error("'__newindex' chain too long; possibly a loop")


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


def define_table(names: Iterable[str], module: str) -> type[Table]:
    """Make the ``Table`` class of a package.

    Args:
        names: Attributes (mangled) that the package's code reads; absent fields of these names are nil.
        module: Import name of the module that will hold the class.
    """
    known = [name for name in names if is_lua_name(name)]
    plain = type("Table", (Table,), {"__slots__": (), "__module__": module, **dict.fromkeys(known)})
    return _complete(plain, module, {name: _Inherited(name) for name in known})


def add_names(table: type[Table], names: Iterable[str]) -> None:
    """Add attributes that code compiled later reads to a class that ``define_table`` made."""
    meta = table.with_meta_
    for name in names:
        if is_lua_name(name) and name not in table.__dict__:
            setattr(table, name, None)
            setattr(meta, name, _Inherited(name))


def _complete(plain: type[Table], module: str, inherited: dict[str, Any]) -> type[Table]:
    """Give a plain table class its companions.

    Args:
        inherited: How the one with metatables finds fields that the object does not hold itself.
    """
    meta: type[Table] = type("Table", (MetaTable,), {"__slots__": (), "__module__": module, **inherited})
    frozen: type[Table] = type("Table", (FrozenTable,), {"__slots__": (), "__module__": module})
    for cls in (plain, meta, frozen):
        cls.plain_ = plain
        cls.with_meta_ = meta
        cls.frozen_ = frozen
    return plain


_complete(Table, __name__, {"__getattr__": _inherited})  # no names are known of it


_META: Any = _Storage.__dict__["meta_"]


def get_metatable(t: Table) -> Table | None:
    """Return the metatable itself, whatever its ``__metatable`` says."""
    return t.meta_


def set_metatable(t: T, meta: Table | None) -> T:
    """Set or remove the metatable, without asking ``__metatable``; returns ``t``."""
    if t.is_frozen_:
        raise _frozen_error(t)
    if meta is None:
        if t.meta_ is not None:
            t.meta_ = None
            t.__class__ = t.plain_  # type: ignore[assignment]
        return t
    if t.meta_ is None:
        fields = t.__dict__
        if None in fields.values():
            # `__getattr__` is asked only for what is not in the instance.
            for name in [name for name, value in fields.items() if value is None]:
                del fields[name]
        t.meta_ = meta  # first: the form with a metatable takes longer to set an attribute
        t.__class__ = t.with_meta_  # type: ignore[assignment]
    else:
        _META.__set__(t, meta)  # past the form's own `__setattr__`
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


def append(t: Table, value: Any) -> None:
    """Do ``t[#t + 1] = value`` without metamethods."""
    arr = t.arr_
    if value is not None and arr and not t.is_frozen_:
        arr.append(value)
        if t.hash_:
            migrate(t)
    else:
        rawset(t, length(t) + 1, value)
