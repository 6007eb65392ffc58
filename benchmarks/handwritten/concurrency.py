"""The programs of ``concurrency.lua`` by asyncio; each returns what its Lua counterpart returns."""

from __future__ import annotations

import asyncio

from temporalio import workflow


async def unbuffered(n: int) -> int:
    queue: asyncio.Queue[int] = asyncio.Queue(1)

    async def produce() -> None:
        for i in range(1, n + 1):
            await queue.put(i)

    task = asyncio.create_task(produce())
    total = 0
    for _ in range(n):
        total += await queue.get()
    await task
    return total


async def spawn(n: int) -> int:
    done = 0

    async def child() -> None:
        nonlocal done
        done += 1

    tasks = [asyncio.create_task(child()) for _ in range(n)]
    await asyncio.gather(*tasks)
    return done


async def spawn_blocked(n: int) -> int:
    gate = asyncio.Event()
    done: asyncio.Queue[int] = asyncio.Queue(n)

    async def child(i: int) -> None:
        await gate.wait()
        await done.put(i)

    tasks = [asyncio.create_task(child(i)) for i in range(1, n + 1)]
    await asyncio.sleep(0)
    gate.set()
    total = 0
    for _ in range(n):
        total += await done.get()
    await asyncio.gather(*tasks)
    return total


async def _send_each(queues: list[asyncio.Queue[int]], n: int) -> None:
    """Put values into queues in turn, each when the one before was taken: so that a wait finds one, as a select does."""
    for i in range(1, n + 1):
        queue = queues[i % len(queues)]
        await queue.put(i)
        await queue.join()


async def select(n: int) -> int:
    queues: list[asyncio.Queue[int]] = [asyncio.Queue() for _ in range(10)]
    task = asyncio.create_task(_send_each(queues, n))
    total = 0
    for _ in range(n):
        # Cancelled again: a task that waited on would take what the next select is to find.
        tasks = {asyncio.create_task(queue.get()): queue for queue in queues}
        done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in pending:
            one.cancel()
        for one in done:
            total += one.result()
            tasks[one].task_done()
    await task
    return total


async def select_kept(n: int) -> int:
    """As ``select``, by tasks that wait on and are replaced when they have taken something."""
    queues: list[asyncio.Queue[int]] = [asyncio.Queue() for _ in range(10)]
    task = asyncio.create_task(_send_each(queues, n))
    tasks = {asyncio.create_task(queue.get()): queue for queue in queues}
    total = 0
    for _ in range(n):
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for one in done:
            total += one.result()
            queue = tasks.pop(one)
            queue.task_done()
            tasks[asyncio.create_task(queue.get())] = queue
    for one in tasks:
        one.cancel()
    await task
    return total


PROGRAMS = {
    "unbuffered": unbuffered,
    "spawn": spawn,
    "spawn_blocked": spawn_blocked,
    "select": select,
    "select_kept": select_kept,
}


@workflow.defn(name="bench:concurrency", sandboxed=False)
class Concurrency:
    @workflow.run
    async def run(self, program: str, n: int) -> int:
        return await PROGRAMS[program](n)
