"""LF105: dynamic-code-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.effects import forbidden_uses
from luaflow.lint.rule import rule


@rule("LF105", "dynamic-code-call", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def dynamic_code_call(context: RuleContext) -> Iterator[Diagnostic]:
    """Code made at run time, in workflow code.

    What it does
    ------------
    Finds `load`, `loadstring`, `loadfile`, `dofile` and `string.dump` wherever a workflow's code reaches them, also
    through aliases.

    Why it matters
    --------------
    luaflow checks and compiles workflow code before it runs; there is no interpreter in the worker.

    Example
    -------
        local add = load("return 1 + 1")

    Use instead
    -----------
        local function add()
          return 1 + 1
        end

    Exceptions
    ----------
    Functions and processes that luaflow's own commands run may use `load`.
    """
    yield from forbidden_uses(
        context,
        "dynamic-code",
        "LF105",
        lambda name: f"`{name}` runs code that nobody could check for determinism",
        "not available in workflows",
        lambda name: "write the code into this file or into a library entry",
    )
