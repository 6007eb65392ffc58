"""LF413: unsupported-module."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.globals import is_unsupported_module
from luaflow.lint.rule import rule
from luaflow.registry.modules import NOT_RUN_HELP, OUTSIDE_WORKFLOWS, not_run
from luaflow.syntax import ast


@rule("LF413", "unsupported-module", since="0.1.0", severity=Severity.WARNING)
def unsupported_module(context: RuleContext) -> Iterator[Diagnostic]:
    """A module that luaflow does not run.

    What it does
    ------------
    Reports modules that exist elsewhere but not here: an error where code uses one, a warning where `modules` lists one
    that is not used.

    Why it matters
    --------------
    Code that uses such a module would fail when it gets there.

    Example
    -------
        local yaml = require("yaml")

    Use instead
    -----------
    An activity written in Python, declared in `_index.yaml` and called like any other function:

        - name: read_yaml
          kind: function.external
          meta: { temporal: { activity: { worker: python } } }

    Exceptions
    ----------
    In workflows, declared modules that reach outside are `outside-module-in-workflow`.
    """
    for name in context.uses.globals:
        if is_unsupported_module(context, name.name):
            yield from _finding(context, name.name, name.span)
    for call in context.uses.requires:
        if len(call.args) == 1 and isinstance(call.args[0], ast.String):
            wanted = call.args[0].value
            if is_unsupported_module(context, wanted, required=True):
                yield from _finding(context, wanted, call.args[0].span)


def _finding(context: RuleContext, name: str, span: ast.Span) -> Iterator[Diagnostic]:
    if context.workflow is not None and name in context.modules and name in OUTSIDE_WORKFLOWS:
        return  # reported where it is declared
    yield Diagnostic(
        code="LF413",
        severity=Severity.ERROR,
        message=not_run(name),
        source=context.source,
        span=span,
        help=NOT_RUN_HELP,
        entry=context.entry,
    )
