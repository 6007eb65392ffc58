"""The workflow whose activity an ordinary Python program implements."""

from __future__ import annotations

import asyncio
import importlib
import sys
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from luaflow.servers.dev_server import DevServer
from temporalio.client import Client

from .cases import EXAMPLES

CASES = [
    (["book", 3], {"status": "quoted", "price": 37.5, "currency": "EUR"}),
    (["unicorn", 1], {"status": "rejected", "kind": "NotFound", "error": "unknown product unicorn"}),
]


@pytest.mark.parametrize(("request_", "result"), CASES, ids=["quoted", "rejected"])
async def test_quote(
    request_: Any,
    result: Any,
    temporal_server: DevServer,
    client: Client,
    worker: Callable[..., Any],
    replays: Any,
) -> None:
    sku, quantity = request_
    package = importlib.import_module("python_activity")
    program = EXAMPLES / "python_activity" / "worker.py"
    other = await asyncio.create_subprocess_exec(sys.executable, str(program), temporal_server.address)
    try:
        async with worker(client, package) as task_queue:
            handle = await client.start_workflow(
                "app:quote_workflow", {"sku": sku, "quantity": quantity}, id=str(uuid.uuid4()), task_queue=task_queue
            )
            assert await handle.result() == result
    finally:
        other.kill()
        await other.wait()
    history = await replays(package, handle)
    scheduled = [
        event.activity_task_scheduled_event_attributes
        for event in history.events
        if event.HasField("activity_task_scheduled_event_attributes")
    ]
    assert [(one.activity_type.name, one.task_queue.name) for one in scheduled] == [("quote_price", "pricing")]
