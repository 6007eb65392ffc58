"""Two activities and a timer."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from temporalio import workflow


@workflow.defn(name="bench:order", sandboxed=False)
class Order:
    @workflow.run
    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        payment = await workflow.execute_activity(
            "bench:charge",
            {"amount": order["total"], "customer": order["customer_id"]},
            start_to_close_timeout=timedelta(minutes=10),
        )
        await asyncio.sleep(0.1)
        shipment = await workflow.execute_activity(
            "bench:ship",
            {"order_id": order["id"], "address": order["shipping_address"]},
            start_to_close_timeout=timedelta(minutes=10),
        )
        return {"status": "completed", "payment_id": payment["id"], "tracking": shipment["tracking_number"]}


@workflow.defn(name="bench:order")
class SandboxedOrder(Order):
    @workflow.run
    async def run(self, order: dict[str, Any]) -> dict[str, Any]:
        return await super().run(order)
