"""A worker that is there to be killed: ``python kill_worker.py FOLDER PACKAGE ADDRESS TASK_QUEUE``; it says when it polls.

Its sticky queue gives up soon: a task of a killed worker must not wait long for one that will not come back.
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from datetime import timedelta

import luaflow_runtime
from temporalio.client import Client
from temporalio.worker import Worker


async def main(folder: str, package_name: str, address: str, task_queue: str) -> None:
    """Serve a compiled package until somebody kills the process."""
    sys.path.insert(0, folder)
    package = importlib.import_module(package_name)
    client = await Client.connect(address)
    worker = Worker(
        client,
        task_queue=task_queue,
        workflows=package.WORKFLOWS,
        activities=package.ACTIVITIES,
        plugins=[luaflow_runtime.plugin()],
        sticky_queue_schedule_to_start_timeout=timedelta(milliseconds=500),
    )
    print("serving", flush=True)
    await worker.run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
