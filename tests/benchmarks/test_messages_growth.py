"""Twice as many messages, coroutines or listeners take about twice as long and twice the memory.

The programs are those of ``benchmarks/messages_growth.py``, run by the workflow host on a plain event loop.
"""

from __future__ import annotations

import asyncio
import gc
import importlib
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from luaflow_runtime.entry import Entry
from luaflow_runtime.lib.payload import JSON, Payload
from luaflow_runtime.messaging.mailbox import Delivery
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.temporal.main_function import run_main
from luaflow_runtime.temporal.workflow_host import WorkflowHost

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import messages_growth
from measure import compiled

SMALLEST = {"channels": 5000, "coroutines": 500, "listeners": 200, "inbox": 1000, "listen": 1000}
"""Program to its first size; the largest is eight times that."""
LIMIT = 3.0
"""Factor for one doubling: 2 is linear, 4 quadratic."""
CASES = {case.program: case for case in messages_growth.CASES}


@pytest.fixture(scope="module")
def entry() -> Entry:
    compiled("messages-growth-test")
    found: Entry = importlib.import_module("bench_flows.bench.growth").ENTRY
    return found


def run(entry: Entry, program: str, size: int) -> None:
    """Run a program, all its messages there before."""

    async def go() -> Any:
        host = WorkflowHost(entry)
        topics = CASES[program].topics
        if topics is not None:
            mailbox = host.mailbox()
            for number in range(1, size + 1):
                payload = Payload(f'{{"amount":{number}}}', JSON)
                host.scheduler.arrive(Delivery(mailbox, Message(topics(number), "", [payload])))
        return await host.scheduler.run(run_main(entry, [program, size]))

    assert asyncio.run(go()) == size * (size + 1) // 2


def doubling(costs: list[float]) -> float:
    """Return the factor for one doubling, given the costs of the first size and of eight times that."""
    return float((costs[1] / costs[0]) ** (1 / 3))


@pytest.mark.parametrize("program", SMALLEST)
def test_time_is_linear(entry: Entry, program: str) -> None:
    """Neighbours only make a measurement longer, so that more rounds decide where the first ones look bad."""
    costs = [float("inf")] * 2
    for _ in range(10):
        for at, size in enumerate((SMALLEST[program], 8 * SMALLEST[program])):
            gc.collect()
            gc.disable()
            try:
                start = time.process_time()
                run(entry, program, size)
                costs[at] = min(costs[at], time.process_time() - start)
            finally:
                gc.enable()
        if doubling(costs) <= LIMIT:
            break
    assert doubling(costs) <= LIMIT


@pytest.mark.parametrize("program", SMALLEST)
def test_memory_is_linear(entry: Entry, program: str) -> None:
    peaks: list[float] = []
    for size in (SMALLEST[program] // 4, 2 * SMALLEST[program]):
        gc.collect()
        tracemalloc.start()
        run(entry, program, size)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert doubling(peaks) <= 2.2
