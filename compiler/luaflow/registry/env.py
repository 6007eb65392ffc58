"""Entries ``env.variable`` and ``env.storage.*``.

Source: registry reference, section 1.11.
"""

from __future__ import annotations

import re

from luaflow.registry.entries import RawEntry
from luaflow.registry.fields import Fields
from luaflow.registry.files import Folder
from luaflow.registry.findings import Findings
from luaflow.registry.model import EnvEntry, Place

KINDS = frozenset(
    "env.variable env.storage.os env.storage.memory env.storage.file env.storage.static env.storage.router".split()
)


def read_env(entry: RawEntry, folder: Folder, findings: Findings) -> EnvEntry:
    """Read an ``env.*`` entry; references to storages become full ids."""
    fields = Fields(entry, folder, findings)
    data = dict(fields.value(entry.data))
    if entry.kind == "env.variable":
        name = fields.text(entry.data, "variable", required=True, code="LF421")
        if name and not re.fullmatch("[A-Za-z0-9_]+", name):
            fields.problem(
                "LF421", f"the variable name `{name}` may hold letters, digits and `_` only", entry.data.get("variable")
            )
        data["storage"], _ = fields.reference(entry.data, "storage")
    elif entry.kind == "env.storage.file":
        fields.text(entry.data, "file_path", required=True, code="LF421")
    elif entry.kind == "env.storage.static":
        fields.mapping(entry.data, "values")
    elif entry.kind == "env.storage.router":
        storages = entry.data.get("storages")
        namespace = entry.id.partition(":")[0]
        if storages is None or not isinstance(storages.value, tuple):
            fields.problem("LF421", f"`{entry.id}` needs a list `storages`", storages)
            data["storages"] = []
        else:
            data["storages"] = [
                item.value if ":" in item.value else f"{namespace}:{item.value}"
                for item in storages.value
                if isinstance(item.value, str)
            ]
    place = Place(source=entry.name_item.source, span=entry.name_item.span)
    return EnvEntry(id=entry.id, kind=entry.kind, data=data, place=place)
