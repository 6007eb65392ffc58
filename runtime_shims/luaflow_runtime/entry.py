"""What a compiled package says of its registry entries.

The classes compare by identity: generated methods of dataclasses are a good part of what importing a package costs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from luaflow_runtime.values.source import SourceInfo
    from luaflow_runtime.values.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ActivityTarget:
    """How to reach an activity entry (``function.lua`` or ``function.external``).

    Attributes:
        name: Activity type: the entry id, or the given name of an external one.
        worker: Id of the ``temporal.worker`` entry that runs it, or empty.
        task_queue: Given task queue of an external activity, placeholders unresolved, or empty.
        local: Run as a local activity.
        options: ``meta.options``: default call options.
    """

    name: str
    worker: str = ""
    task_queue: str = ""
    local: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkflowTarget:
    """How to start a workflow entry: its type and the worker that runs it."""

    name: str
    worker: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClientSpec:
    """A ``temporal.client`` entry; strings may hold ``${env:...}`` placeholders.

    Attributes:
        data: The entry's fields as in the YAML file, defaults not filled in.
    """

    id: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkerSpec:
    """A ``temporal.worker`` entry and what runs on it.

    Attributes:
        client: Id of its client entry.
        task_queue: As written, without the client's prefix; may hold placeholders.
        options: ``worker_options`` as written.
        stop_timeout: ``lifecycle.stop_timeout`` as written, or empty.
        workflows: Workflow classes (also those under a custom name).
        activities: Activity callables.
    """

    id: str
    client: str
    task_queue: str
    options: Mapping[str, Any] = field(default_factory=dict)
    stop_timeout: str = ""
    workflows: tuple[type, ...] = ()
    activities: tuple[Callable[..., Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registry:
    """The entries of a package, by full id.

    Attributes:
        env: ``env.variable`` entries by public name and by id: ``{"storage", "variable", "default"}``.
        env_storages: ``env.storage.*`` entries by id: ``{"kind", ...fields}``.
    """

    activities: Mapping[str, ActivityTarget] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)
    """``function.lua`` entries: id to module (relative to the package) that holds its ``ENTRY``, for calls in-process."""
    workflows: Mapping[str, WorkflowTarget] = field(default_factory=dict)
    worker_queues: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Worker id to (client id, task queue as written)."""
    clients: Mapping[str, ClientSpec] = field(default_factory=dict)
    env: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    env_storages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def find_function(self, id: str, package: str) -> Entry | None:
        """Return a function entry of the package, importing its module; ``None`` when there is none of this id."""
        module = self.functions.get(id)
        if module is None:
            return None
        entry = import_module(f"{package}.{module}").ENTRY
        return entry if isinstance(entry, Entry) else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """A compiled Lua entry.

    Attributes:
        id: Full entry id ``ns:name``.
        kind: ``workflow.lua``, ``function.lua``, ``process.lua`` or ``library.lua``.
        chunk: The compiled chunk; returns what Lua's chunk returns.
        method: ``method`` of the entry, or empty.
        table: The package's ``Table`` class.
        source: Where the Lua text is, for messages.
        registry: The package's entries.
        worker: Id of the worker that runs it, or empty.
        task_failure: ``workflow_failure: task`` of its worker.
    """

    id: str
    kind: str
    chunk: Callable[..., Any]
    method: str
    table: type[Table]
    source: SourceInfo
    registry: Registry
    worker: str = ""
    task_failure: bool = False
