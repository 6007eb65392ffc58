"""What the compiler knows of the runtime's functions, read from their declarations.

Nothing is listed twice: a shim's results, types, colour and effect stand at the Python function in ``luaflow_runtime.lib``.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any

import luaflow_runtime.lib
from luaflow_runtime.shim import Shim

BASE_MODULE = "base"
_NOT_IN_SCRIPTS = frozenset({"subscribe", "unsubscribe"})
"""Globals of registry entries that a script, which is plain Lua, does not have."""


@dataclass(frozen=True, slots=True)
class ShimIndex:
    """All shims of the runtime.

    Attributes:
        base: Functions of the base library by Lua name: ``tostring``.
        functions: Functions in library modules by full name: ``time.sleep``, ``crypto.random.bytes``.
        methods: Methods of runtime classes: ``Channel:receive``.
        method_names: Method name to the full names of all classes that have it.
        modules: Names that ``require`` knows: ``time``.
        objects: Modules that are a runtime object, with the name of its class: ``logger``.
        attributes: Lua's name of a function or constant that stands in its module to its Python name: ``funcs.async`` to
            ``async_``.
        tables: Tables inside modules: ``process.event``.
        constants: Other fields: ``time.SECOND`` to its value.
        methods_of_strings: Names in the string library.
    """

    base: Mapping[str, Shim] = field(default_factory=dict)
    functions: Mapping[str, Shim] = field(default_factory=dict)
    methods: Mapping[str, Shim] = field(default_factory=dict)
    method_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    modules: frozenset[str] = frozenset()
    objects: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    tables: frozenset[str] = frozenset()
    constants: Mapping[str, Any] = field(default_factory=dict)
    methods_of_strings: frozenset[str] = frozenset()

    def without(self, replaced: Callable[[str], bool], methods_of_strings: Iterable[str] = ()) -> ShimIndex:
        """Return an index without some functions and constants.

        Args:
            replaced: Tells by a full name whether something else may stand there.
            methods_of_strings: Further names that strings may have as methods.
        """
        return ShimIndex(
            base={name: shim for name, shim in self.base.items() if not replaced(name)},
            functions={name: shim for name, shim in self.functions.items() if not replaced(name)},
            methods=self.methods,
            method_names=self.method_names,
            modules=frozenset(name for name in self.modules if not replaced(name)),
            objects=self.objects,
            attributes=self.attributes,
            tables=frozenset(name for name in self.tables if not replaced(name)),
            constants={name: value for name, value in self.constants.items() if not replaced(name)},
            methods_of_strings=self.methods_of_strings.union(methods_of_strings),
        )

    def find(self, name: str) -> Shim | None:
        """Return the shim that Lua calls ``name`` (``tostring``, ``os.time``, ``Channel:receive``)."""
        return self.base.get(name) or self.functions.get(name) or self.methods.get(name)


@cache
def shim_index(libraries: frozenset[str] | None = None) -> ShimIndex:
    """Return the index, made by importing library modules once.

    Args:
        libraries: Names of those that are known beside the base library, by default all.
    """
    from luaflow_runtime.values.table import Table

    objects: dict[str, str] = {}
    attributes: dict[str, str] = {}
    base: dict[str, Shim] = {}
    functions: dict[str, Shim] = {}
    methods: dict[str, Shim] = {}
    modules: set[str] = set()
    tables: set[str] = set()
    constants: dict[str, Any] = {}
    for info in sorted(pkgutil.iter_modules(luaflow_runtime.lib.__path__), key=lambda info: info.name):
        if libraries is not None and info.name != BASE_MODULE and info.name not in libraries:
            continue
        module = importlib.import_module(f"luaflow_runtime.lib.{info.name}")
        _methods(module, methods)
        if info.name == BASE_MODULE:
            found = {
                name: shim
                for name, shim in _shims(module).items()
                if libraries is None or shim.name not in _NOT_IN_SCRIPTS
            }
            base |= {shim.name: shim for shim in found.values()}
            attributes |= {shim.name: name for name, shim in found.items()}
            continue
        table = getattr(module, "LIBRARY", None)
        if table is None:
            continue
        modules.add(info.name)
        attributes |= {shim.name: name for name, shim in _shims(module).items()}
        known = set(constants)
        if isinstance(table, Table):
            _fields(info.name, table, functions, tables, constants)
        else:
            objects[info.name] = type(table).__name__
            _class_methods(type(table), methods)
        for name in constants.keys() - known:
            last = name.rpartition(".")[2]
            if getattr(module, last, None) is constants[name]:
                attributes[name] = last
    names: dict[str, list[str]] = {}
    for full in methods:
        names.setdefault(full.partition(":")[2], []).append(full)
    strings = frozenset(name.partition(".")[2] for name in functions if name.startswith("string."))
    return ShimIndex(
        base=base,
        functions=functions,
        methods=methods,
        method_names={name: tuple(full) for name, full in names.items()},
        modules=frozenset(modules),
        objects=objects,
        attributes=attributes,
        tables=frozenset(tables),
        constants=constants,
        methods_of_strings=strings,
    )


def _shims(module: ModuleType) -> dict[str, Shim]:
    found = {name: getattr(value, "shim_", None) for name, value in vars(module).items() if callable(value)}
    return {name: shim for name, shim in found.items() if isinstance(shim, Shim)}


def _fields(prefix: str, table: Any, functions: dict[str, Shim], tables: set[str], constants: dict[str, Any]) -> None:
    from luaflow_runtime.values.names import demangle
    from luaflow_runtime.values.table import Table

    for attribute, value in list(vars(table).items()):
        if attribute in ("arr_", "hash_", "meta_") or (attribute.startswith("_") and attribute.endswith("_")):
            continue
        full = f"{prefix}.{demangle(attribute)}"
        shim = getattr(value, "shim_", None) if callable(value) else None
        if isinstance(shim, Shim):
            functions[full] = shim
        elif isinstance(value, Table):
            tables.add(full)
            _fields(full, value, functions, tables, constants)
        else:
            constants[full] = value


def _methods(module: ModuleType, methods: dict[str, Shim]) -> None:
    for value in list(vars(module).values()):
        if isinstance(value, type):
            _class_methods(value, methods)


def _class_methods(cls: type, methods: dict[str, Shim]) -> None:
    """Add the methods of a class, its own and those it inherits, under its name."""
    for base in reversed(cls.__mro__):
        for function in vars(base).values():
            shim = getattr(function, "shim_", None)
            if isinstance(shim, Shim) and ":" in shim.name:
                methods[f"{cls.__name__}:{shim.name.partition(':')[2]}"] = shim
