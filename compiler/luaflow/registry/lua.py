"""Entries with Lua code: source, method, modules, imports, Temporal metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luaflow.diagnostics import Severity
from luaflow.registry.document import Item
from luaflow.registry.entries import RawEntry
from luaflow.registry.fields import Fields
from luaflow.registry.files import FileProblem, Folder, NotUtf8, lua_name
from luaflow.registry.findings import Findings, place_of
from luaflow.registry.model import LuaEntry, Place
from luaflow.source import Source

_FIELDS = ("source", "method", "modules", "imports")
_TEMPORAL_FIELDS = {"workflow": ("worker", "name"), "activity": ("worker", "local", "name", "task_queue")}
_POOL_KEEPS_STATE = frozenset({"lazy", "static", "adaptive"})


def read_lua_entry(entry: RawEntry, folder: Folder, findings: Findings) -> LuaEntry:
    """Read an entry of a Lua kind; without a usable source it is not ``readable``, and its references can be checked."""
    fields = Fields(entry, folder, findings)
    places: dict[str, Place] = {}
    for key, item in entry.data.items():
        places[key] = place_of(item)
    found = _source(fields)
    method = _method(fields)
    modules = _modules(fields, places)
    imports = _imports(fields, places)
    temporal = fields.mapping(entry.meta, "temporal")
    _misspelt(fields, entry.data, _FIELDS)
    worker, workflow_name, local, is_activity = "", "", False, False
    if temporal is not None:
        key = "workflow" if entry.kind == "workflow.lua" else "activity"
        section = fields.mapping(temporal, key)
        if entry.kind != "library.lua":
            _misspelt(fields, temporal, (key,))
        if section is not None and entry.kind != "library.lua":
            _misspelt(fields, section, _TEMPORAL_FIELDS[key])
            worker, worker_item = fields.reference(section, "worker")
            if worker_item is not None:
                places["worker"] = place_of(worker_item)
            if entry.kind == "workflow.lua":
                workflow_name = fields.text(section, "name")
            else:
                local = fields.flag(section, "local")
                is_activity = bool(worker)
    if entry.kind == "workflow.lua" and not worker:
        fields.problem(
            "LF415",
            f"the workflow `{entry.id}` names no worker, so nobody would run it",
            None,
            help="add `meta: {temporal: {workflow: {worker: <id of a temporal.worker>}}}`",
        )
    options = fields.mapping(entry.meta, "options")
    meta: Mapping[str, Any] = entry.meta.plain()
    source, file = found or (Source(entry.id, entry.name_item.source.path, ""), entry.yaml_file)
    return LuaEntry(
        id=entry.id,
        kind=entry.kind,
        source=source,
        file=file,
        method=method,
        modules=modules,
        imports=imports,
        meta=meta,
        worker=worker,
        workflow_name=workflow_name,
        local=local,
        is_activity=is_activity,
        options=options.plain() if options is not None else {},
        pooled=_pooled(fields),
        readable=found is not None,
        place=Place(source=entry.name_item.source, span=entry.name_item.span),
        places=places,
    )


def _misspelt(fields: Fields, holder: Item, known: tuple[str, ...]) -> None:
    """Warn of fields that are almost, but not, ones that luaflow reads; it leaves others to whom they concern."""
    for key, item in holder.items():
        if key in known:
            continue
        import difflib  # only few registries need it

        near = difflib.get_close_matches(key, [name for name in known if holder.get(name) is None], n=1, cutoff=0.7)
        if near:
            fields.findings.add(
                "LF403",
                f"`{key}` has no effect",
                item,
                help=f"did you mean `{near[0]}`?",
                entry=fields.entry.id,
                severity=Severity.WARNING,
            )


def _source(fields: Fields) -> tuple[Source, str] | None:
    entry, folder = fields.entry, fields.folder
    item = entry.data.get("source")
    if item is None or item.value == "":
        fields.problem(
            "LF407", f"`{entry.id}` has no `source`", item, help="write `source: file://<file>.lua`, or the code"
        )
        return None
    if not isinstance(item.value, str):
        fields.problem("LF407", f"`source` must be a string, not {item.kind()}", item)
        return None
    if not item.value.startswith("file://"):
        return _inline(entry, item, item.value), entry.yaml_file
    try:
        relative = folder.follow(item.value, entry.yaml_file)
        source = folder.read(relative, lua_name(item.value))
    except NotUtf8 as problem:
        fields.findings.add(
            problem.code, problem.message, (problem.source, problem.span), help=problem.help, entry=entry.id
        )
        return None
    except FileProblem as problem:
        fields.findings.add(problem.code, problem.message, (item.source, item.span), help=problem.help, entry=entry.id)
        return None
    return source, relative


def _inline(entry: RawEntry, item: Item, text: str) -> Source:
    first_line = item.source.line_of(item.span[0])
    return Source(entry.id, item.source.path, text, line_offset=first_line if item.block else first_line - 1)


def _method(fields: Fields) -> str:
    entry = fields.entry
    if entry.kind == "library.lua":
        item = entry.data.get("method")
        if item is not None:
            fields.problem("LF408", "a library has no `method`: its importers get the chunk's first value", item)
        return ""
    item = entry.data.get("method")
    if item is None and entry.kind == "function.lua":
        fields.problem("LF408", f"the function `{entry.id}` has no `method`", None, help="add `method: main`")
        return ""
    if item is None:
        return "main"
    return fields.text(entry.data, "method", required=True, code="LF408")


def _modules(fields: Fields, places: dict[str, Place]) -> tuple[str, ...]:
    item = fields.entry.data.get("modules")
    if item is None:
        return ()
    if not isinstance(item.value, tuple):
        fields.problem("LF403", f"`modules` must be a list, not {item.kind()}", item)
        return ()
    names: list[str] = []
    for child in item.value:
        if not isinstance(child.value, str) or not child.value:
            shown = "an empty string" if child.value == "" else child.kind()
            fields.problem("LF403", f"a module name must be a non-empty string, not {shown}", child)
        elif ":" in child.value:
            fields.problem(
                "LF403",
                f"`{child.value}` is an entry id, not a module",
                child,
                help=f"import it: `imports: {{{child.value.rpartition(':')[2]}: {child.value}}}`",
            )
        elif child.value not in names:
            names.append(child.value)
            places[f"modules.{child.value}"] = place_of(child)
    return tuple(names)


def _imports(fields: Fields, places: dict[str, Place]) -> dict[str, str]:
    item = fields.mapping(fields.entry.data, "imports")
    imports: dict[str, str] = {}
    for alias, child in item.items() if item is not None else ():
        if not alias:
            fields.problem("LF403", "an import has an empty alias", child)
        elif not isinstance(child.value, str) or not child.value.rpartition(":")[2].strip():
            shown = f"`{child.value}`" if isinstance(child.value, str) else child.kind()
            fields.problem("LF403", f"the import `{alias}` must name an entry by its full id, not {shown}", child)
        else:
            imports[alias] = child.value.strip()
            places[f"imports.{alias}"] = place_of(child)
    return imports


def _pooled(fields: Fields) -> bool:
    """Whether the pool keeps states between calls. Source: registry reference 1.2, ``pool``."""
    pool = fields.mapping(fields.entry.data, "pool")
    if pool is None:
        return False
    values = pool.plain()
    if "type" in values:
        if values["type"] not in _POOL_KEEPS_STATE | {"inline"}:
            fields.problem(
                "LF403",
                f"`pool.type` must be inline, lazy, static or adaptive, not `{values['type']}`",
                pool.get("type"),
            )
        return values["type"] in _POOL_KEEPS_STATE
    return "size" in values or any(
        isinstance(values.get(key), int) and values[key] > 0 for key in ("workers", "max_size")
    )
