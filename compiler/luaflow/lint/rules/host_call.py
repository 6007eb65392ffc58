"""LF108: host-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.effects import forbidden_uses
from luaflow.lint.rule import rule


@rule("LF108", "host-call", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def host_call(context: RuleContext) -> Iterator[Diagnostic]:
    """Functions that exist only outside workflows, in workflow code.

    What it does
    ------------
    Finds functions of the runtime that need a connection, a process or a file, wherever a workflow's code reaches
    them, also through aliases.

    Why it matters
    --------------
    A workflow's code may only do what Temporal can record and replay.

    Example
    -------
        os.exit(1)

    Use instead
    -----------
        error("give up")

    Exceptions
    ----------
    Functions and processes may use them.
    """
    yield from forbidden_uses(
        context,
        "host",
        "LF108",
        lambda name: f"`{name}` exists only outside workflows",
        "not available in workflows",
        lambda name: "do it in a function and call that with `funcs.call`",
    )
