"""Queries: those every run answers, those that Lua code registers, and what a handler may not do."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.api.query.v1 import WorkflowQuery
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.api.workflowservice.v1 import QueryWorkflowRequest
from temporalio.client import Client, WorkflowHandle, WorkflowQueryFailedError
from temporalio.common import RawValue

READ_ONLY = "a query handler cannot wait or change what the workflow does"

FORBIDDEN = {
    "process.send": 'process.send(process.pid(), "t", 1)',
    "send elsewhere": 'process.send("{a@b|nobody}", "t", 1)',
    "process.spawn": 'process.spawn("app:other_workflow", "")',
    "process.exec": 'process.exec("app:other_workflow", "app:worker")',
    "workflow.exec": 'workflow.exec("app:other_workflow")',
    "time.sleep": 'time.sleep("1ms")',
    "time.after": 'time.after("1ms")',
    "time.timer": 'time.timer("1ms")',
    "time.ticker": 'time.ticker("1ms")',
    "stop": "held.timer:stop()",
    "reset": 'held.timer:reset("1h")',
    "ticker stop": "held.ticker:stop()",
    "funcs.call": 'funcs.call("app:add", 1)',
    "funcs.async": 'funcs.async("app:add", 1)',
    "cancel future": "held.future:cancel()",
    "version": 'workflow.version("change", 1, 1)',
    "version known": 'workflow.version("known", 1, 1)',
    "attrs": "workflow.attrs({ memo = { a = 1 } })",
    "search": 'workflow.attrs({ search = { customer_id = "x" } })',
    "query": 'workflow.query("another", function() end)',
    "coroutine.spawn": "coroutine.spawn(function() end)",
    "send with room": "held.buffered:send(2)",
    "receive what is there": "held.buffered:receive()",
    "send to a receiver": "held.awaited:send(2)",
    "close": "held.buffered:close()",
    "select": "channel.select({ held.buffered:case_receive() })",
    "select without waiting": "channel.select({ held.empty:case_receive(), default = true })",
    "wait for good": "held.empty:receive()",
    "inbox": "process.inbox():receive()",
    "a known inbox": "held.inbox:receive()",
    "listen": 'process.listen("t")',
    "events": "process.events()",
    "unlisten": "process.unlisten(held.listened)",
    "subscribe": 'subscribe("t", held.buffered)',
    "set_options": "process.set_options({ trap_links = true })",
    "upgrade": "process.upgrade(nil, 1)",
    "terminate": 'process.terminate("{a@b|nobody}")',
    "cancel": 'process.cancel("{a@b|nobody}")',
    "monitor": 'process.monitor("{a@b|nobody}")',
    "link": 'process.link("{a@b|nobody}")',
    "register": 'process.registry.register("x")',
    "uuid": "uuid.v4()",
    "random": "crypto.random.bytes(4)",
    "in a coroutine": 'coroutine.wrap(function() time.sleep("1ms") end)()',
}

FLOWS = {
    "counter_workflow": """
        local time = require("time")
        local workflow = require("workflow")
        local count = 0
        local big = setmetatable({}, { __tostring = function() return "big" end })
        local function main(start)
          count = start or 0
          local told = {}
          local function note(ok, err) told[#told + 1] = ok or tostring(err) end
          note(workflow.query("count", function() return count end))
          note(workflow.query("add", function(a, b) return { z = a + b, a = "first", list = { 1, 2.5 } } end))
          note(workflow.query("echo", function(...) return select("#", ...), nil end))
          note(workflow.query("raises", function() error("broken") end))
          note(workflow.query("raises_table", function() error({ code = 1 }) end))
          note(workflow.query("index", function(t) return t.a.b end))
          note(workflow.query("fails", function() return nil, errors.new({ message = "no such thing", kind = errors.NOT_FOUND }) end))
          note(workflow.query("fails_text", function() return nil, "just text" end))
          note(workflow.query("unsendable", function() return { deep = { f = print } } end))
          note(workflow.query("nothing", function() end))
          note(workflow.query("caught", function()
            local ok, err = pcall(time.sleep, "1ms")
            return { ok, tostring(err) }
          end))
          note(workflow.query("yields", function() coroutine.yield(1) end))
          note(workflow.query("coroutines", function()
            local out = {}
            for v in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) do out[#out + 1] = v end
            return { out, select(2, coroutine.running()), time.now():unix() > 0, process.pid(), process.id() }
          end))
          note(workflow.query("twice", function() return "old" end))
          note(workflow.query("twice", function() return "new" end))
          note(workflow.query("state", function() end))
          note(workflow.query("pid", function() end))
          note(workflow.query("__stack_trace", function() end))
          note(workflow.query("", function() end))
          local inbox = process.inbox()
          while true do
            local m = inbox:receive()
            if m:topic() == "stop" then break end
            count = count + 1
          end
          return told
        end
        return { main = main }
    """,
    "strict_workflow": """
        local time, workflow, funcs = require("time"), require("workflow"), require("funcs")
        local uuid, crypto = require("uuid"), require("crypto")
        local held = {}
        local forbidden = {
    """
    + "".join(f"  [{name!r}] = function() {code} end,\n" for name, code in FORBIDDEN.items())
    + """
        }
        local function main()
          held.buffered = channel.new(2)
          held.buffered:send(1)
          held.awaited = channel.new()
          held.empty = channel.new()
          held.timer = time.timer("1h")
          held.ticker = time.ticker("1h")
          held.future = funcs.async("app:slow")
          held.inbox = process.inbox()
          held.listened = process.listen("listened")
          workflow.version("known", 1, 1)
          local log = {}
          coroutine.spawn(function()
            while true do
              local v = held.awaited:receive()
              log[#log + 1] = v
            end
          end)
          workflow.query("forbidden", function(name) return forbidden[name]() end)
          workflow.query("numbers", function() return { tostring({}), tostring(held), tostring(print) } end)
          local stop = held.inbox:receive()
          held.awaited:send("still waiting")
          held.awaited:send("and again")
          held.timer:stop()
          held.ticker:stop()
          held.future:cancel()
          local value = held.buffered:receive()
          return { log, value, tostring({}), tostring(held), stop:topic(), (uuid.v4() ~= nil) }
        end
        return { main = main }
    """,
    "other_workflow": "return { main = function() return 1 end }",
    "add": "return { main = function(a) return a end }",
    "slow": "return { main = function() return 1 end }",
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


async def refused(query: Any) -> str:
    with pytest.raises(WorkflowQueryFailedError) as caught:
        await query
    return str(caught.value)


async def test_queries_answer_while_the_run_lasts_and_afterwards(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert await handle.query("state") == {}
        assert await handle.query("pid") == handle.id
        assert await handle.query("count") == 3
        await handle.signal("more")
        assert await handle.query("count") == 4
        raw = await handle.query("add", args=[1, 2], result_type=RawValue)
        assert raw.payload.data == b'{"z":3,"a":"first","list":[1,2.5]}'
        assert await handle.query("echo", args=[None, 1, None]) == 3
        assert await handle.query("twice") == "new"
        assert await handle.query("nothing") is None
        out = await handle.query("coroutines")
        assert out == [[1, 2, 3], False, True, f"{{app:temporal@app:worker|{handle.id}}}", "app:counter_workflow"]
        await handle.signal("stop")
        told = await handle.result()
        assert told[:15] == [True] * 15
        assert told[15:] == [
            "query name state is reserved",
            "query name pid is reserved",
            "query name __stack_trace is reserved",
            "query name cannot be empty",
        ]
        assert await handle.query("count") == 4
        assert await handle.query("pid") == handle.id

    await flow("app:counter_workflow", scenario, 3)


async def test_failures_of_handlers_reach_the_client(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert (await refused(handle.query("raises"))).endswith(": broken")
        assert "counter_workflow.lua:" in await refused(handle.query("raises"))
        assert (await refused(handle.query("raises_table"))).startswith("table: 0x")
        assert (await refused(handle.query("index", {}))).endswith("attempt to index a nil value (field 'a')")
        assert await refused(handle.query("fails")) == "no such thing"
        assert await refused(handle.query("fails_text")) == "just text"
        unsendable = await refused(handle.query("unsendable"))
        assert unsendable == "result of query unsendable cannot be encoded: deep.f: a function has no JSON form"
        ok, text = await handle.query("caught")
        assert (ok, text.endswith(READ_ONLY)) == (False, True)
        assert await refused(handle.query("yields")) == READ_ONLY
        unknown = await refused(handle.query("nobody"))
        assert unknown.startswith("unknown query type: nobody (known: add, caught, coroutines, count, ")
        for bad in (
            Payload(metadata={"encoding": b"json/plain"}, data=b"{no json"),
            Payload(metadata={"encoding": b"some/thing"}, data=b"?"),
            Payload(metadata={"encoding": b"json/plain"}, data=b"[" * 200_000),
            Payload(metadata={"encoding": b"\xff\xfe"}, data=b""),
            Payload(data=b"\xff"),
        ):
            text = await refused(handle.query("count", RawValue(bad)))
            assert text.startswith("arguments of query count cannot be read: ")
            assert (await refused(handle.query("nobody", RawValue(bad)))).startswith("unknown query type: nobody")
            assert await handle.query("pid", RawValue(bad)) == handle.id
        await handle.signal("stop")
        await handle.result()

    await flow("app:counter_workflow", scenario)


async def test_a_handler_that_would_wait_or_change_the_run_is_refused(flow: Any) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        before = await handle.query("numbers")
        for name in FORBIDDEN:
            text = await refused(handle.query("forbidden", name))
            assert text.endswith(READ_ONLY) and "strict_workflow.lua:" in text, (name, text)
        assert await handle.query("numbers") == before
        await handle.signal("stop")
        log, value, first, second, topic, drawn = await handle.result()
        assert (log, value, topic, drawn) == (["still waiting", "and again"], 1, "stop", True)
        # Tables are numbered as if nobody had asked for any query.
        assert (first, second) == ("table: 0x000000000001", "table: 0x000000000002")

    await flow("app:strict_workflow", scenario)


async def test_what_the_sdk_answers_stays(flow: Any, client: Client) -> None:
    async def scenario(handle: WorkflowHandle[Any, Any]) -> None:
        assert "counter_workflow.lua:" in await handle.query("__stack_trace")
        request = QueryWorkflowRequest(
            namespace="default", query=WorkflowQuery(query_type="__temporal_workflow_metadata")
        )
        request.execution.workflow_id = handle.id
        answer = await client.workflow_service.query_workflow(request)
        metadata = client.data_converter.payload_converter.from_payload(
            answer.query_result.payloads[0], WorkflowMetadata
        )
        names = [definition.name for definition in metadata.definition.query_definitions]
        assert {"state", "pid", "count", "twice", "__stack_trace"} <= set(names)
        assert names == sorted(names)
        await handle.signal("stop")
        await handle.result()

    await flow("app:counter_workflow", scenario)
