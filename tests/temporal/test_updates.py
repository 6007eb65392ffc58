"""Temporal updates as messages: what a plain client sees, and what Lua code is told of each answer."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowHandle,
    WorkflowUpdateFailedError,
    WorkflowUpdateStage,
)
from temporalio.common import RawValue, WorkflowIDConflictPolicy
from temporalio.exceptions import ApplicationError

FLOWS = {
    # Answers each update by its name; ends with the signal "stop", or a moment after the update "last".
    "answers_workflow": """
        local limit = 1
        local function main()
          local inbox = process.inbox()
          local told = {}
          local function say(ok, err)
            told[#told + 1] = ok and "true" or tostring(err)
          end
          while true do
            local m = inbox:receive()
            local to, topic = m:from(), m:topic()
            if topic == "stop" then
              return told
            elseif topic == "set_limit" then
              local v = m:payload():data()
              if type(v) ~= "number" then
                process.send(to, "nak", "number required")
              else
                process.send(to, "ack")
                limit = v
                process.send(to, "ok", { limit = v, before = true, after = { "x" } })
              end
            elseif topic == "pair" then
              process.send(to, "ack")
              local parts = m:payload()
              process.send(to, "ok", parts[1]:data() + parts[2]:data())
            elseif topic == "nothing" then
              process.send(to, "ack")
              process.send(to, "ok")
            elseif topic == "given" then
              process.send(to, "ack")
              process.send(to, "ok", m:payload() == nil)
            elseif topic == "plain_nak" then
              process.send(to, "nak")
            elseif topic == "table_nak" then
              process.send(to, "nak", { code = 7 })
            elseif topic == "fails" then
              process.send(to, "ack")
              process.send(to, "error", "no luck")
            elseif topic == "plain_fails" then
              process.send(to, "ack")
              process.send(to, "error")
            elseif topic == "machine" then
              say(process.send(to, "ok", 1))
              say(process.send(to, "error", 1))
              say(process.send(to, "other"))
              say(process.send(to, "ack"))
              say(process.send(to, "ack"))
              say(process.send(to, "nak"))
              say(process.send(to, "ok", function() end))
              say(process.send(to, "ok", "done"))
              say(process.send(to, "ok", "again"))
              say(process.send(to, "ack"))
            elseif topic == "refused" then
              say(process.send(to, "nak", "no"))
              say(process.send(to, "nak", "no"))
              say(process.send(to, "ack"))
            elseif topic == "last" then
              process.send(to, "ack")
              process.send(to, "ok", "the last word")
              return "ended"
            elseif topic == "forget" then
              process.send(to, "ack")
            end
          end
        end
        return { main = main }
    """,
    "listens_workflow": """
        local function main()
          local raw = process.listen("raw")
          local whole = process.listen("whole", { message = true })
          local log = {}
          coroutine.spawn(function()
            while true do
              local v = raw:receive()
              log[#log + 1] = v
            end
          end)
          while true do
            local m = whole:receive()
            process.send(m:from(), "ack")
            local last = m:payload():data()
            process.send(m:from(), "ok", #log)
            if last then return log end
          end
        end
        return { main = main }
    """,
    # Started by an update: its message is there before main begins.
    "order_workflow": """
        local time = require("time")
        local function main(first)
          local inbox = process.inbox()
          local names = { first }
          for i = 1, 6 do
            local m = inbox:receive()
            names[#names + 1] = m:topic()
            if m:from():sub(1, 8) == "{update|" then
              process.send(m:from(), "ack")
              time.sleep("10ms")
              process.send(m:from(), "ok", #names)
            end
          end
          return names
        end
        return { main = main }
    """,
}

pytestmark = pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])


@pytest.fixture(scope="module")
def package(compile_lua: Callable[..., ModuleType]) -> ModuleType:
    return compile_lua(FLOWS)


@pytest.fixture
def flow(package: ModuleType, client: Client, worker: Callable[..., Any], replays: Any, cached: int) -> Any:
    """Run ``scenario(handle)`` against a workflow and replay what it recorded."""

    async def run(workflow: str, scenario: Callable[[WorkflowHandle[Any, Any]], Any], *args: Any) -> Any:
        async with worker(client, package, max_cached_workflows=cached) as task_queue:
            handle = await client.start_workflow(workflow, args=args, id=str(uuid.uuid4()), task_queue=task_queue)
            outcome = await scenario(handle)
            history = await replays(package, handle)
            assert EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED not in {event.event_type for event in history.events}
            return outcome

    return run


async def failure(update: Any) -> ApplicationError:
    with pytest.raises(WorkflowUpdateFailedError) as caught:
        await update
    cause = caught.value.cause
    assert isinstance(cause, ApplicationError), cause
    return cause


async def told(handle: WorkflowHandle[Any, Any]) -> Any:
    await handle.signal("stop")
    return await handle.result()


async def test_ok_gives_a_value(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.execute_update("set_limit", 5) == {"limit": 5, "before": True, "after": ["x"]}
        assert await handle.execute_update("pair", args=[2, 3]) == 5
        assert await handle.execute_update("nothing") is None
        assert await handle.execute_update("given") is True
        raw = await handle.execute_update("set_limit", 6, result_type=RawValue)
        assert raw.payload.data == b'{"limit":6,"before":true,"after":["x"]}'
        assert await told(handle) == []

    await flow("app:answers_workflow", scenario)


async def test_a_refusal_is_a_failed_update(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        for name, args, kind, text in (
            ("set_limit", ["x"], "UpdateRejected", "number required"),
            ("plain_nak", [], "UpdateRejected", "update rejected"),
            ("table_nak", [], "UpdateRejected", '{"code":7}'),
            ("fails", [], "UpdateFailed", "no luck"),
            ("plain_fails", [], "UpdateFailed", "update failed"),
        ):
            error = await failure(handle.execute_update(name, args=args))
            assert (error.type, error.message, error.non_retryable) == (kind, text, True)
        assert await told(handle) == []

    await flow("app:answers_workflow", scenario)


async def test_answers_out_of_turn_are_errors(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.execute_update("machine", id="m") == "done"
        assert (await failure(handle.execute_update("refused", id="r"))).message == "no"
        assert await told(handle) == [
            "update not accepted (state: pending)",
            "update not accepted (state: pending)",
            "unknown update response: other (expected ack/nak/ok/error)",
            "true",
            "update already accepted",
            "update already accepted",
            "a function has no JSON form",
            "true",
            "unknown update: m",
            "unknown update: m",
            "true",
            "unknown update: r",
            "unknown update: r",
        ]

    await flow("app:answers_workflow", scenario)


async def test_the_answer_of_a_run_that_ends_with_it_arrives(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.execute_update("last") == "the last word"
        assert await handle.result() == "ended"

    await flow("app:answers_workflow", scenario)


async def test_a_run_that_ends_with_open_updates(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        waiting = await handle.start_update("forget", wait_for_stage=WorkflowUpdateStage.ACCEPTED)
        silent = await handle.start_update("nobody answers", wait_for_stage=WorkflowUpdateStage.ACCEPTED)
        assert await told(handle) == []
        for update in (waiting, silent):
            error = await failure(update.result())
            assert error.type == "AcceptedUpdateCompletedWorkflow"

    await flow("app:answers_workflow", scenario)


async def test_listen_takes_updates_and_signals_in_the_order_of_arrival(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        for number in range(3):
            await handle.signal("raw", number)
            assert await handle.execute_update("whole", False) == number + 1
        assert await handle.execute_update("whole", True) == 3
        assert await handle.result() == [0, 1, 2]

    await flow("app:listens_workflow", scenario)


async def test_an_update_that_starts_a_workflow_comes_before_main(
    client: Client, package: ModuleType, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        start: WithStartWorkflowOperation[Any, Any] = WithStartWorkflowOperation(
            "app:order_workflow",
            "main",
            id=str(uuid.uuid4()),
            task_queue=task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
        )
        assert await client.execute_update_with_start_workflow("first", start_workflow_operation=start) == 2
        handle = await start.workflow_handle()
        await handle.signal("second")
        assert await handle.execute_update("third") == 4
        answers = asyncio.gather(*(handle.execute_update(f"more{number}") for number in range(3)))
        assert sorted(await answers) == [5, 6, 7]
        names = await handle.result()
        assert names[:4] == ["main", "first", "second", "third"]
        assert sorted(names[4:]) == ["more0", "more1", "more2"]
        await replays(package, handle)


async def test_arguments_that_cannot_be_read_are_refused(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        for payload in (
            Payload(metadata={"encoding": b"json/plain"}, data=b"{no json"),
            Payload(metadata={"encoding": b"json/plain"}, data=b"[" * 200_000),
            Payload(metadata={"encoding": b"some/thing"}, data=b"?"),
            Payload(data=b"?"),
        ):
            error = await failure(handle.execute_update("set_limit", RawValue(payload)))
            assert error.type == "UpdateRejected"
            assert error.message.startswith("argument 1 of update set_limit cannot be read: ")
        assert (await handle.execute_update("set_limit", 1))["limit"] == 1
        assert await told(handle) == []

    await flow("app:answers_workflow", scenario)


async def test_an_update_is_delivered_once(flow: Any) -> None:
    """A client that asks twice under one id gets one answer, and Lua one message."""

    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.execute_update("whole", False, id="same") == 0
        await handle.signal("raw", 1)
        assert await handle.execute_update("whole", False, id="same") == 0
        assert await handle.execute_update("whole", True) == 1

    await flow("app:listens_workflow", scenario)


async def test_an_update_survives_its_worker(
    client: Client, package: ModuleType, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        handle = await client.start_workflow("app:order_workflow", "main", id=str(uuid.uuid4()), task_queue=task_queue)
        await handle.execute_update("first")
    answer = asyncio.create_task(handle.execute_update("second"))
    for number in range(3, 7):
        await handle.signal(f"signal{number}")
    async with worker(client, package, task_queue, max_cached_workflows=cached):
        assert await answer in range(3, 8)
        assert (await handle.result())[:2] == ["main", "first"]
    await replays(package, handle)
