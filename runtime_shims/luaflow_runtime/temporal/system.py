"""What luaflow itself brings to a worker: short local activities, small workflows, and a poller for the long waits.

Waiting for the end of another workflow takes as long as that workflow lives, so it is a remote activity: the server keeps
it, and when a worker dies another one goes on. It has a task queue of its own beside the workflow's: polling the workflow's own
for activities would take tasks from the workers that have them, and a wait would hold one of the slots that the user gave to
activities.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from temporalio import workflow
from temporalio.client import Client
from temporalio.worker import PollerBehaviorSimpleMaximum, Worker

from luaflow_runtime.temporal.system_activities import Watcher
from luaflow_runtime.temporal.system_calls import DEADLINE_WORKFLOW, NAME_WORKFLOW, TERMINATE, start_watch, system_queue

_MOST_WAITS: Final = 100_000


def system_worker(client: Client, task_queue: str) -> Worker:
    """Return what runs luaflow's own activities for the workflows of a task queue; to be made inside the event loop."""
    return Worker(
        client,
        task_queue=system_queue(task_queue),
        activities=[Watcher().watch],
        max_concurrent_activities=_MOST_WAITS,
        activity_task_poller_behavior=PollerBehaviorSimpleMaximum(2),
    )


# Workflows


@workflow.defn(name=NAME_WORKFLOW, sandboxed=False)
class NameWorkflow:
    """Stands for a registered name: it runs as long as the name is held, its memo says by whom."""

    @workflow.run
    async def run(self, workflow_id: str, run_id: str) -> None:
        """Wait for the end of the workflow that holds the name."""
        await start_watch(workflow_id, run_id)


@workflow.defn(name=DEADLINE_WORKFLOW, sandboxed=False)
class DeadlineWorkflow:
    """Terminates a workflow that was asked to end and still runs; it outlives who asked."""

    @workflow.run
    async def run(self, workflow_id: str, first_run_id: str, milliseconds: int) -> bool:
        """Wait, then terminate; returns whether there was anything left to terminate."""
        await workflow.sleep(milliseconds / 1000)
        ended: bool = await workflow.execute_local_activity(
            TERMINATE,
            args=[workflow_id, first_run_id, "process.cancel: deadline", workflow.info().run_id],
            start_to_close_timeout=timedelta(seconds=10),
        )
        return ended


SYSTEM_WORKFLOWS: Final[Sequence[type]] = (NameWorkflow, DeadlineWorkflow)
