"""PIDs of workflows. Source: decision 16."""

from __future__ import annotations

from luaflow_runtime.entry import Registry
from luaflow_runtime.messaging.pid import Pid, foreign_pid, workflow_pid


def pid_of(registry: Registry, worker: str, workflow_id: str, task_queue: str = "") -> Pid:
    """Return the canonical PID of a workflow.

    Args:
        registry: Entries of the package.
        worker: Id of the worker entry of its entry, empty when no entry is known.
        workflow_id: Temporal's workflow id.
        task_queue: Where it runs, for a workflow of no known entry.
    """
    if worker in registry.worker_queues:
        return workflow_pid(registry.worker_queues[worker][0], worker, workflow_id)
    return foreign_pid(task_queue, workflow_id)
