"""An existing Python worker that takes a compiled package in: run with the address of a server, prints a result."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta
from typing import Any

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Worker

with workflow.unsafe.imports_passed_through():
    import child_workflow
    import luaflow_runtime


@activity.defn
async def greet(name: str) -> str:
    """Say hello."""
    return f"hello {name}"


@workflow.defn
class HandWritten:
    """A workflow in the SDK's sandbox, beside the compiled ones."""

    @workflow.run
    async def run(self, sku: str) -> dict[str, Any]:
        """Call an activity written in Python and a child workflow written in Lua."""
        greeting = await workflow.execute_activity(greet, "ann", start_to_close_timeout=timedelta(seconds=5))
        child = await workflow.execute_child_workflow("app:child_workflow", {"sku": sku, "currency": "EUR"})
        return {"greeting": greeting, "child": child}


async def main() -> None:
    """Run one workflow."""
    client = await Client.connect(sys.argv[1])
    async with Worker(
        client,
        task_queue="mixed",
        workflows=[*child_workflow.WORKFLOWS, HandWritten],
        activities=[*child_workflow.ACTIVITIES, greet],
        plugins=[luaflow_runtime.plugin()],
    ):
        result = await client.execute_workflow(HandWritten.run, "lamp", id="mixed", task_queue="mixed")
    print(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main())
