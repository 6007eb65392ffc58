"""Monitors and links: how a run learns of the end of other workflows. Source: reference/process.md 2.6, reference/README.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from luaflow_runtime.messaging.processes import Operation

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses
    from luaflow_runtime.temporal.startup import Startup

LINK: Final = "luaflow:link"
"""Signal by which a workflow tells another one that they are linked."""
UNLINK: Final = "luaflow:unlink"


class Watches:
    """Workflows whose end one run wants to know of."""

    def __init__(self, processes: WorkflowProcesses) -> None:
        self.processes = processes

    def resume(self, startup: Startup) -> None:
        """Take up what the run before this one watched, and the link to a parent."""

    def monitor(self, destination: str) -> Operation:
        raise NotImplementedError

    def unmonitor(self, destination: str) -> Operation:
        raise NotImplementedError

    def link(self, destination: str) -> Operation:
        raise NotImplementedError

    def unlink(self, destination: str) -> Operation:
        raise NotImplementedError


def receive_link(processes: WorkflowProcesses, sender: str, values: Sequence[Any]) -> None:
    """Note that another workflow has linked itself to this one."""
    raise NotImplementedError


def receive_unlink(processes: WorkflowProcesses, sender: str, values: Sequence[Any]) -> None:
    """Note that another workflow has undone a link."""
    raise NotImplementedError
