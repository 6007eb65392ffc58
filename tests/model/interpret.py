"""Runs abstract programs by the model and writes down what happens, as the printed program does."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from tests.model import program as ops
from tests.model.model import CLOSED, Channel, Coroutine, LuaError, Message, Model, Outcome, Selected, Timer, World
from tests.model.program import Body, Program
from tests.model.world import ClockWorld, Command

Steps = Generator[Any, Any, Any]
Trace = list[tuple[int, str]]
"""Lines with the milliseconds at which they were written."""


@dataclass(frozen=True)
class Run:
    """What a program did.

    Attributes:
        trace: Its lines.
        commands: Timers that it started and cancelled.
        outcome: How it ended.
    """

    trace: Trace
    commands: list[Command]
    outcome: Outcome


class TooLong(Exception):
    """A program does more than anybody wants to read."""


class _Return(Exception):
    """Leaves a function."""


def by_model(program: Program, *, longest: int = 10_000, reached: set[int] | None = None) -> Run:
    """Run a program on a clock of its own.

    Args:
        reached: Gets the labels of all operations that were begun.

    Raises:
        TooLong: The trace gets more than ``longest`` lines.
    """
    world = ClockWorld(program.arrivals)
    trace: Trace = []

    def note(line: str) -> None:
        trace.append((world.clock, line))
        if len(trace) > longest:
            raise TooLong

    interpreter = Interpreter(program, world, note)
    outcome = interpreter.run()
    if reached is not None:
        reached |= interpreter.reached
    return Run(trace, world.commands, outcome)


class Interpreter:
    """One run of a program.

    Args:
        world: What is outside.
        note: Takes each line of the trace.

    Attributes:
        reached: Labels of the operations that were begun.
    """

    def __init__(self, program: Program, world: World, note: Callable[[str], None]) -> None:
        self._program = program
        self._write = note
        self.reached: set[int] = set()
        self._model = Model(world)
        self._channels = {f"c{n}": Channel(capacity) for n, capacity in enumerate(program.capacities, 1)}
        self._timers: dict[int, Timer] = {}
        self._coroutines: dict[str, Coroutine] = {}
        self._names = {channel: name for name, channel in self._channels.items()}
        self._steps: dict[type[ops.Operation], Callable[[Any], Steps]] = {
            ops.Send: self._send,
            ops.Receive: self._receive,
            ops.Drain: self._drain,
            ops.Close: self._close,
            ops.Select: self._select,
            ops.Spawn: self._spawn,
            ops.Create: self._create,
            ops.Resume: self._resume,
            ops.Status: self._status,
            ops.Yield: self._yield,
            ops.Each: self._each,
            ops.Protect: self._protect,
            ops.Raise: self._raise,
            ops.Repeat: self._repeat,
            ops.Return: self._return,
            ops.Sleep: self._sleep,
            ops.StartTimer: self._start_timer,
            ops.Stop: self._stop,
            ops.Reset: self._reset,
            ops.Post: self._post,
            ops.Listen: self._listen,
            ops.Unlisten: self._unlisten,
            ops.Subscribe: self._subscribe,
            ops.Unsubscribe: self._unsubscribe,
        }

    @property
    def mailbox(self) -> list[Message]:
        """Messages that nobody has taken."""
        return self._model.mail

    def run(self) -> Outcome:
        """Run the program."""
        return self._model.run(self._function(self._program.main))

    def _note(self, operation: ops.Operation, *values: Any) -> None:
        self._write(" ".join([str(operation.label), *map(self._shown, values)]))

    def _shown(self, value: Any) -> str:
        if value is None or isinstance(value, bool):
            return {None: "nil", True: "true", False: "false"}[value]
        if isinstance(value, Message):
            return f"[{value.topic}: {' '.join(map(self._shown, value.values))}]"
        if isinstance(value, list):
            return f"[{' '.join(map(self._shown, value))}]"
        return str(value)

    def _function(self, body: Body) -> Steps:
        try:
            yield from self._block(body)
        except _Return:
            return

    def _block(self, body: Body) -> Steps:
        for operation in body:
            self.reached.add(operation.label)
            yield from self._steps[type(operation)](operation)

    # Channels. A slot that nothing was put into is nil.

    def _channel(self, operation: ops.Operation, name: str) -> Channel | None:
        channel = self._channels.get(name)
        if channel is None:
            self._note(operation, "unset")
        return channel

    def _send(self, operation: ops.Send) -> Steps:
        channel = self._channel(operation, operation.channel)
        if channel is not None:
            result = yield from self._model.send(channel, operation.value)
            if result is CLOSED:
                self._note(operation, None, "send on closed channel")
            else:
                self._note(operation, result)

    def _receive(self, operation: ops.Receive) -> Steps:
        channel = self._channel(operation, operation.channel)
        if channel is not None:
            value, ok = yield from self._model.receive(channel)
            self._note(operation, value, ok)

    def _drain(self, operation: ops.Drain) -> Steps:
        channel = self._channel(operation, operation.channel)
        while channel is not None:
            value, ok = yield from self._model.receive(channel)
            self._note(operation, value, ok)
            if not ok:
                break
            yield from self._block(operation.body)

    def _close(self, operation: ops.Close) -> Steps:
        channel = self._channel(operation, operation.channel)
        if channel is not None:
            yield from self._model.close(channel)
            self._note(operation)

    def _select(self, operation: ops.Select) -> Steps:
        channels = [(self._channels.get(case.channel), case) for case in operation.cases]
        cases = [(channel, case.sends, case.value) for channel, case in channels if channel is not None]
        result = yield from self._model.select(cases, bool(operation.default))
        if result is CLOSED:
            self._note(operation, None, "send on closed channel")
        elif result.channel is None:
            self._note(operation, "default", True)
        else:
            assert isinstance(result, Selected)
            assert result.channel is not None
            self._note(operation, self._names[result.channel], result.value, result.ok)

    # Threads, coroutines, control

    def _spawn(self, operation: ops.Spawn) -> Steps:
        yield from self._model.spawn(self._function(operation.body))
        self._note(operation)

    def _create(self, operation: ops.Create) -> Steps:
        self._coroutines[operation.slot] = Coroutine(self._function(operation.body), wrapped=operation.wraps)
        return
        yield

    def _resume(self, operation: ops.Resume) -> Steps:
        coroutine = self._coroutines.get(operation.slot)
        if coroutine is None:
            self._note(operation, "unset")
        elif coroutine.wrapped:
            self._note(operation, *(yield from self._model.resume(coroutine, operation.value)))
        else:
            try:
                values = yield from self._model.resume(coroutine, operation.value)
            except LuaError as error:
                self._note(operation, False, error.text)
            else:
                self._note(operation, True, *values)

    def _status(self, operation: ops.Status) -> Steps:
        coroutine = self._coroutines.get(operation.slot)
        if coroutine is None or coroutine.wrapped:
            self._note(operation, "unset")
        else:
            self._note(operation, self._model.status(coroutine))
        return
        yield

    def _yield(self, operation: ops.Yield) -> Steps:
        self._note(operation, (yield from self._model.yield_(operation.value)))

    def _each(self, operation: ops.Each) -> Steps:
        coroutine = Coroutine(self._function(operation.producer))
        while True:
            values = yield from self._model.resume(coroutine, None)
            if not values or values[0] is None:
                break
            self._note(operation, *values)
            yield from self._block(operation.body)

    def _protect(self, operation: ops.Protect) -> Steps:
        try:
            yield from self._function(operation.body)
        except LuaError as error:
            self._note(operation, False, error.text)
        else:
            self._note(operation, True)

    def _raise(self, operation: ops.Raise) -> Steps:
        raise LuaError(operation.text)
        yield

    def _repeat(self, operation: ops.Repeat) -> Steps:
        for _ in range(operation.times):
            yield from self._block(operation.body)

    def _return(self, _operation: ops.Return) -> Steps:
        raise _Return
        yield

    # Time

    def _sleep(self, operation: ops.Sleep) -> Steps:
        yield from self._model.sleep(operation.ms)
        self._note(operation)

    def _start_timer(self, operation: ops.StartTimer) -> Steps:
        timer = self._model.start_timer(operation.ms, ticks=operation.kind == "ticker")
        name = f"w{operation.number}"
        self._channels[name] = timer.channel
        self._names[timer.channel] = name
        if operation.kind != "after":
            self._timers[operation.number] = timer
        return
        yield

    def _stop(self, operation: ops.Stop) -> Steps:
        timer = self._timers.get(operation.number)
        self._note(operation, "unset" if timer is None else self._model.stop(timer))
        return
        yield

    def _reset(self, operation: ops.Reset) -> Steps:
        timer = self._timers.get(operation.number)
        self._note(operation, "unset" if timer is None else self._model.reset(timer, operation.ms))
        return
        yield

    # Messages

    def _listen(self, operation: ops.Listen) -> Steps:
        channel = yield from self._model.listen(operation.topic, as_message=operation.as_message)
        self._channels[operation.slot] = channel
        self._names.setdefault(channel, operation.slot)
        self._note(operation)

    def _unlisten(self, operation: ops.Unlisten) -> Steps:
        channel = self._channel(operation, operation.slot)
        if channel is not None:
            yield from self._end(operation, channel, "not a listen channel")

    def _end(self, operation: ops.Operation, channel: Channel, problem: str) -> Steps:
        ended = yield from self._model.unlisten(channel)
        self._note(operation, ended, None if ended else problem)

    def _post(self, operation: ops.Post) -> Steps:
        yield from self._model.post(Message(operation.topic, operation.values))
        self._note(operation, True, None)

    def _subscribe(self, operation: ops.Subscribe) -> Steps:
        fed = yield from self._model.subscribe(operation.topic, self._channels[operation.channel])
        self._note(operation, fed, None if fed else f"topic {operation.topic} has another channel")

    def _unsubscribe(self, operation: ops.Unsubscribe) -> Steps:
        yield from self._end(operation, self._channels[operation.channel], "not a subscribed channel")
