"""LF101: wall-clock-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.effects import forbidden_uses
from luaflow.lint.rule import rule

_HELP = {
    "os.clock": 'use the difference of two `time.now()` from `require("time")`, which replays the recorded time',
    "os.date": 'use `time.now()` from `require("time")`, or give the time: `os.date("!...", t)`',
}
_OTHERS = 'use `time.now()` from `require("time")`, which replays the recorded time'


def _help(name: str) -> str:
    return _HELP.get(name, _OTHERS)


@rule("LF101", "wall-clock-call", since="0.1.0", severity=Severity.ERROR, temporal="TMPRL1100")
def wall_clock_call(context: RuleContext) -> Iterator[Diagnostic]:
    """Reads of the wall clock or the CPU clock in workflow code.

    What it does
    ------------
    Finds `os.time()`, `os.date` without a given time and `os.clock` wherever a workflow's code reaches them: in its
    own file, in the libraries it imports, and through aliases such as `local now = os.time`.

    Why it matters
    --------------
    Temporal runs workflow code again to rebuild its state. A clock shows another value then, and code that depends on
    it asks for other activities than those in the history: the workflow is stuck with a non-determinism error.

    Example
    -------
        local started = os.time()

    Use instead
    -----------
        local time = require("time")
        local started = time.now():unix()

    Exceptions
    ----------
    `os.time{year = ..., month = ..., day = ...}` and `os.date("!%H:%M", t)` of a given time only calculate and are
    allowed. Functions and processes may use every clock.
    """
    yield from forbidden_uses(
        context,
        "clock",
        "LF101",
        lambda name: f"`{name}` reads the wall clock, so a replay would see another value",
        "not recorded in history",
        _help,
    )
