"""Python classes for metatables that are used as classes.

``setmetatable({}, C)`` with ``C.__index = C`` (or any other table as ``__index``) gives the object a Python class. Its base is
the *namespace* of the ``__index`` table: a Python class that holds that table's fields as class attributes and derives from
the namespace of the table behind it in the chain. A table that has a namespace is *watched*: its Python class passes every
change of a field on. So CPython's own caches for attributes and methods serve Lua's inheritance.

A function is stored so that Python binds it only under the names that emitted code calls as methods (``Family.methods``);
under other names reading it gives the function itself.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import FunctionType
from typing import Any
from weakref import WeakSet

from luaflow_runtime.values.table import EMPTY, INTERNALS, Storage, Table

_CLASS: Any = Storage.__dict__["pyclass_"]
_NAMESPACE: Any = Storage.__dict__["namespace_"]
_USES: Any = Storage.__dict__["uses_"]
_HEIRS: Any = Storage.__dict__["heirs_"]
"""Of a metatable: the tables with a namespace whose metatable it is, or was."""
_MOST_PARENTS = 100


class Watched(Table):
    """Mixed into the class of a table whose fields other tables inherit."""

    __slots__ = ()

    guard_ = True

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, value)
        if name not in INTERNALS:
            self.field_changed_(name)

    def field_changed_(self, name: str) -> None:
        """Pass on that a field (mangled name) has another value."""
        namespace = getattr(self, "namespace_", None)
        if namespace is not None:
            set_member(namespace, name, self.__dict__.get(name))
        if name in ("__index", "__newindex") and hasattr(self, "pyclass_"):
            reform(self)
        if name == "__index" and hasattr(self, "heirs_"):
            for heir in [*self.heirs_]:
                if heir.meta_ is self:
                    heir.namespace_.__bases__ = (_parent(heir),)
                else:
                    self.heirs_.discard(heir)


def watched(cls: type[Table]) -> type[Table]:
    """Return the class for watched tables that are otherwise of a class."""
    family = cls.family_
    found: type[Table] | None = family.watched.get(cls)
    if found is None:
        found = type("Table", (Watched, cls), {"__slots__": (), "__module__": family.module})
        family.watched[cls] = found
        family.watched[found] = found
    return found


def become(t: Table, cls: type[Table]) -> None:
    """Change the class of a table; one that is watched stays so, and what inherits from it learns of its new parent."""
    changing: Any = t
    if isinstance(t, Watched):
        changing.__class__ = watched(cls)
        namespace = getattr(t, "namespace_", None)
        if namespace is not None:
            namespace.__bases__ = (_parent(t),)
    else:
        changing.__class__ = cls


def set_member(namespace: type[Table], name: str, value: Any) -> None:
    """Mirror a field in a namespace."""
    if value is None:
        if name in namespace.__dict__:
            delattr(namespace, name)
    elif value.__class__ is FunctionType and name not in namespace.family_.methods:
        setattr(namespace, name, staticmethod(value))
    else:
        setattr(namespace, name, value)


def _parent(t: Table) -> type[Table]:
    """Return the new parent of the namespace of a table whose metatable, or its ``__index``, has changed."""
    return parent_of(t, 0) if _is_tree(t) else _asking(t)


def _asking(t: Table) -> type[Table]:
    """Return the class that asks metatables at each access, as the parent of a namespace for now."""
    _inherit(t)
    found: type[Table] = t.family_.with_meta
    return found


def _inherit(t: Table) -> None:
    """Have the metatable of a table with a namespace tell it of another ``__index``."""
    meta = t.meta_
    if meta is not None and not meta.is_frozen_:
        heirs = getattr(meta, "heirs_", None)
        if heirs is None:
            heirs = WeakSet()
            _HEIRS.__set__(meta, heirs)
            if not isinstance(meta, Watched):
                meta.__class__ = watched(meta.__class__)
        heirs.add(t)


def parent_of(t: Table, depth: int) -> type[Table]:
    """Return the class in which what ``t`` does not hold is looked up, when ``t`` is an ``__index``."""
    family: Any = t.family_
    root: type[Table]
    meta = t.meta_
    _inherit(t)
    handler = None if meta is None else meta.__dict__.get("__index")
    if handler is None:
        root = family.instance
        return root
    if depth > _MOST_PARENTS or not isinstance(handler, Table) or handler.is_frozen_:
        root = family.with_meta
        return root
    return namespace_of(handler, depth + 1)


def namespace_of(t: Table, depth: int = 0) -> type[Table]:
    """Return the class that mirrors a table's fields; from now on the table is watched."""
    namespace: type[Table] | None = getattr(t, "namespace_", None)
    if namespace is None:
        parent = parent_of(t, depth)
        namespace = type("Table", (parent,), {"__slots__": (), "__module__": parent.__module__})
        _NAMESPACE.__set__(t, namespace)
        if not isinstance(t, Watched):
            t.__class__ = watched(t.__class__)
        for name, value in list(t.__dict__.items()):
            if value is not None:
                set_member(namespace, name, value)
    return namespace


def instance_class(t: Table, meta: Table) -> type[Table]:
    """Return the class for a table that gets ``meta`` as its metatable."""
    uses = getattr(meta, "uses_", 0) + 1
    if uses <= t.family_.patience:
        _USES.__set__(meta, uses)
        return t.with_meta_
    known: type[Table] | None = getattr(meta, "pyclass_", None)
    if known is not None and known.family_ is t.family_:
        return known
    handler = meta.__dict__.get("__index")
    if not isinstance(handler, Table) or handler.is_frozen_ or meta.is_frozen_ or known is not None:
        return t.with_meta_
    if "__newindex" in meta.__dict__ or not _is_tree(handler):
        return t.with_meta_
    _USES.__set__(meta, uses)
    made: type[Table] = type("Table", (namespace_of(handler),), {"__slots__": (), "__module__": t.family_.module})
    _CLASS.__set__(meta, made)
    if not isinstance(meta, Watched):
        meta.__class__ = watched(meta.__class__)
    return made


def _is_tree(handler: Table) -> bool:
    """Whether a chain of ``__index`` ends."""
    seen = 0
    t: Any = handler
    while isinstance(t, Table):
        seen += 1
        if seen > _MOST_PARENTS:
            return False
        t = None if t.meta_ is None else t.meta_.__dict__.get("__index")
    return True


def reform(meta: Table) -> None:
    """Adapt the class of a metatable after its ``__index`` or ``__newindex`` has changed."""
    cls = meta.pyclass_
    handler = meta.__dict__.get("__index")
    if (
        isinstance(handler, Table)
        and not handler.is_frozen_
        and "__newindex" not in meta.__dict__
        and _is_tree(handler)
    ):
        cls.__bases__ = (namespace_of(handler),)
        return
    # Its tables are of this class for good, so the class becomes one that asks each time.
    cls.__bases__ = (cls.family_.with_meta,)
    _CLASS.__delete__(meta)
    _USES.__set__(meta, -(1 << 60))


@cache
def _maker(names: tuple[str, ...], has_meta: bool) -> Callable[..., Any]:
    """Return a function that makes makers of tables with these fields: one assignment for each field, no loop.

    Fields are parameters by their mangled names, which never end in ``_``: all other names here do.
    """
    params = ", ".join(names)
    lines = ["def bind(cls_, new_, empty_, slow_, lacking_):"]
    if has_meta:
        lines += [
            f"    def make(meta_, {params}):",
            "        try:",
            "            t_ = new_(meta_.pyclass_)",
            "        except lacking_:",
            f"            return slow_(meta_, {params})",
        ]
    else:
        lines += [f"    def make({params}):", "        t_ = new_(cls_)"]
    lines += [
        "        t_.arr_ = empty_",
        "        t_.hash_ = None",
        f"        t_.meta_ = {'meta_' if has_meta else 'None'}",
    ]
    for name in names:
        lines += (
            [f"        if {name} is not None:", f"            t_.{name} = {name}"]
            if has_meta
            else [f"        t_.{name} = {name}"]
        )
    lines += ["        return t_", "    return make"]
    space: dict[str, Any] = {}
    exec("\n".join(lines), space)  # names are attributes that `mangle` made: identifiers of Python
    bind: Callable[..., Any] = space["bind"]
    return bind


def record(cls: type[Table], *names: str) -> Callable[..., Any]:
    """Return a function that makes tables with these fields, whose values it takes in this order.

    Args:
        cls: The package's ``Table``.
        names: Mangled.
    """
    shape = type("Table", (cls,), {"__slots__": (), "__module__": cls.__module__})
    made: Callable[..., Any] = _maker(names, False)(shape, object.__new__, EMPTY, None, AttributeError)
    return made


def instance(cls: type[Table], *names: str) -> Callable[..., Any]:
    """Return a function that makes tables with a metatable, its first argument: ``setmetatable({...}, meta)``.

    Args:
        cls: The package's ``Table``.
        names: Mangled names of the fields that the constructor gives.
    """

    def slow(meta: Any, *values: Any) -> Any:
        from luaflow_runtime.lib.base import setmetatable

        return setmetatable(cls(**dict(zip(names, values))), meta)

    made: Callable[..., Any] = _maker(names, True)(cls, object.__new__, EMPTY, slow, AttributeError)
    return made
