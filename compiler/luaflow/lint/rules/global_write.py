"""LF107: global-write."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.analyse.statics import ModuleRef, ShimRef
from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.rule import rule
from luaflow.syntax import ast

_WRITERS = frozenset({"rawset", "setmetatable", "table.insert", "table.remove", "table.sort", "table.move"})
_GLOBAL_TABLES = frozenset({"_G", "_ENV", "package"})


@rule("LF107", "global-write", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def global_write(context: RuleContext) -> Iterator[Diagnostic]:
    """Writes to globals, or to Lua's libraries, in workflow code.

    What it does
    ------------
    Reports assignments to names that no `local` declares, to fields of `_G` and of library tables such as `string`,
    and global function definitions, wherever a workflow's code reaches them.

    Why it matters
    --------------
    Globals outlive a call and are shared by all code that sees them. In a workflow each run has its own locals, and
    that is what makes its state replayable.

    Example
    -------
        counter = (counter or 0) + 1

    Use instead
    -----------
        local counter = 0
        counter = counter + 1

    Exceptions
    ----------
    Locals at the top of the file belong to one run and may be changed. Functions and processes may write globals,
    which nobody outside their file sees.
    """
    if context.workflow is None:
        return
    for name, statement in context.uses.global_writes:
        is_function = isinstance(statement, ast.FunctionStat)
        what = "is a global function" if is_function else "is no local, so this writes a global"
        written = f"local function {name.name}" if is_function else f"local {name.name}"
        yield _finding(
            context,
            name.span,
            f"`{name.name}` {what}: workflow code must keep its state in locals",
            f"write `{written}`" if is_function else f"declare it before: `{written}`",
        )
    for index in context.uses.field_writes:
        table = _shared_table(context, index.obj)
        if table:
            help = "keep it in a local table" if table in _GLOBAL_TABLES else "write a local function instead"
            yield _finding(context, index.span, f"this writes to `{table}`, which all code shares", help)
    for call in context.uses.calls:
        if isinstance(call, ast.Call) and call.args:
            static = context.statics.of(call.func)
            table = _shared_table(context, call.args[0])
            if table and isinstance(static, ShimRef) and static.name in _WRITERS:
                help = "keep it in a local table"
                yield _finding(context, call.span, f"`{static.name}` changes `{table}`, which all code shares", help)


def _shared_table(context: RuleContext, expr: ast.Expr) -> str:
    """Return the name of the library or global table that an expression stands for or lies in, else nothing."""
    while True:
        static = context.statics.of(expr)
        if isinstance(static, ModuleRef):
            return static.name
        if isinstance(expr, ast.Name):
            is_global = context.scopes.variable_of.get(expr) is None
            return expr.name if is_global and expr.name in _GLOBAL_TABLES else ""
        if isinstance(expr, ast.Paren):
            expr = expr.inner
        elif isinstance(expr, ast.Index):
            expr = expr.obj
        else:
            return ""


def _finding(context: RuleContext, span: ast.Span, message: str, help: str) -> Diagnostic:
    return Diagnostic(
        code="LF107",
        severity=Severity.ERROR,
        message=message,
        source=context.source,
        span=span,
        help=help,
        related=context.workflow or (),
        entry=context.entry,
    )
