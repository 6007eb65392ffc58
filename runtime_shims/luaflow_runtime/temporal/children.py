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
