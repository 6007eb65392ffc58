"""Runs the workflows of ``flows`` on the dev server, with and without a cache, and replays what they recorded."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle, WorkflowHistory
from temporalio.exceptions import ApplicationError

from . import flows

EITHER = pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])
"""With workflows in memory, and with none, so that each task replays from the start."""


class Runs:
    """Starts workflows on one task queue.

    Attributes:
        client: Who starts them.
        task_queue: Where they run.
    """

    def __init__(
        self,
        client: Client,
        task_queue: str,
        replays: Callable[[ModuleType, WorkflowHandle[Any, Any]], Awaitable[WorkflowHistory]],
    ) -> None:
        self.client = client
        self.task_queue = task_queue
        self._replays = replays

    async def start(self, workflow: str, *args: Any, **options: Any) -> WorkflowHandle[Any, Any]:
        """Start a workflow."""
        return await self.client.start_workflow(
            workflow,
            args=args,
            id=str(uuid.uuid4()),
            task_queue=self.task_queue,
            execution_timeout=timedelta(seconds=30),
            **options,
        )

    async def replay(self, handle: WorkflowHandle[Any, Any]) -> WorkflowHistory:
        """Replay what a workflow has recorded, at once and under several hash seeds later."""
        return await self._replays(flows, handle)

    async def run(self, workflow: str, *args: Any) -> Any:
        """Run a workflow to its end and replay it."""
        handle = await self.start(workflow, *args)
        try:
            return await handle.result()
        finally:
            await self.replay(handle)

    async def failure(self, workflow: str, *args: Any) -> ApplicationError:
        """Run a workflow that fails."""
        with pytest.raises(WorkflowFailureError) as caught:
            await self.run(workflow, *args)
        cause = caught.value.cause
        assert isinstance(cause, ApplicationError), cause
        return cause


async def until(handle: WorkflowHandle[Any, Any], *fields: str) -> None:
    """Wait for an event in a run's history: one that has attributes of these names."""
    async for event in handle.fetch_history_events(wait_new_event=True):
        if any(event.HasField(field) for field in fields):  # type: ignore[arg-type]
            return
