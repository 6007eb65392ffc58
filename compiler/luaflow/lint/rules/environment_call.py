"""LF104: environment-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.effects import forbidden_uses
from luaflow.lint.rule import rule


@rule("LF104", "environment-call", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def environment_call(context: RuleContext) -> Iterator[Diagnostic]:
    """Reads of the worker's environment in workflow code.

    What it does
    ------------
    Finds `os.getenv`, `os.setlocale` and the like wherever a workflow's code reaches them, also through aliases.

    Why it matters
    --------------
    A replay may happen on another machine, with another environment.

    Example
    -------
        local region = os.getenv("REGION")

    Use instead
    -----------
        local function main(order)
          local region = order.region
        end

    Exceptions
    ----------
    Functions and processes may read the environment.
    """
    yield from forbidden_uses(
        context,
        "environment",
        "LF104",
        lambda name: f"`{name}` reads or changes the worker's environment, which differs between workers and replays",
        "differs between workers",
        lambda name: "pass the value in as an argument, or read it in a function",
    )
