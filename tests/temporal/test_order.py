"""What arrives in one workflow task is handed to Lua in the order of history, signals before the rest."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from types import ModuleType
from typing import Any

import luaflow_runtime
import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.worker import Worker
from temporalio.worker._workflow_instance import _WorkflowLogicFlag

FLOWS = {
    # Does each step in a coroutine of its own, and says in which order they ended.
    "waiting_workflow": """
        local time, funcs, workflow = require("time"), require("funcs"), require("workflow")

        local function main(kids, steps, more)
          local came, done = {}, channel.new(100)
          local function note(what)
            came[#came + 1] = what
            done:send(true)
          end

          local kinds = {
            sleep = function(i, duration) time.sleep(duration) end,
            after = function(i, duration) time.after(duration):receive() end,
            call = function(i, duration) funcs.call("app:nap", i, duration) end,
            async = function(i, duration) funcs.async("app:nap", i, duration):channel():receive() end,
            exec = function(i, duration)
              process.exec("app:kid_workflow", kids, i, duration)
            end,
            spawn = function(i, duration) process.spawn("app:kid_workflow", kids, i, duration) end,
          }
          for i, step in ipairs(steps) do
            coroutine.spawn(function()
              kinds[step[1]](i, step[2])
              if step[1] ~= "spawn" then note(i) end
            end)
          end
          coroutine.spawn(function()
            local events = process.events()
            while true do
              local e = events:receive()
              note(e.kind == process.event.CANCEL and "cancel" or e.result.value)
            end
          end)
          coroutine.spawn(function() note((process.listen("signal"):receive())) end)
          for _ = 1, #steps + more do done:receive() end
          return came
        end
        return { main = main }
    """,
    "kid_workflow": """
        local time = require("time")
        return { main = function(i, duration) time.sleep(duration) return i end }
    """,
    "nap": """
        local time = require("time")
        return { main = function(i, duration) time.sleep(duration) return i end }
    """,
}

KINDS = ["call", "sleep", "exec", "async", "after", "spawn"]


@pytest.fixture(scope="module")
def package(compile_lua: Callable[..., ModuleType]) -> ModuleType:
    return compile_lua(FLOWS)


def steps(rotated: int) -> list[tuple[str, str]]:
    """Return each kind twice, with durations such that another order of kinds comes out each time.

    Timers begin before the others, while nobody serves these yet.
    """
    kinds = KINDS[rotated:] + KINDS[:rotated]
    return [
        (kind, f"{70 * number + (2000 if kind in ('sleep', 'after') else 0)}ms")
        for number, kind in enumerate(kinds + kinds[::-1], 1)
    ]


def ends(history: WorkflowHistory, asked: list[tuple[str, str]]) -> list[Any]:
    """Return what has ended, in the order of history, the signal first."""
    found: list[Any] = []
    timers = iter([number for number, (kind, _) in enumerate(asked, 1) if kind in ("sleep", "after")])
    started: dict[int, int] = {}
    for event in history.events:
        match event.event_type:
            case EventType.EVENT_TYPE_TIMER_STARTED:
                started[event.event_id] = next(timers)
            case EventType.EVENT_TYPE_TIMER_FIRED:
                found.append(started[event.timer_fired_event_attributes.started_event_id])
            case EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
                found.append(int(event.activity_task_completed_event_attributes.result.payloads[0].data))
            case EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED:
                found.append(int(event.child_workflow_execution_completed_event_attributes.result.payloads[0].data))
            case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED:
                found.append("cancel")
            case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
                found.insert(0, "signal")
            case _:
                pass
    return found


async def until_all_is_under_way(handle: WorkflowHandle[Any, Any]) -> None:
    while True:
        description = (await handle.describe()).raw_description
        if len(description.pending_activities) == len(description.pending_children) == 4:
            await handle.query("pid")  # the task that heard of the children's start is over
            return
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("batched", [False, True], ids=["as it is", "single batch"])
async def test_all_that_one_task_brings_comes_in_its_order(
    client: Client, package: ModuleType, replays: Any, batched: bool
) -> None:
    queue, kids = str(uuid.uuid4()), str(uuid.uuid4())
    asked = [steps(rotated) for rotated in range(len(KINDS))]
    # In a batch, a signal wakes the run before its cancellation reaches it, which then loses its place.
    more = [["signal"], ["cancel"]] * 3 if batched else [["signal", "cancel"]] * 6

    def parents() -> Worker:
        # Without a cache no task waits for a worker that has gone.
        made = Worker(
            client,
            task_queue=queue,
            workflows=package.WORKFLOWS,
            plugins=[luaflow_runtime.plugin()],
            max_cached_workflows=0,
            debug_mode=True,
        )
        # The SDK will apply all jobs of an activation before anything runs; the outcome is to be the same.
        made._set_default_workflow_logic_flag(
            _WorkflowLogicFlag.PROCESS_WORKFLOW_ACTIVATION_JOBS_AS_SINGLE_BATCH, enabled=batched
        )
        return made

    async with asyncio.timeout(60):
        async with parents():
            handles = [
                await client.start_workflow(
                    "app:waiting_workflow", args=[kids, each, len(other)], id=str(uuid.uuid4()), task_queue=queue
                )
                for each, other in zip(asked, more, strict=True)
            ]
            await asyncio.gather(*map(until_all_is_under_way, handles))
        async with (
            Worker(client, task_queue=queue, activities=package.ACTIVITIES),
            Worker(
                client,
                task_queue=kids,
                workflows=package.WORKFLOWS,
                plugins=[luaflow_runtime.plugin()],
                debug_mode=True,
            ),
        ):
            await asyncio.sleep(0.5)
            for handle, other in zip(handles, more, strict=True):
                if "cancel" in other:
                    await handle.cancel()
                if "signal" in other:
                    await handle.signal("signal", "signal")
            for handle, each, other in zip(handles, asked, more, strict=True):
                while len(ends(await handle.fetch_history(), each)) < len(each) + len(other):
                    await asyncio.sleep(0.05)
        async with parents():
            for handle, each in zip(handles, asked, strict=True):
                came = await handle.result()
                history = await replays(package, handle)
                assert came == ends(history, each)
                tasks = [e for e in history.events if e.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED]
                assert len(tasks) <= 4
