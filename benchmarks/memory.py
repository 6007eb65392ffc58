"""Memory of a cached, waiting workflow: compiled against the same written by hand in Python without sandbox.

Each variant runs in a process of its own: a worker that holds a number of workflows that sleep, against one dev server.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import importlib
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from measure import Result, compiled, leave, main
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

ORDER = {"items": [{"price": number, "count": 2} for number in range(5)]}
WAITING_EVENTS = 5
"""Events of a history whose workflow has come to its timer."""
AT_ONCE = 20


def resident_bytes() -> int:
    """Return the memory of this process, without what could be given back."""
    gc.collect()
    if hasattr(ctypes.CDLL(None), "malloc_trim"):
        ctypes.CDLL(None).malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def start(client: Client, queue: str, numbers: range) -> None:
    """Start workflows and wait until each waits for its timer."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with turns:
            handle: WorkflowHandle[Any, Any] = await client.start_workflow(
                "bench:waiting", ORDER, id=f"{queue}-{number}", task_queue=queue
            )
            while (await handle.describe()).history_length < WAITING_EVENTS:
                await asyncio.sleep(0.05)

    await asyncio.gather(*(one(number) for number in numbers))


async def bytes_each(address: str, variant: str, count: int) -> float:
    """Return the bytes that each of ``count`` cached workflows takes in this process."""
    plugins: list[Any] = []
    if variant == "compiled":
        import luaflow_runtime

        compiled("memory")
        workflows = importlib.import_module("bench_flows").WORKFLOWS
        plugins.append(luaflow_runtime.plugin())
    else:
        module = importlib.import_module("handwritten.waiting")
        workflows = [module.Waiting if variant == "plain" else module.SandboxedWaiting]
    client = await Client.connect(address)
    queue = f"memory-{variant}-{os.getpid()}"
    warm_up = 50
    async with Worker(
        client, task_queue=queue, workflows=workflows, plugins=plugins, max_cached_workflows=count + warm_up
    ):
        await start(client, queue, range(warm_up))
        before = resident_bytes()
        await start(client, queue, range(warm_up, warm_up + count))
        after = resident_bytes()
        print((after - before) / count)
        sys.stdout.flush()
        # The workflows wait for an hour; neither they nor the worker are to be ended in good order.
        leave()
    return 0.0


def in_process(address: str, variant: str, count: int) -> float:
    """Return what a process of its own measured."""
    command = [sys.executable, __file__, "--measure", address, variant, str(count)]
    return float(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()[-1])


async def measure_all(quick: bool) -> list[Result]:
    from luaflow.servers.dev_server import dev_server
    from luaflow.servers.temporal_cli import find_temporal_cli

    count, rounds = (100, 1) if quick else (1000, 2)
    variants = ("compiled", "plain")
    costs: dict[str, list[float]] = {variant: [] for variant in variants}
    for _ in range(rounds):
        for variant in variants:
            async with dev_server(find_temporal_cli()) as server:
                costs[variant].append(await asyncio.to_thread(in_process, server.address, variant, count))
    cost = {variant: min(found) for variant, found in costs.items()}
    return [
        Result(
            benchmark="memory",
            what=f"{count} cached workflows: each against hand-written, no sandbox",
            ratio=cost["compiled"] / cost["plain"],
            goal=1.1,
            least=1.5,
        )
    ]


def measure(quick: bool) -> list[Result]:
    """Return memory relative to Python's."""
    if not Path("/proc/self/statm").exists():
        raise SystemExit("memory is measured on Linux only")
    return asyncio.run(measure_all(quick))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        asyncio.run(bytes_each(sys.argv[2], sys.argv[3], int(sys.argv[4])))
    main(measure, __doc__)
