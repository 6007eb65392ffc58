"""What a rule is given: one chunk with everything that earlier passes know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from luaflow.analyse.shims import ShimIndex
from luaflow.analyse.statics import Statics
from luaflow.diagnostics import Label
from luaflow.lint.uses import Uses, find_uses
from luaflow.registry.model import Registry
from luaflow.resolve import Scopes
from luaflow.source import Source
from luaflow.syntax import ast


@dataclass(slots=True, kw_only=True)
class RuleContext:
    """One chunk under check.

    Attributes:
        source: Its text.
        chunk: Its tree.
        scopes: Its names, resolved.
        statics: What its expressions stand for.
        shims: The runtime's functions.
        entry: Id of its registry entry.
        kind: ``workflow.lua`` and so on.
        modules: What the entry declares.
        imports: Alias to full entry id or module name.
        workflow: How a workflow reaches it: one label for each import on the way, none for a workflow itself;
            ``None`` when no workflow does.
        registry: All entries; ``None`` when they are not known.
        runners: Ids of the workflows that run this code.
        uses: What it names of the runtime; found when the context is made.
    """

    source: Source
    chunk: ast.Chunk
    scopes: Scopes
    statics: Statics
    shims: ShimIndex
    entry: str = ""
    kind: str = "workflow.lua"
    modules: tuple[str, ...] = ()
    imports: Mapping[str, str] = field(default_factory=dict)
    workflow: tuple[Label, ...] | None = None
    registry: Registry | None = None
    runners: tuple[str, ...] = ()
    uses: Uses = field(init=False)

    def __post_init__(self) -> None:
        self.uses = find_uses(self.chunk, self.scopes, self.statics)

    def label(self, span: ast.Span, message: str) -> Label:
        """Return a related place in this chunk."""
        return Label(source=self.source, span=span, message=message)
