"""LF202: environment-change."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.rule import rule


@rule("LF202", "environment-change", since="0.1.0", severity=Severity.ERROR)
def environment_change(context: RuleContext) -> Iterator[Diagnostic]:
    """A local or parameter named `_ENV`, or an assignment to it.

    What it does
    ------------
    Reports declarations of the name `_ENV` and assignments to it.

    Why it matters
    --------------
    `_ENV` decides where global names are looked up. luaflow settles that when it compiles, so that a call such as
    `tostring(x)` becomes a plain Python call.

    Example
    -------
        local _ENV = { print = print }

    Use instead
    -----------
        local env = { print = print }
        env.print("x")

    Exceptions
    ----------
    Reading `_ENV.name` is allowed and means the global.
    """
    declared = [
        variable.span
        for variables in context.scopes.declared.values()
        for variable in variables
        if variable.name == "_ENV"
    ]
    written = [name.span for name, _ in context.uses.global_writes if name.name == "_ENV"]
    for span in sorted(declared + written):
        yield Diagnostic(
            code="LF202",
            severity=Severity.ERROR,
            message="`_ENV` cannot be replaced: global names are settled when luaflow compiles",
            source=context.source,
            span=span,
            help="use a table of another name, and name it where you use it",
            entry=context.entry,
        )
