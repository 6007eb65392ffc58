"""``process.cancel`` and ``process.terminate`` on workflows, and what a cancelled run makes of it.

A request to cancel is Temporal's own. Who asks, why, and until when goes before it in a signal, for targets that are luaflow's: the
request itself says why in words that the SDK adds to. Source: decision 20, reference/README.md "Cancellation".
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from temporalio import exceptions, workflow
from temporalio.common import RawValue

from luaflow_runtime.lib.errors import CANCELED, INVALID, Error, capture_stack, error_of
from luaflow_runtime.messaging.events import CANCEL, Event
from luaflow_runtime.messaging.pid import SYSTEM_PID, Pid
from luaflow_runtime.messaging.processes import Operation
from luaflow_runtime.temporal import system_calls
from luaflow_runtime.temporal.codec import plain_payload
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.system_calls import DEADLINE_WORKFLOW, ask, internal
from luaflow_runtime.temporal.tasks import TURNS, after_turns, finished
from luaflow_runtime.text.strings import has_escapes
from luaflow_runtime.values.errors import LuaError

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses
    from luaflow_runtime.temporal.workflow_host import WorkflowHost

SIGNAL: Final = "luaflow:cancel"
"""Signal that goes before a cancel request: ``{"reason": text, "deadline": RFC 3339 text or None}``; its sender is who asks."""

_MILLISECOND: Final = 1_000_000
_LONGEST_REASON: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What was said ahead of a cancel request.

    Attributes:
        canceller: PID of who asks.
        reason: Why, or empty.
        deadline: RFC 3339 text of the moment when what still runs is terminated, or nothing.
    """

    canceller: str
    reason: str
    deadline: str | None


class Cancellation:
    """The cancellation of one run.

    Attributes:
        requested: Whether somebody asked to cancel the run.
        announced: What was said of the request that comes next.
    """

    __slots__ = ("_host", "announced", "requested")

    def __init__(self, host: WorkflowHost) -> None:
        self._host = host
        self.requested = False
        self.announced: Announcement | None = None

    def interrupted(self) -> None:
        """Take note that the run's task was cancelled; it goes on, and the request has its turn among what arrives.

        Raises:
            asyncio.CancelledError: The run is being evicted, which arrives the same way and ends it where it stands.
        """
        if is_evicting():
            raise asyncio.CancelledError
        task = asyncio.current_task()
        if task is not None:
            task.uncancel()
        if not self.requested:
            # The task's cancellation takes one turn of the event loop less than a completion.
            after_turns(TURNS - 1, partial(self._host.scheduler.arrive, self._take))

    def _take(self) -> None:
        """Tell the run: by an event if its code asked for events, else by an error in the wait of its main thread."""
        self.requested = True
        reason = workflow.cancellation_reason() or ""
        canceller, announced = SYSTEM_PID, self.announced
        fields: dict[str, Any] = {"reason": reason}
        if announced is not None and reason.endswith(announced.reason):
            canceller = announced.canceller
            fields["reason"] = announced.reason
            if announced.deadline is not None:
                fields["deadline"] = announced.deadline
        mailbox = self._host.scheduler.mailbox
        if mailbox is not None and mailbox.has_events:
            at = rfc3339(workflow.time_ns())
            mailbox.post_event(Event(kind=CANCEL, sender=canceller, at=at, fields=fields))
        else:
            self._interrupt({"from": canceller, **fields})

    def _interrupt(self, details: Mapping[str, Any]) -> None:
        scheduler = self._host.scheduler
        if not scheduler.throw(scheduler.main, LuaError(Error("workflow canceled", CANCELED, False, dict(details)))):
            # Main is about to run: its next wait is the one to interrupt.
            scheduler.arrive(partial(self._interrupt, details))


def is_evicting() -> bool:
    """Tell whether the SDK is taking the running workflow out of its cache."""
    try:
        workflow.random()
    except Exception:
        return False
    except BaseException:
        return True
    return False


def receive(processes: WorkflowProcesses, sender: str, values: Sequence[Any]) -> None:
    """Take what goes before a cancel request."""
    content = values[0]
    reason, deadline = content["reason"], content["deadline"]
    if not isinstance(reason, str) or not (deadline is None or isinstance(deadline, str)):
        raise TypeError("reason and deadline must be texts")
    processes.host.cancellation.announced = Announcement(
        canceller=sender or SYSTEM_PID, reason=reason, deadline=deadline
    )


def rfc3339(nanoseconds: int) -> str:
    """Return a moment as RFC 3339 text, in UTC, to the millisecond."""
    moment = datetime.fromtimestamp(nanoseconds // _MILLISECOND / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def terminate(processes: WorkflowProcesses, destination: str) -> Operation:
    """Terminate a workflow."""
    return partial(_terminate, processes, destination)


async def _terminate(processes: WorkflowProcesses, destination: str) -> tuple[Any, Error | None]:
    pid, problem = await find(processes, destination)
    if pid is None:
        return None, problem
    token = processes.next_token()
    ended, problem = await ask(system_calls.TERMINATE, pid.name, "", "process.terminate", token)
    if problem is not None:
        return None, problem
    if not ended:
        return None, internal(f"process not found: {destination}")
    if pid.name == workflow.info().workflow_id:
        # The server has ended this run: nothing behind the call is to happen.
        await asyncio.get_running_loop().create_future()
    return True, None


def cancel(processes: WorkflowProcesses, destination: str, reason: str, deadline_ns: int | None) -> Operation:
    """Ask a workflow to end."""
    return partial(_cancel, processes, destination, reason, deadline_ns)


async def _cancel(
    processes: WorkflowProcesses, destination: str, reason: str, deadline_ns: int | None
) -> tuple[Any, Error | None]:
    pid, problem = await find(processes, destination)
    if pid is None:
        return None, problem
    missing = f"process not found: {destination}"
    if has_escapes(reason) or len(reason.encode()) > _LONGEST_REASON:
        message = f"reason must be UTF-8 text of at most {_LONGEST_REASON} bytes"
        return None, Error(message, INVALID, False, made=capture_stack())
    deadline = None
    if deadline_ns is not None:
        found, problem = await ask(system_calls.DESCRIBE, pid.name)
        if problem is not None:
            return None, problem
        if found is None or not found["running"]:
            return None, internal(missing)
        deadline = rfc3339(workflow.time_ns() + deadline_ns)
        problem = await _keep_deadline(pid, found["first_run_id"], deadline_ns)
        if problem is not None:
            return None, problem
    if pid.name == workflow.info().workflow_id:
        # A workflow cannot send the command to itself.
        processes.host.cancellation.announced = Announcement(canceller=processes.pid, reason=reason, deadline=deadline)
        asked, problem = await ask(system_calls.CANCEL, pid.name, workflow.info().run_id, reason)
        return (True, None) if asked else (None, problem or internal(missing))
    if not is_foreign(pid):
        _, problem = await processes.signal(
            pid, SIGNAL, [RawValue(plain_payload({"reason": reason, "deadline": deadline}))]
        )
        if problem is not None:
            return None, internal(missing if problem.message_.startswith("unknown") else problem.message_)
    try:
        await finished(asyncio.get_running_loop().create_task(_request_cancel(pid, reason)))
    except exceptions.FailureError as failure:
        return None, internal(missing if "not found" in str(failure) else failure_error(failure).message_)
    return True, None


async def _request_cancel(pid: Pid, reason: str) -> None:
    try:
        await workflow.get_external_workflow_handle(pid.name).cancel(reason=reason)
    finally:
        await asyncio.sleep(0)  # the SDK gives the answer a turn earlier than others, see ``tasks``


async def _keep_deadline(pid: Pid, first_run_id: str, deadline_ns: int) -> Error | None:
    """Start what terminates a workflow after a while; it does not depend on this run."""
    start = workflow.start_child_workflow(
        DEADLINE_WORKFLOW,
        args=[pid.name, first_run_id, -(-deadline_ns // _MILLISECOND)],
        id=f"{DEADLINE_WORKFLOW}:{workflow.uuid4()}",
        parent_close_policy=workflow.ParentClosePolicy.ABANDON,
        static_summary=f"deadline of {pid.name}"[:200],
    )
    # A task of its own: an interruption reaches the SDK as the cancellation that it expects.
    try:
        await finished(asyncio.get_running_loop().create_task(start))
    except LuaError as interruption:
        return error_of(interruption.value)
    except exceptions.FailureError as failure:
        return internal(failure_error(failure).message_)
    return None


async def find(processes: WorkflowProcesses, destination: str) -> tuple[Pid | None, Error | None]:
    """Return the PID of a workflow, or an error of kind Internal."""
    pid, problem = await processes.resolve(destination)
    if pid is None:
        return None, internal("unknown process" if problem is None else problem.message_)
    if pid.is_update:
        return None, internal(f"process not found: {destination}")
    return pid, None


def is_foreign(pid: Pid) -> bool:
    """Tell whether a PID stands for a workflow that luaflow has no entry of."""
    return pid.host[:1] == "@"
