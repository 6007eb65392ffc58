"""A workflow that waits with some state of its own."""

from __future__ import annotations

import asyncio
from typing import Any

from temporalio import workflow


@workflow.defn(name="bench:waiting", sandboxed=False)
class Waiting:
    @workflow.run
    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        seen = [{"price": item["price"], "count": item["count"]} for item in order["items"]]
        await asyncio.sleep(3600)
        return {"status": "completed", "items": seen}


@workflow.defn(name="bench:waiting")
class SandboxedWaiting(Waiting):
    @workflow.run
    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        return await super().run(order)
