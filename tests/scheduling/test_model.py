"""Random programs over channels, run by the scheduler and by a plain model of reference/concurrency.md 3.2 to 3.5.

The model is a state machine over lists, without coroutines: each thread is a list of operations and a position.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from luaflow_runtime.lib import channel, coroutine
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table
from simulated import SimulatedHost, run

Program = list[list[tuple[Any, ...]]]
"""Operations of each thread; thread 0 is main, the others are spawned by ``("spawn", n)``."""

WAIT = object()


@dataclass(eq=False)
class ModelChannel:
    capacity: int
    items: list[Any] = field(default_factory=list)
    receivers: list[tuple[ModelThread, int | None]] = field(default_factory=list)
    senders: list[tuple[ModelThread, int | None, Any]] = field(default_factory=list)
    closed: bool = False


@dataclass(eq=False)
class ModelThread:
    number: int
    at: int = 0
    result: Any = None
    waiting: bool = False


class Model:
    def __init__(self, program: Program, capacities: list[int]) -> None:
        self.program = program
        self.channels = [ModelChannel(capacity) for capacity in capacities]
        self.trace: list[Any] = []
        self.woken: list[ModelThread] = []
        self.queue = [ModelThread(0)]
        self.alive = 1

    def run(self) -> list[Any]:
        while self.queue or self.woken:
            if not self.queue:
                self.queue, self.woken = self.woken, []
            thread = self.queue.pop(0)
            if self.continue_thread(thread) and thread.number == 0:
                return self.trace
        self.trace.append(("deadlock", self.alive))
        return self.trace

    def continue_thread(self, thread: ModelThread) -> bool:
        operations = self.program[thread.number]
        while True:
            if thread.waiting:
                thread.waiting = False
                result = thread.result
            elif thread.at == len(operations):
                self.alive -= 1
                return True
            else:
                result = self.perform(thread, operations[thread.at])
                if result is WAIT:
                    thread.waiting = True
                    return False
            self.trace.append((thread.number, thread.at, result))
            thread.at += 1

    def perform(self, thread: ModelThread, operation: tuple[Any, ...]) -> Any:
        kind = operation[0]
        if kind == "spawn":
            self.alive += 1
            self.queue += [ModelThread(operation[1]), thread]
            thread.result = "spawned"
            return WAIT
        if kind == "close":
            return self.close(thread, self.channels[operation[1]])
        if kind == "select":
            return self.select(thread, operation[1], operation[2])
        return self.single(thread, kind, operation[1], operation[2], None)

    def ready(self, kind: str, ch: ModelChannel) -> bool:
        if kind == "send":
            return bool(ch.receivers) or (not ch.closed and len(ch.items) < ch.capacity)
        return bool(ch.senders or ch.items or ch.closed)

    def outcome(self, number: int, case: int | None, value: Any, ok: bool, sent: bool) -> Any:
        if case is None:
            return True if sent else (value, ok)
        return ("selected", number, value, ok)

    def single(self, thread: ModelThread, kind: str, number: int, value: Any, case: int | None) -> Any:
        ch = self.channels[number]
        if kind == "send":
            if ch.receivers:
                other, other_case = ch.receivers[0]
                self.leave(other)
                other.result = self.outcome(number, other_case, value, True, False)
                thread.result = self.outcome(number, case, value, True, True)
                self.woken += [thread, other]
                return WAIT
            if ch.closed:
                return "raised"
            if len(ch.items) < ch.capacity:
                ch.items.append(value)
                return self.outcome(number, case, value, True, True)
            ch.senders.append((thread, case, value))
            return WAIT
        if ch.senders:
            other, other_case, sent = ch.senders[0]
            self.leave(other)
            other.result = self.outcome(number, other_case, sent, True, True)
            ch.items.append(sent)
            thread.result = self.outcome(number, case, ch.items.pop(0), True, False)
            self.woken += [thread, other]
            return WAIT
        if ch.items:
            return self.outcome(number, case, ch.items.pop(0), True, False)
        if ch.closed:
            return self.outcome(number, case, None, False, False)
        ch.receivers.append((thread, case))
        return WAIT

    def select(self, thread: ModelThread, cases: list[tuple[Any, ...]], default: bool) -> Any:
        for index, (kind, number, value) in enumerate(cases):
            if self.ready(kind, self.channels[number]):
                return self.single(thread, kind, number, value, index)
        if default:
            return "default"
        for index, (kind, number, value) in enumerate(cases):
            ch = self.channels[number]
            if kind == "send" and not ch.closed:
                ch.senders.append((thread, index, value))
            elif kind == "receive":
                ch.receivers.append((thread, index))
        return WAIT

    def leave(self, thread: ModelThread) -> None:
        for ch in self.channels:
            ch.receivers = [entry for entry in ch.receivers if entry[0] is not thread]
            ch.senders = [entry for entry in ch.senders if entry[0] is not thread]

    def close(self, thread: ModelThread, ch: ModelChannel) -> Any:
        if ch.closed:
            return "closed"
        ch.closed = True
        woken = False
        while ch.senders:
            woken = True
            other = ch.senders[0][0]
            self.leave(other)
            other.result = "failed"
            self.woken.append(other)
        while ch.receivers:
            woken = True
            other, case = ch.receivers[0]
            self.leave(other)
            other.result = self.outcome(self.channels.index(ch), case, None, False, False)
            self.woken.append(other)
        if not woken:
            return "closed"
        thread.result = "closed"
        self.woken.append(thread)
        return WAIT


def by_scheduler(program: Program, capacities: list[int]) -> list[Any]:
    trace: list[Any] = []

    async def main(host: SimulatedHost) -> None:
        channels = [channel.new(capacity) for capacity in capacities]

        def selected(result: Any) -> Any:
            if type(result) is tuple:
                return "failed"
            if getattr(result, "default", None) is True:
                return "default"
            return ("selected", channels.index(result.channel), getattr(result, "value", None), result.ok)

        async def perform(operation: tuple[Any, ...]) -> Any:
            kind = operation[0]
            if kind == "spawn":
                await coroutine.spawn(lambda: body(operation[1]))
                return "spawned"
            if kind == "close":
                await channels[operation[1]].close()
                return "closed"
            if kind == "select":
                cases = [
                    channels[n].case_send(value) if case == "send" else channels[n].case_receive()
                    for case, n, value in operation[1]
                ]
                return selected(await channel.select(Table(*cases), operation[2]))
            if kind == "receive":
                return await channels[operation[1]].receive()
            try:
                result = await channels[operation[1]].send(operation[2])
            except LuaError:
                return "raised"
            return "failed" if type(result) is tuple else result

        async def body(number: int) -> None:
            for at, operation in enumerate(program[number]):
                trace.append((number, at, await perform(operation)))

        await body(0)

    try:
        run(main)
    except LuaError as error:
        text = str(error.value)
        assert text.startswith("deadlock")
        trace.append(("deadlock", int(text.split("threads=")[1].rstrip(")"))))
    return trace


def make(rng: random.Random) -> tuple[Program, list[int]]:
    capacities = [rng.choice([0, 0, 1, 2]) for _ in range(rng.randint(1, 4))]
    threads = rng.randint(2, 6)
    values = iter(range(10_000))

    def simple() -> tuple[Any, ...]:
        kind = rng.choice(["send", "receive"])
        return (kind, rng.randrange(len(capacities)), next(values) if kind == "send" else None)

    def operation() -> tuple[Any, ...]:
        roll = rng.random()
        if roll < 0.65:
            return simple()
        if roll < 0.95:
            return ("select", [simple() for _ in range(rng.randint(1, 4))], rng.random() < 0.3)
        return ("close", rng.randrange(len(capacities)))

    program = [[operation() for _ in range(rng.randint(2, 10))] for _ in range(threads)]
    for child in range(1, threads):
        parent = program[rng.randrange(child)]
        parent.insert(rng.randint(0, min(3, len(parent))), ("spawn", child))
    return program, capacities


@pytest.mark.parametrize("seed", range(400))
def test_random_programs_run_as_the_model_says(seed: int) -> None:
    program, capacities = make(random.Random(seed))
    assert by_scheduler(program, capacities) == Model(program, capacities).run()


def test_the_random_programs_reach_what_they_should() -> None:
    seen: set[Any] = set()
    for seed in range(400):
        for entry in Model(*make(random.Random(seed))).run():
            result = entry[-1]
            seen.add(
                "deadlock" if entry[0] == "deadlock" else result[0] if type(result) is tuple and result else result
            )
    assert {"deadlock", "selected", "default", "failed", "raised", "spawned", "closed", True, None} <= seen
