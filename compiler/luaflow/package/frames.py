"""The modules of a package that belong to no entry: ``__init__``, ``_registry``, ``_table``, ``_lines``.

Templates hold the frame; every value from the user goes in through ``py_literal``. Names of modules, classes and
callables come from ``layout``, which makes identifiers of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import jinja2

from luaflow.package.layout import Layout
from luaflow.package.literals import py_literal
from luaflow.package.writer import HEADER
from luaflow.registry import Registry


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("luaflow.package"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["literal"] = py_literal
    environment.filters["arguments"] = _arguments
    return environment


def _arguments(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={py_literal(value)}" for name, value in values.items())


def _render(template: str, **values: Any) -> str:
    return _templates().get_template(template).render(**values)


def header(version: str, what: str) -> str:
    """Return the first line of a generated file.

    Args:
        what: What it was made from, and so must be edited: a path relative to the source root.
    """
    shown = "".join(letter if letter.isprintable() else "?" for letter in what)
    return f"{HEADER} {version} from {shown}. Edit that, then run `luaflow compile`."


def render_package(
    registry: Registry, layout: Layout, *, version: str, abi: int, search_attributes: Mapping[str, str]
) -> str:
    """Return ``__init__.py``."""
    names = _Names(layout)
    workflows: dict[str, list[str]] = {}
    activities: dict[str, list[str]] = {}
    for entry in registry.lua.values():
        place = layout.modules[entry.id]
        for name, _ in place.workflow_classes:
            workflows.setdefault(entry.worker, []).append(names.alias(place.parts, name))
        if place.activity:
            activities.setdefault(entry.worker, []).append(names.alias(place.parts, place.activity))
    workers = [
        {
            "id": worker.id,
            "client": worker.client,
            "task_queue": worker.task_queue,
            "options": worker.options,
            "stop_timeout": worker.stop_timeout,
            "workflows": workflows.get(worker.id, []),
            "activities": activities.get(worker.id, []),
        }
        for worker in registry.workers.values()
    ]
    return _render(
        "package.py.j2",
        header=header(version, "its registry files"),
        package=layout.package,
        version=version,
        abi=abi,
        imports=names.imports,
        workflows=[name for group in workflows.values() for name in group],
        activities=[name for group in activities.values() for name in group],
        workers=workers,
        search_attributes=dict(sorted(search_attributes.items())),
    )


class _Names:
    """Names under which ``__init__`` imports classes and callables: their own, or with the namespace where two meet."""

    _TAKEN = frozenset(
        "ABI ACTIVITIES SEARCH_ATTRIBUTES WORKERS WORKFLOWS Any Callable WorkerSpec abi annotations".split()
    )

    def __init__(self, layout: Layout) -> None:
        self.imports: list[tuple[str, str, str]] = []
        # A folder of the package is an attribute of it: an import of that name would hide it.
        self._used = set(self._TAKEN) | {place.parts[0] for place in layout.modules.values()}

    def alias(self, parts: tuple[str, ...], name: str) -> str:
        alias = name
        if alias in self._used:
            alias = "_".join((*parts[:-1], name))
        while alias in self._used:
            alias += "_"
        self._used.add(alias)
        self.imports.append((".".join(parts), name, alias))
        return alias


def render_namespaces(layout: Layout, *, version: str) -> dict[str, str]:
    """Return the ``__init__.py`` files of the folders below the package, by relative path."""
    folders = {place.parts[:depth]: None for place in layout.modules.values() for depth in range(1, len(place.parts))}
    return {
        "/".join((*parts, "__init__.py")): _render(
            "namespace.py.j2", header=header(version, "its registry files"), namespace=".".join(parts)
        )
        for parts in sorted(folders)
    }


def render_registry(registry: Registry, layout: Layout, *, version: str) -> str:
    """Return ``_registry.py``, a literal of ``luaflow_runtime.entry.Registry``."""
    activities: dict[str, dict[str, Any]] = {}
    for entry in registry.lua.values():
        if entry.is_activity:
            activities[entry.id] = _given(name=entry.id, worker=entry.worker, local=entry.local, options=entry.options)
    for external in registry.externals.values():
        activities[external.id] = _given(
            name=external.name,
            worker=external.worker,
            task_queue=external.task_queue,
            local=external.local,
            options=external.options,
        )
    workflows = {
        entry.id: {"name": entry.id, "worker": entry.worker}
        for entry in registry.lua.values()
        if entry.kind == "workflow.lua"
    }
    env: dict[str, dict[str, Any]] = {}
    for variable in registry.env.values():
        if variable.kind == "env.variable":
            fields = {
                key: variable.data[key]
                for key in ("storage", "variable", "default")
                if variable.data.get(key) is not None
            }
            env[variable.id] = fields
            env.setdefault(str(variable.data.get("variable", "")), fields)
    return _render(
        "registry.py.j2",
        header=header(version, "its registry files"),
        activities=sorted(activities.items()),
        functions={
            entry.id: layout.modules[entry.id].key
            for entry in sorted(registry.lua.values(), key=lambda entry: entry.id)
            if entry.kind == "function.lua"
        },
        workflows=sorted(workflows.items()),
        worker_queues={worker.id: (worker.client, worker.task_queue) for worker in registry.workers.values()},
        clients=[(client.id, {"id": client.id, "data": client.data}) for client in registry.clients.values()],
        env=dict(sorted(env.items())),
        env_storages={
            storage.id: {"kind": storage.kind, **storage.data}
            for storage in registry.env.values()
            if storage.kind != "env.variable"
        },
    )


def _given(**values: Any) -> dict[str, Any]:
    """Leave out what is empty or false: those are the defaults of ``ActivityTarget``."""
    return {name: value for name, value in values.items() if value}


def render_table(names: Iterable[str], methods: Iterable[str], *, version: str) -> str:
    """Return ``_table.py``.

    Args:
        names: Python attributes (mangled) that the package's code reads.
        methods: Those of them that it calls as methods of what a metatable has.
    """
    return _render("table.py.j2", header=header(version, "its Lua files"), names=sorted(names), methods=sorted(methods))


def render_lines(
    modules: Iterable[tuple[str, tuple[tuple[int, int, int], ...], Mapping[str, str]]], *, version: str
) -> str:
    """Return ``_lines.py``; each module is its key, positions and names."""
    ordered = [(key, positions, dict(sorted(names.items()))) for key, positions, names in sorted(modules)]
    return _render("lines.py.j2", header=header(version, "its Lua files"), modules=ordered)
