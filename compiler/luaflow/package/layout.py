"""Where entries live in the output package, and what their Python objects are called.

One rule for all names: letters, digits and ``_`` stay, everything else becomes ``_``, a name that starts with a digit gets
``_`` in front, a Python keyword gets ``_`` behind. Two entries with one path are a diagnostic, never a silent overwrite.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from luaflow.diagnostics import Diagnostic, Label, Severity

if TYPE_CHECKING:
    from luaflow.registry import LuaEntry, Registry

FRAMES = ("__init__", "_registry", "_table", "_lines")
"""Modules of the package that belong to no entry."""

_SOFT_KEYWORDS = frozenset({"match", "case", "type"})
_KEYWORDS = frozenset(
    """
    False None True and as assert async await break class continue def del elif else except finally for from global if
    import in is lambda nonlocal not or pass raise return try while with yield
    """.split()
)
_CLASS_NAMES_IN_USE = frozenset({"Any", "Coroutine", "Entry", "LuaError", "LuaWorkflow", "Table"})
"""Names that a generated module imports itself."""

_NOT_FOR_PACKAGES = frozenset(
    {"luaflow", "luaflow_runtime", "temporalio", "google", "nexusrpc", "black", "yaml", "click", "jinja2"}
)


def identifier(text: str) -> str:
    """Return the Python name for a namespace part, an entry name or a folder name; see the module's rule."""
    name = "".join(letter if _is_plain(letter) else "_" for letter in text)
    if not name or name[0].isdigit():
        name = f"_{name}"
    return f"{name}_" if name in _KEYWORDS or name in _SOFT_KEYWORDS else name


def _is_plain(letter: str) -> bool:
    if letter.isascii():
        return letter.isalnum() or letter == "_"
    import unicodedata

    # Python folds identifiers to NFKC, so only characters that are their own normal form keep their meaning.
    return f"a{letter}".isidentifier() and unicodedata.normalize("NFKC", letter) == letter


def class_name(text: str) -> str:
    """Return the CamelCase class name for an entry name or a custom workflow type: ``order_workflow`` is ``OrderWorkflow``."""
    parts = "".join(letter if _is_plain(letter) else "_" for letter in text).split("_")
    name = "".join(part[:1].upper() + part[1:] for part in parts)
    if not name or name[0].isdigit():
        name = f"_{name}"
    return f"{name}_" if name in _KEYWORDS or name in _CLASS_NAMES_IN_USE else name


def package_name(root: Path) -> str:
    """Return the import name of the package compiled from a source folder: the folder's name by the rule."""
    return identifier(os.path.basename(os.path.realpath(root)) or "luaflow_package")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePlace:
    """The module of one entry.

    Attributes:
        parts: Import path below the package: ``("shop", "orders", "place")``.
        workflow_classes: Class name and workflow type, the entry id first, then a custom name.
        activity: Name of the activity callable, or empty.
    """

    parts: tuple[str, ...]
    workflow_classes: tuple[tuple[str, str], ...]
    activity: str

    @property
    def key(self) -> str:
        """Dotted path below the package; also the key of its line map."""
        return ".".join(self.parts)

    @property
    def file(self) -> str:
        """Path below the package's folder, with ``/``."""
        return "/".join(self.parts) + ".py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The modules of a package.

    Attributes:
        package: Import name.
        modules: Place of each Lua entry by entry id.
    """

    package: str
    modules: Mapping[str, ModulePlace]

    def import_name(self, entry_id: str) -> str:
        """Return the absolute import name of an entry's module."""
        return f"{self.package}.{self.modules[entry_id].key}"


def lay_out(registry: Registry, package: str) -> tuple[Layout, list[Diagnostic]]:
    """Give every Lua entry its module, and report names that meet."""
    modules = {entry.id: _place(entry) for entry in registry.lua.values()}
    layout = Layout(package=package, modules=modules)
    return layout, [*_package_problems(package, registry), *_collisions(registry.lua.values(), modules)]


def module_parts(entry_id: str) -> tuple[str, ...]:
    """Return the import path, below its package, of the module of an entry: ``shop.orders:place`` is ``("shop", "orders", "place")``."""
    namespace, _, name = entry_id.partition(":")
    return (*(identifier(part) for part in namespace.split(".")), identifier(name))


def _place(entry: LuaEntry) -> ModulePlace:
    classes: tuple[tuple[str, str], ...] = ()
    if entry.kind == "workflow.lua":
        own = class_name(entry.name)
        classes = ((own, entry.id),)
        if entry.workflow_name and entry.workflow_name != entry.id:
            custom = class_name(entry.workflow_name)
            classes = (*classes, (f"{custom}_" if custom == own else custom, entry.workflow_name))
    return ModulePlace(
        parts=module_parts(entry.id),
        workflow_classes=classes,
        activity=identifier(entry.name) if entry.is_activity else "",
    )


def _package_problems(package: str, registry: Registry) -> Iterable[Diagnostic]:
    if package in sys.stdlib_module_names or package in _NOT_FOR_PACKAGES:
        yield Diagnostic(
            code="LF420",
            severity=Severity.ERROR,
            message=f"the package would be called `{package}` after its source folder `{registry.root}` and hide another module",
            help="give it another name by `--package NAME`, or rename the folder",
        )


def _collisions(entries: Iterable[LuaEntry], modules: Mapping[str, ModulePlace]) -> Iterable[Diagnostic]:
    """Report entries that share a file, or whose file has the name of a namespace's folder.

    Paths are compared without case: some file systems do not tell it apart.
    """
    folders: dict[str, LuaEntry] = {}
    entries = list(entries)
    for entry in entries:
        parts = modules[entry.id].parts
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]).casefold(), entry)
    taken: dict[str, LuaEntry] = {}
    types: dict[str, LuaEntry] = {}
    for entry in entries:
        place = modules[entry.id]
        path = "/".join(place.parts).casefold()
        other = taken.setdefault(path, entry)
        if other is not entry:
            yield _collision(entry, other, f"`{entry.id}` and `{other.id}` would both become `{place.file}`")
        elif path in folders:
            other = folders[path]
            yield _collision(
                entry,
                other,
                f"`{entry.id}` would become `{place.file}`, beside the folder of namespace `{other.namespace}`",
            )
        if place.parts[0].casefold() in FRAMES:
            yield _collision(entry, None, f"`{entry.id}` would become `{place.file}`, which luaflow keeps for itself")
        for _, workflow_type in place.workflow_classes:
            known = types.setdefault(workflow_type, entry)
            if known is not entry:
                yield _collision(
                    entry, known, f"`{entry.id}` and `{known.id}` have the same workflow type `{workflow_type}`"
                )


def _collision(entry: LuaEntry, other: LuaEntry | None, message: str) -> Diagnostic:
    related = (
        () if other is None else (Label(source=other.place.source, span=other.place.span, message="the other entry"),)
    )
    return Diagnostic(
        code="LF420",
        severity=Severity.ERROR,
        message=message,
        source=entry.place.source,
        span=entry.place.span,
        help="rename one of them",
        related=related,
        entry=entry.id,
    )
