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


PROGRAMS = {"unbuffered": unbuffered, "spawn": spawn, "spawn_blocked": spawn_blocked}


@workflow.defn(name="bench:concurrency", sandboxed=False)
class Concurrency:
    @workflow.run
    async def run(self, program: str, n: int) -> int:
        return await PROGRAMS[program](n)
