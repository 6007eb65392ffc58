"""Child workflows: ``process.spawn*``, ``process.exec``, ``workflow.exec``. Source: reference/process.md 2.9 to 2.11, decisions 22 to 24."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luaflow_runtime.messaging.processes import Operation, StartRequest

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses


class Children:
    """Child workflows of one run."""

    def __init__(self, processes: WorkflowProcesses) -> None:
        self.processes = processes

    def start(self, request: StartRequest) -> Operation:
        raise NotImplementedError

    def execute(self, request: StartRequest) -> Operation:
        raise NotImplementedError

    # Asked for by ``Watches``: each tells whether the workflow of this id is a child that this run started, ended or not.

    def monitor(self, workflow_id: str) -> bool:
        """Deliver EXIT of a child, as is done anyway unless ``unmonitor`` was called."""
        return False

    def unmonitor(self, workflow_id: str) -> bool:
        """Deliver no EXIT of a child."""
        return False

    def link(self, workflow_id: str) -> bool:
        """Let a child's failure reach this run, before its EXIT."""
        return False

    def unlink(self, workflow_id: str) -> bool:
        """Undo ``link``."""
        return False
