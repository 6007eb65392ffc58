"""What a source folder declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.source import Source

LUA_KINDS = ("workflow.lua", "function.lua", "process.lua", "library.lua")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is written: half-open character offsets in a YAML file."""

    source: Source
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LuaEntry:
    """An entry with Lua code.

    Attributes:
        id: ``namespace:name``.
        kind: One of ``LUA_KINDS``.
        source: The Lua text. ``name`` is what Lua's messages say, ``path`` what editors open.
        file: Path of the Lua file relative to the source root with ``/``; the YAML file's for inline source.
        method: Which function of the chunk's table is called; empty for libraries.
        modules: Declared modules in file order, without ambient ones being added.
        imports: Alias to full entry id, or to a module name where it has no ``:``; in file order.
        meta: Merged metadata as plain values.
        worker: Full id of the worker that runs it, or empty.
        workflow_name: Custom workflow type, or empty.
        local: Called as a local activity.
        is_activity: ``function.lua`` or ``process.lua`` with ``meta.temporal.activity``.
        options: ``meta.options``: default call options.
        pooled: ``pool`` keeps state between calls.
        readable: Whether its source could be read; only such entries are in a loaded registry.
        place: The entry in its YAML file.
        places: The parts that messages point at, by dotted path (``method``, ``modules.0``, ``imports.alias``).
    """

    id: str
    kind: str
    source: Source
    file: str
    method: str
    modules: tuple[str, ...]
    imports: Mapping[str, str]
    meta: Mapping[str, Any]
    worker: str
    workflow_name: str
    local: bool
    is_activity: bool
    options: Mapping[str, Any]
    pooled: bool
    readable: bool
    place: Place
    places: Mapping[str, Place]

    @property
    def namespace(self) -> str:
        return self.id.partition(":")[0]

    @property
    def name(self) -> str:
        return self.id.partition(":")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalFunction:
    """``function.external``: an activity that somebody else implements.

    Attributes:
        name: Activity type.
        worker: Full id of the worker whose queue it listens on, or empty.
        task_queue: Given task queue, placeholders unresolved, or empty.
        local: Called as a local activity.
        options: ``meta.options``: default call options.
    """

    id: str
    name: str
    worker: str
    task_queue: str
    local: bool
    options: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientEntry:
    """``temporal.client``; ``data`` holds its fields as written, ``file://`` read, ``${env:...}`` unresolved."""

    id: str
    data: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerEntry:
    """``temporal.worker``.

    Attributes:
        client: Full id of its client.
        task_queue: As written, without the client's prefix.
        options: ``worker_options`` as written.
        stop_timeout: ``lifecycle.stop_timeout`` as written, or empty.
    """

    id: str
    client: str
    task_queue: str
    options: Mapping[str, Any]
    stop_timeout: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvEntry:
    """``env.variable`` or ``env.storage.*`` with its fields as written."""

    id: str
    kind: str
    data: Mapping[str, Any]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherEntry:
    """An entry of a kind that luaflow does not run."""

    id: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """Everything a source folder declares; maps are by full id, in order of the id.

    Attributes:
        root: The source folder as the user gave it.
        others: Entries of kinds that luaflow does not run.
        inputs: SHA-256 of every file that was read, by path relative to the root with ``/``.
        diagnostics: All findings in the YAML files, in file and line order.
    """

    root: str
    lua: Mapping[str, LuaEntry] = field(default_factory=dict)
    externals: Mapping[str, ExternalFunction] = field(default_factory=dict)
    clients: Mapping[str, ClientEntry] = field(default_factory=dict)
    workers: Mapping[str, WorkerEntry] = field(default_factory=dict)
    env: Mapping[str, EnvEntry] = field(default_factory=dict)
    others: Mapping[str, OtherEntry] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.diagnostics)

    def libraries_first(self) -> list[LuaEntry]:
        """Return the Lua entries so that every library stands before its importers (ids break ties)."""
        order: dict[str, LuaEntry] = {}

        def visit(entry: LuaEntry, path: tuple[str, ...]) -> None:
            if entry.id in order or entry.id in path:
                return
            for target in entry.imports.values():
                if target in self.lua:
                    visit(self.lua[target], (*path, entry.id))
            order[entry.id] = entry

        for entry in self.lua.values():
            visit(entry, ())
        return list(order.values())
