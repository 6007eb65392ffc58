"""References between entries: imports, modules, workers, clients, storages."""

from __future__ import annotations

from collections.abc import Mapping

from luaflow.diagnostics import Label, Severity
from luaflow.registry import modules
from luaflow.registry.entries import RawEntry
from luaflow.registry.findings import Findings, nearest
from luaflow.registry.model import LuaEntry, Registry


def check_links(registry: Registry, raw: Mapping[str, RawEntry], findings: Findings) -> None:
    """Report references to what is not there, import cycles and aliases with two meanings.

    Args:
        raw: Every entry that was read, also those whose fields were found wrong.
    """
    refused = _check_workflow_modules(registry, findings)
    for entry in registry.lua.values():
        _check_imports(entry, raw, refused, findings)
        for name in entry.modules:
            _check_module_name(entry, name, f"modules.{name}", refused, findings)
        if entry.worker:
            _check_reference(entry.id, entry.worker, "temporal.worker", raw, findings, place_of_entry=entry)
    _check_cycles(registry, findings)
    for external in registry.externals.values():
        if external.worker:
            _check_reference(external.id, external.worker, "temporal.worker", raw, findings)
    for worker in registry.workers.values():
        if worker.client:
            _check_reference(worker.id, worker.client, "temporal.client", raw, findings, key="client", code="LF417")
    _check_env(registry, raw, findings)


Refused = set[tuple[str, str]]
"""Entry id and module name of what has been reported as no module for workflows."""


def _check_imports(entry: LuaEntry, raw: Mapping[str, RawEntry], refused: Refused, findings: Findings) -> None:
    for alias, target in entry.imports.items():
        place = entry.places[f"imports.{alias}"]
        declared = alias in entry.modules
        if declared and target != alias:
            findings.add(
                "LF411",
                f"the alias `{alias}` means both the module `{alias}` and `{target}`",
                place,
                help="give the import another alias, or drop the module",
                entry=entry.id,
                related=(
                    Label(
                        source=entry.places[f"modules.{alias}"].source,
                        span=entry.places[f"modules.{alias}"].span,
                        message="declared as a module here",
                    ),
                ),
            )
        if ":" not in target:
            _check_module_name(entry, target, f"imports.{alias}", refused, findings)
            continue
        found = raw.get(target)
        if found is None:
            libraries = [known for known, value in raw.items() if value.kind == "library.lua"]
            findings.add(
                "LF409",
                f"`{entry.id}` imports `{target}`, which no registry file declares",
                place,
                help=nearest(target, libraries),
                entry=entry.id,
            )
        elif found.kind != "library.lua":
            findings.add(
                "LF409",
                f"`{entry.id}` imports `{target}`, which is a `{found.kind}` and no library",
                place,
                help="import entries of kind `library.lua`; call functions by `funcs.call`",
                entry=entry.id,
            )


def _check_module_name(entry: LuaEntry, name: str, path: str, refused: Refused, findings: Findings) -> None:
    if name not in modules.KNOWN:
        findings.add(
            "LF412",
            f"there is no module `{name}`",
            entry.places[path],
            help=nearest(name, modules.KNOWN) or "a library is imported by its full id `namespace:name`",
            entry=entry.id,
        )
    elif name in modules.NOT_RUN and (entry.id, name) not in refused:
        findings.add(
            "LF413",
            modules.not_run(name),
            entry.places[path],
            help=modules.NOT_RUN_HELP,
            entry=entry.id,
            severity=Severity.WARNING,
        )


def _check_workflow_modules(registry: Registry, findings: Findings) -> Refused:
    """Report modules that reach the outside world, in workflows and in the libraries they import."""
    reported: Refused = set()
    for workflow in registry.lua.values():
        if workflow.kind != "workflow.lua":
            continue
        for entry, chain in reachable(registry, workflow):
            listed = [(name, f"modules.{name}") for name in entry.modules]
            listed += [(target, f"imports.{alias}") for alias, target in entry.imports.items() if ":" not in target]
            for name, path in listed:
                if name not in modules.OUTSIDE_WORKFLOWS or (entry.id, name) in reported:
                    continue
                reported.add((entry.id, name))
                through = f" (imported by {' <- '.join(f'`{part}`' for part in reversed(chain))})" if chain else ""
                findings.add(
                    "LF414",
                    f"the module `{name}` reaches outside the workflow, so a replay would see other values{through}",
                    entry.places[path],
                    help='use it in a function and call that: `funcs.call("ns:name", ...)`',
                    entry=entry.id,
                )
    return reported


def reachable(registry: Registry, entry: LuaEntry) -> list[tuple[LuaEntry, tuple[str, ...]]]:
    """Return an entry and every library it imports, each with the chain of importers that leads to it."""
    found: dict[str, tuple[LuaEntry, tuple[str, ...]]] = {entry.id: (entry, ())}
    queue = [entry]
    for current in queue:
        chain = (*found[current.id][1], current.id)
        for target in current.imports.values():
            library = registry.lua.get(target)
            if library is not None and library.id not in found:
                found[library.id] = (library, chain)
                queue.append(library)
    return list(found.values())


def _check_cycles(registry: Registry, findings: Findings) -> None:
    done: set[str] = set()
    path: list[str] = []

    def visit(entry: LuaEntry) -> None:
        path.append(entry.id)
        for alias, target in entry.imports.items():
            if target not in registry.lua or registry.lua[target].kind != "library.lua":
                continue  # reported as an unknown import
            if target in path:
                cycle = [*path[path.index(target) :], target]
                findings.add(
                    "LF410",
                    f"the import of `{target}` closes a cycle: {' -> '.join(f'`{part}`' for part in cycle)}",
                    entry.places[f"imports.{alias}"],
                    help="move what both need into a third library",
                    entry=entry.id,
                )
            elif target not in done:
                visit(registry.lua[target])
        path.pop()
        done.add(entry.id)

    for entry in registry.lua.values():
        if entry.id not in done:
            visit(entry)


def _check_reference(
    owner: str,
    target: str,
    kind: str,
    raw: Mapping[str, RawEntry],
    findings: Findings,
    *,
    key: str = "worker",
    code: str = "LF416",
    place_of_entry: LuaEntry | None = None,
) -> None:
    found = raw.get(target)
    if found is not None and found.kind == kind:
        return
    name_item = raw[owner].name_item
    where = place_of_entry.places.get(key) if place_of_entry is not None else None
    if where is None:
        item = raw[owner].data.get(key)
        place = (name_item.source, name_item.span) if item is None else (item.source, item.place)
    else:
        place = (where.source, where.span)
    known = [id for id, value in raw.items() if value.kind == kind]
    problem = f"which is a `{found.kind}`" if found is not None else "which no registry file declares"
    findings.add(
        code,
        f"`{owner}` names the {kind.rpartition('.')[2]} `{target}`, {problem}",
        place,
        help=nearest(target, known) or f"declare it with `kind: {kind}`",
        entry=owner,
    )


def _check_env(registry: Registry, raw: Mapping[str, RawEntry], findings: Findings) -> None:
    for entry in registry.env.values():
        storages = entry.data.get("storages", ()) if entry.kind == "env.storage.router" else ()
        named = [entry.data["storage"]] if entry.data.get("storage") else list(storages)
        for target in named:
            found = raw.get(target)
            if found is None or not found.kind.startswith("env.storage."):
                known = [id for id, value in raw.items() if value.kind.startswith("env.storage.")]
                findings.add(
                    "LF421",
                    f"`{entry.id}` names the storage `{target}`, which no registry file declares",
                    entry.place,
                    help=nearest(target, known),
                    entry=entry.id,
                )
