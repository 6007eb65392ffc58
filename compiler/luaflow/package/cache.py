"""What earlier runs worked out, by content hash.

Two stores below luaflow's cache folder: modules (the result of generating and formatting one entry) and stamps (what a
whole output folder was made from). Both belong to one state of the compiler. Losing them costs time, nothing else.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from luaflow.package.locations import cache_folder, write_whole
from luaflow.package.manifest import digest

KEEP_SECONDS = 30 * 24 * 3600


@cache
def compiler_state() -> str:
    """Return a digest that differs whenever compiler, runtime declarations or formatter differ.

    Files are compared by size and time: reading them all would take longer than the check it serves.
    """
    parts = [sys.version, os.path.realpath(__file__)]
    for name in ("luaflow", "luaflow_runtime"):
        spec = importlib.util.find_spec(name)
        for folder in sorted(spec.submodule_search_locations or ()) if spec is not None else ():
            parts.extend(_state_of(folder))
    for name in ("black", "jinja2", "luaparser"):
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin:
            status = os.stat(spec.origin)
            parts.append(f"{spec.origin} {status.st_size} {status.st_mtime_ns}")
    return digest("\n".join(parts).encode())


def _state_of(folder: str) -> list[str]:
    found: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    found.extend(_state_of(entry.path))
            elif entry.name.endswith((".py", ".j2")):
                status = entry.stat()
                found.append(f"{entry.path} {status.st_size} {status.st_mtime_ns}")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedModule:
    """A generated module.

    Attributes:
        text: Formatted Python.
        positions: Line map, see ``luaflow_runtime.values.source.SourceInfo``.
        names: Python names to Lua names.
    """

    text: str
    positions: tuple[tuple[int, int, int], ...]
    names: Mapping[str, str]


def _module_path(key: str) -> Path:
    return cache_folder("modules", key[:2], f"{key}.json")


def load_module(key: str) -> CachedModule | None:
    """Return the module stored under a key; ``None`` when it is missing or damaged."""
    path = _module_path(key)
    try:
        data: Any = json.loads(path.read_bytes())
        positions = tuple((int(line), int(column), int(lua)) for line, column, lua in data["positions"])
        module = CachedModule(text=str(data["text"]), positions=positions, names=dict(data["names"]))
        if digest(module.text.encode()) != data["digest"]:
            return None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return module


def store_module(key: str, module: CachedModule) -> None:
    """Remember a module. A cache that cannot be written is no error."""
    data = {
        "digest": digest(module.text.encode()),
        "text": module.text,
        "positions": module.positions,
        "names": dict(module.names),
    }
    try:
        write_whole(_module_path(key), json.dumps(data, separators=(",", ":")).encode())
    except OSError:
        return


def forget_old_modules() -> None:
    """Remove modules that no run has made in ``KEEP_SECONDS``; looks once a day."""
    marker = cache_folder("modules", "swept")
    now = time.time()
    try:
        if marker.exists() and now - marker.stat().st_mtime < 24 * 3600:
            return
        write_whole(marker, b"")
        for path in cache_folder("modules").glob("??/*.json"):
            if now - path.stat().st_mtime > KEEP_SECONDS:
                path.unlink(missing_ok=True)
    except OSError:
        return


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an output folder was last made from.

    Attributes:
        registry_files: Registry files found below the source root, in order.
        inputs: SHA-256 by path relative to the source root.
        outputs: SHA-256 by path relative to the package's folder.
        notes: Warnings of that run, as shown; they are shown again.
    """

    registry_files: tuple[str, ...]
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]
    notes: str


def _stamp_path(root: Path, folder: Path) -> Path:
    name = digest(os.fsencode(f"{os.path.realpath(root)}\0{root}\0{os.path.realpath(folder)}"))
    return cache_folder("stamps", f"{name[:32]}.json")


def load_stamp(root: Path, folder: Path) -> Stamp | None:
    """Return the stamp of a source folder and a package folder, if this very compiler wrote it."""
    try:
        data: Any = json.loads(_stamp_path(root, folder).read_bytes())
        if data["compiler"] != compiler_state():
            return None
        return Stamp(
            registry_files=tuple(data["registry_files"]),
            inputs=dict(data["inputs"]),
            outputs=dict(data["outputs"]),
            notes=str(data["notes"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def store_stamp(root: Path, folder: Path, stamp: Stamp) -> None:
    """Remember a stamp. A cache that cannot be written is no error."""
    data = {
        "compiler": compiler_state(),
        "registry_files": stamp.registry_files,
        "inputs": dict(stamp.inputs),
        "outputs": dict(stamp.outputs),
        "notes": stamp.notes,
    }
    try:
        write_whole(_stamp_path(root, folder), json.dumps(data).encode())
    except OSError:
        return


def is_current(root: Path, folder: Path, stamp: Stamp, found: tuple[str, ...]) -> bool:
    """Tell whether every input and output still has the content that the stamp says.

    Args:
        found: Registry files below the root now.
    """
    return (
        found == stamp.registry_files
        and all(_has(f"{root}{os.sep}{path}", value) for path, value in stamp.inputs.items())
        and all(_has(f"{folder}{os.sep}{path}", value) for path, value in stamp.outputs.items())
    )


def _has(path: str, expected: str) -> bool:
    try:
        with open(path, "rb") as file:
            return digest(file.read()) == expected
    except OSError:
        return False
