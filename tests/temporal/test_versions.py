"""``workflow.version`` over generations of one workflow's code, with runs that live through several of them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle

# Each generation does one more signal between its calls, so that a run can stop anywhere.
BODY = """
local workflow = require("workflow")
local function main()
  local inbox, seen = process.inbox(), {}
  local function step()
    local m = inbox:receive()
    return m:topic()
  end
  %s
  return seen
end
return { main = main }
"""

BEFORE = (
    BODY
    % """
  repeat seen[#seen + 1] = "old" until step() == "end"
"""
)

FIRST = (
    BODY
    % """
  repeat
    seen[#seen + 1] = (workflow.version("change", -1, 1))
  until step() == "end"
"""
)

SECOND = (
    BODY
    % """
  repeat
    local one = workflow.version("change", -1, 2)
    local two = workflow.version("other", -1, 1)
    seen[#seen + 1] = { one, two, (workflow.version("change", -1, 7)) }
  until step() == "end"
"""
)

STRICT = (
    BODY
    % """
  repeat
    local ok, err = pcall(workflow.version, "change", 2, 3)
    seen[#seen + 1] = { ok, err }
  until step() == "end"
"""
)

TWO_IN_A_ROW = (
    BODY
    % """
  local a = workflow.version("a", -1, 1)
  local b = workflow.version("b", -1, 4)
  seen = { a, b, (workflow.version("a", -1, 1)), (workflow.version("b", -1, 4)) }
  step()
"""
)


@pytest.fixture(scope="module")
def generations(compile_lua: Callable[..., ModuleType]) -> dict[str, ModuleType]:
    """Packages that hold one workflow each, under one name."""
    sources = {"before": BEFORE, "first": FIRST, "second": SECOND, "strict": STRICT, "two": TWO_IN_A_ROW}
    return {name: compile_lua({"versioned_workflow": source}) for name, source in sources.items()}


class Life:
    """One run, carried on by one generation after the other."""

    def __init__(self, client: Client, worker: Callable[..., Any], cached: int) -> None:
        self.client = client
        self.worker = worker
        self.cached = cached
        self.task_queue = str(uuid.uuid4())
        self.handle: WorkflowHandle[Any, Any] | None = None

    async def under(self, package: ModuleType, *, signals: int = 1, end: bool = False) -> Any:
        async with self.worker(self.client, package, self.task_queue, max_cached_workflows=self.cached):
            if self.handle is None:
                self.handle = await self.client.start_workflow(
                    "app:versioned_workflow", id=str(uuid.uuid4()), task_queue=self.task_queue
                )
            for _ in range(signals):
                await self.handle.query("pid")
                await self.handle.signal("more")
            await self.handle.query("pid")
            if end:
                await self.handle.signal("end")
                return await self.handle.result()
            return None


@pytest.fixture(params=[1000, 0], ids=["cached", "replaying"])
def life(client: Client, worker: Callable[..., Any], request: pytest.FixtureRequest) -> Life:
    return Life(client, worker, request.param)


async def test_a_new_run_gets_the_newest(life: Life, generations: Any, replays: Any) -> None:
    assert await life.under(generations["first"], signals=2, end=True) == [1, 1, 1]
    await replays(generations["first"], life.handle)


async def test_a_run_that_passed_without_the_call_goes_by_minus_one(life: Life, generations: Any, replays: Any) -> None:
    await life.under(generations["before"], signals=2)
    await life.under(generations["first"])
    assert await life.under(generations["second"], end=True) == [[-1, -1, -1]] * 5
    await replays(generations["second"], life.handle)


async def test_a_recorded_version_stays(life: Life, generations: Any, replays: Any) -> None:
    await life.under(generations["first"])
    # "other" came into the code when the run had passed it; the loop stays with that.
    assert await life.under(generations["second"], end=True) == [[1, -1, 1]] * 3
    await replays(generations["second"], life.handle)


async def test_two_changes_in_one_run(life: Life, generations: Any, replays: Any) -> None:
    assert await life.under(generations["two"], signals=0, end=True) == [1, 4, 1, 4]
    history = await replays(generations["two"], life.handle)
    markers = [event for event in history.events if event.event_type == EventType.EVENT_TYPE_MARKER_RECORDED]
    assert len(markers) == 2


async def test_a_version_that_is_not_supported_fails_the_task_until_the_code_is_mended(
    life: Life, generations: Any, client: Client
) -> None:
    await life.under(generations["first"])
    handle = life.handle
    assert handle is not None
    async with life.worker(client, generations["strict"], life.task_queue, max_cached_workflows=life.cached):
        await handle.signal("more")
        failures: list[str] = []
        for _ in range(100):
            failures = await failed_tasks(handle)
            if failures:
                break
            await asyncio.sleep(0.1)
    assert failures[0] == ("workflow.version('change'): this run goes by version 1, the code supports 2 to 3 only")
    assert await life.under(generations["first"], signals=0, end=True) == [1, 1, 1]


async def failed_tasks(handle: WorkflowHandle[Any, Any]) -> list[str]:
    """Return why workflow tasks failed."""
    return [
        event.workflow_task_failed_event_attributes.failure.message
        for event in (await handle.fetch_history()).events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED
    ]
