"""Lua tables.

String keys are attributes of the instance (see ``names``), 1..n stand in ``arr_``, everything else in ``hash_``. A plain
table has neither ``__getattr__`` nor ``__setattr__``, so that CPython specialises the attribute access of emitted code;
a metatable and ``freeze`` change the object's class, see ``metatables``.

Internal attributes: ``arr_`` is ``EMPTY`` until the first write and for frozen tables a tuple; else a list. Its index 0 is
``t[0]`` or None, behind that there is no trailing None, so that ``#t`` is its length less one. ``hash_`` is None or a dict; True
and False stand in it as ``TRUE_KEY`` and ``FALSE_KEY``. Neither holds None; a field of a plain table may.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from luaflow_runtime.values.names import ATTRIBUTES, demangle, mangle

MAX_INTEGER = 0x7FFFFFFFFFFFFFFF
MIN_INTEGER = -0x8000000000000000
INTERNALS = frozenset(
    {"__class__", "arr_", "pyclass_", "hash_", "heirs_", "meta_", "namespace_", "number_", "traversal_", "uses_"}
)
"""Attributes of a table that are no fields."""


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


class Storage:
    """The layout that all table classes share, so that ``__class__`` can change."""

    __slots__ = (
        "__dict__",
        "__weakref__",
        "arr_",
        "hash_",
        "heirs_",
        "meta_",
        "namespace_",
        "number_",
        "pyclass_",
        "traversal_",
        "uses_",
    )  # fmt: skip


EMPTY = (None,)
"""The array part of a table before the first write."""


class _Sparse(list[Any]):
    """The array part of a table whose hash part has positive integer keys: what is appended may reach them."""

    __slots__ = ("owner",)

    owner: Table

    def append(self, value: Any) -> None:
        super().append(value)
        migrate(self.owner)


def strip(t: Table) -> None:
    """Remove trailing None of the array part."""
    arr = t.arr_
    while len(arr) > 1 and arr[-1] is None:
        arr.pop()


def rawget(t: Table, key: Any) -> Any:
    """Return ``t[key]`` without metamethods."""
    kind = key.__class__
    if kind is str:
        return t.__dict__.get(ATTRIBUTES[key])
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
            if arr.__class__ is tuple:
                if t.is_frozen_:
                    raise frozen_error(t)
                arr = _own_array(t)
            arr[key] = value
            if value is None and key == n - 1:
                strip(t)
            return
        if t.is_frozen_:
            raise frozen_error(t)
        if key == n:
            if value is None:
                return  # the key after the array part is never in the hash part
            if arr is EMPTY:
                arr = _own_array(t)
            arr.append(value)
            return
        _hash_set(t, key, value)
        if key > 0 and value is not None and arr.__class__ is list:
            t.arr_ = _sparse(t, arr)
        return
    if kind is str:
        if value is not None and not t.guard_:
            t.__dict__[ATTRIBUTES[key]] = value
            return
        fields = t.__dict__
        name = mangle(key)
        if t.guard_ and t.is_frozen_:
            raise frozen_error(t)
        if value is not None:
            fields[name] = value
        else:
            fields.pop(name, None)
        if t.guard_:
            t.field_changed_(name)
        return
    if kind is float:
        if key != key:
            raise key_error("table index is NaN")
        if key.is_integer() and -9.3e18 < key < 9.3e18 and MIN_INTEGER <= (whole := int(key)) <= MAX_INTEGER:
            rawset(t, whole, value)
            return
    elif kind is bool:
        key = TRUE_KEY if key else FALSE_KEY
    elif key is None:
        raise key_error("table index is nil")
    if t.is_frozen_:
        raise frozen_error(t)
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


def _own_array(t: Table) -> list[Any]:
    """Give a table a list of its own in place of ``EMPTY``."""
    arr: list[Any] = [None]
    if t.hash_ is not None:
        arr = _sparse(t, arr)
    t.arr_ = arr
    return arr


def _sparse(t: Table, arr: list[Any]) -> _Sparse:
    made = _Sparse(arr)
    made.owner = t
    return made


def migrate(t: Table) -> None:
    """Move the keys that follow the border from the hash part to the array part."""
    h = t.hash_
    arr = t.arr_
    if h is None:
        return
    key = len(arr)
    while (value := h.get(key)) is not None:
        del h[key]
        list.append(arr, value)
        key += 1


class Table(Storage):
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
    watched_: ClassVar[type[Table]]
    is_frozen_: ClassVar[bool] = False
    guard_: ClassVar[bool] = False
    """Writes of string keys are more than that: they fail, or change what other tables inherit."""
    family_: ClassVar[Any]
    """The ``Family`` of classes that it belongs to, see ``metatables``."""

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
            self.arr_ = EMPTY
        self.hash_ = self.meta_ = None
        if fields:
            # The dict of keyword arguments is ours alone: taking it over is the cheapest way to set all fields.
            self.__dict__ = fields

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

        def __setattr__(self, name: str, value: Any) -> None: ...

        def field_changed_(self, name: str) -> None: ...

    __getitem__ = rawget
    __setitem__ = rawset
    __iter__ = None  # else Python would iterate by __getitem__, without end


def length(t: Table) -> int:
    """Return the border that ``#t`` answers, without metamethods."""
    return len(t.arr_) - 1


rawlen = length


def key_error(message: str) -> Exception:
    from luaflow_runtime.values.errors import operation_error

    return operation_error(message)


def frozen_error(t: Table) -> Exception:
    from luaflow_runtime.values.errors import operation_error

    return operation_error("attempt to modify Immutable table")


# Traversal.


def iterate_raw(t: Table) -> Iterator[tuple[Any, Any]]:
    """Yield ``(key, value)`` in the order of ``pairs``: 1..n, string keys, then others, each as they were inserted.

    Fields may be assigned and cleared meanwhile; new ones are seen or not, as in Lua.
    """
    if t.arr_ is not EMPTY:
        for pair in islice(enumerate(t.arr_), 1, None):
            if pair[1] is not None:
                yield pair
    fields = t.__dict__
    if fields:
        get = fields.get
        for name in list(fields):
            if (value := get(name)) is not None:
                yield (name if name[-1:] != "_" else demangle(name)), value
    if t.arr_[0] is not None:
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
    if arr[0] is not None:
        _begin(t, 0)
        return 0, arr[0]
    if t.hash_:
        for other, value in t.hash_.items():
            _begin(t, other)
            return (other.value if other.__class__ is _Sentinel else other), value
    return None


def _begin(t: Table, key: Any) -> None:
    """Note that ``next`` gave out the first key outside the array part."""
    old = getattr(t, "traversal_", None)
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
    traversal = getattr(t, "traversal_", None)
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
    if t.arr_[0] is not None:
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


def append(t: Table, value: Any) -> None:
    """Do ``t[#t + 1] = value`` without metamethods."""
    arr = t.arr_
    if value is not None and arr.__class__ is not tuple:
        arr.append(value)
    else:
        rawset(t, len(arr), value)
