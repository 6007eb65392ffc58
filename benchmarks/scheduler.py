"""Channel hand-off and spawn against ``asyncio.Queue`` and ``asyncio.Task``, in one process on a plain event loop.

Prints microseconds per operation and the ratio to asyncio; goal 0.3, at most 0.5. Run: ``python benchmarks/scheduler.py``.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib import channel, coroutine
from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.values.table import Table

ROUNDS = 7
HANDOFFS = 20_000
SPAWNS = 10_000

Program = Callable[[int], Awaitable[None]]


async def lua_handoff(n: int) -> None:
    """An unbuffered channel between two threads."""
    ch = channel.new()

    async def producer() -> None:
        for i in range(n):
            await ch.send(i)

    await coroutine.spawn(producer)
    for _ in range(n):
        await ch.receive()


async def asyncio_handoff(n: int) -> None:
    """A queue of one place between two tasks."""
    queue: asyncio.Queue[int] = asyncio.Queue(1)

    async def producer() -> None:
        for i in range(n):
            await queue.put(i)

    task = asyncio.create_task(producer())
    for _ in range(n):
        await queue.get()
    await task


async def lua_buffered(n: int) -> None:
    """Send and receive through a buffer where nobody waits."""
    ch = channel.new(1)
    for i in range(n):
        await ch.send(i)
        await ch.receive()


async def asyncio_buffered(n: int) -> None:
    """The same by a queue."""
    queue: asyncio.Queue[int] = asyncio.Queue(1)
    for i in range(n):
        await queue.put(i)
        await queue.get()


async def lua_spawn(n: int) -> None:
    """Threads that end at once."""

    async def child() -> None:
        return None

    for _ in range(n):
        await coroutine.spawn(child)


async def asyncio_spawn(n: int) -> None:
    """Tasks that end at once."""

    async def child() -> None:
        return None

    for _ in range(n):
        task = asyncio.create_task(child())
        await asyncio.sleep(0)
        del task


async def lua_spawn_blocked(n: int) -> None:
    """Threads that wait, and are woken together."""
    gate, done = channel.new(), channel.new(n)

    async def child() -> None:
        await gate.receive()
        await done.send(True)

    for _ in range(n):
        await coroutine.spawn(child)
    await gate.close()
    for _ in range(n):
        await done.receive()


async def asyncio_spawn_blocked(n: int) -> None:
    """The same by tasks and an event."""
    gate = asyncio.Event()

    async def child() -> None:
        await gate.wait()

    tasks = [asyncio.create_task(child()) for _ in range(n)]
    await asyncio.sleep(0)
    gate.set()
    await asyncio.gather(*tasks)


async def lua_select(n: int) -> None:
    """A select over ten channels, the last of which is ready."""
    channels = [channel.new(1) for _ in range(10)]
    cases = Table(*(ch.case_receive() for ch in channels))
    for i in range(n):
        await channels[9].send(i)
        await channel.select(cases)


async def asyncio_select(n: int) -> None:
    """``asyncio.wait`` over ten queues."""
    queues: list[asyncio.Queue[int]] = [asyncio.Queue(1) for _ in range(10)]
    for i in range(n):
        queues[9].put_nowait(i)
        tasks = [asyncio.ensure_future(queue.get()) for queue in queues]
        _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()


async def lua_generator(n: int) -> None:
    """A wrapped coroutine that yields."""

    async def body() -> None:
        for i in range(n):
            await coroutine.yield_(i)

    step = coroutine.wrap(body)
    for _ in range(n):
        step()


async def python_generator(n: int) -> None:
    """An asynchronous generator of Python."""

    async def body() -> object:  # type: ignore[misc]
        for i in range(n):
            yield i

    async for _ in body():  # type: ignore[attr-defined]
        pass


async def on_scheduler(program: Program, n: int) -> float:
    """Return the seconds of a program as the main thread of a run."""
    host = ProcessHost()
    token = CURRENT.set(host)
    start = time.perf_counter()
    await host.run(program(n))
    elapsed = time.perf_counter() - start
    CURRENT.reset(token)
    return elapsed


async def on_asyncio(program: Program, n: int) -> float:
    """Return the seconds of a program as a task."""
    start = time.perf_counter()
    await asyncio.create_task(program(n))  # type: ignore[arg-type]
    return time.perf_counter() - start


async def main() -> None:
    """Run every pair interleaved and print the medians."""
    pairs: list[tuple[str, Program, Program, int]] = [
        ("unbuffered hand-off", lua_handoff, asyncio_handoff, HANDOFFS),
        ("buffered send + receive", lua_buffered, asyncio_buffered, HANDOFFS),
        ("spawn", lua_spawn, asyncio_spawn, SPAWNS),
        ("spawn, block, wake", lua_spawn_blocked, asyncio_spawn_blocked, SPAWNS),
        ("select over 10, ready", lua_select, asyncio_select, SPAWNS // 10),
        ("wrap / async generator", lua_generator, python_generator, HANDOFFS),
    ]
    print(f"{'':26}{'luaflow µs':>12}{'asyncio µs':>12}{'ratio':>8}")
    for name, ours, theirs, n in pairs:
        ratios, left, right = [], [], []
        for _ in range(ROUNDS):
            a, b = await on_scheduler(ours, n), await on_asyncio(theirs, n)
            ratios.append(a / b)
            left.append(a / n * 1e6)
            right.append(b / n * 1e6)
        print(f"{name:26}{min(left):12.2f}{min(right):12.2f}{statistics.median(ratios):8.2f}")


if __name__ == "__main__":
    asyncio.run(main())
