"""Growth of a workflow's cost with its size: messages, coroutines, listeners, signals, history.

Each case runs at three sizes on a dev server, each the double of the one before; the histories are then replayed, taking
turns. Cost is CPU time of the process, Temporal's core included, without garbage collection, and the peak of what Python
allocates. Exponents over the range of sizes: 1 is linear, 2 quadratic.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import math
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import luaflow_runtime
from measure import Result, compiled, main
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.worker import Replayer, Worker

GOAL, LEAST = 1.1, 1.25
"""Exponents. What is quadratic in a tenth of its work at the largest size shows."""
ROUNDS = 3
QUICK = 20
"""By how much sizes are divided by ``--quick``."""
AT_ONCE = 100
"""Signals on their way to the server."""
EVENTS_OF_ACTIVITY = 6
"""What an activity and the workflow task behind it add to a history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is to grow as its size does.

    Attributes:
        what: What there is so many of.
        program: Program of ``growth.lua``, or empty for a chain of activities.
        size: The largest.
        topics: Gives the topic of each signal that the workflow is sent before it runs, or nothing.
    """

    what: str
    program: str
    size: int
    topics: Callable[[int], str] | None = None

    def arguments(self, size: int) -> list[Any]:
        if not self.program:
            return [{"steps": size // EVENTS_OF_ACTIVITY, "customer_id": "c-17"}]
        return [self.program, size]


CASES = (
    Case(what="messages through one channel", program="channels", size=100_000),
    Case(what="coroutines that select at the same time", program="coroutines", size=10_000),
    Case(what="coroutines that sleep at the same time", program="timers", size=1000),  # SQLite ends at some thousands
    Case(what="listeners", program="listeners", size=1000, topics=lambda number: f"topic-{number}"),
    Case(what="waiting signals read from the inbox", program="inbox", size=10_000, topics=lambda _: "item"),
    Case(what="waiting signals read by listen", program="listen", size=10_000, topics=lambda _: "item"),
    Case(what="events of a history", program="", size=10_000),
)


@dataclass(frozen=True, slots=True)
class Growth:
    """Exponents of a case: of its time and of its memory."""

    seconds: float
    bytes: float


def exponent(costs: Sequence[float]) -> float:
    """Return the exponent of costs at sizes that double."""
    return math.log2(costs[-1] / costs[0]) / (len(costs) - 1)


async def record(client: Client, package: Any, case: Case, size: int) -> WorkflowHistory:
    """Run a case once, all its signals sent before, and return its history."""
    name = case.program or "sequence"
    handle: WorkflowHandle[Any, Any] = await client.start_workflow(
        f"bench:{'growth' if case.program else name}",
        args=case.arguments(size),
        id=f"{name}-{size}",
        task_queue="bench",
        task_timeout=timedelta(minutes=2),  # the server needs its time to hand out 10,000 signals
    )
    if case.topics is not None:
        await _signal(handle, [case.topics(number) for number in range(1, size + 1)])
    async with Worker(
        client,
        task_queue="bench",
        workflows=package.WORKFLOWS,
        activities=package.ACTIVITIES,
        plugins=[luaflow_runtime.plugin()],
        debug_mode=True,  # a slow machine must not end a long workflow task
    ):
        result = await handle.result()
    if isinstance(result, dict):
        result = result["total"]
        size //= EVENTS_OF_ACTIVITY
    if result != size * (size + 1) // 2:
        raise SystemExit(f"{case.what}: {result} is wrong for {size}")
    return await handle.fetch_history()


async def _signal(handle: WorkflowHandle[Any, Any], topics: Sequence[str]) -> None:
    numbered = iter(enumerate(topics, 1))

    async def send() -> None:
        for number, topic in numbered:
            await handle.signal(topic, {"amount": number})

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))


async def replay(package: Any, histories: Sequence[WorkflowHistory], rounds: int) -> Growth:
    """Replay histories in turns and return how cost grows from one to the next."""

    async def in_turns() -> AsyncIterator[WorkflowHistory]:
        while True:
            for history in histories:
                yield history

    replayer = Replayer(workflows=package.WORKFLOWS, plugins=[luaflow_runtime.plugin()], debug_mode=True)
    seconds = [math.inf] * len(histories)
    peaks: list[float] = []
    async with replayer.workflow_replay_iterator(in_turns()) as results:
        for number in range(rounds + 1):
            for at, history in enumerate(histories):
                gc.collect()
                # Python's collector looks at all that lives again and again: it would hide how the work itself grows.
                gc.disable()
                traced = number == rounds
                if traced:
                    tracemalloc.start()
                start = time.process_time()
                result = await anext(results)
                if traced:
                    peaks.append(tracemalloc.get_traced_memory()[1])
                    tracemalloc.stop()
                else:
                    seconds[at] = min(seconds[at], time.process_time() - start)
                gc.enable()
                if result.replay_failure is not None:
                    raise SystemExit(f"{history.workflow_id} does not replay: {result.replay_failure}")
    return Growth(exponent(seconds), exponent(peaks))


async def grow(client: Client, package: Any, case: Case, rounds: int = ROUNDS) -> Growth:
    """Return how the cost of a case grows."""
    return await replay(package, [await record(client, package, case, case.size // part) for part in (4, 2, 1)], rounds)


async def measure_all(quick: bool) -> list[Result]:
    from luaflow.servers.dev_server import dev_server
    from luaflow.servers.temporal_cli import find_temporal_cli

    compiled("messages-growth")
    package = importlib.import_module("bench_flows")
    results = []
    async with dev_server(find_temporal_cli()) as server:
        client = await Client.connect(server.address)
        for case in CASES:
            if quick:
                case = replace(case, size=case.size // QUICK)
            print(f"{case.size:,} {case.what} ...", file=sys.stderr, flush=True)
            growth = await grow(client, package, case, 1 if quick else ROUNDS)
            print(f"  time {growth.seconds:.2f}, memory {growth.bytes:.2f}", file=sys.stderr, flush=True)
            for what, ratio in (("time", growth.seconds), ("memory", growth.bytes)):
                results.append(
                    Result(
                        benchmark="messages_growth",
                        what=f"{case.size:,} {case.what}: exponent of {what}",
                        ratio=ratio,
                        goal=GOAL,
                        least=LEAST,
                    )
                )
    return results


def measure(quick: bool) -> list[Result]:
    """Return exponents of growth."""
    return asyncio.run(measure_all(quick))


if __name__ == "__main__":
    main(measure, __doc__)
