"""What Lua's compiler refuses beyond the grammar: jumps without a label, and assignments to constants.

Needs a tree. Afterwards each ``goto`` has exactly one visible label and enters no local's scope, and no variable
declared ``<const>`` or ``<close>`` is assigned to.

Source: Lua 5.4 manual, sections 3.3.4 and 3.3.7; ``lparser.c``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from luaflow.diagnostics.model import Diagnostic, Severity, UserError
from luaflow.diagnostics.model import Label as Place
from luaflow.source import Source
from luaflow.syntax import ast
from luaflow.syntax.walk import children, outer_functions

JUMP = "LF002"
CONSTANT = "LF003"

_EMPTY = (ast.Label, ast.TypeDef, ast.Interface)
"""Statements that are nothing when the program runs."""


def check_jumps_and_constants(source: Source, chunk: ast.Chunk) -> None:
    """Check a whole chunk.

    Raises:
        UserError: With every violation, in source order.
    """
    checker = _Checker(source)
    checker.function(chunk.main)
    if checker.found:
        raise UserError(sorted(checker.found, key=lambda finding: finding.span))


@dataclass(slots=True)
class _Pending:
    """A ``goto`` whose label has not come yet; ``active`` is how many locals are in scope where it now counts."""

    node: ast.Goto
    active: int


@dataclass(slots=True)
class _Scope:
    """A block of one function: how many locals were in scope before it, its labels, and jumps out of it."""

    base: int
    labels: dict[str, ast.Label] = field(default_factory=dict)
    pending: list[_Pending] = field(default_factory=list)


class _Checker:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Diagnostic] = []
        self._locals: list[ast.Param] = []
        self._scopes: list[_Scope] = []

    def _report(self, code: str, span: ast.Span, message: str, help: str, *related: tuple[ast.Span, str]) -> None:
        places = tuple(Place(source=self.source, span=place, message=text) for place, text in related)
        self.found.append(
            Diagnostic(
                code=code,
                severity=Severity.ERROR,
                message=message,
                source=self.source,
                span=span,
                help=help,
                related=places,
            )
        )

    # Scopes

    def function(self, node: ast.Function) -> None:
        outer, self._scopes = self._scopes, []
        before = len(self._locals)
        self._locals.extend(node.params)
        self._block(node.body)
        del self._locals[before:]
        self._scopes = outer

    def _block(self, block: ast.Block, until: ast.Expr | None = None) -> None:
        scope = _Scope(len(self._locals))
        self._scopes.append(scope)
        body = block.body
        for number, statement in enumerate(body):
            if isinstance(statement, ast.Label):
                ends_block = until is None and all(isinstance(later, _EMPTY) for later in body[number + 1 :])
                self._label(scope, statement, scope.base if ends_block else len(self._locals))
            elif isinstance(statement, ast.Goto):
                self._goto(scope, statement)
            else:
                self._statement(statement)
        if until is not None:
            self._expressions(until)
        self._scopes.pop()
        del self._locals[scope.base :]
        for jump in scope.pending:
            jump.active = scope.base
        if self._scopes:
            self._scopes[-1].pending.extend(scope.pending)
        else:
            for jump in scope.pending:
                name = jump.node.label
                help = f"write `::{name}::` in this block or in one around it, in the same function"
                self._report(JUMP, jump.node.span, f"no visible label `{name}` for this `goto`", help)

    def _label(self, scope: _Scope, node: ast.Label, active: int) -> None:
        for around in self._scopes:
            first = around.labels.get(node.name)
            if first is not None:
                line = self.source.line_of(first.span[0]) + self.source.line_offset
                message = f"label `{node.name}` is already defined on line {line}"
                self._report(JUMP, node.span, message, "give it another name", (first.span, "first definition"))
                return
        scope.labels[node.name] = node
        left: list[_Pending] = []
        for jump in scope.pending:
            if jump.node.label != node.name:
                left.append(jump)
            elif jump.active < active:
                entered = self._locals[jump.active]
                message = f"`goto {node.name}` jumps into the scope of local `{entered.name}`"
                help = "declare the local before the `goto`, or put it and its uses into `do ... end`"
                self._report(JUMP, jump.node.span, message, help, (entered.span, "the local"), (node.span, "the label"))
        scope.pending = left

    def _goto(self, scope: _Scope, node: ast.Goto) -> None:
        if not any(node.label in around.labels for around in self._scopes):
            scope.pending.append(_Pending(node, len(self._locals)))

    # Statements

    def _statement(self, node: ast.Stat) -> None:
        match node:
            case ast.Local():
                for value in node.values:
                    self._expressions(value)
                self._locals.extend(node.names)
            case ast.LocalFunction():
                self._locals.append(node.name)
                self.function(node.func)
            case ast.FunctionStat():
                self._assigned(node.target)
                self.function(node.func)
            case ast.Assign():
                for target in node.targets:
                    self._assigned(target)
                    self._expressions(target)
                for value in node.values:
                    self._expressions(value)
            case ast.Repeat():
                self._block(node.block, node.cond)
            case ast.NumericFor():
                for bound in (node.start, node.stop, node.step):
                    if bound is not None:
                        self._expressions(bound)
                self._loop([node.var], node.block)
            case ast.GenericFor():
                for value in node.values:
                    self._expressions(value)
                self._loop(node.names, node.block)
            case _:
                for part in children(node):
                    if isinstance(part, ast.Block):
                        self._block(part)
                    else:
                        self._expressions(part)

    def _loop(self, names: list[ast.Param], block: ast.Block) -> None:
        before = len(self._locals)
        self._locals.extend(names)
        self._block(block)
        del self._locals[before:]
        for jump in self._scopes[-1].pending:  # the loop's variables are behind them as well
            jump.active = min(jump.active, before)

    def _expressions(self, node: ast.Node) -> None:
        for function in outer_functions(node):
            self.function(function)

    def _assigned(self, target: ast.Name | ast.Index) -> None:
        if not isinstance(target, ast.Name):
            return
        for declared in reversed(self._locals):
            if declared.name == target.name:
                if declared.attrib is not None:
                    message = f"attempt to assign to const variable `{target.name}`"
                    help = "declare it without the attribute, or use another local"
                    self._report(CONSTANT, target.span, message, help, (declared.span, "declared here"))
                return
