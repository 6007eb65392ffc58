"""Child workflows: ``process.spawn*``, ``process.exec``, ``workflow.exec``.

A child whose id is taken cannot be told by the SDK to use or replace what runs: that is done by a second step and is not
atomic. Source: reference/process.md 2.9 to 2.11, decisions 22 to 25.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from temporalio import exceptions, workflow
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue, TypedSearchAttributes

from luaflow_runtime.entry import Registry, WorkflowTarget
from luaflow_runtime.lib.errors import ALREADY_EXISTS, Error, capture_stack, error_of
from luaflow_runtime.lib.plain import OptionError, merged, plain_fields
from luaflow_runtime.messaging.events import EXIT, LINK_DOWN, Event
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.messaging.pid import Pid
from luaflow_runtime.messaging.processes import Operation, StartRequest
from luaflow_runtime.temporal import system_calls
from luaflow_runtime.temporal.addresses import pid_of
from luaflow_runtime.temporal.codec import encode, from_payload, to_payload
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.headers import CHILD_HEADERS, CONTEXT_HEADER, MESSAGES_HEADER, encode_context
from luaflow_runtime.temporal.options import child_options, identifier, table_option
from luaflow_runtime.temporal.queues import queue_of
from luaflow_runtime.temporal.startup import Startup
from luaflow_runtime.temporal.system_calls import ask, start_watch
from luaflow_runtime.temporal.tasks import finished, forget
from luaflow_runtime.temporal.watches import outcome_of
from luaflow_runtime.values.errors import LuaError

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses
    from luaflow_runtime.values.table import Table

_ATTEMPTS: Final = 5
"""How often a start is tried while another workflow of the id ends or begins."""

_ChildTask = workflow.ChildWorkflowHandle[Any, Any]


@dataclass(slots=True, kw_only=True, eq=False)
class _Child:
    """A child that this run started.

    Attributes:
        pid: Its PID.
        exits: EXIT is to be delivered.
        linked: This run is linked to it.
        ended: Its end is known.
    """

    pid: str
    exits: bool = True
    linked: bool = False
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Start:
    """A prepared start.

    Attributes:
        request: What Lua asked for.
        payloads: The encoded arguments.
        arguments: Keyword arguments of ``workflow.start_child_workflow``.
        known: The target's entry, ``None`` where luaflow has none.
        policy: What to do when the id is taken: ``fail``, ``use_existing`` or ``terminate_existing``.
        wait_for_cancellation: Whether an interrupted call waits for the child to end.
        headers: Headers of the start beside the parent's context.
    """

    request: StartRequest
    payloads: Sequence[RawValue]
    arguments: Mapping[str, Any]
    known: WorkflowTarget | None
    policy: str
    wait_for_cancellation: bool
    headers: Mapping[str, Payload]


class Children:
    """Child workflows of one run."""

    def __init__(self, processes: WorkflowProcesses) -> None:
        self.processes = processes
        self._children: dict[str, _Child] = {}

    # Asked for by ``Watches``: each tells whether the workflow of this id is a child that this run started, ended or not.

    def monitor(self, workflow_id: str) -> bool:
        """Deliver EXIT of a child, as is done anyway unless ``unmonitor`` was called."""
        return self._set(workflow_id, exits=True)

    def unmonitor(self, workflow_id: str) -> bool:
        """Deliver no EXIT of a child."""
        return self._set(workflow_id, exits=False)

    def link(self, workflow_id: str) -> bool:
        """Let a child's failure reach this run, before its EXIT."""
        return self._set(workflow_id, linked=True)

    def unlink(self, workflow_id: str) -> bool:
        """Undo ``link``."""
        return self._set(workflow_id, linked=False)

    def _set(self, workflow_id: str, **fields: bool) -> bool:
        child = self._children.get(workflow_id)
        if child is None:
            return False
        for name, value in fields.items():
            setattr(child, name, value)
        return True

    def monitored(self) -> list[str]:
        """Return the PIDs of running children whose EXIT is to come, for the next run."""
        return [child.pid for child in self._children.values() if child.exits and not child.ended]

    def linked(self) -> list[str]:
        """Return the PIDs of running children that this run is linked to, for the next run."""
        return [child.pid for child in self._children.values() if child.linked and not child.ended]

    # Starting

    def start(self, request: StartRequest) -> Operation:
        """See ``Processes.start``."""
        return partial(self._start, self._prepare(request, spawned=True))

    def execute(self, request: StartRequest) -> Operation:
        """See ``Processes.execute``; without a host the child runs on its own worker's task queue."""
        return partial(self._execute, self._prepare(request, spawned=False))

    def _prepare(self, request: StartRequest, *, spawned: bool) -> _Start:
        """Check and encode what Lua asked for.

        Raises:
            EncodeError: An argument cannot be sent.
            OptionError: An option is unusable.
        """
        host = self.processes.host
        assert host.entry is not None
        host.scheduler.check_writable()
        registry = host.entry.registry
        known = find_target(registry, request.target)
        payloads = encode(request.args)
        host.check_size(payloads)
        host.check_size(
            RawValue(from_payload(payload)) for message in request.messages for payload in message.payloads_
        )
        options = child_options({} if request.options is None else plain_fields(request.options))
        if options.ignored:
            host.warn_once(f"options without effect in a call of {request.target}: {', '.join(options.ignored)}")
        if options.namespace not in ("", workflow.info().namespace):
            raise OptionError("workflow.namespace must be that of the parent: a child cannot run in another one")
        arguments = options.arguments
        if request.options is not None:
            self._attributes(request.options, arguments)
        if request.name and "id" not in arguments:
            arguments["id"] = identifier(request.name, "name")
        if "task_queue" not in arguments:
            queue = self._queue(request, known, spawned)
            if queue:
                arguments["task_queue"] = identifier(queue, "host")
        policy = options.conflict_policy
        if policy is None:
            lenient = spawned and "id" in arguments and options.error_when_started is not True
            policy = "use_existing" if lenient or options.error_when_started is False else "fail"
        abandoned = arguments.get("parent_close_policy") == workflow.ParentClosePolicy.ABANDON
        return _Start(
            request=request,
            payloads=payloads,
            arguments=arguments,
            known=known,
            policy=policy,
            wait_for_cancellation=options.wait_for_cancellation,
            headers=self._headers(request, known, abandoned),
        )

    def _queue(self, request: StartRequest, known: WorkflowTarget | None, spawned: bool) -> str:
        """Return the task queue of a child; empty for the parent's own."""
        entry = self.processes.host.entry
        assert entry is not None
        worker = request.host
        if not worker and not spawned and known is not None:
            worker = known.worker
        if worker in ("", entry.worker):
            return ""
        return queue_of(entry.registry, worker) or worker

    def _attributes(self, options: Table, arguments: dict[str, Any]) -> None:
        """Add memo and search attributes of a child, which need Lua's tables."""
        host = self.processes.host
        memo = table_option(options, "memo")
        if memo is not None:
            arguments["memo"] = host.memo_fields(memo)
        search = table_option(options, "search_attributes")
        if search is not None:
            pairs, problem = host.search_pairs(search)
            if problem:
                raise OptionError(f"workflow.search_attributes: {problem}")
            arguments["search_attributes"] = TypedSearchAttributes(pairs)

    def _headers(self, request: StartRequest, known: WorkflowTarget | None, abandoned: bool) -> dict[str, Payload]:
        headers: dict[str, Payload] = {}
        if request.context:
            headers[CONTEXT_HEADER] = encode_context(merged(self.processes.host.context, request.context))
        # A child that ends with its parent need not hear of the parent's failure.
        linked = [self.processes.pid] if request.linked and abandoned else []
        if known is not None and (request.messages or linked):
            headers[MESSAGES_HEADER] = Startup(items=self._messages(request), linked=linked).encode()
        return headers

    def _messages(self, request: StartRequest) -> list[Message]:
        """Return the startup messages, from this run."""
        sender = self.processes.pid
        return [Message(message.topic_, sender, message.payloads_) for message in request.messages]

    async def _begin(self, start: _Start) -> _ChildTask:
        """Start the child; in an asyncio task of its own, so that an interruption reaches the SDK as a cancellation.

        Args:
            start: The prepared start.

        Returns:
            What gives its result as a ``RawValue``.

        Raises:
            LuaError: The wait was interrupted.
            temporalio.exceptions.FailureError: It could not be started.
        """

        async def begin() -> _ChildTask:
            CHILD_HEADERS.set(start.headers)
            return await workflow.start_child_workflow(
                start.request.target, args=start.payloads, **start.arguments, result_type=RawValue
            )

        starting = asyncio.get_running_loop().create_task(begin())
        length = workflow.info().get_current_history_length()
        try:
            return await starting
        except LuaError:
            if workflow.info().get_current_history_length() == length:
                # It has not left this workflow task, and never will.
                starting.add_done_callback(forget)
                starting.cancel()
            else:
                # A request to cancel it now could come before it exists, and would be lost.
                starting.add_done_callback(_cancel_started)
            raise

    async def _start(self, start: _Start) -> tuple[Any, Error | None]:
        problem: Error | None = None
        for _ in range(_ATTEMPTS):
            try:
                handle = await self._begin(start)
            except LuaError as interruption:
                return None, error_of(interruption.value)
            except (exceptions.FailureError, asyncio.CancelledError) as failure:
                problem = failure_error(failure)
                problem.made_ = capture_stack()
                if problem.kind_ != ALREADY_EXISTS or start.policy == "fail":
                    return None, problem
            else:
                return await self._started(start, handle), None
            # Its id is taken. Whatever has it may end, or another one begin, before the second step.
            if start.policy == "terminate_existing":
                _, failed = await self._terminate(start)
            else:
                pid, failed = await self._join(start)
                if pid is not None:
                    return pid, None
            if failed is not None:
                return None, failed
        return None, problem

    async def _started(self, start: _Start, handle: _ChildTask) -> str:
        """Take note of a child that has started."""
        pid = str(self._pid(start, handle.id))
        child = self._children[handle.id] = _Child(pid=pid, linked=start.request.linked)
        handle.add_done_callback(partial(self._done, child))
        if start.known is None:
            await self._signal(start, handle.id)
        return pid

    def _pid(self, start: _Start, workflow_id: str) -> Pid:
        entry = self.processes.host.entry
        assert entry is not None
        queue = start.arguments.get("task_queue") or workflow.info().task_queue
        return pid_of(entry.registry, "" if start.known is None else start.known.worker, workflow_id, queue)

    async def _signal(self, start: _Start, workflow_id: str) -> Error | None:
        """Send the startup messages as signals, in order."""
        for message in start.request.messages:
            args = [RawValue(from_payload(payload)) for payload in message.payloads_]
            _, problem = await self.processes.signal(Pid("", workflow_id), message.topic_, args)
            if problem is not None:
                return problem
        return None

    async def _terminate(self, start: _Start) -> tuple[Any, Error | None]:
        """Terminate the workflow that has the id of a child."""
        token = self.processes.next_token()
        workflow_id = start.arguments["id"]
        return await ask(system_calls.TERMINATE, workflow_id, "", "process.spawn: terminate_existing", token)

    async def _join(self, start: _Start) -> tuple[str | None, Error | None]:
        """Use the running workflow of the id: its PID is given, it gets the messages, and its end is reported.

        Returns:
            Two times ``None`` when it has ended meanwhile.
        """
        workflow_id = start.arguments["id"]
        pid = self._pid(start, workflow_id)
        problem = await self._signal(start, workflow_id)
        if problem is not None:
            return None, None if problem.kind_ == "NotFound" else problem
        watches = self.processes.watches
        child = self._children.get(workflow_id)
        if child is None or child.ended:
            self._children.pop(workflow_id, None)
            found, problem = await ask(system_calls.DESCRIBE, workflow_id)
            if problem is not None or found is None or not found["running"]:
                return None, problem
            watches.attach(pid, found["run_id"], linked=start.request.linked)
        elif start.request.linked:
            child.linked = True
        return str(pid), None

    # Their end

    def _done(self, child: _Child, handle: asyncio.Task[Any]) -> None:
        forget(handle)
        self.processes.host.scheduler.arrive(partial(self._ended, child, handle))

    def _ended(self, child: _Child, handle: asyncio.Task[Any]) -> None:
        """Report the end of a child: of a linked one that failed LINK_DOWN first, then EXIT."""
        child.ended = True
        at = workflow.time_ns() / 1e9
        value, error = None, None
        try:
            value = to_payload(handle.result())
        except (exceptions.FailureError, asyncio.CancelledError) as failure:
            error = failure_error(failure)
        if child.linked and error is not None:
            self.processes.link_down(Event(kind=LINK_DOWN, sender=child.pid, at=at, error=error))
        if child.exits:
            self.processes.host.mailbox().post_event(
                Event(kind=EXIT, sender=child.pid, at=at, value=value, error=error)
            )

    # Waiting

    async def _execute(self, start: _Start) -> tuple[Any, Error | None]:
        host = self.processes.host
        if start.policy == "terminate_existing" and "id" in start.arguments:
            _, problem = await self._terminate(start)
            if problem is not None:
                return None, problem
        value: Any = None
        error: Error | None
        try:
            child = await self._begin(start)
        except LuaError as interruption:
            error = error_of(interruption.value)
        except (exceptions.FailureError, asyncio.CancelledError) as failure:
            error = failure_error(failure)
            error.made_ = capture_stack()
        else:
            value, error = await host.outcome(child, start.wait_for_cancellation)
        if error is not None and error.kind_ == ALREADY_EXISTS and start.policy == "use_existing":
            value, error = await self._await_existing(start)
        if error is not None:
            # The caller of a child workflow always gets a kind and a word on retrying.
            error.kind_ = error.kind_ or "Internal"
            error.retryable_ = True if error.retryable_ is None else error.retryable_
        return value, error

    async def _await_existing(self, start: _Start) -> tuple[Any, Error | None]:
        """Wait for the end of the running workflow that has the id of a child; an interruption leaves it alone."""
        activity = start_watch(start.arguments["id"], "")
        try:
            await finished(activity)
        except LuaError as interruption:
            return None, error_of(interruption.value)
        except (exceptions.FailureError, asyncio.CancelledError):
            pass  # told below
        payload, error = outcome_of(activity)
        if error is not None:
            error.made_ = capture_stack()
            return None, error
        return (None, None) if payload is None else payload.data()


def _cancel_started(starting: asyncio.Task[_ChildTask]) -> None:
    """Cancel a child whose start nobody waits for any more, once it has started."""
    if not starting.cancelled() and starting.exception() is None:
        child = starting.result()
        child.add_done_callback(forget)
        child.cancel()


def find_target(registry: Registry, name: str) -> WorkflowTarget | None:
    """Return the entry of a workflow by its id or its custom name."""
    known = registry.workflows.get(name)
    if known is None:
        known = next((target for target in registry.workflows.values() if target.name == name), None)
    return known
