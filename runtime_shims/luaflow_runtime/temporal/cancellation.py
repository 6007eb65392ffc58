"""``process.cancel`` and ``process.terminate`` on workflows, and what a cancelled run makes of it. Source: decision 20."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from luaflow_runtime.messaging.processes import Operation

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses

SIGNAL: Final = "luaflow:cancel"
"""Signal that goes before a cancel request, with who asks and the deadline."""


def terminate(processes: WorkflowProcesses, destination: str) -> Operation:
    """Terminate a workflow."""
    raise NotImplementedError


def cancel(processes: WorkflowProcesses, destination: str, reason: str, deadline_ns: int | None) -> Operation:
    """Ask a workflow to end."""
    raise NotImplementedError


def receive(processes: WorkflowProcesses, sender: str, values: Sequence[Any]) -> None:
    """Take what goes before a cancel request."""
    raise NotImplementedError
