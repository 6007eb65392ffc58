"""A source folder to its registry."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from luaflow.diagnostics import Severity
from luaflow.package.inputs import registry_files
from luaflow.registry import env
from luaflow.registry.entries import RawEntry, read_entries
from luaflow.registry.files import Folder
from luaflow.registry.findings import Findings
from luaflow.registry.links import check_links
from luaflow.registry.lua import read_lua_entry
from luaflow.registry.model import LUA_KINDS, OtherEntry, Place, Registry
from luaflow.registry.temporal import read_client, read_external, read_worker

T = TypeVar("T")


def load_registry(root: Path, *, skip: frozenset[str] = frozenset()) -> Registry:
    """Read all registry files below ``root``.

    Every problem is a finding in the result; entries with a problem in their fields are in the result as far as
    they make sense, so that later passes report theirs in the same run.

    Args:
        root: The source folder.
        skip: Real paths of folders that are no sources (the output folder).
    """
    findings = Findings()
    if not root.is_dir():
        problem = "is no folder" if root.exists() else "does not exist"
        findings.add("LF400", f"the source folder `{root}` {problem}", None)
        return Registry(root=str(root), diagnostics=findings.in_order())
    folder = Folder(root)
    raw = read_entries(folder, registry_files(os.fspath(root), skip), findings)
    if not raw and not any(finding.severity is Severity.ERROR for finding in findings.all):
        findings.add(
            "LF400",
            f"no file below `{root}` declares an entry",
            None,
            help="a registry file is YAML or JSON with `namespace:` and `entries:`, usually called `_index.yaml`",
        )
    raw.sort(key=lambda entry: entry.id)
    external_kind = "function.external"
    handled = {*LUA_KINDS, external_kind, "temporal.client", "temporal.worker", *env.KINDS}

    def read(kinds: frozenset[str], reader: Callable[[RawEntry, Folder, Findings], T]) -> dict[str, T]:
        return {entry.id: reader(entry, folder, findings) for entry in raw if entry.kind in kinds}

    registry = Registry(
        root=str(root),
        lua=read(frozenset(LUA_KINDS), read_lua_entry),
        externals=read(frozenset({external_kind}), read_external),
        clients=read(frozenset({"temporal.client"}), read_client),
        workers=read(frozenset({"temporal.worker"}), read_worker),
        env=read(env.KINDS, env.read_env),
        others={
            entry.id: OtherEntry(
                id=entry.id,
                kind=entry.kind,
                place=Place(source=entry.name_item.source, span=entry.name_item.span),
            )
            for entry in raw
            if entry.kind not in handled
        },
        inputs=folder.inputs,
    )
    check_links(registry, {entry.id: entry for entry in raw}, findings)
    return Registry(
        root=registry.root,
        lua={id: entry for id, entry in registry.lua.items() if entry.readable},
        externals=registry.externals,
        clients=registry.clients,
        workers=registry.workers,
        env=registry.env,
        others=registry.others,
        inputs=dict(sorted(folder.inputs.items())),
        diagnostics=findings.in_order(),
    )
