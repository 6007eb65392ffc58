"""Runs of the workflows that are written by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import luaflow_runtime
import pytest_asyncio
from temporalio.client import Client

from . import flows
from .runs import Runs


@pytest_asyncio.fixture
async def runs(client: Client, worker: Callable[..., Any], replays: Any, cached: int) -> AsyncIterator[Runs]:
    """Start workflows of ``flows``, on a worker of their own that keeps as many in memory as ``cached`` says."""
    async with worker(client, flows, max_cached_workflows=cached) as task_queue:
        yield Runs(Client(client.service_client, plugins=[luaflow_runtime.plugin()]), task_queue, replays)
