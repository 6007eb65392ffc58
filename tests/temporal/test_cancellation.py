"""``process.cancel``: what the target sees, how its run ends, deadlines."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, suppress
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest
import pytest_asyncio
from temporalio import exceptions, workflow
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from tests.conftest import CompileLua
from tests.temporal.runs import EITHER
from tests.temporal.test_watches import pid

pytestmark = EITHER

CANCELLER = """
local function main(destination, how, rest)
    local ok, err = process.cancel(destination or process.pid(), how)
    if err then return {tostring(err), err:kind(), err:retryable()} end
    if rest then process.inbox():receive() end
    return ok
end

return {main = main}
"""

TARGET = """
local time = require("time")

local ways = {}

-- The code is in charge: it gets events, and nothing is interrupted.
function ways.events()
    local events = process.events()
    local first = events:receive()
    local timeout = time.after("500ms")
    local got = channel.select {events:case_receive(), timeout:case_receive()}
    return {event = first, second = got.channel == events}
end

function ways.obeys()
    local event = process.events():receive()
    return nil, errors.new({message = "asked to: " .. event.reason, kind = errors.CANCELED})
end

function ways.fails()
    process.events():receive()
    error("on its own account")
end

function ways.ignores()
    process.events()
    time.sleep("700ms")
    return "done"
end

-- The wait is interrupted.
function ways.waits()
    return (process.inbox():receive())
end

function ways.cleans_up()
    local ok, err = pcall(time.sleep, "1h")
    time.sleep("20ms")
    return {ok = ok, kind = err:kind(), text = tostring(err), details = err:details()}
end

function ways.goes_on()
    local ok = pcall(time.sleep, "1h")
    local message = process.inbox():receive()
    return message:topic()
end

function ways.stubborn()
    local events = process.events()
    while true do events:receive() end
end

function ways.upgrades(again)
    if again then return (process.events():receive()) end
    process.events()
    process.inbox():receive()
    process.upgrade(nil, "upgrades", true)
end

local function main(way, ...)
    return ways[way](...)
end

return {main = main}
"""

# Each call is made when "go" comes; what it gives when it is interrupted.
CALLER = """
local time, funcs, workflow = require("time"), require("funcs"), require("workflow")

local calls = {
    spawn = function(id)
        local options = {["workflow.id"] = id, ["workflow.parent_close_policy"] = "abandon"}
        return process.with_options(options):spawn("app:target_workflow", "", "waits")
    end,
    exec = function(id)
        local options = {["workflow.id"] = id, ["workflow.parent_close_policy"] = "abandon"}
        return workflow.with_options(options):exec("app:target_workflow", "waits")
    end,
    call = function() return funcs.call("app:nap") end,
    send = function() return process.send("{a@b|nobody}", "topic") end,
    cancel = function() return process.cancel("{a@b|nobody}", "5s") end,
    monitor = function() return process.monitor("{a@b|nobody}") end,
    register = function(id) return process.registry.register(id) end,
}

local function main(name, id)
    process.listen("go"):receive()
    local value, err = calls[name](id)
    pcall(time.sleep, "50ms")
    return {value = value, problem = err and {err:kind(), tostring(err)}}
end

return {main = main}
"""

CALLS = ("spawn", "exec", "call", "send", "cancel", "monitor", "register")


@workflow.defn(name="Foreign", sandboxed=False)
class Foreign:
    """A workflow that luaflow knows nothing of."""

    @workflow.run
    async def run(self) -> str:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return workflow.cancellation_reason() or ""
        return ""


@pytest.fixture(scope="module")
def package(compile_lua: CompileLua) -> ModuleType:
    return compile_lua(
        {
            "canceller_workflow": CANCELLER,
            "target_workflow": TARGET,
            "caller_workflow": CALLER,
            "nap": 'return function() require("time").sleep("1s") end',
        },
        modules=("time", "errors", "funcs", "workflow"),
    )


class Flows:
    """Starts workflows on one task queue.

    Attributes:
        started: What was started, to be replayed.
    """

    def __init__(self, client: Client, task_queue: str) -> None:
        self.client = client
        self.task_queue = task_queue
        self.started: list[WorkflowHandle[Any, Any]] = []

    async def start(self, workflow: str, *args: Any, id: str = "") -> WorkflowHandle[Any, Any]:
        handle = await self.client.start_workflow(
            workflow, args=args, id=id or f"target-{uuid.uuid4()}", task_queue=self.task_queue
        )
        self.started.append(handle)
        return handle

    async def target(self, way: str) -> WorkflowHandle[Any, Any]:
        """Start a target and wait until it stands where it is to be cancelled."""
        handle = await self.start("app:target_workflow", way)
        while (await handle.describe()).history_length < 4:
            await asyncio.sleep(0.02)
        return handle

    async def cancel(self, destination: str | None, how: Any = None, id: str = "") -> Any:
        id = id or f"canceller-{uuid.uuid4()}"
        return await (await self.start("app:canceller_workflow", destination, how, id=id)).result()


Started = Callable[..., AbstractAsyncContextManager[str]]


@pytest_asyncio.fixture
async def flows(
    client: Client, worker: Started, package: ModuleType, replays: Any, cached: int
) -> AsyncIterator[Flows]:
    async with worker(client, package, workflows=[Foreign], max_cached_workflows=cached) as task_queue:
        flows = Flows(client, task_queue)
        yield flows
        for handle in flows.started:
            await replays(package, handle)


def seconds_to(text: str) -> float:
    return (datetime.fromisoformat(text) - datetime.now(UTC)).total_seconds()


async def test_event_for_code_that_asked_for_events(flows: Flows) -> None:
    target = await flows.target("events")
    assert await flows.cancel(pid(target), {"reason": "too late", "deadline": "1h"}, f"canceller-{target.id}") is True
    assert await flows.cancel(pid(target), "again") is True
    result = await target.result()
    event = result["event"]
    assert {key: event[key] for key in ("kind", "from", "reason")} == {
        "kind": "pid.cancel",
        "from": pid(f"canceller-{target.id}"),
        "reason": "too late",
    }
    assert event["at"].endswith("Z")
    assert abs(seconds_to(event["at"])) < 60
    assert 3500 < seconds_to(event["deadline"]) <= 3600
    assert set(event) == {"kind", "from", "at", "reason", "deadline"}
    assert result["second"] is False
    assert (await target.describe()).status is WorkflowExecutionStatus.COMPLETED


async def test_event_of_a_plain_client(flows: Flows) -> None:
    target = await flows.target("events")
    await target.cancel(reason="operator")
    event = (await target.result())["event"]
    assert set(event) == {"kind", "from", "at", "reason"}
    assert [event["from"], event["reason"]] == ["{|topology}", "operator"]


@pytest.mark.parametrize(
    ("way", "status"),
    [
        ("obeys", WorkflowExecutionStatus.CANCELED),
        ("waits", WorkflowExecutionStatus.CANCELED),
        ("fails", WorkflowExecutionStatus.FAILED),
        ("ignores", WorkflowExecutionStatus.COMPLETED),
        ("cleans_up", WorkflowExecutionStatus.COMPLETED),
    ],
)
async def test_how_the_run_ends(flows: Flows, way: str, status: WorkflowExecutionStatus) -> None:
    target = await flows.target(way)
    assert await flows.cancel(pid(target), "because") is True
    result: Any = None
    if status is WorkflowExecutionStatus.COMPLETED:
        result = await target.result()
    else:
        with pytest.raises(WorkflowFailureError) as failure:
            await target.result()
        expected = (
            exceptions.CancelledError if status is WorkflowExecutionStatus.CANCELED else exceptions.ApplicationError
        )
        assert isinstance(failure.value.cause, expected)
    assert (await target.describe()).status is status
    if way == "cleans_up":
        canceller = result["details"].pop("from")
        assert canceller.startswith("{app:temporal@app:worker|canceller-")
        assert result == {
            "ok": False,
            "kind": "Canceled",
            "text": "workflow canceled",
            "details": {"reason": "because"},
        }


async def test_interrupted_once(flows: Flows) -> None:
    target = await flows.target("goes_on")
    await flows.cancel(pid(target))
    await flows.cancel(pid(target))
    await target.cancel()
    await target.signal("still here")
    assert await target.result() == "still here"


async def test_cancelled_before_the_first_statement(
    client: Client, worker: Started, package: ModuleType, replays: Any, cached: int
) -> None:
    queue = f"later-{uuid.uuid4()}"
    handles = [
        await client.start_workflow("app:target_workflow", way, id=f"target-{uuid.uuid4()}", task_queue=queue)
        for way in ("waits", "cleans_up", "events")
    ]
    for handle in handles:
        await handle.cancel(reason="early")
    async with worker(client, package, queue, max_cached_workflows=cached):
        with pytest.raises(WorkflowFailureError) as failure:
            await handles[0].result()
        assert isinstance(failure.value.cause, exceptions.CancelledError)
        assert (await handles[1].result())["details"]["reason"] == "early"
        assert (await handles[2].result())["event"]["reason"] == "early"
        for handle in handles:
            await replays(package, handle)


async def test_a_call_that_has_just_begun_is_interrupted(
    client: Client, worker: Started, package: ModuleType, replays: Any, cached: int
) -> None:
    """The request comes in the task that begins the call: nothing of it reaches the server."""
    queue = f"later-{uuid.uuid4()}"
    handles = {}
    for call in CALLS:
        handles[call] = await client.start_workflow(
            "app:caller_workflow", args=[call, f"made-{uuid.uuid4()}"], id=f"caller-{uuid.uuid4()}", task_queue=queue
        )
        await handles[call].signal("go")
        await handles[call].cancel()
    async with worker(client, package, queue, max_cached_workflows=cached):
        for call, handle in handles.items():
            assert await handle.result() == {"problem": ["Canceled", "workflow canceled"]}, call
            history = await replays(package, handle)
            assert not any(
                event.HasField("start_child_workflow_execution_initiated_event_attributes")
                or event.HasField("signal_external_workflow_execution_initiated_event_attributes")
                or event.HasField("activity_task_scheduled_event_attributes")
                for event in history.events
            )


async def test_a_call_that_is_under_way_is_interrupted(flows: Flows, cached: int) -> None:
    """At whatever moment the request comes: the call has succeeded, or has failed, or was interrupted and is undone."""

    async def one(call: str, number: int) -> None:
        child = f"made-{uuid.uuid4()}"
        handle = await flows.start("app:caller_workflow", call, child)
        await handle.query("pid")
        await handle.signal("go")
        await asyncio.sleep(number * 0.004)
        with suppress(RPCError):  # it has ended by now
            await handle.cancel()
        result = await handle.result()
        value, problem = result.get("value"), result.get("problem")
        if problem is not None:
            assert problem[0] in ("Canceled", "NotFound", "Internal")
        if call in ("spawn", "exec") and value is None:
            try:
                with pytest.raises(WorkflowFailureError) as failure:
                    await flows.client.get_workflow_handle(child).result()
            except RPCError as unknown:
                assert unknown.status is RPCStatusCode.NOT_FOUND
            else:
                assert isinstance(failure.value.cause, exceptions.CancelledError)
        elif call == "spawn":
            await flows.client.get_workflow_handle(child).terminate()

    # Without a cache, the SDK takes ten seconds to get over a request that comes during a local activity, as the others are.
    calls = CALLS if cached else ("spawn", "exec", "call", "send")
    async with asyncio.timeout(30):
        for number in range(5):
            await asyncio.gather(*(one(call, number) for call in calls))


async def test_undelivered_event_goes_to_the_next_run(flows: Flows) -> None:
    target = await flows.target("upgrades")
    await target.cancel(reason="kept")
    while (await target.describe()).history_length < 8:
        await asyncio.sleep(0.02)
    await target.signal("upgrade")
    assert (await target.result())["reason"] == "kept"


async def test_deadline_outlives_the_canceller(flows: Flows) -> None:
    target = await flows.target("stubborn")
    assert await flows.cancel(pid(target), "1s") is True
    assert (await target.describe()).status is WorkflowExecutionStatus.RUNNING
    with pytest.raises(WorkflowFailureError) as failure:
        await target.result()
    assert isinstance(failure.value.cause, exceptions.TerminatedError)
    history = await target.fetch_history()
    took = history.events[-1].event_time.ToDatetime() - history.events[0].event_time.ToDatetime()
    assert timedelta(seconds=1) < took < timedelta(seconds=20)
    reason = history.events[-1].workflow_execution_terminated_event_attributes.reason
    assert reason == "process.cancel: deadline"


async def test_deadline_is_for_one_chain(flows: Flows) -> None:
    target = await flows.target("waits")
    await flows.cancel(pid(target), "1s")
    with pytest.raises(WorkflowFailureError):
        await target.result()
    again = await flows.client.start_workflow("app:target_workflow", "waits", id=target.id, task_queue=flows.task_queue)
    await asyncio.sleep(2)
    assert (await again.describe()).status is WorkflowExecutionStatus.RUNNING
    await again.terminate()


async def test_foreign_workflow(flows: Flows) -> None:
    foreign = await flows.client.start_workflow("Foreign", id=f"foreign-{uuid.uuid4()}", task_queue=flows.task_queue)
    await asyncio.sleep(0.2)
    assert await flows.cancel(f"{{@{flows.task_queue}|{foreign.id}}}", "stop it") is True
    assert (await foreign.result()).endswith("stop it")
    history = await foreign.fetch_history()
    assert not any(event.HasField("workflow_execution_signaled_event_attributes") for event in history.events)


@pytest.mark.parametrize("how", [None, "reason", "1s"])
async def test_workflow_that_does_not_run(flows: Flows, how: str | None) -> None:
    for destination in (pid("nobody"), "{@q|nobody}"):
        text, kind, retryable = await flows.cancel(destination, how)
        assert text == f"process not found: {destination}"
        assert [kind, retryable] == ["Internal", False]


async def test_what_cannot_be_sent(
    client: Client, worker: Started, compile_lua: CompileLua, replays: Any, cached: int
) -> None:
    source = """
    local function main()
        local long, bytes = ("x"):rep(2000), "\\xff"
        local seen = {}
        local function note(ok, err) seen[#seen + 1] = {tostring(ok), err and err:kind() or ""} end
        note(process.send("{a@b|" .. long .. "}", "t"))
        note(process.send("{a@b|" .. bytes .. "}", "t"))
        note(process.send("{a@b|nobody}", long))
        note(process.send("{a@b|nobody}", bytes))
        note(process.cancel("{@b|" .. long .. "}"))
        note(process.cancel("{@b|nobody}", ("x"):rep(10001)))
        note(process.cancel("{@b|nobody}", bytes))
        note(process.terminate("{a@b|" .. bytes .. "}"))
        note(process.monitor("{a@b|" .. long .. "}"))
        note(process.link("{a@b|" .. bytes .. "}"))
        note(process.registry.register(bytes))
        return seen
    end
    return {main = main}
    """
    package = compile_lua({"odd_workflow": source})
    async with worker(client, package, max_cached_workflows=cached) as queue:
        handle = await client.start_workflow("app:odd_workflow", id=f"odd-{uuid.uuid4()}", task_queue=queue)
        seen = await handle.result()
        await replays(package, handle)
    kinds = ["NotFound"] * 2 + ["Invalid"] * 2 + ["Internal"] + ["Invalid"] * 2 + ["Internal"] * 3 + ["Invalid"]
    assert seen == [["nil", kind] for kind in kinds]


async def test_own_cancellation(flows: Flows) -> None:
    handle = await flows.client.start_workflow(
        "app:canceller_workflow", args=[None, "enough", True], id=f"self-{uuid.uuid4()}", task_queue=flows.task_queue
    )
    with pytest.raises(WorkflowFailureError) as failure:
        await handle.result()
    assert isinstance(failure.value.cause, exceptions.CancelledError)
    assert (await handle.describe()).status is WorkflowExecutionStatus.CANCELED
