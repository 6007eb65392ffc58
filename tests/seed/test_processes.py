"""The document's snippets on messages, children and other workflows do what the document says, inside a workflow."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from temporalio.client import Client

from .processes import OTHERS, PROCESSES
from .snippets import Snippet


@pytest.fixture(scope="module")
def package(compile_lua: Callable[..., ModuleType]) -> ModuleType:
    """All snippets and what they start as one package."""
    return compile_lua({**{f"{snippet.name}_test_workflow": snippet.lua for snippet in PROCESSES}, **OTHERS})


@pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])
@pytest.mark.parametrize("snippet", PROCESSES, ids=lambda snippet: snippet.name)
async def test_snippet(
    client: Client, package: ModuleType, worker: Callable[..., Any], replays: Any, snippet: Snippet, cached: int
) -> None:
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        handle = await client.start_workflow(
            f"app:{snippet.name}_test_workflow", args=snippet.args, id=str(uuid.uuid4()), task_queue=task_queue
        )
        assert await handle.result() == snippet.result
    await replays(package, handle)
