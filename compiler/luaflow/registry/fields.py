"""Reading the fields of an entry, each problem with its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luaflow.registry.document import Item
from luaflow.registry.entries import RawEntry
from luaflow.registry.files import FileProblem, Folder, NotUtf8
from luaflow.registry.findings import Findings


class Fields:
    """Reads one entry's fields and reports what is wrong with them."""

    def __init__(self, entry: RawEntry, folder: Folder, findings: Findings) -> None:
        self.entry = entry
        self.folder = folder
        self.findings = findings

    def problem(self, code: str, message: str, where: Item | None, *, help: str = "", label: str = "") -> None:
        """Report a finding of this entry, at the entry's name where there is no better place."""
        place = where if where is not None else (self.entry.name_item.source, self.entry.name_item.span)
        self.findings.add(code, message, place, help=help, label=label, entry=self.entry.id)

    def text(self, holder: Item, key: str, *, required: bool = False, code: str = "LF403") -> str:
        """Return a string field, stripped; empty when absent. ``file://`` strings are read."""
        item = holder.get(key)
        if item is None:
            if required:
                self.problem(code, f"`{self.entry.id}` has no `{key}`", None)
            return ""
        if not isinstance(item.value, str):
            self.problem(code, f"`{key}` must be a string, not {item.kind()}", item)
            return ""
        if not item.value.strip() and required:
            self.problem(code, f"`{key}` is empty", item)
        return str(self.value(item)).strip()

    def flag(self, holder: Item, key: str) -> bool:
        """Return a boolean field; false when absent."""
        item = holder.get(key)
        if item is None:
            return False
        if not isinstance(item.value, bool):
            self.problem("LF403", f"`{key}` must be true or false, not {item.kind()}", item)
            return False
        return item.value

    def mapping(self, holder: Item, key: str) -> Item | None:
        """Return a map field; ``None`` when absent or something else."""
        item = holder.get(key)
        if item is not None and not isinstance(item.value, Mapping):
            self.problem("LF403", f"`{key}` must be a map, not {item.kind()}", item)
            return None
        return item

    def reference(self, holder: Item, key: str, *, required: bool = False) -> tuple[str, Item | None]:
        """Return an entry id, completed by the entry's own namespace, and where it stands."""
        text = self.text(holder, key, required=required)
        item = holder.get(key)
        if not text:
            return "", item
        if ":" not in text:
            text = f"{self.entry.id.partition(':')[0]}:{text}"
        return text, item

    def value(self, item: Item) -> Any:
        """Return the plain value of an item with every ``file://`` string replaced by that file's text."""
        if isinstance(item.value, Mapping):
            return {key: self.value(child) for key, child in item.value.items()}
        if isinstance(item.value, tuple):
            return [self.value(child) for child in item.value]
        if not isinstance(item.value, str) or not item.value.startswith("file://"):
            return item.value
        try:
            relative = self.folder.follow(item.value, self.entry.yaml_file)
            return self.folder.read(relative, relative).text
        except NotUtf8 as problem:
            self.findings.add(problem.code, problem.message, (problem.source, problem.span), help=problem.help)
        except FileProblem as problem:
            self.problem(problem.code, problem.message, item, help=problem.help)
        return ""
