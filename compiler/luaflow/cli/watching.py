"""Why a workflow does not get on: failing workflow tasks, and task queues that nobody polls."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from luaflow_runtime.temporal.placeholders import PlaceholderError
from luaflow_runtime.temporal.queues import queue_of
from temporalio.api.enums.v1 import EventType, PendingActivityState, TaskQueueType, WorkflowTaskFailedCause
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client, WorkflowExecutionDescription, WorkflowHandle
from temporalio.service import RPCError

if TYPE_CHECKING:
    from luaflow_runtime.entry import Registry

PATIENCE = 6.0
"""Seconds that a queue may be without pollers: workers need a moment to start."""

POLLER_AGE = 70.0
"""Seconds after which a poller that was not heard of is gone: one poll lasts a minute."""

_HARMLESS = frozenset(
    {
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND,
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_STICKY_TASK_QUEUE,
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FAILOVER_CLOSE_COMMAND,
        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_FORCE_CLOSE_COMMAND,
    }
)
"""Causes that belong to normal operation: the server schedules the task again by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What keeps a workflow from ending."""

    message: str
    stack: str = ""


async def watch(
    client: Client, handle: WorkflowHandle[Any, Any], queue: str, registry: Registry, *, own_workers: bool
) -> Trouble:
    """Watch a workflow until something keeps it from going on; runs for ever while all is well.

    Args:
        queue: Its task queue.
        own_workers: Its workers run in this process, whose log tells of activities that fail.
    """
    tasks = [
        asyncio.create_task(_failing_tasks(handle)),
        asyncio.create_task(_missing_pollers(client, handle, queue, registry, tell=not own_workers)),
    ]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return done.pop().result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _failing_tasks(handle: WorkflowHandle[Any, Any]) -> Trouble:
    """Return the first workflow task that failed for a reason that will not go away."""
    async for event in handle.fetch_history_events(wait_new_event=True):
        if event.event_type != EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED:
            continue
        attributes = event.workflow_task_failed_event_attributes
        if attributes.cause in _HARMLESS:
            continue
        cause = WorkflowTaskFailedCause.Name(attributes.cause).removeprefix("WORKFLOW_TASK_FAILED_CAUSE_")
        message = attributes.failure.message or "no message"
        return Trouble(message=f"a workflow task failed ({cause}): {message}", stack=attributes.failure.stack_trace)
    # The history has ended, so the result is about to arrive, and whoever waits for it cancels this.
    while True:
        await asyncio.sleep(3600)


async def _missing_pollers(
    client: Client, handle: WorkflowHandle[Any, Any], queue: str, registry: Registry, *, tell: bool
) -> Trouble:
    """Return the first queue that has waited in vain for a poller; meanwhile tell of activities that are tried again."""
    alone_since: dict[tuple[str, bool], float] = {}
    reported: dict[str, int] = {}
    while True:
        wanted: dict[tuple[str, bool], str] = {(queue, False): ""}
        try:
            description = await handle.describe()
            if tell:
                _tell_retries(description, reported)
            wanted |= _activity_queues(description, queue, registry)
            lonely = [one for one in sorted(wanted) if not await _has_poller(client, *one)]
        except RPCError:
            lonely = []  # the result reports a server that is gone
        now = time.monotonic()
        for known in list(alone_since):
            if known not in lonely:
                del alone_since[known]
        for name, is_activity in lonely:
            if now - alone_since.setdefault((name, is_activity), now) > PATIENCE:
                what = f"activities, and `{wanted[name, True]}` waits there" if is_activity else "workflows"
                way_out = (
                    "start its worker, for luaflow's own: `luaflow worker`"
                    if tell
                    else f"no worker of the package runs {'activities' if is_activity else 'workflows'} on it"
                )
                return Trouble(
                    message=f"nobody polls the task queue {name!r} of namespace {client.namespace!r} for {what}; {way_out}"
                )
        await asyncio.sleep(1.0)


def _tell_retries(description: WorkflowExecutionDescription, reported: dict[str, int]) -> None:
    """Tell once of each attempt of an activity that failed.

    Args:
        reported: Activity id to the attempt told of last.
    """
    for activity in description.raw_description.pending_activities:
        if activity.attempt > 1 and reported.get(activity.activity_id) != activity.attempt:
            reported[activity.activity_id] = activity.attempt
            message = f"attempt {activity.attempt} follows: {activity.last_failure.message}"
            click.echo(f"activity {activity.activity_type.name} failed, {message}", err=True)


def _activity_queues(
    description: WorkflowExecutionDescription, queue: str, registry: Registry
) -> dict[tuple[str, bool], str]:
    """Return the queues of activities that wait for a worker, each with the type of one of them."""
    queues: dict[tuple[str, bool], str] = {}
    for activity in description.raw_description.pending_activities:
        name = activity.activity_type.name
        if activity.state == PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED and activity.attempt <= 1:
            # Older servers do not tell the queue.
            found = activity.activity_options.task_queue.name or _queue_of_activity(name, registry)
            if found is not None:
                queues[found or queue, True] = name
    return queues


def _queue_of_activity(name: str, registry: Registry) -> str | None:
    """Return the queue of an activity type, empty for the workflow's own, ``None`` when it is not known."""
    for target in registry.activities.values():
        if target.name == name:
            try:
                return queue_of(registry, target.worker, target.task_queue)
            except PlaceholderError:
                return None
    return None


async def _has_poller(client: Client, queue: str, is_activity: bool) -> bool:
    kind = TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY if is_activity else TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
    answer = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(namespace=client.namespace, task_queue=TaskQueue(name=queue), task_queue_type=kind)
    )
    return _any_alive(poller.last_access_time.ToSeconds() for poller in answer.pollers)


def _any_alive(seen: Iterable[int]) -> bool:
    return any(time.time() - moment < POLLER_AGE for moment in seen)
