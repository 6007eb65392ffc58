"""Runs programs as workflows on a real server, and says by the model what their histories should have made of them.

On a server the times at which timers fire and messages arrive are the server's. So the model takes the events from the
history that was recorded: the trace and the commands of a program must be those that its history leads to.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from types import CoroutineType
from typing import Any

import luaflow_runtime
from luaflow_runtime import LuaWorkflow
from luaflow_runtime.temporal.failures import LuaApplicationError
from luaflow_runtime.temporal.workflow_host import WorkflowHost
from luaflow_runtime.values.metatables import define_table
from luaflow_runtime.values.names import mangle
from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.worker import Replayer, Worker

from tests.model.interpret import Interpreter
from tests.model.model import Alarm, Message, Outcome
from tests.model.printer import to_lua
from tests.model.program import Program
from tests.model.simulated import Compiled, entry_of, without_positions
from tests.model.world import Command

PACK = 10
UNIT_MS = 3
"""How long a millisecond of a program is."""
_LIMIT = timedelta(seconds=60)

_MAINS: list[Callable[..., Any]] = []
"""Main functions of packs of programs."""


class _Host(WorkflowHost):
    """Keeps what a run prints; being its state, that is made again by each replay."""

    def __init__(self, entry: Any) -> None:
        super().__init__(entry)
        self.lines: list[str] = []

    def print_line(self, text: str) -> None:
        self.lines.append(text)


def _chunk(*_: Any) -> Any:
    async def main(pack: int, number: int) -> Any:
        result = _MAINS[pack]()(number)
        return await result if result.__class__ is CoroutineType else result

    return main


@workflow.defn(name="model", sandboxed=False)
class ModelWorkflow(LuaWorkflow):
    """Runs a program; gives its lines, and how it ended."""

    def __init__(self) -> None:
        self.host = _Host(self.entry)

    @workflow.run
    async def run(self, *args: Any) -> Any:
        host = self.host
        assert isinstance(host, _Host)
        try:
            await self.execute(args)
        except LuaApplicationError as error:
            return [host.lines, "failed", without_positions(str(error.message))]
        return [host.lines, "returned", ""]


def load(programs: Sequence[Program]) -> None:
    """Compile programs for the workflow."""
    packs = [
        Compiled(to_lua(*programs[first : first + PACK], unit_ms=UNIT_MS)) for first in range(0, len(programs), PACK)
    ]
    fields = sorted({mangle(name) for pack in packs for name in pack.fields})
    methods = sorted({mangle(name) for pack in packs for name in pack.methods})
    table = define_table(fields, "model_server", methods)
    _MAINS[:] = [_main_of(pack, table) for pack in packs]
    ModelWorkflow.entry = entry_of(_chunk, table)


def _main_of(pack: Compiled, table: Any) -> Callable[..., Any]:
    # Anew for each run: what stands outside of functions is the state of the run.
    return lambda: pack.chunk.run(table)["chunk"]()


@dataclass(frozen=True)
class Observed:
    """What a program did on the server.

    Attributes:
        result: What the workflow returned; ``None`` when it did not end in time.
        history: What was recorded.
    """

    result: Any
    history: WorkflowHistory


async def observe(client: Client, programs: Sequence[Program], *, cached: int) -> list[Observed]:
    """Run programs side by side.

    Args:
        cached: How many workflows the worker keeps between tasks.
    """
    queue = f"model-{uuid.uuid4()}"
    async with Worker(
        client,
        task_queue=queue,
        workflows=[ModelWorkflow],
        max_cached_workflows=cached,
        # The SDK's watch for workflows that hang would strike where the machine is busy.
        debug_mode=True,
        plugins=[luaflow_runtime.plugin()],
    ):
        limit = asyncio.Semaphore(40)

        async def one(number: int, program: Program) -> Observed:
            async with limit:
                return await _observe(client, queue, number, program)

        return await asyncio.gather(*(one(number, program) for number, program in enumerate(programs)))


async def _observe(client: Client, queue: str, number: int, program: Program) -> Observed:
    handle: WorkflowHandle[Any, Any] = await client.start_workflow(
        "model",
        args=[number // PACK, number % PACK + 1],
        id=f"model-{number}-{uuid.uuid4()}",
        task_queue=queue,
        execution_timeout=_LIMIT,
    )
    sender = asyncio.create_task(_send(handle, program))
    try:
        result = await handle.result()
    except Exception:  # it still waits, as it may: its history says for what
        result = None
    finally:
        sender.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await sender
    return Observed(result, await handle.fetch_history())


async def _send(handle: WorkflowHandle[Any, Any], program: Program) -> None:
    before = 0
    for arrival in program.arrivals:
        if arrival.at > before:
            await asyncio.sleep((arrival.at - before) * UNIT_MS / 1000)
            before = arrival.at
        await handle.signal(arrival.topic, args=list(arrival.values))


class UnknownTimerError(Exception):
    """A history knows a timer that the model did not start."""


@dataclass
class HistoryWorld:
    """A world whose events come from a history.

    Attributes:
        tasks: The events that each workflow task saw: numbers of timers, or messages.
        issued: The commands; ``None`` in the place of a start that was cancelled in the same task: neither is sent.
    """

    tasks: list[list[int | Message]]
    issued: list[Command | None] = field(default_factory=list)
    _alarms: list[Alarm] = field(default_factory=list)
    _unsent: dict[int, int] = field(default_factory=dict)
    _fired: set[int] = field(default_factory=set)
    _coming: list[int | Message] = field(default_factory=list)

    def start(self, alarm: Alarm) -> None:
        """Start a timer."""
        self._alarms.append(alarm)
        self._unsent[len(self._alarms)] = len(self.issued)
        self.issued.append(("start", alarm.ms))

    def cancel(self, alarm: Alarm) -> None:
        """Cancel a timer, unless it has fired in this very task."""
        number = self._alarms.index(alarm) + 1
        if number in self._unsent:
            self.issued[self._unsent[number]] = None
        elif number not in self._fired:
            self.issued.append(("cancel", number))

    def next_event(self) -> Alarm | Message | None:
        """Return the next event of the history."""
        while not self._coming:
            if not self.tasks:
                return None
            self._coming = self.tasks.pop(0)
            self._fired |= {event for event in self._coming if isinstance(event, int)}
            self._unsent.clear()
        event = self._coming.pop(0)
        if isinstance(event, Message):
            return event
        if event > len(self._alarms):
            raise UnknownTimerError(f"the history has a timer {event}, the model only {len(self._alarms)}")
        return self._alarms[event - 1]


def difference(program: Program, observed: Observed) -> str:
    """Return where a run differs from what its history leads to by the model, empty where it does not."""
    tasks, commands = _read(observed.history)
    world = HistoryWorld(tasks)
    lines: list[str] = []
    interpreter = Interpreter(program, world, lines.append)
    # What came before the first task is there before the program starts.
    interpreter.mailbox.extend(event for event in tasks.pop(0) if isinstance(event, Message))
    try:
        outcome = interpreter.run()
    except UnknownTimerError as error:
        return str(error)
    if observed.result is None:
        if outcome.kind != "open":
            return f"the run did not end; the model: {outcome}"
    else:
        got, kind, text = observed.result
        for at, line in enumerate(lines):
            if at >= len(got) or got[at] != line:
                return f"line {at}: the model {line!r}, the runtime {got[at] if at < len(got) else 'has ended'!r}"
        if got != lines:
            return f"the model has ended, the runtime goes on: {got[len(lines)]!r}"
        if outcome != Outcome(kind, text):
            return f"the model {outcome}, the runtime {kind} {text}"
    wanted = [command for command in world.issued if command is not None]
    if wanted != commands[: len(wanted)] or (observed.result is not None and wanted != commands):
        return f"commands: the model {wanted}, the history {commands}"
    return ""


def _read(history: WorkflowHistory) -> tuple[list[list[int | Message]], list[Command]]:
    """Return the events that each workflow task saw, in the order in which the SDK applies them, and all commands."""
    tasks: list[list[int | Message]] = []
    commands: list[Command] = []
    coming: list[int | Message] = []
    numbers: dict[int, int] = {}
    seen = 0
    for event in history.events:
        match event.event_type:
            case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                signal = event.workflow_execution_signaled_event_attributes
                coming.append(Message(signal.signal_name, tuple(_values(signal.input.payloads))))
            case EventType.EVENT_TYPE_TIMER_FIRED:
                coming.append(numbers[event.timer_fired_event_attributes.started_event_id])
            case EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED:
                seen = len(coming)
            case EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
                now, coming = coming[:seen], coming[seen:]
                tasks.append(sorted(now, key=lambda event: isinstance(event, int)))  # signals first
            case EventType.EVENT_TYPE_TIMER_STARTED:
                timer = event.timer_started_event_attributes
                numbers[event.event_id] = int(timer.timer_id)
                duration = timer.start_to_fire_timeout.ToNanoseconds()
                commands.append(("start", round(duration / UNIT_MS / 1e6)))
            case EventType.EVENT_TYPE_TIMER_CANCELED:
                commands.append(("cancel", numbers[event.timer_canceled_event_attributes.started_event_id]))
            case _:
                pass
    return tasks, commands


def _values(payloads: Any) -> list[Any]:
    # The payload of nil has no data.
    return [json.loads(payload.data) if payload.data else None for payload in payloads]


async def replay(histories: Iterable[WorkflowHistory]) -> None:
    """Replay recorded histories.

    Raises:
        Exception: One led to other commands.
    """
    replayer = Replayer(workflows=[ModelWorkflow], plugins=[luaflow_runtime.plugin()], debug_mode=True)
    for history in histories:
        await replayer.replay_workflow(history)
