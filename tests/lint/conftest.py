"""Checks Lua texts with the rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import Statics
from luaflow.diagnostics import Diagnostic, Label
from luaflow.lint.check import check
from luaflow.lint.context import RuleContext
from luaflow.registry import load_registry
from luaflow.registry.model import Registry
from luaflow.resolve import resolve
from luaflow.source import Source
from luaflow.syntax.parser import parse

Checker = Callable[..., list[Diagnostic]]


@cache
def declared() -> Registry:
    """Return the entries that the texts may call."""
    registry = load_registry(Path(__file__).parent / "registry")
    assert not registry.diagnostics
    return registry


def _check(
    text: str,
    kind: str = "workflow.lua",
    modules: tuple[str, ...] = (),
    imports: Mapping[str, str] | None = None,
    workflow: tuple[Label, ...] | None = (),
    compiling: bool = True,
) -> list[Diagnostic]:
    source = Source("x.lua", "flows/x.lua", text)
    chunk = parse(source)
    scopes = resolve(chunk)
    shims = shim_index()
    context = RuleContext(
        source=source,
        chunk=chunk,
        scopes=scopes,
        statics=Statics(scopes, shims, modules, imports or {}),
        shims=shims,
        entry="app:x",
        kind=kind,
        modules=modules,
        imports=imports or {},
        workflow=workflow if kind in ("workflow.lua", "library.lua") else None,
        registry=declared(),
        runners=("app:x",) if kind in ("workflow.lua", "library.lua") and workflow is not None else (),
    )
    return check(context, compiling=compiling)


@pytest.fixture
def check_text() -> Checker:
    """Returns the findings in a text: ``check_text(text, kind=..., modules=..., imports=..., workflow=...)``."""
    return _check
