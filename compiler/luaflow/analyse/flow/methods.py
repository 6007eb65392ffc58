"""Where the method of a call ``obj:name()`` is found: in the object itself, or by its metatable."""

from __future__ import annotations

from typing import Literal

from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import FunctionSite, TableSite, Value
from luaflow.analyse.flow.engine import Flow
from luaflow.syntax import ast

Place = Literal["own", "inherited"]


def place_of(flow: Flow, obj: Value, name: str) -> Place | None:
    """Return where all tables of a value have the field ``name``; ``None`` where that differs or is not known."""
    if flow.gave_up or not obj.mask & t.TABLE or obj.mask & ~(t.TABLE | t.NIL):
        return None
    places: set[Place | None] = set()
    for site in obj.sites:
        if not isinstance(site, TableSite) or site.opened.value.mask or site.keys.value.mask & t.STRING:
            return None
        own = site.fields.get(name)
        if own is not None and own.value.mask & ~t.NIL:
            places.add("own" if not own.value.mask & t.NIL and not site.metas.value.mask & t.TABLE else None)
        else:
            places.add("inherited" if _inherits_function(flow, site, name) else None)
    return places.pop() if len(places) == 1 else None


def _inherits_function(flow: Flow, site: TableSite, name: str) -> bool:
    """Whether a field comes from the metatable, and can only be a function of the program."""
    pending = [(meta, 0) for meta in site.metas.value.sites]
    found = False
    seen = set()
    while pending:
        meta, depth = pending.pop()
        if not isinstance(meta, TableSite) or meta.opened.value.mask or meta.keys.value.mask & t.STRING:
            return False
        if meta in seen:
            continue
        seen.add(meta)
        index = meta.fields.get("__index")
        if index is None:
            continue
        if index.value.mask & ~(t.TABLE | t.NIL):
            return False
        for handler in index.value.sites:
            if not isinstance(handler, TableSite) or handler.opened.value.mask or handler.keys.value.mask & t.STRING:
                return False
            field = handler.fields.get(name)
            if field is not None and field.value.mask & ~t.NIL:
                value = field.value
                if value.mask & ~(t.FUNCTION | t.NIL) or not all(isinstance(s, FunctionSite) for s in value.sites):
                    return False
                found = True
            pending += [(other, depth + 1) for other in handler.metas.value.sites]
    return found


def may_inherit(flow: Flow, obj: Value, name: str) -> bool:
    """Whether a table that does not hold the field ``name`` may show one that its metatable has."""
    if flow.gave_up or obj.is_open or obj.mask & t.USERDATA:
        return True
    tables = [site for site in obj.sites if isinstance(site, TableSite)]
    if any(site.opened.value.mask for site in tables):
        return True
    pending = [meta for site in tables for meta in site.metas.value.sites]
    seen = set()
    while pending:
        meta = pending.pop()
        if not isinstance(meta, TableSite) or meta.opened.value.mask or meta.keys.value.mask & t.STRING:
            return True
        if meta in seen:
            continue
        seen.add(meta)
        index = meta.fields.get("__index")
        if index is None or index.value.mask == t.NIL or not index.value.mask:
            continue
        if index.value.mask & ~(t.TABLE | t.NIL):
            return True
        for handler in index.value.sites:
            if not isinstance(handler, TableSite) or handler.opened.value.mask or handler.keys.value.mask & t.STRING:
                return True
            field = handler.fields.get(name)
            if field is not None and field.value.mask & ~t.NIL:
                return True
            pending += handler.metas.value.sites
    return False


def method_names(flow: Flow) -> frozenset[str]:
    """Return the names of the methods that calls find in metatables: Python binds functions under these names."""
    if flow.gave_up or flow.is_open:
        return frozenset()
    return frozenset(
        call.name
        for call in flow.results_of
        if isinstance(call, ast.MethodCall) and place_of(flow, flow.value_of[call.obj], call.name) == "inherited"
    )
