"""Records of the SDK in Lua's terms."""

from __future__ import annotations

import logging
import sys
from typing import Any

from luaflow.cli.logs import LuaTerms
from luaflow_runtime.lib.errors import Error
from luaflow_runtime.temporal.failures import LuaApplicationError
from luaflow_runtime.temporal.workflow_host import UncaughtLuaError

ACTIVITY = {"activity_type": "app:charge", "workflow_id": "order-7", "attempt": 2}
WORKFLOW = {"workflow_type": "app:order", "workflow_id": "order-7"}


def shown(failure: Exception, **extra: Any) -> str:
    """Return what is written about a failure."""
    try:
        raise failure
    except Exception:
        record = logging.LogRecord("temporalio", logging.WARNING, "x.py", 1, "It %s", ("failed",), sys.exc_info())
    record.__dict__.update(extra)
    assert LuaTerms().filter(record)
    return logging.Formatter("%(message)s").format(record)


def test_an_error_of_an_activity() -> None:
    failure = LuaApplicationError(Error("too much", "Invalid", False))
    line = "activity app:charge of workflow order-7 failed (attempt 2): Invalid: too much"
    assert shown(failure, temporal_activity=ACTIVITY) == line


def test_an_error_that_fails_the_workflow_task() -> None:
    failure = UncaughtLuaError("order.lua:3: no\nstack traceback:\n\torder.lua:3")
    text = "a workflow task of app:order order-7 failed: order.lua:3: no\nstack traceback:\n\torder.lua:3"
    assert shown(failure, temporal_workflow=WORKFLOW) == text


def test_an_error_of_something_else() -> None:
    assert shown(LuaApplicationError(Error("no", "Invalid", False))) == "It failed: Invalid: no"


def test_a_defect_keeps_its_traceback() -> None:
    text = shown(KeyError("x"), temporal_activity=ACTIVITY)
    assert text.startswith("It failed\nTraceback") and text.endswith("KeyError: 'x'")
