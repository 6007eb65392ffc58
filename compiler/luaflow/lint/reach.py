"""Which entries' code a workflow reaches through imports, on which way, and which workflows those are."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from luaflow.diagnostics import Label
from luaflow.registry.model import LuaEntry


def workflow_reach(entries: Iterable[LuaEntry]) -> dict[str, tuple[Label, ...]]:
    """Return, for each entry whose code runs in a workflow, the imports that lead there, workflow first.

    A workflow itself has none. Of several ways the shortest is taken, then the one from the first workflow by id.
    """
    by_id = {entry.id: entry for entry in sorted(entries, key=lambda entry: entry.id)}
    ways: dict[str, tuple[Label, ...]] = {entry.id: () for entry in by_id.values() if entry.kind == "workflow.lua"}
    queue = deque(ways)
    while queue:
        importer = by_id[queue.popleft()]
        for alias, target in importer.imports.items():
            if target in by_id and target not in ways:
                place = importer.places.get(f"imports.{alias}", importer.place)
                message = f"workflow code: `{importer.id}` imports `{target}`"
                label = Label(source=place.source, span=place.span, message=message)
                ways[target] = (*ways[importer.id], label)
                queue.append(target)
    return ways


def workflows_running(entries: Iterable[LuaEntry]) -> dict[str, tuple[str, ...]]:
    """Return, for each entry whose code runs in workflows, the ids of all of them in order."""
    by_id = {entry.id: entry for entry in sorted(entries, key=lambda entry: entry.id)}
    found: dict[str, list[str]] = {}
    for workflow in by_id.values():
        if workflow.kind != "workflow.lua":
            continue
        seen = {workflow.id}
        queue = deque(seen)
        while queue:
            id = queue.popleft()
            found.setdefault(id, []).append(workflow.id)
            fresh = [target for target in by_id[id].imports.values() if target in by_id and target not in seen]
            seen.update(fresh)
            queue.extend(dict.fromkeys(fresh))
    return {id: tuple(workflows) for id, workflows in found.items()}
