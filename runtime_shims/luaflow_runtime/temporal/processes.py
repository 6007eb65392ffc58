"""Other processes, seen from inside a workflow: what Lua's ``process`` library does on Temporal.

Messages to workflows are signals: the signal's name is the topic, its arguments are the values, the sender's PID rides in a
header. Source: reference/process.md 2.9, reference/README.md.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn

from temporalio import exceptions, workflow
from temporalio.common import RawValue

from luaflow_runtime.lib.errors import INTERNAL, INVALID, NOT_FOUND, Error, capture_stack, error_of, invalid
from luaflow_runtime.lib.payload import Payload
from luaflow_runtime.messaging.events import Event
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.messaging.pid import LONGEST_ID, Pid, is_identifier, parse_pid
from luaflow_runtime.messaging.processes import Operation, Processes, StartRequest
from luaflow_runtime.temporal import cancellation, names, upgrade
from luaflow_runtime.temporal.addresses import pid_of
from luaflow_runtime.temporal.children import Children
from luaflow_runtime.temporal.codec import from_payload, plain_value
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.startup import Startup
from luaflow_runtime.temporal.tasks import finished
from luaflow_runtime.temporal.watches import LINK, UNLINK, Watches, receive_link, receive_unlink
from luaflow_runtime.text.jsontext import DecodeError, EncodeError
from luaflow_runtime.values.errors import LuaError

if TYPE_CHECKING:
    from luaflow_runtime.temporal.workflow_host import WorkflowHost


INTERNAL_PREFIX: Final = "luaflow:"
"""Signals between luaflow's runs begin with it: they are no messages."""


class WorkflowProcesses(Processes):
    """Other processes for one workflow run.

    Attributes:
        host: The run.
        children: Child workflows that this run started.
        watches: Workflows whose end this run wants to know of.
    """

    def __init__(self, host: WorkflowHost) -> None:
        self.host = host
        self.children = Children(self)
        self.watches = Watches(self)
        self._tokens = 0

    @property
    def pid(self) -> str:
        entry = self.host.entry
        assert entry is not None
        return str(pid_of(entry.registry, entry.worker, workflow.info().workflow_id))

    async def resolve(self, destination: str) -> tuple[Pid | None, Error | None]:
        """Return the PID that a PID's text or a registered name stands for."""
        pid = parse_pid(destination)
        if pid is not None:
            return pid, None
        found, _ = await names.lookup(self, destination)()
        pid = None if found is None else parse_pid(found)
        if pid is not None:
            return pid, None
        message = f"could not resolve '{destination}' as PID or registered name"
        return None, Error(message, NOT_FOUND, False, made=capture_stack())

    def resume(self, startup: Startup) -> None:
        """Take over what the run before this one, or a parent, said of links and monitors."""
        self.trap_links = startup.trap_links
        self.watches.resume(startup)

    def receive_internal(self, name: str, sender: str, args: Sequence[RawValue]) -> None:
        """Take a signal of luaflow's own; anyone may have sent it, so what cannot be used is ignored with a log line."""
        handler = _INTERNAL.get(name)
        try:
            if handler is None:
                raise ValueError("unknown")
            handler(self, sender, [plain_value(value) for value in args])
        except (DecodeError, LookupError, RecursionError, TypeError, ValueError) as problem:
            self.host.log("warn", f"ignoring the signal {name}: {problem}", {})

    def next_token(self) -> str:
        """Return what tells a request of this run from all others, the same on every replay."""
        self._tokens += 1
        return f"{workflow.info().run_id}/{self._tokens}"

    def link_down(self, event: Event) -> None:
        """Take the end of a linked process, which failed: an event for who traps links, else the end of this run.

        Raises:
            LuaError: The run ends; no Lua code can catch it.
        """
        if self.trap_links:
            self.host.mailbox().post_event(event)
            return
        cause = "" if event.error is None else str(event.error)
        raise LuaError(Error("linked process failed", INTERNAL, False, {"from": event.sender, "error": cause}))

    # Messages

    def send(self, destination: str, topic: str, payloads: Sequence[Payload]) -> Operation:
        return partial(self._send, destination, topic, payloads)

    async def _send(self, destination: str, topic: str, payloads: Sequence[Payload]) -> tuple[Any, Error | None]:
        pid, problem = await self.resolve(destination)
        if pid is None:
            return None, problem
        if pid.is_update:
            return self.host.updates.reply(pid.name, topic, payloads)
        if pid.name == workflow.info().workflow_id:
            # Not behind the arrivals: which events those are depends on how they were grouped into workflow tasks.
            self.host.mailbox().post(Message(topic, self.pid, payloads))
            return True, None
        if not is_identifier(topic):
            message = f"topic must be UTF-8 text of at most {LONGEST_ID} bytes for a workflow"
            return None, Error(message, INVALID, False, made=capture_stack())
        values = [RawValue(from_payload(payload)) for payload in payloads]
        try:
            self.host.check_size(values)
        except EncodeError as refused:
            return None, invalid(str(refused))
        return await self.signal(pid, topic, values)

    async def signal(self, pid: Pid, name: str, args: Sequence[Any]) -> tuple[Any, Error | None]:
        """Send a signal to another workflow; gives ``True`` when the server has accepted it."""
        handle = workflow.get_external_workflow_handle(pid.name)
        try:
            await finished(asyncio.get_running_loop().create_task(handle.signal(name, args=args)))
        except LuaError as interruption:
            return None, error_of(interruption.value)
        except exceptions.FailureError as failure:
            return None, unknown_workflow(failure)
        return True, None

    # Starting and ending

    def start(self, request: StartRequest) -> Operation:
        return self.children.start(request)

    def execute(self, request: StartRequest) -> Operation:
        return self.children.execute(request)

    def terminate(self, destination: str) -> Operation:
        return cancellation.terminate(self, destination)

    def cancel(self, destination: str, reason: str, deadline_ns: int | None) -> Operation:
        return cancellation.cancel(self, destination, reason, deadline_ns)

    def upgrade(self, target: str, args: Sequence[Any]) -> NoReturn:
        upgrade.continue_as_new(self.host, target, args)

    # Watching

    def monitor(self, destination: str) -> Operation:
        return self.watches.monitor(destination)

    def unmonitor(self, destination: str) -> Operation:
        return self.watches.unmonitor(destination)

    def link(self, destination: str) -> Operation:
        return self.watches.link(destination)

    def unlink(self, destination: str) -> Operation:
        return self.watches.unlink(destination)

    # Names

    def register(self, name: str, pid: str) -> Operation:
        return names.register(self, name, pid)

    def lookup(self, name: str) -> Operation:
        return names.lookup(self, name)

    def unregister(self, name: str) -> Operation:
        return names.unregister(self, name)


_INTERNAL: Mapping[str, Callable[[WorkflowProcesses, str, Sequence[Any]], None]] = {
    cancellation.SIGNAL: cancellation.receive,
    LINK: receive_link,
    UNLINK: receive_unlink,
}
"""Signals of luaflow's own: what takes them gets the sender's PID and plain JSON values, and raises ``ValueError`` and its
like for what it cannot use."""


def unknown_workflow(failure: exceptions.FailureError) -> Error:
    """Return the error of a failed signal or cancel request to another workflow."""
    if "not found" in str(failure):
        error = Error("unknown external workflow execution", NOT_FOUND, False)
    else:
        error = failure_error(failure)
    error.made_ = capture_stack()
    return error
