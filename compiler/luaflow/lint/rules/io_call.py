"""LF103: io-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.effects import forbidden_uses
from luaflow.lint.rule import rule


@rule("LF103", "io-call", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def io_call(context: RuleContext) -> Iterator[Diagnostic]:
    """Input and output in workflow code.

    What it does
    ------------
    Finds the `io` library and the functions of `os` that touch files or processes (`os.execute`, `os.remove`,
    `os.tmpname` ...) wherever a workflow's code reaches them, also through aliases.

    Why it matters
    --------------
    Each replay would do it again, and what is read may differ from what the first run read.

    Example
    -------
        local file = io.open("data.txt")

    Use instead
    -----------
        local data, err = funcs.call("app:read_data", "data.txt")

    Exceptions
    ----------
    `print` and `logger` are allowed and silent while replaying. Functions and processes may do what they like.
    """
    yield from forbidden_uses(
        context,
        "io",
        "LF103",
        lambda name: f"`{name}` does input or output, which a workflow cannot repeat when it is replayed",
        "not available in workflows",
        lambda name: "do it in a function and call that with `funcs.call`",
    )
