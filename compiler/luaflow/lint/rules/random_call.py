"""LF102: random-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.effects import forbidden_uses
from luaflow.lint.rule import rule


@rule("LF102", "random-call", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def random_call(context: RuleContext) -> Iterator[Diagnostic]:
    """Random numbers in workflow code.

    What it does
    ------------
    Finds `math.random` and `math.randomseed` wherever a workflow's code reaches them, also through aliases.

    Why it matters
    --------------
    A replay draws other numbers, and code that depends on them asks for other activities than those in the history.

    Example
    -------
        local lucky = math.random(1, 6)

    Use instead
    -----------
        local uuid = require("uuid")
        local id = uuid.v4()

    or draw the number in a function, called by `funcs.call`.

    Exceptions
    ----------
    Functions and processes may use `math.random`.
    """
    yield from forbidden_uses(
        context,
        "random",
        "LF102",
        lambda name: f"`{name}` draws a random number, so a replay would see another one",
        "not recorded in history",
        lambda name: "use `uuid.v4()` for ids, `crypto.random.bytes(n)` for randomness: both replay their values",
    )
