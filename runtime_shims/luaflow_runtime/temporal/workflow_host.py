"""The host of Lua code inside a Temporal workflow, and the class that generated workflows derive from.

Each operation becomes a call of the SDK, issued in the scheduler's external phase, so that the order of commands in
history is the order in which Lua asked. Everything that Lua can observe comes from history.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any, ClassVar

from temporalio import exceptions, workflow
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue, SearchAttributePair, SearchAttributeUpdate

from luaflow_runtime.entry import ActivityTarget, Entry
from luaflow_runtime.host import Host, TimerHandle
from luaflow_runtime.lib.errors import CANCELED, INTERNAL, NOT_FOUND, Error, capture_stack, error_of, invalid
from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.messaging.events import Event
from luaflow_runtime.messaging.mailbox import Delivery
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.scheduling.scheduler import Scheduler
from luaflow_runtime.temporal.activity_host import RECORD
from luaflow_runtime.temporal.attributes import (
    NO_TYPE,
    TYPE_VALUES,
    TYPES_FUNCTION,
    AttributeMismatchError,
    attribute_pairs,
)
from luaflow_runtime.temporal.cancellation import Cancellation, is_evicting
from luaflow_runtime.temporal.codec import (
    CODEC_FUNCTION,
    check_size,
    decode_all,
    decode_result,
    encode,
    payload,
    to_payload,
)
from luaflow_runtime.temporal.failures import LuaApplicationError, failure_error, uncaught
from luaflow_runtime.temporal.headers import SIGNAL_SENDER, decode_context
from luaflow_runtime.temporal.internal_signal import InternalSignal
from luaflow_runtime.temporal.main_function import main_result, run_main
from luaflow_runtime.temporal.options import (
    DEFAULT_START_TO_CLOSE,
    ActivityOptions,
    activity_options,
)
from luaflow_runtime.temporal.processes import INTERNAL_PREFIX, WorkflowProcesses
from luaflow_runtime.temporal.queries import Queries
from luaflow_runtime.temporal.queues import queue_of
from luaflow_runtime.temporal.startup import decode_startup
from luaflow_runtime.temporal.tasks import TURNS, after_turns, finished
from luaflow_runtime.temporal.updates import Updates
from luaflow_runtime.text.jsontext import DecodeError, EncodeError
from luaflow_runtime.text.strings import has_escapes
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError, is_lua_catchable, to_lua_error
from luaflow_runtime.values.table import Table, iterate_raw

_MAX_VERSIONS = 1000
_NEWER_VERSIONS = 17
"""How far below and above the newest supported version a recorded one is looked for."""
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warn": logging.WARNING, "error": logging.ERROR}
_PLAIN_CALL: Mapping[str, Any] = {"start_to_close_timeout": DEFAULT_START_TO_CLOSE}
_log = logging.getLogger("luaflow.workflow")


class WorkflowTaskFailure(BaseException):
    """Makes the workflow task fail, whatever Lua code catches: nothing but new code can help the run."""


class InternalError(Exception):
    """A defect of luaflow; the workflow task fails and is tried again after an upgrade."""


class UncaughtLuaError(Exception):
    """A Lua error in a workflow whose worker says ``workflow_failure: task``."""


class WorkflowTimer(TimerHandle):
    """A durable timer."""

    __slots__ = ("_handle",)

    def __init__(self, handle: asyncio.TimerHandle) -> None:
        self._handle = handle

    def cancel(self) -> None:
        self._handle.cancel()


class WorkflowHost(Host):
    """One workflow run.

    Attributes:
        versions: Answers of ``workflow.version`` in this run.
        cancellation: What the run makes of being cancelled.
        attribute_calls: How often search attributes were given, which numbers the markers of refused ones.
        warned: Warnings given, each once.
        carried: What the next run is given of messages, once this run continues as new.
    """

    is_workflow: ClassVar[bool] = True

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.table = entry.table
        self.libraries = {}
        self.cancellation = Cancellation(self)
        self.scheduler = Scheduler(self, on_cancel=self.cancellation.interrupted)
        self.versions: dict[str, int] = {}
        self.attribute_calls = 0
        self.warned: dict[str, None] = {}
        self._processes: WorkflowProcesses | None = None
        self._updates: Updates | None = None
        self._queries: Queries | None = None
        self.carried: Payload | None = None
        self._outgoing: Mapping[str, Any] | None = None
        self._context: Mapping[str, Any] | None = None

    # Messages

    @property
    def processes(self) -> WorkflowProcesses:
        """Other processes."""
        if self._processes is None:
            self._processes = WorkflowProcesses(self)
        return self._processes

    @property
    def updates(self) -> Updates:
        """Updates that wait for an answer."""
        if self._updates is None:
            self._updates = Updates(self)
        return self._updates

    @property
    def queries(self) -> Queries:
        """Queries that the run answers."""
        if self._queries is None:
            self._queries = Queries(self)
        return self._queries

    def receive_startup(self) -> None:
        """Take what came with the start of the run; it is there before anything else."""
        startup = decode_startup(workflow.info().headers)
        if startup is None:
            return
        mailbox = self.mailbox()
        for item in startup.items:
            if isinstance(item, Event):
                mailbox.post_event(item)
            else:
                mailbox.post(item)
        self.processes.resume(startup)

    def receive_signal(self, name: str, args: Sequence[RawValue]) -> None:
        """Queue a signal: its name is the topic, its turn comes among the other arrivals."""
        sender = SIGNAL_SENDER.get()
        if name.startswith(INTERNAL_PREFIX):
            self.scheduler.arrive(InternalSignal(self.processes.receive_internal, name, sender, args))
        else:
            message = Message(name, sender, [to_payload(value) for value in args])
            self.scheduler.arrive(Delivery(self.mailbox(), message))

    # Where and when

    @property
    def context(self) -> Mapping[str, Any]:  # type: ignore[override]  # read only here
        """Context values, from the run's start header."""
        if self._context is None:
            self._context = decode_context(workflow.info().headers)
        return self._context

    @property
    def outgoing(self) -> Mapping[str, Any]:
        """Context values for what is being started."""
        return self.context if self._outgoing is None else self._outgoing

    def now_ns(self) -> int:
        return workflow.time_ns()

    def random_bits(self, bits: int) -> int:
        self.scheduler.check_writable()
        return workflow.random().getrandbits(bits)

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        if workflow.unsafe.is_replaying_history_events():
            return
        info = workflow.info()
        extra = {
            "entry": self.entry.id if self.entry is not None else "",
            "pid": info.workflow_id,
            "run_id": info.run_id,
            "fields": dict(fields),
        }
        text = f"{message} {' '.join(f'{key}={value}' for key, value in fields.items())}" if fields else message
        _log.log(_LEVELS[level], "%s", text, extra=extra)

    def warn_once(self, message: str) -> None:
        """Log a warning, once in the run."""
        if message not in self.warned:
            self.warned[message] = None
            self.log("warn", message, {})

    # Time

    async def sleep(self, duration_ns: int) -> None:
        if duration_ns <= 0:
            return
        fired: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        thread = self.scheduler.current

        def fire() -> None:
            # The future's own callback comes a turn later: what fired behind this in the same task would overtake it.
            fired.remove_done_callback(thread.future_done_)
            fired.set_result(None)
            self.scheduler.arrive(thread)

        timer = self.start_timer(duration_ns, fire)
        try:
            await fired
        except Exception:
            timer.cancel()
            raise

    def start_timer(self, duration_ns: int, fire: Callable[[], None]) -> TimerHandle:
        def in_turn() -> None:
            if not handle.cancelled():
                fire()

        handle = asyncio.get_running_loop().call_later(max(duration_ns, 0) / 1e9, after_turns, TURNS, in_turn)
        return WorkflowTimer(handle)

    # Activities

    async def call(
        self, target: str, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any]
    ) -> tuple[Any, Any]:
        return await self.prepare_call(target, args, options, context)()

    def prepare_call(
        self, target: str, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any]
    ) -> Callable[[], Coroutine[Any, Any, tuple[Any, Any]]]:
        assert self.entry is not None
        activity = self.entry.registry.activities.get(target)
        payloads = encode(args)
        self.check_size(payloads)
        if activity is None:
            return partial(self._run_activity, target, payloads, self._options(target, options, False), False, context)
        if activity.options:
            options = {**activity.options, **options}
        parsed = self._options(target, options, activity.local)
        if not activity.local and "task_queue" not in parsed:
            queue = self._queue(activity)
            if queue:
                parsed = {**parsed, "task_queue": queue}
        return partial(self._run_activity, activity.name, payloads, parsed, activity.local, context)

    def _options(self, target: str, options: Mapping[str, Any], local: bool) -> Mapping[str, Any]:
        if not options:
            return _PLAIN_CALL
        try:
            parsed: ActivityOptions = activity_options(options, local=local)
        except OptionError as problem:
            raise OptionError(f"invalid temporal activity options for {target}: {problem}") from None
        if parsed.ignored:
            self.warn_once(f"options without effect in a call of {target}: {', '.join(parsed.ignored)}")
        return parsed.arguments

    def _queue(self, activity: ActivityTarget) -> str:
        """Return the task queue of an activity that does not run on this workflow's own, else an empty text."""
        assert self.entry is not None
        if activity.task_queue or (activity.worker and activity.worker != self.entry.worker):
            return queue_of(self.entry.registry, activity.worker, activity.task_queue)
        return ""

    async def _run_activity(
        self,
        name: str,
        payloads: Sequence[RawValue],
        arguments: Mapping[str, Any],
        local: bool,
        context: Mapping[str, Any],
    ) -> tuple[Any, Any]:
        self._outgoing = context
        try:
            if local:
                handle = workflow.start_local_activity(name, args=payloads, result_type=RawValue, **arguments)
            else:
                handle = workflow.start_activity(name, args=payloads, result_type=RawValue, **arguments)
        except ValueError as problem:  # a local activity that this worker does not have
            return None, Error(str(problem), NOT_FOUND, False, made=capture_stack())
        finally:
            self._outgoing = None
        return await self.outcome(handle, "cancellation_type" in arguments)

    async def outcome(self, handle: asyncio.Task[Any], wait_for_cancellation: bool) -> tuple[Any, Any]:
        """Wait for an activity or child workflow and decode its result; an interruption cancels it and is the result, as an error.

        Args:
            handle: What gives the result as a ``RawValue``, so that one which is no JSON does not fail the workflow's task.
            wait_for_cancellation: Whether an interrupted call waits for the end.
        """
        try:
            try:
                value = await finished(handle)
            except LuaError as interruption:
                if not wait_for_cancellation:
                    return None, error_of(interruption.value)
                value = await handle
        except (exceptions.FailureError, asyncio.CancelledError) as failure:
            error = failure_error(failure)
            if isinstance(failure, exceptions.ApplicationError):  # the SDK says no more of a failed local activity
                state = "NonRetryableFailure" if failure.non_retryable else "Unspecified"
                error.details_ |= {"_wrapper": "activity", "_retry_state": state}
            error.made_ = capture_stack()
            return None, error
        try:
            return decode_result(value, self.table), None
        except DecodeError as problem:
            return None, Error(f"result cannot be read: {problem}", INTERNAL, False, made=capture_stack())

    def check_size(self, values: Iterable[RawValue]) -> None:
        """Refuse values that together are more than the server takes at once.

        Raises:
            EncodeError: They are.
        """
        if not workflow.extern_functions().get(CODEC_FUNCTION, bool)():
            check_size(value.payload for value in values)

    # What the run says of itself

    def info(self) -> dict[str, Any]:
        """Return the fields of ``workflow.info``."""
        info = workflow.info()
        return {
            "workflow_id": info.workflow_id,
            "run_id": info.run_id,
            "workflow_type": info.workflow_type,
            "task_queue": info.task_queue,
            "namespace": info.namespace,
            "attempt": info.attempt,
            "history_length": info.get_current_history_length(),
            "history_size": info.get_current_history_size(),
            "continue_as_new_suggested": info.is_continue_as_new_suggested(),
        }

    def set_attributes(self, search: Table | None, memo: Table | None) -> str:
        """Set search attributes and memo fields.

        Returns:
            What is wrong with the search attributes, empty when all is well; nothing is set otherwise.

        Raises:
            EncodeError: A memo value cannot be sent.
        """
        self.scheduler.check_writable()
        fields = {} if memo is None else self.memo_fields(memo)
        pairs: list[SearchAttributePair[Any]] = []
        if search is not None:
            pairs, problem = self.search_pairs(search)
            if problem:
                return problem
        if pairs:
            workflow.upsert_search_attributes([_update(pair) for pair in pairs])
        if fields:
            workflow.upsert_memo(fields)
        return ""

    def memo_fields(self, memo: Table) -> dict[str, Any]:
        """Return the fields of a memo as the SDK takes them.

        Raises:
            EncodeError: A key or value cannot be sent.
        """
        fields: dict[str, Any] = {}
        for key, value in iterate_raw(memo):
            name = key if isinstance(key, str) else tostring(key)
            if has_escapes(name):
                raise EncodeError("keys of a memo must be UTF-8 text")
            fields[name] = RawValue(payload(value))
        self.check_size(fields.values())
        return fields

    def search_pairs(self, search: Table) -> tuple[list[SearchAttributePair[Any]], str]:
        """Return typed attributes and what is wrong with them.

        The namespace's types lie outside history. A refusal is therefore recorded by a marker that names the attribute
        and its type; a replay goes by that and says the same.
        """
        self.attribute_calls += 1
        prefix = f"luaflow:attribute-refused:{self.attribute_calls}:"
        if workflow.unsafe.is_replaying():
            types = None
            for name, value in iterate_raw(search):
                for kind in (*TYPE_VALUES, NO_TYPE):
                    if workflow.patched(f"{prefix}{name}:{kind}"):
                        search = self.table()
                        search[name] = value
                        types = {name: kind} if kind else {}
        else:
            types = workflow.extern_functions().get(TYPES_FUNCTION, _no_types)(workflow.info().namespace)
        try:
            return attribute_pairs(search, types), ""
        except AttributeMismatchError as mismatch:
            if types is not None:
                workflow.patched(f"{prefix}{mismatch.name}:{mismatch.kind}")
            return [], str(mismatch)

    def version(self, change: str, least: int, most: int) -> int:
        """Return the recorded version of a change, ``most`` for a new one, -1 where the run passed it without one.

        Raises:
            WorkflowTaskFailure: The version is not supported any more, or not yet.
        """
        self.scheduler.check_writable()
        version = self.versions.get(change)
        if version is None:
            version = _recorded_version(change, most)
            self.versions[change] = version
        if not least <= version <= most:
            raise WorkflowTaskFailure(
                f"workflow.version({change!r}): this run goes by version {version}, "
                f"the code supports {least} to {most} only"
            )
        return version

    async def recorded(self, name: str, args: tuple[Any, ...]) -> Any:
        return await workflow.execute_local_activity(
            RECORD, args=[name, *args], schedule_to_close_timeout=DEFAULT_START_TO_CLOSE
        )

    # The run

    async def run(self, args: Sequence[Any]) -> Any:
        """Run the entry with decoded arguments and return the encoded result.

        Raises:
            LuaApplicationError: Lua failed.
            temporalio.exceptions.CancelledError: It was cancelled and ended with that.
        """
        assert self.entry is not None
        try:
            value, error = main_result(await self.scheduler.run(run_main(self.entry, decode_all(args, self.table))))
            if error is None:
                result = RawValue(payload(value))
                self.check_size([result])
                return result
        except LuaError as failure:
            error = uncaught(failure)
        except DecodeError as problem:
            error = invalid(f"arguments of {self.entry.id} cannot be read: {problem}")
        except EncodeError as problem:
            error = invalid(f"result of {self.entry.id} cannot be encoded: {problem}")
        except workflow.ContinueAsNewError:
            raise
        except (asyncio.CancelledError, GeneratorExit):
            raise
        except WorkflowTaskFailure as failure:
            raise InternalError(str(failure)) from None
        except Exception as failure:
            if not is_lua_catchable(failure):
                # Not as it is: a failure error or TimeoutError of Python would fail the run.
                raise InternalError(f"{type(failure).__name__}: {failure}") from failure
            error = uncaught(to_lua_error(failure))
        except BaseException as failure:
            if is_evicting():
                raise
            # The SDK would wait for ever for a run whose task died of it.
            raise InternalError(f"{type(failure).__name__}: {failure}") from failure
        if self.cancellation.requested and error.kind_ == CANCELED:
            raise exceptions.CancelledError(error.message_)
        if self.entry.task_failure:
            raise UncaughtLuaError(f"{error.full_}\n{error.stack_}".rstrip())
        raise LuaApplicationError(error)


class LuaWorkflow:
    """Base of the generated workflow classes.

    Attributes:
        entry: The compiled entry.
    """

    entry: ClassVar[Entry]

    def __init__(self) -> None:
        self.host = WorkflowHost(self.entry)
        self.host.receive_startup()

    def execute(self, args: Sequence[Any]) -> Coroutine[Any, Any, Any]:
        """Run the entry; the body of the generated ``run``."""
        return self.host.run(args)

    def outgoing_context(self) -> Mapping[str, Any]:
        """Return the context values for what is being started."""
        return self.host.outgoing

    @workflow.signal(dynamic=True, unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON)
    def luaflow_signal(self, name: str, args: Sequence[RawValue]) -> None:
        """Take every signal."""
        self.host.receive_signal(name, args)

    @workflow.update(dynamic=True, unfinished_policy=workflow.HandlerUnfinishedPolicy.ABANDON)
    async def luaflow_update(self, name: str, args: Sequence[RawValue]) -> Any:
        """Take every update, and give the answer of Lua code."""
        return await self.host.updates.handle(name, args)

    @workflow.query(dynamic=True)
    def luaflow_query(self, name: str, args: Sequence[RawValue]) -> Any:
        """Answer every query."""
        return self.host.queries.answer(name, args)

    def stack_trace(self) -> str:
        """Return where every Lua thread stands; what the query ``__stack_trace`` shows."""
        return self.host.scheduler.stack_trace()


def _recorded_version(change: str, most: int) -> int:
    """Ask the SDK's patches, which are a boolean for each id: the version is part of the id.

    A patch that history does not hold is false only while replaying, and asking for it then writes nothing.
    """
    if workflow.patched(f"{change}#{most}"):
        return most
    older = range(most - 1, max(0, most - _MAX_VERSIONS) - 1, -1)
    for version in chain(older, range(most + 1, most + _NEWER_VERSIONS)):
        if workflow.patched(f"{change}#{version}"):
            return version
    return -1


def _no_types(_namespace: str) -> None:
    """Stand in for what the plugin knows of the namespace."""


def _update(pair: SearchAttributePair[Any]) -> SearchAttributeUpdate[Any]:
    return pair.key.value_set(pair.value)


__all__ = [
    "RECORD",
    "InternalError",
    "LuaWorkflow",
    "UncaughtLuaError",
    "WorkflowHost",
    "WorkflowTaskFailure",
]
