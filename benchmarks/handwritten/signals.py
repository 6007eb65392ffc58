"""Messages are added up while tasks sleep."""

from __future__ import annotations

import asyncio
from typing import Any

from temporalio import workflow


@workflow.defn(name="bench:signals", sandboxed=False)
class Signals:
    def __init__(self) -> None:
        self.items: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    @workflow.signal
    def item(self, item: dict[str, Any]) -> None:
        self.items.put_nowait(item)

    @workflow.run
    async def run(self, job: dict[str, Any]) -> dict[str, Any]:
        async def sleeper() -> int:
            naps = 0
            for _ in range(job["naps"]):
                await asyncio.sleep(0.1)
                naps += 1
            return naps

        sleepers = [asyncio.create_task(sleeper()) for _ in range(job["sleepers"])]
        total = 0
        for _ in range(job["messages"]):
            item = await self.items.get()
            total += item["amount"]
        naps = sum(await asyncio.gather(*sleepers))
        return {"status": "completed", "total": total, "naps": naps}


@workflow.defn(name="bench:signals")
class SandboxedSignals(Signals):
    @workflow.signal
    def item(self, item: dict[str, Any]) -> None:
        super().item(item)

    @workflow.run
    async def run(self, job: dict[str, Any]) -> dict[str, Any]:
        return await super().run(job)
