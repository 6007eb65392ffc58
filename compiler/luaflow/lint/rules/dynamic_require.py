"""LF201: dynamic-require."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.rule import rule
from luaflow.syntax import ast


@rule("LF201", "dynamic-require", since="0.1.0", severity=Severity.ERROR)
def dynamic_require(context: RuleContext) -> Iterator[Diagnostic]:
    """A `require` whose module is not written as a string.

    What it does
    ------------
    Reports `require(expression)`, `require()` and `require` used as a value.

    Why it matters
    --------------
    What an entry is made of must be known when it is compiled: libraries are compiled with it and checked with it.

    Example
    -------
        local name = "mon" .. "ey"
        local money = require(name)

    Use instead
    -----------
        local money = require("money")

    Exceptions
    ----------
    Scripts run by `luaflow exec`.
    """
    literal = {
        call.func for call in context.uses.requires if len(call.args) == 1 and isinstance(call.args[0], ast.String)
    }
    for name in context.uses.globals:
        if name.name == "require" and name not in literal:
            yield Diagnostic(
                code="LF201",
                severity=Severity.ERROR,
                message="`require` needs its module as a literal string",
                source=context.source,
                span=name.span,
                help='write `require("name")` with a declared module or import',
                entry=context.entry,
            )
