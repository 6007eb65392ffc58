"""A hundred activities, one behind the other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from temporalio import workflow


@workflow.defn(name="bench:sequence", sandboxed=False)
class Sequence:
    @workflow.run
    async def run(self, job: dict[str, Any]) -> dict[str, Any]:
        total = 0
        for i in range(1, job["steps"] + 1):
            payment = await workflow.execute_activity(
                "bench:charge",
                {"amount": i, "customer": job["customer_id"]},
                start_to_close_timeout=timedelta(minutes=10),
            )
            total += payment["amount"]
        return {"status": "completed", "total": total}


@workflow.defn(name="bench:sequence")
class SandboxedSequence(Sequence):
    @workflow.run
    async def run(self, job: dict[str, Any]) -> dict[str, Any]:
        return await super().run(job)
