"""Registry files to entries: ids, the two file forms, merged ``meta``, ``data``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from luaflow.diagnostics import Label, Severity
from luaflow.registry.document import DocumentError, Item, read_document
from luaflow.registry.files import FileProblem, Folder, NotUtf8
from luaflow.registry.findings import Findings

_ENTRY_KEYS = frozenset({"name", "kind", "meta", "data"})
_FILE_KEYS = frozenset({"version", "namespace", "name", "kind", "meta", "data"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry before its kind is looked at.

    Attributes:
        yaml_file: The file it stands in, relative to the root.
        name_item: Where messages about the whole entry point.
        data: Fields of the kind.
        meta: Merged metadata.
    """

    id: str
    kind: str
    yaml_file: str
    name_item: Item
    data: Item
    meta: Item


def read_entries(folder: Folder, files: Iterator[str] | list[str], findings: Findings) -> list[RawEntry]:
    """Read all registry files; entries with a problem are left out. Of a repeated id the first one counts."""
    entries: list[RawEntry] = []
    first: dict[str, RawEntry] = {}
    for relative in files:
        document = _read_file(folder, relative, findings)
        if document is None:
            continue
        for entry in _entries_of(document, relative, findings):
            known = first.get(entry.id)
            if known is None:
                first[entry.id] = entry
                entries.append(entry)
                continue
            findings.add(
                "LF404",
                f"the id `{entry.id}` is declared twice",
                (entry.name_item.source, entry.name_item.span),
                help="give one of the two entries another name",
                entry=entry.id,
                related=(
                    Label(source=known.name_item.source, span=known.name_item.span, message="first declared here"),
                ),
            )
    return entries


def _read_file(folder: Folder, relative: str, findings: Findings) -> Item | None:
    name = relative.rpartition("/")[2]
    try:
        source = folder.read(relative, relative)
    except NotUtf8 as problem:
        severity = _severity(name, problem.source.text)
        findings.add(
            problem.code, problem.message, (problem.source, problem.span), help=problem.help, severity=severity
        )
        return None
    except FileProblem as problem:
        findings.add(problem.code, problem.message, None)
        return None
    try:
        return read_document(source, is_json=name.endswith(".json"))
    except DocumentError as error:
        language = "JSON" if name.endswith(".json") else "YAML"
        findings.add(
            "LF401",
            f"the file is no valid {language}: {error.message}",
            (source, error.span),
            severity=_severity(name, source.text),
        )
        return None


def _severity(name: str, text: str) -> Severity:
    """A broken file is an error when it is surely meant for us: ``_index.*``, or with a top-level ``namespace``."""
    if name.rpartition(".")[0] == "_index":
        return Severity.ERROR
    heads = ("namespace:", '"namespace"', "'namespace'")
    depth_one = any(line.startswith(heads) for line in text.splitlines())
    compact = text.lstrip().startswith("{") and any(
        line.strip(" \t{").startswith('"namespace"') for line in text.splitlines()
    )
    return Severity.ERROR if depth_one or compact else Severity.WARNING


def _entries_of(document: Item, relative: str, findings: Findings) -> Iterator[RawEntry]:
    if not isinstance(document.value, Mapping):
        return
    namespace_item = document.get("namespace")
    if namespace_item is None:
        return
    namespace = namespace_item.value
    if not isinstance(namespace, str):
        findings.add("LF403", f"`namespace` must be a string, not {namespace_item.kind()}", namespace_item)
        return
    namespace = namespace.strip()
    if not namespace:
        return
    if ":" in namespace:
        findings.add(
            "LF403", f"the namespace `{namespace}` holds a colon, which separates namespace and name", namespace_item
        )
        return
    shared_meta = document.get("meta")
    if shared_meta is not None and not isinstance(shared_meta.value, Mapping):
        findings.add("LF403", f"`meta` must be a map, not {shared_meta.kind()}", shared_meta)
        shared_meta = None
    listed = document.value.get("entries")
    if listed is not None:
        if listed.value is not None and not isinstance(listed.value, tuple):
            findings.add("LF403", f"`entries` must be a list, not {listed.kind()}", listed)
            return
        for item in listed.value or ():
            entry = _entry(item, namespace, shared_meta, relative, findings, _ENTRY_KEYS)
            if entry is not None:
                yield entry
        return
    if document.get("name") is None and document.get("kind") is None:
        findings.add(
            "LF403",
            "the file has a namespace but neither `entries` nor `name` and `kind`",
            namespace_item,
            help="list entries under `entries:`, or give one entry by `name:` and `kind:`",
        )
        return
    entry = _entry(document, namespace, None, relative, findings, _FILE_KEYS)
    if entry is not None:
        yield entry


def _entry(
    item: Item, namespace: str, shared_meta: Item | None, relative: str, findings: Findings, reserved: frozenset[str]
) -> RawEntry | None:
    if not isinstance(item.value, Mapping):
        findings.add("LF403", f"an entry must be a map, not {item.kind()}", item)
        return None
    start = (item.source, (item.span[0], min(item.span[1], item.span[0] + 1)))
    texts: dict[str, tuple[str, Item]] = {}
    for key in ("name", "kind"):
        found = item.get(key)
        if found is None:
            findings.add("LF403", f"an entry has no `{key}`", start)
        elif not isinstance(found.value, str) or not found.value.strip():
            shown = "empty" if isinstance(found.value, str) else found.kind()
            findings.add("LF403", f"`{key}` must be a non-empty string, not {shown}", found)
        else:
            texts[key] = (found.value.strip(), found)
    if len(texts) < 2:
        return None
    name, name_item = texts["name"]
    full_id = f"{namespace}:{name}"
    if ":" in name:
        findings.add("LF403", f"the name `{name}` holds a colon, which separates namespace and name", name_item)
        return None
    meta = item.get("meta")
    if meta is not None and not isinstance(meta.value, Mapping):
        findings.add("LF403", f"`meta` must be a map, not {meta.kind()}", meta, entry=full_id)
        meta = None
    data = item.get("data")
    if data is None:
        fields = {key: value for key, value in item.items() if key not in reserved}
        data = Item(fields, item.source, item.span, item.key_span)
    return RawEntry(
        id=full_id,
        kind=texts["kind"][0],
        yaml_file=relative,
        name_item=name_item,
        data=data,
        meta=_merged(item, shared_meta, meta),
    )


def _merged(item: Item, shared: Item | None, own: Item | None) -> Item:
    """Merge shallowly: a top-level key of the entry's own ``meta`` hides the file's."""
    merged = {**dict(shared.items() if shared else ()), **dict(own.items() if own else ())}
    place = own or shared or item
    return Item(merged, place.source, place.span, place.key_span)
