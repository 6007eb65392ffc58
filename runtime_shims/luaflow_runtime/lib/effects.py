"""The run-time half of the rule that workflows have no unrecorded effects.

The compiler refuses such calls already; a value that reaches one all the same (``local f = unknown()``) is refused here.
"""

from __future__ import annotations

from luaflow_runtime.host import CURRENT
from luaflow_runtime.values.errors import runtime_error


def refuse_in_workflow(name: str) -> None:
    """Raise Lua's error when the running host is a workflow.

    Args:
        name: What was called, ``math.random``.
    """
    running = CURRENT.get(None)
    if running is not None and running.is_workflow:
        raise runtime_error(f"'{name}' cannot be used in a workflow: a replay would see another result")
