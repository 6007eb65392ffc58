"""Compiled packages in this process: from a package folder, or from sources that are compiled on the way."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from luaflow.cli.failures import CommandFailed
from luaflow.package.layout import module_parts, package_name
from luaflow.package.locations import cache_folder
from luaflow.package.manifest import FILE as MANIFEST
from luaflow.package.manifest import digest
from luaflow.package.options import Options

if TYPE_CHECKING:
    from types import ModuleType

    from luaflow_runtime.entry import Entry, Registry, WorkerSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPackage:
    """An imported package.

    Attributes:
        folder: Where it stands.
        registry: Its entries.
        workers: Its workers by id.
        workflows: Its workflow classes.
        search_attributes: Name to type.
    """

    folder: Path
    module: ModuleType
    registry: Registry
    workers: dict[str, WorkerSpec]
    workflows: list[type]
    search_attributes: dict[str, str]

    def entry(self, entry_id: str) -> Entry | None:
        """Return the compiled entry with an id; ``None`` when the package has no module for it."""
        name = ".".join((self.module.__name__, *module_parts(entry_id)))
        try:
            found: Any = getattr(importlib.import_module(name), "ENTRY", None)
        except ModuleNotFoundError as error:
            if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
                return None
            raise
        return found if found is not None and found.id == entry_id else None

    def entry_ids(self) -> list[str]:
        """Return the ids of entries that can be run, for messages."""
        return sorted({*self.registry.workflows, *self.registry.functions})


def is_package(folder: Path) -> bool:
    """Whether a folder is a compiled package rather than sources."""
    return (folder / MANIFEST).is_file() and (folder / "__init__.py").is_file()


def load(source: Path, options: Options) -> LoadedPackage:
    """Import a compiled package, or compile a source folder into luaflow's cache and import that.

    Raises:
        CommandFailed: The package cannot be imported.
        click.exceptions.Exit: The sources have errors, which have been shown.
    """
    if is_package(source):
        return _import(source)
    from luaflow.cli.sources import build_or_fail

    # Not into ./generated: running something must not change what is committed.
    place = digest(os.fsencode(os.path.realpath(source)))[:16]
    wanted = Options(
        package=options.package or package_name(source),
        jobs=options.jobs,
        use_cache=options.use_cache,
        progress=options.progress,
    )
    return _import(build_or_fail(source, cache_folder("packages", place), wanted).folder)


def _import(folder: Path) -> LoadedPackage:
    parent = os.path.realpath(folder.parent)
    if parent not in sys.path:
        sys.path.insert(0, parent)
    try:
        module = importlib.import_module(folder.name)
        registry_module = importlib.import_module(f"{folder.name}._registry")
    except ImportError as error:
        raise CommandFailed(f"the package `{folder}` cannot be imported: {error}") from None
    if os.path.realpath(os.path.dirname(module.__file__ or "")) != os.path.realpath(folder):
        raise CommandFailed(
            f"the package `{folder}` is hidden by `{module.__file__}`; compile it under another name by --package"
        )
    return LoadedPackage(
        folder=folder,
        module=module,
        registry=registry_module.REGISTRY,
        workers=dict(module.WORKERS),
        workflows=list(module.WORKFLOWS),
        search_attributes=dict(module.SEARCH_ATTRIBUTES),
    )
