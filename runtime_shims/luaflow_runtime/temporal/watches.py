"""Monitors and links: how a run learns of the end of other workflows.

One activity waits for each watched workflow, whether it is monitored, linked or both; it survives workers. A link is such a watch on
both sides: a signal asks the other side for its own. The run's own children need none of it: ``Children`` hears of their end
anyway. Source: reference/process.md 2.6, reference/README.md, decision 24.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from temporalio import workflow
from temporalio.common import RawValue

from luaflow_runtime.lib.errors import INVALID, NOT_FOUND, Error
from luaflow_runtime.lib.payload import Payload
from luaflow_runtime.messaging.events import EXIT, LINK_DOWN, Event, error_from_plain
from luaflow_runtime.messaging.pid import Pid, parse_pid
from luaflow_runtime.messaging.processes import Operation
from luaflow_runtime.temporal.cancellation import find, is_foreign
from luaflow_runtime.temporal.codec import plain_payload
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.system_calls import DESCRIBE, ask, internal, start_watch
from luaflow_runtime.temporal.tasks import forget

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses
    from luaflow_runtime.temporal.startup import Startup

LINK: Final = "luaflow:link"
"""Signal by which a workflow tells another one that they are linked: ``{"run_id": its own}``."""
UNLINK: Final = "luaflow:unlink"

MOST_WATCHES: Final = 1000
"""Workflows that one run may watch: the server lets it have 2,000 activities at a time, and fails its tasks beyond."""
_FULL: Final = f"a workflow cannot watch more than {MOST_WATCHES} others"


@dataclass(slots=True, kw_only=True, eq=False)
class _Watch:
    """A workflow whose end the run wants to know of.

    Attributes:
        pid: Its PID as Lua knows it.
        run_id: Run from which on it is followed, empty for the latest one.
        monitored: EXIT is wanted.
        linked: The run is linked to it.
        confirmed: The server knew it; false when all that is known comes from a signal.
        activity: What waits for the end, once it is started.
    """

    pid: Pid
    run_id: str
    monitored: bool = False
    linked: bool = False
    confirmed: bool = True
    activity: workflow.ActivityHandle[Any] | None = None


class Watches:
    """Workflows whose end one run wants to know of."""

    def __init__(self, processes: WorkflowProcesses) -> None:
        self.processes = processes
        self._watches: dict[str, _Watch] = {}

    # From one run to the next

    def resume(self, startup: Startup) -> None:
        """Take up what the run before this one watched, and the link to a parent."""
        runs = dict(startup.runs)
        parent = workflow.info().parent
        for text in dict.fromkeys((*startup.monitored, *startup.linked)):
            pid = parse_pid(text)
            if pid is None:
                continue
            run_id = runs.get(text, "")
            if not run_id and parent is not None and parent.workflow_id == pid.name:
                run_id = parent.run_id
            watch = self._watch(pid, run_id)
            watch.monitored |= text in startup.monitored
            watch.linked |= text in startup.linked

    def linked(self) -> list[str]:
        """Return the PIDs of workflows that the run is linked to, for the next run."""
        return [str(watch.pid) for watch in self._watches.values() if watch.linked]

    def monitored(self) -> list[str]:
        """Return the PIDs of workflows that the run monitors, for the next run."""
        return [str(watch.pid) for watch in self._watches.values() if watch.monitored]

    def runs(self) -> Mapping[str, str]:
        """Return the run from which on each watched workflow is followed, by PID, for the next run."""
        return {str(watch.pid): watch.run_id for watch in self._watches.values() if watch.run_id}

    # What Lua asks for

    def monitor(self, destination: str) -> Operation:
        return partial(self._monitor, destination)

    async def _monitor(self, destination: str) -> tuple[Any, Error | None]:
        pid, problem = await find(self.processes, destination)
        if pid is None:
            return None, problem
        if self.processes.children.monitor(pid.name) or _is_own(pid):
            return True, None
        run_id, problem = await self._latest_run(pid)
        if problem is not None:
            return None, problem
        if self._is_full(pid):
            return None, internal(_FULL)
        watch = self._watch(pid, run_id)
        if watch.monitored:
            return None, internal("already monitoring pid")
        watch.monitored = True
        return True, None

    def attach(self, pid: Pid, run_id: str, *, linked: bool) -> None:
        """Watch a workflow that was to be started and runs already."""
        watch = self._watch(pid, run_id)
        watch.monitored = True
        watch.linked |= linked

    def unmonitor(self, destination: str) -> Operation:
        return partial(self._unmonitor, destination)

    async def _unmonitor(self, destination: str) -> tuple[Any, Error | None]:
        pid, problem = await find(self.processes, destination)
        if pid is None:
            # Nobody of this name is monitored, and that is what was asked for.
            return (True, None) if problem is None or problem.kind_ != NOT_FOUND else (None, problem)
        self.processes.children.unmonitor(pid.name)
        watch = self._watches.get(pid.name)
        if watch is not None:
            watch.monitored = False
            self._drop_unused(watch)
        return True, None

    def link(self, destination: str) -> Operation:
        return partial(self._link, destination)

    async def _link(self, destination: str) -> tuple[Any, Error | None]:
        pid, problem = await find(self.processes, destination)
        if pid is None:
            return None, problem
        if _is_own(pid):
            return True, None
        if not self.processes.children.link(pid.name):
            run_id, problem = await self._latest_run(pid)
            if problem is not None:
                return None, problem
            if self._is_full(pid):
                return None, internal(_FULL)
            watch = self._watch(pid, run_id)
            if watch.linked:
                return True, None
            watch.linked = True
        return await self._tell(pid, LINK)

    def unlink(self, destination: str) -> Operation:
        return partial(self._unlink, destination)

    async def _unlink(self, destination: str) -> tuple[Any, Error | None]:
        pid, _ = await find(self.processes, destination)
        if pid is None or _is_own(pid):
            return True, None
        known = self.processes.children.unlink(pid.name)
        watch = self._watches.get(pid.name)
        if watch is not None and watch.linked:
            known = True
            watch.linked = False
            self._drop_unused(watch)
        return await self._tell(pid, UNLINK) if known else (True, None)

    async def _tell(self, pid: Pid, signal: str) -> tuple[Any, Error | None]:
        """Tell the other side of a link, if it understands; when it does not run any more, there is nobody to tell."""
        if is_foreign(pid):
            return True, None
        content = plain_payload({"run_id": workflow.info().run_id})
        _, problem = await self.processes.signal(pid, signal, [RawValue(content)])
        if problem is not None and problem.kind_ != NOT_FOUND:
            return None, internal(problem.message_)
        return True, None

    async def _latest_run(self, pid: Pid) -> tuple[str, Error | None]:
        """Return the id of a workflow's latest run; it may have ended."""
        found, problem = await ask(DESCRIBE, pid.name)
        if problem is not None:
            return "", problem
        if found is None:
            return "", internal("pid not registered")
        return found["run_id"], None

    # What the other side of a link asks for

    def peer_linked(self, pid: Pid, run_id: str) -> None:
        """Note that another workflow has linked itself to this one."""
        if not _is_own(pid) and not self.processes.children.link(pid.name):
            if self._is_full(pid):
                raise ValueError(_FULL)
            known = pid.name in self._watches
            watch = self._watch(pid, run_id)
            watch.linked = True
            watch.confirmed &= known

    def peer_unlinked(self, pid: Pid) -> None:
        """Note that another workflow has undone a link."""
        self.processes.children.unlink(pid.name)
        watch = self._watches.get(pid.name)
        if watch is not None:
            watch.linked = False
            self._drop_unused(watch)

    # Waiting

    def _watch(self, pid: Pid, run_id: str) -> _Watch:
        """Return the watch of a workflow; a new one begins in its turn among the external operations."""
        watch = self._watches.get(pid.name)
        if watch is None:
            watch = self._watches[pid.name] = _Watch(pid=pid, run_id=run_id)
            self.processes.host.scheduler.request(partial(self._begin, watch))
        return watch

    def _is_full(self, pid: Pid) -> bool:
        """Tell whether no other workflow can be watched, nor this one."""
        return len(self._watches) >= MOST_WATCHES and pid.name not in self._watches

    def _begin(self, watch: _Watch) -> None:
        if self._watches.get(watch.pid.name) is watch:
            watch.activity = start_watch(watch.pid.name, watch.run_id, len(self._watches) - 1)
            watch.activity.add_done_callback(partial(self._done, watch))

    def _done(self, watch: _Watch, activity: asyncio.Task[Any]) -> None:
        forget(activity)
        self.processes.host.scheduler.arrive(partial(self._ended, watch, activity))

    def _drop_unused(self, watch: _Watch) -> None:
        if not watch.monitored and not watch.linked:
            del self._watches[watch.pid.name]
            if watch.activity is not None:
                watch.activity.cancel()

    def _ended(self, watch: _Watch, activity: asyncio.Task[Any]) -> None:
        """Report the end of a watched workflow, unless nobody wants to know any more."""
        if self._watches.get(watch.pid.name) is not watch:
            return
        del self._watches[watch.pid.name]
        value, error = outcome_of(activity)
        if not watch.confirmed and _has(activity, "missing"):
            self.processes.host.log("warn", f"ignoring a link to {watch.pid}, which does not exist", {})
            return
        at = workflow.time_ns() / 1e9
        if watch.linked and error is not None and not _has(activity, "lost"):
            self.processes.link_down(Event(kind=LINK_DOWN, sender=str(watch.pid), at=at, error=error))
        if watch.monitored:
            event = Event(kind=EXIT, sender=str(watch.pid), at=at, value=value, error=error)
            self.processes.host.mailbox().post_event(event)


def _is_own(pid: Pid) -> bool:
    return pid.name == workflow.info().workflow_id


def _has(activity: asyncio.Task[Any], field: str) -> bool:
    """Tell whether the activity gave a field of ``Watcher.watch``."""
    return not activity.cancelled() and activity.exception() is None and field in activity.result()


def outcome_of(activity: asyncio.Task[Any]) -> tuple[Payload | None, Error | None]:
    """Return how a watched workflow ended, from the activity that waited for it."""
    if activity.cancelled():
        return None, failure_error(asyncio.CancelledError())
    failure = activity.exception()
    if failure is not None:
        return None, failure_error(failure)
    end: Mapping[str, Any] = activity.result()
    if end.get("missing"):
        return None, Error("process not found", NOT_FOUND, False)
    if "lost" in end:
        return None, Error(f"a result of {end['lost']} bytes is too large to be reported", INVALID, False)
    value, error = end["value"], end["error"]
    return (
        None if value is None else Payload(value[1], value[0]),
        None if error is None else error_from_plain(error),
    )


def receive_link(processes: WorkflowProcesses, sender: str, values: Sequence[Any]) -> None:
    """Note that another workflow has linked itself to this one."""
    run_id = values[0]["run_id"] if values else ""
    if not isinstance(run_id, str):
        raise TypeError("run_id is no text")
    processes.watches.peer_linked(_peer(sender), run_id)


def receive_unlink(processes: WorkflowProcesses, sender: str, values: Sequence[Any]) -> None:
    """Note that another workflow has undone a link."""
    processes.watches.peer_unlinked(_peer(sender))


def _peer(sender: str) -> Pid:
    pid = parse_pid(sender)
    if pid is None or pid.is_update:
        raise ValueError("it has no sender")
    return pid
