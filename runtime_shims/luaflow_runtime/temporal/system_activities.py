"""Activities of luaflow's own, by which a workflow learns of other workflows and acts on them.

All are idempotent: a worker that dies between doing and recording makes the next one do it again, with the same answer. All but
``Watcher.watch`` are short and run as local activities, so that they need no poller. Source: reference/process.md 2.6 to 2.8.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from temporalio import activity, exceptions
from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    Client,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowHistoryEventFilterType,
)
from temporalio.common import RawValue, WorkflowIDConflictPolicy
from temporalio.service import RPCError, RPCStatusCode

from luaflow_runtime.messaging.events import error_to_plain
from luaflow_runtime.temporal.codec import to_payload
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.system_calls import (
    CANCEL,
    DESCRIBE,
    LOOK_UP_NAME,
    NAME_WORKFLOW,
    REGISTER_NAME,
    RELEASE_NAME,
    TERMINATE,
    WATCH,
)

_MOST_POLLS: Final = 500
"""Ends that one process waits for by a request that the server holds open: the server allows about a thousand for each
namespace, workers' own polls among them. The others are asked for every few seconds."""
_POLL_INTERVAL: Final = 5.0
_ATTEMPTS: Final = 5
_MOST_RESULT: Final = 1_900_000
"""Bytes of a value, as JSON text inside JSON, that fit into an activity's result, which the server limits to 2 MB."""

_HOPELESS = frozenset(
    {
        RPCStatusCode.INVALID_ARGUMENT,
        RPCStatusCode.PERMISSION_DENIED,
        RPCStatusCode.UNAUTHENTICATED,
        RPCStatusCode.FAILED_PRECONDITION,
        RPCStatusCode.UNIMPLEMENTED,
    }
)
"""Refusals that trying again does not change."""


@contextmanager
def _asking() -> Iterator[None]:
    """Turn a refusal of the server into a failure that is tried again only where that may help."""
    try:
        yield
    except RPCError as refused:
        raise exceptions.ApplicationError(
            refused.message, type=refused.status.name, non_retryable=refused.status in _HOPELESS
        ) from None


async def _description(client: Client, workflow_id: str) -> WorkflowExecutionDescription | None:
    """Return what the server says of the latest run of a workflow, ``None`` when it knows none."""
    try:
        return await client.get_workflow_handle(workflow_id).describe()
    except RPCError as refused:
        if refused.status is RPCStatusCode.NOT_FOUND:
            return None
        raise


def _first_run(description: WorkflowExecutionDescription) -> str:
    """Return the id of the first run of a chain."""
    return description.raw_description.workflow_execution_info.first_run_id or description.run_id


@activity.defn(name=DESCRIBE)
async def describe(workflow_id: str) -> dict[str, Any] | None:
    """Return ``{run_id, first_run_id, running}`` of a workflow, ``None`` when the server knows none."""
    with _asking():
        found = await _description(activity.client(), workflow_id)
    if found is None:
        return None
    running = found.status is WorkflowExecutionStatus.RUNNING
    return {"run_id": found.run_id, "first_run_id": _first_run(found), "running": running}


# Waiting for an end


class Watcher:
    """Waits for the ends of workflows, in one worker process."""

    def __init__(self) -> None:
        self._polls = asyncio.Semaphore(_MOST_POLLS)

    @activity.defn(name=WATCH)
    async def watch(self, workflow_id: str, run_id: str) -> dict[str, Any]:
        """Wait until a workflow has ended, with all runs that continue it.

        Args:
            workflow_id: The workflow.
            run_id: Run to begin with, empty for the latest one.

        Returns:
            ``{"value": [format, text] or None, "error": plain error or None}``; with ``"lost": bytes`` for a value that does not
            fit into the answer; ``{"missing": True}`` when the server knows no such run.
        """
        beat = asyncio.get_running_loop().create_task(_heartbeat())
        try:
            return await self._end(activity.client().get_workflow_handle(workflow_id, run_id=run_id or None))
        except RPCError as refused:
            if refused.status in (RPCStatusCode.NOT_FOUND, RPCStatusCode.INVALID_ARGUMENT):
                return {"missing": True}
            raise exceptions.ApplicationError(refused.message, type=refused.status.name) from None
        except asyncio.CancelledError:
            details = activity.cancellation_details()
            if details is not None and details.not_found:
                # The workflow has ended: an answer would only make the SDK warn that nobody takes it.
                activity.raise_complete_async()
            raise
        finally:
            beat.cancel()

    async def _end(self, handle: WorkflowHandle[Any, Any]) -> dict[str, Any]:
        while True:
            try:
                await asyncio.wait_for(self._polls.acquire(), _POLL_INTERVAL)
            except TimeoutError:
                if (await handle.describe()).status is not WorkflowExecutionStatus.RUNNING:
                    return await _outcome(handle)
                continue
            try:
                return await _outcome(handle)
            finally:
                self._polls.release()


async def _outcome(handle: WorkflowHandle[Any, Any]) -> dict[str, Any]:
    """Wait for the end and return how it was."""
    client = activity.client()
    raw = client.get_workflow_handle(handle.id, run_id=handle.run_id, result_type=RawValue)
    try:
        value = await raw.result()
    except WorkflowFailureError as failure:
        return {"value": None, "error": error_to_plain(failure_error(failure.cause or failure))}
    if value is None:
        return {"value": None, "error": None}
    message = to_payload(value)
    if len(json.dumps(message.value_)) > _MOST_RESULT:
        return {"value": None, "error": None, "lost": len(value.payload.data)}
    return {"value": [message.format_, message.value_], "error": None}


async def _heartbeat() -> None:
    timeout = activity.info().heartbeat_timeout
    assert timeout is not None
    while True:
        activity.heartbeat()
        await asyncio.sleep(timeout.total_seconds() / 3)


# Ending workflows


@activity.defn(name=TERMINATE)
async def terminate(workflow_id: str, first_run_id: str, reason: str, token: str) -> bool:
    """Terminate a workflow.

    Args:
        workflow_id: The workflow.
        first_run_id: First run of the chain that is meant, empty for whatever runs.
        reason: What the server records as the reason.
        token: What tells this request from others, recorded as details.

    Returns:
        Whether it was running, or this very request ended it before.
    """
    with _asking():
        return await _terminate(
            activity.client().get_workflow_handle(workflow_id, first_execution_run_id=first_run_id or None),
            reason,
            token,
        )


async def _terminate(handle: WorkflowHandle[Any, Any], reason: str, token: str) -> bool:
    try:
        await handle.terminate(token, reason=reason)
    except RPCError as refused:
        if refused.status is not RPCStatusCode.NOT_FOUND:
            raise
        return await _was_terminated(handle, token)
    return True


async def _was_terminated(handle: WorkflowHandle[Any, Any], token: str) -> bool:
    """Tell whether the latest run of a workflow ended by a request of this token."""
    client = activity.client()
    try:
        if await _running(client, handle.id) is not None:
            return False  # the server would wait for its end
        async for event in handle.fetch_history_events(event_filter_type=WorkflowHistoryEventFilterType.CLOSE_EVENT):
            if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED:
                details = event.workflow_execution_terminated_event_attributes.details.payloads
                return await client.data_converter.decode(details) == [token]
    except RPCError as refused:
        if refused.status is not RPCStatusCode.NOT_FOUND:
            raise
    return False


@activity.defn(name=CANCEL)
async def cancel(workflow_id: str, run_id: str, reason: str) -> bool:
    """Ask a run to end; a workflow needs it for itself alone. Returns whether it was there."""
    try:
        with _asking():
            await activity.client().get_workflow_handle(workflow_id, run_id=run_id).cancel(reason=reason)
    except exceptions.ApplicationError as refused:
        if refused.type != RPCStatusCode.NOT_FOUND.name:
            raise
        return False
    return True


# Names


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holder:
    """Who holds a name.

    Attributes:
        run_id: Run of the workflow that stands for the name.
        pid: PID that it holds, empty for a workflow that is none of luaflow's.
        alive: Whether the workflow behind the PID still runs.
    """

    run_id: str
    pid: str
    alive: bool


async def _holder(client: Client, name: str) -> _Holder | None:
    """Return who holds a name, ``None`` when nobody does."""
    found = await _description(client, _name_id(name))
    if found is None or found.status is not WorkflowExecutionStatus.RUNNING:
        return None
    memo = await found.memo()
    pid, owner, first_run = (memo.get(key) for key in ("pid", "workflow_id", "first_run_id"))
    if not (isinstance(pid, str) and isinstance(owner, str)):
        return _Holder(run_id=found.run_id, pid="", alive=True)
    running = await _running(client, owner)
    alive = running is not None and _first_run(running) == first_run
    return _Holder(run_id=found.run_id, pid=pid, alive=alive)


async def _running(client: Client, workflow_id: str) -> WorkflowExecutionDescription | None:
    found = await _description(client, workflow_id)
    return found if found is not None and found.status is WorkflowExecutionStatus.RUNNING else None


def _name_id(name: str) -> str:
    return f"{NAME_WORKFLOW}:{name}"


@activity.defn(name=REGISTER_NAME)
async def register_name(name: str, pid: str, workflow_id: str, task_queue: str) -> str:
    """Give a name to a workflow.

    Args:
        name: The name.
        pid: PID of the workflow.
        workflow_id: The workflow.
        task_queue: Where the workflow that stands for the name runs.

    Returns:
        ``registered``, also when the workflow has the name already; ``taken``; ``gone`` when the workflow does not run.
    """
    client = activity.client()
    with _asking():
        owner = await _running(client, workflow_id)
        if owner is None:
            return "gone"
        for _ in range(_ATTEMPTS):
            try:
                await client.start_workflow(
                    NAME_WORKFLOW,
                    args=[workflow_id, owner.run_id],
                    id=_name_id(name),
                    task_queue=task_queue,
                    id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                    memo={"pid": pid, "workflow_id": workflow_id, "first_run_id": _first_run(owner)},
                )
                return "registered"
            except exceptions.WorkflowAlreadyStartedError:
                holder = await _holder(client, name)
            if holder is not None and holder.alive:
                return "registered" if holder.pid == pid else "taken"
            if holder is not None:
                # Its owner has ended, which its own watch will notice later.
                await _terminate(client.get_workflow_handle(_name_id(name), run_id=holder.run_id), "owner ended", "")
    raise exceptions.ApplicationError(f"the name {name!r} changes hands all the time", type="Unavailable")


@activity.defn(name=LOOK_UP_NAME)
async def look_up_name(name: str) -> str | None:
    """Return the PID of a name, ``None`` when nobody has it, or whoever had it has ended."""
    with _asking():
        holder = await _holder(activity.client(), name)
    return holder.pid if holder is not None and holder.pid and holder.alive else None


@activity.defn(name=RELEASE_NAME)
async def release_name(name: str, token: str) -> bool:
    """Release a name; returns whether somebody had it."""
    client = activity.client()
    with _asking():
        holder = await _holder(client, name)
        if holder is None or not holder.pid:
            return await _was_terminated(client.get_workflow_handle(_name_id(name)), token)
        handle = client.get_workflow_handle(_name_id(name), run_id=holder.run_id)
        released = await _terminate(handle, "process.registry.unregister", token)
        return released and holder.alive


LOCAL_ACTIVITIES: Final[Sequence[Any]] = (describe, terminate, cancel, register_name, look_up_name, release_name)
"""What every worker with workflows offers itself."""
