"""LF106: debug-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.effects import forbidden_uses
from luaflow.lint.rule import rule


@rule("LF106", "debug-call", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def debug_call(context: RuleContext) -> Iterator[Diagnostic]:
    """The debug library in workflow code.

    What it does
    ------------
    Finds the functions of `debug` wherever a workflow's code reaches them, also through aliases.

    Why it matters
    --------------
    What they return or change belongs to the machine that runs the code, and a replay may run on another one.

    Example
    -------
        local where = debug.traceback()

    Use instead
    -----------
        local ok, err = pcall(step)
        logger:error("step failed", { error = tostring(err) })

    Exceptions
    ----------
    Functions and processes may use what there is of it.
    """
    yield from forbidden_uses(
        context,
        "debug",
        "LF106",
        lambda name: f"`{name}` looks into the running machine, which is not the same in a replay",
        "not available in workflows",
        lambda name: "remove it; errors carry their Lua stack by themselves",
    )
