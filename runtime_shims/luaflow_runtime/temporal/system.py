"""What luaflow itself brings to a worker: short local activities, small workflows, and a poller for the long waits.

Waiting for the end of another workflow takes as long as that workflow lives, so it is a remote activity: the server keeps
it, and when a worker dies another one goes on. It has a task queue of its own beside the workflow's: polling the workflow's own
for activities would take tasks from the workers that have them, and a wait would hold one of the slots that the user gave to
activities.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from temporalio import exceptions, workflow
from temporalio.client import Client
from temporalio.common import RetryPolicy
from temporalio.worker import PollerBehaviorSimpleMaximum, Worker

from luaflow_runtime.lib.errors import INTERNAL, Error, capture_stack, error_of
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.system_activities import (
    NAME_WORKFLOW,
    TERMINATE,
    WATCH,
    Watcher,
)
from luaflow_runtime.values.errors import LuaError

DEADLINE_WORKFLOW: Final = "luaflow:deadline"

_MOST_WAITS: Final = 100_000
_LEAST_HEARTBEAT: Final = timedelta(seconds=6)
_HEARTBEAT_PER_WATCH: Final = timedelta(milliseconds=125)
_FOR_EVER: Final = timedelta(days=3650)
_WATCH_RETRIES: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10))
_SHORT: Final[dict[str, Any]] = {
    "start_to_close_timeout": timedelta(seconds=10),
    "schedule_to_close_timeout": timedelta(minutes=1),
}


def system_queue(task_queue: str) -> str:
    """Return the task queue of luaflow's own activities for workflows of a task queue."""
    return f"luaflow:{task_queue}"


def system_worker(client: Client, task_queue: str) -> Worker:
    """Return what runs luaflow's own activities for the workflows of a task queue; to be made inside the event loop."""
    return Worker(
        client,
        task_queue=system_queue(task_queue),
        activities=[Watcher().watch],
        max_concurrent_activities=_MOST_WAITS,
        activity_task_poller_behavior=PollerBehaviorSimpleMaximum(2),
    )


# Used by workflows


def start_watch(workflow_id: str, run_id: str, others: int = 0) -> workflow.ActivityHandle[Any]:
    """Begin to wait for the end of a workflow; see ``Watcher.watch``.

    Each heartbeat makes the server write the state of the workflow that waits. So those of a workflow that waits for many ends are
    rarer, and the death of a worker is noticed later: with a thousand, some forty a second are left.

    Args:
        workflow_id: The workflow.
        run_id: Run to begin with, empty for the latest one.
        others: How many ends the running workflow waits for already.
    """
    return workflow.start_activity(
        WATCH,
        args=[workflow_id, run_id],
        task_queue=system_queue(workflow.info().task_queue),
        start_to_close_timeout=_FOR_EVER,
        heartbeat_timeout=max(_LEAST_HEARTBEAT, others * _HEARTBEAT_PER_WATCH),
        retry_policy=_WATCH_RETRIES,
        summary=f"end of {workflow_id}"[:200],
    )


async def ask(activity: str, *args: Any) -> tuple[Any, Error | None]:
    """Run one of luaflow's short activities from a Lua thread.

    Returns:
        Its result and ``None``, or ``None`` and an error of kind Internal; an interruption of the wait is its error.
    """
    try:
        handle = workflow.start_local_activity(activity, args=args, **_SHORT)
    except ValueError as problem:
        message = f"{problem}; the worker needs plugins=[luaflow_runtime.plugin()]"
        return None, Error(message, INTERNAL, False, made=capture_stack())
    try:
        return await handle, None
    except LuaError as interruption:
        handle.add_done_callback(_forget)
        handle.cancel()
        return None, error_of(interruption.value)
    except (exceptions.FailureError, asyncio.CancelledError) as failure:
        return None, internal(failure_error(failure).message_)


def internal(message: str) -> Error:
    """Return the error of an operation on another process, where Lua stands now."""
    return Error(message, INTERNAL, False, made=capture_stack())


def _forget(task: asyncio.Task[Any]) -> None:
    """Look at the outcome of an abandoned task, which asyncio would report as lost otherwise."""
    if not task.cancelled():
        task.exception()


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
