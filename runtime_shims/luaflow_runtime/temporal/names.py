"""``process.registry`` on Temporal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from luaflow_runtime.messaging.processes import Operation

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses


def register(processes: WorkflowProcesses, name: str, pid: str) -> Operation:
    """Register a name."""
    raise NotImplementedError


def lookup(processes: WorkflowProcesses, name: str) -> Operation:
    """Find the PID of a name."""

    async def look() -> tuple[Any, Any]:
        return None, None

    return look


def unregister(processes: WorkflowProcesses, name: str) -> Operation:
    """Release a name."""
    raise NotImplementedError
