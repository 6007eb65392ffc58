"""Runs the rules over one chunk.

Needs resolved scopes and statics. Afterwards code that a workflow reaches names nothing that a workflow cannot have, and
every global name is known; errors stop the compilation.
"""

from __future__ import annotations

from luaflow.analyse.shims import ShimIndex
from luaflow.analyse.statics import Statics
from luaflow.diagnostics import Diagnostic, Label
from luaflow.lint.context import RuleContext
from luaflow.lint.rules import RULES
from luaflow.lint.suppress import without_allowed
from luaflow.registry.model import LuaEntry, Registry
from luaflow.resolve import Scopes
from luaflow.syntax import ast


def check_entry(
    entry: LuaEntry,
    chunk: ast.Chunk,
    scopes: Scopes,
    statics: Statics,
    shims: ShimIndex,
    workflow: tuple[Label, ...] | None,
    *,
    registry: Registry | None = None,
    runners: tuple[str, ...] = (),
    compiling: bool = True,
) -> list[Diagnostic]:
    """Return the findings in an entry's chunk, in source order.

    Args:
        entry: The entry.
        chunk: Its tree.
        scopes: Its scopes.
        statics: Its static meanings.
        shims: The runtime's functions.
        workflow: How a workflow reaches it; see ``lint.reach``.
        registry: All entries, for calls by id.
        runners: Ids of the workflows that run its code.
        compiling: Suppression comments do not let through what the runtime would refuse.
    """
    context = RuleContext(
        source=entry.source,
        chunk=chunk,
        scopes=scopes,
        statics=statics,
        shims=shims,
        entry=entry.id,
        kind=entry.kind,
        modules=entry.modules,
        imports=entry.imports,
        workflow=workflow,
        registry=registry,
        runners=runners,
    )
    return check(context, compiling=compiling)


def check(context: RuleContext, *, compiling: bool = True) -> list[Diagnostic]:
    """Return what all rules find, in source order, without what comments allow."""
    found = [diagnostic for rule in RULES if rule.check is not None for diagnostic in rule.check(context)]
    found.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.code))
    comments = context.chunk.comments
    return without_allowed(found, context.source, comments, compiling=compiling, entry=context.entry)
