"""``process.upgrade``: what the next run gets, and that nothing is lost between two runs."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import luaflow_runtime
import pytest
from temporalio.api.common.v1 import Payload
from temporalio.client import (
    Client,
    WorkflowExecutionStatus,
    WorkflowHandle,
    WorkflowHistory,
    WorkflowUpdateFailedError,
    WorkflowUpdateStage,
)
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from tests.seeds import Recorded

FLOWS = {
    "counting_workflow": """
        local workflow, ctx = require("workflow"), require("ctx")
        local function main(left, log)
          log[#log + 1] = { left, workflow.info().run_id, (ctx.get("tenant")) }
          if left > 0 then process.upgrade(nil, left - 1, log) end
          return log
        end
        return { main = main }
    """,
    "first_workflow": """
        local function main(kind, name)
          if kind == "same" then process.upgrade("app:first_workflow", "last") end
          if kind == "last" then return require("workflow").info().workflow_type end
          if kind == "spawned" then
            local never <close> = setmetatable({}, { __close = function() error("nothing is unwound") end })
            coroutine.spawn(function()
              local also <close> = setmetatable({}, { __close = function() error("nothing is unwound") end })
              pcall(function() process.upgrade("app:second_workflow", "from a coroutine") end)
            end)
            channel.new():receive()
          end
          process.upgrade(name or "app:second_workflow", kind, { a = { 1, 2.0 } })
        end
        return { main = main }
    """,
    "second_workflow": """
        local workflow = require("workflow")
        local function main(kind, given)
          return { kind, given or false, workflow.info().workflow_type, process.pid(), process.id() }
        end
        return { main = main }
    """,
    # Takes one message of "go", then continues as new with whatever else has come.
    "carrying_workflow": """
        local workflow = require("workflow")
        local function describe(m)
          local values, payload = {}, m:payload()
          if type(payload) == "table" then
            for i, p in ipairs(payload) do values[i] = p:data() end
          elseif payload then
            values[1] = payload:data()
          end
          return { m:topic(), m:from(), values }
        end
        local function main(round)
          workflow.query("round", function() return round or 0 end)
          if not round then
            local go = process.listen("go")
            local listened = process.listen("listened")
            process.send(process.pid(), "to myself", { x = 1 })
            go:receive()
            process.send(process.pid(), "late", "as the last thing")
            process.upgrade(nil, 1)
          end
          local got, inbox = {}, process.inbox()
          repeat
            local m = inbox:receive()
            if m:topic() ~= "end" then got[#got + 1] = describe(m) end
          until m:topic() == "end"
          return got
        end
        return { main = main }
    """,
    "numbers_workflow": """
        local function main(total, each, got, runs)
          local inbox = process.inbox()
          for i = 1, each do
            local v = inbox:receive():payload():data()
            got[#got + 1] = v
            if #got == total then return { got, runs } end
          end
          process.upgrade(nil, total, each, got, runs + 1)
        end
        return { main = main }
    """,
    "updated_workflow": """
        local function main(round)
          local updates = process.listen("change", { message = true })
          local go = process.listen("go")
          if round then
            local m = updates:receive()
            process.send(m:from(), "ack")
            process.send(m:from(), "ok", "answered by the next run")
            return "done"
          end
          local m = updates:receive()
          process.send(m:from(), "ack")
          go:receive()
          process.upgrade(nil, 2)
        end
        return { main = main }
    """,
    "large_workflow": """
        local function main(round)
          local errors_seen = {}
          if round then
            local got, inbox = 0, process.inbox()
            while got < 28 do inbox:receive() got = got + 1 end
            return { round, got }
          end
          local go = process.listen("go")
          go:receive()
          local ok, err = pcall(process.upgrade, nil, {})
          local inbox = process.inbox()
          for i = 1, 4 do inbox:receive() end
          process.upgrade(nil, { ok, tostring(err), errors.is(err, errors.INVALID) })
        end
        return { main = main }
    """,
    "refused_workflow": """
        local function main()
          local seen = {}
          local function note(ok, err) seen[#seen + 1] = { ok, tostring(err), err.kind and err:kind() } end
          note(pcall(process.upgrade, nil, { deep = { f = print } }))
          note(pcall(process.upgrade, "app:nobody", 1))
          note(pcall(process.upgrade, "nobody", 1))
          note(pcall(process.upgrade, "", 1, print))
          return seen
        end
        return { main = main }
    """,
    # Has a child of each policy, continues as new, and waits for their ends there.
    "parent_workflow": """
        local function main(round, pids)
          local events = process.events()
          if not round then
            local pids = {}
            for _, policy in ipairs({ "terminate", "abandon", "request_cancel" }) do
              local child = process.with_options({ ["workflow.parent_close_policy"] = policy })
              pids[#pids + 1] = child:spawn("app:child_workflow", "", policy)
            end
            process.upgrade(nil, 1, pids)
          end
          local ends = {}
          for i = 1, 3 do
            if i == 3 then
              process.send(pids[2], "finish")
            end
            local e = events:receive()
            ends[i] = { e.kind, e.from == pids[1] and 1 or e.from == pids[2] and 2 or 3, e.result.value or false, tostring(e.result.error) }
          end
          return ends
        end
        return { main = main }
    """,
    "child_workflow": """
        local function main(policy)
          process.listen("finish"):receive()
          return "finished " .. policy
        end
        return { main = main }
    """,
    "cancelled_workflow": """
        local time = require("time")
        local function main(round)
          if round then
            time.sleep("100ms")
            return "went on"
          end
          process.listen("go"):receive()
          process.upgrade(nil, 1)
        end
        return { main = main }
    """,
    "suggested_workflow": """
        local workflow = require("workflow")
        local function main() return workflow.info().continue_as_new_suggested end
        return { main = main }
    """,
}

CACHED = pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])


@pytest.fixture(scope="module")
def package(compile_lua: Callable[..., ModuleType]) -> ModuleType:
    return compile_lua(FLOWS)


async def chain(client: Client, handle: WorkflowHandle[Any, Any]) -> list[WorkflowHistory]:
    """Return the histories of a run and of all that followed it."""
    run_id = handle.first_execution_run_id or handle.result_run_id
    histories = []
    while run_id:
        history = await client.get_workflow_handle(handle.id, run_id=run_id).fetch_history()
        histories.append(history)
        last = history.events[-1]
        run_id = last.workflow_execution_continued_as_new_event_attributes.new_execution_run_id
    return histories


@pytest.fixture
def flow(package: ModuleType, client: Client, worker: Callable[..., Any], recorded: Recorded, cached: int) -> Any:
    """Run ``scenario(handle)`` against a workflow and replay all its runs."""

    async def run(workflow: str, scenario: Callable[[WorkflowHandle[Any, Any]], Any], *args: Any) -> Any:
        async with worker(client, package, max_cached_workflows=cached) as task_queue:
            handle = await client.start_workflow(workflow, args=args, id=str(uuid.uuid4()), task_queue=task_queue)
            outcome = await scenario(handle)
            for history in await chain(client, handle):
                await replay(package, history)
                recorded.keep(package, history)
            return outcome

    return run


async def replay(package: ModuleType, history: WorkflowHistory) -> None:
    from temporalio.worker import Replayer

    await Replayer(workflows=package.WORKFLOWS, plugins=[luaflow_runtime.plugin()]).replay_workflow(history)


@CACHED
async def test_arguments_and_context_are_carried(
    package: ModuleType, client: Client, worker: Callable[..., Any], recorded: Recorded, cached: int
) -> None:
    knowing = Client(client.service_client, plugins=[luaflow_runtime.plugin()])
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        with luaflow_runtime.context({"tenant": "acme"}):
            handle = await knowing.start_workflow(
                "app:counting_workflow",
                args=[3, []],
                id=str(uuid.uuid4()),
                task_queue=task_queue,
                memo={"note": "stays"},
                run_timeout=timedelta(minutes=7),
            )
        log = await handle.result()
        assert [(left, tenant) for left, _, tenant in log] == [(3, "acme"), (2, "acme"), (1, "acme"), (0, "acme")]
        assert len({run_id for _, run_id, _ in log}) == 4
        assert await (await handle.describe()).memo() == {"note": "stays"}
        for history in await chain(client, handle):
            started = history.events[0].workflow_execution_started_event_attributes
            assert started.workflow_run_timeout.seconds == 7 * 60
            recorded.keep(package, history)


@CACHED
async def test_another_entry_takes_over(flow: Any) -> None:
    for kind, told in (("other", "other"), ("spawned", "from a coroutine")):

        async def scenario(handle: WorkflowHandle[Any, Any], told: str = told) -> None:
            got, given, type_, pid, entry = await handle.result()
            assert (got, type_, entry) == (told, "app:second_workflow", "app:second_workflow")
            assert pid == f"{{app:temporal@app:worker|{handle.id}}}"
            assert given == (False if told != "other" else {"a": [1, 2.0]})

        await flow("app:first_workflow", scenario, kind)

    async def same(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.result() == "app:first_workflow"

    await flow("app:first_workflow", same, "same")


@CACHED
async def test_what_nobody_received_is_carried_in_order(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        await handle.signal("a", 1)
        await handle.signal("listened", "in the buffer")
        await handle.signal("listened", "behind it")
        await handle.signal("b", args=[{"z": 1, "a": [True, 2.0]}, "\u4e2d", 5])
        await handle.signal("bytes", b"\xff\x00")
        await handle.signal("foreign", RawValue(Payload(metadata={"encoding": b"x/y"}, data=b"?\xff")))
        await handle.signal("none")
        assert await handle.query("round") == 0
        await handle.signal("go")
        await handle.signal("end")
        got = await handle.result()
        assert await handle.query("round") == 1
        me = f"{{app:temporal@app:worker|{handle.id}}}"
        assert got[0] == ["to myself", me, [{"x": 1}]] or got[0][0] == "a"
        by_topic = {topic: values for topic, _, values in got}
        assert by_topic["bytes"] == ["\udcff\x00"]  # as JSON escapes, so that Lua reads the same bytes again
        assert [entry for entry in got if entry[0] not in ("to myself", "late", "bytes")] == [
            ["a", "", [1]],
            ["listened", "", ["in the buffer"]],
            ["listened", "", ["behind it"]],
            ["b", "", [{"z": 1, "a": [True, 2.0]}, "\u4e2d", 5]],
            ["foreign", "", []],
            ["none", "", []],
        ]
        assert ["late", me, ["as the last thing"]] in got

    await flow("app:carrying_workflow", scenario)


@CACHED
async def test_no_signal_is_lost_or_doubled_between_runs(
    package: ModuleType, client: Client, worker: Callable[..., Any], recorded: Recorded, cached: int
) -> None:
    total, each = (1000 if cached else 200), 20
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        handle = await client.start_workflow(
            "app:numbers_workflow", args=[total, each, [], 0], id=str(uuid.uuid4()), task_queue=task_queue
        )

        async def flood(sender: int) -> None:
            for number in range(sender, total, 8):
                await handle.signal("n", number)

        await asyncio.gather(*(flood(sender) for sender in range(8)))
        got, runs = await handle.result()
        histories = await chain(client, handle)
    assert runs == total // each - 1
    assert sorted(got) == list(range(total))
    for sender in range(8):
        mine = [number for number in got if number % 8 == sender]
        assert mine == sorted(mine)
    assert len(histories) == total // each
    for history in histories[::7]:
        recorded.keep(package, history)


@CACHED
async def test_open_updates_fail_and_may_be_sent_again(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        accepted = await handle.start_update("change", wait_for_stage=WorkflowUpdateStage.ACCEPTED)
        waiting = await handle.start_update("change", wait_for_stage=WorkflowUpdateStage.ACCEPTED)
        unheard = await handle.start_update("other", wait_for_stage=WorkflowUpdateStage.ACCEPTED)
        await handle.signal("go")
        for update in (accepted, waiting, unheard):
            with pytest.raises(WorkflowUpdateFailedError) as caught:
                await update.result()
            cause = caught.value.cause
            assert isinstance(cause, ApplicationError)
            assert (cause.type, cause.non_retryable) == ("UpdateContinuedAsNew", False)
            assert cause.message.endswith("send the update again")
        assert await handle.execute_update("change", id=waiting.id) == "answered by the next run"
        assert await handle.result() == "done"

    await flow("app:updated_workflow", scenario)


@CACHED
async def test_more_than_the_next_run_takes_is_an_error(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        await handle.signal("small", 1)
        for number in range(31):
            await handle.signal("big", "x" * 52_000 + str(number))
        await handle.signal("go")
        (ok, text, invalid), got = await handle.result()
        assert (ok, invalid, got) == (False, True, 28)
        assert "bytes of undelivered messages do not fit into the next run, which takes 1500000" in text
        assert "the largest queue is topic big: 31 messages, " in text

    await flow("app:large_workflow", scenario)


@CACHED
async def test_a_refused_upgrade_is_an_error_and_the_run_goes_on(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.result() == [
            [False, "deep.f: a function has no JSON form", "Invalid"],
            [False, "workflow app:nobody is not in the registry", "NotFound"],
            [False, "namespace required in process ID", "Invalid"],
            [False, "a function has no JSON form", "Invalid"],
        ]
        assert (await handle.describe()).status == WorkflowExecutionStatus.COMPLETED

    await flow("app:refused_workflow", scenario)


@CACHED
async def test_temporal_suggests_when(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.result() is False

    await flow("app:suggested_workflow", scenario)


@CACHED
async def test_children_and_the_end_of_their_parents_run(flow: Any) -> None:
    """To Temporal the run has ended: the parent close policy applies. Those that go on still report their end."""

    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        ends = await handle.result()
        assert sorted(ends[:2]) == [
            ["pid.exit", 1, False, "workflow terminated"],
            ["pid.exit", 3, False, "operation canceled"],
        ]
        assert ends[2] == ["pid.exit", 2, "finished abandon", "nil"]

    await flow("app:parent_workflow", scenario)


@CACHED
async def test_a_cancel_request_in_the_task_that_continues_as_new_is_the_old_runs(
    package: ModuleType, client: Client, worker: Callable[..., Any], cached: int
) -> None:
    """The server does not carry it over; who meant the workflow asks again."""
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        handle = await client.start_workflow("app:cancelled_workflow", id=str(uuid.uuid4()), task_queue=task_queue)
        await handle.query("pid")
    await handle.signal("go")
    await handle.cancel()
    async with worker(client, package, task_queue, max_cached_workflows=cached):
        assert await handle.result() == "went on"
