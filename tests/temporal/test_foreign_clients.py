"""Whatever a client sends, no workflow task fails and the workflow lives on."""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
import zlib
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any

import luaflow_runtime
import pytest
from temporalio import activity, workflow
from temporalio.api.common.v1 import Payload, WorkflowExecution, WorkflowType
from temporalio.api.enums.v1 import EventType, UpdateWorkflowExecutionLifecycleStage
from temporalio.api.query.v1 import WorkflowQuery
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.update.v1 import WaitPolicy
from temporalio.api.workflowservice.v1 import (
    QueryWorkflowRequest,
    SignalWithStartWorkflowExecutionRequest,
    SignalWorkflowExecutionRequest,
    StartWorkflowExecutionRequest,
    UpdateWorkflowExecutionRequest,
)
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.common import RawValue
from temporalio.converter import PayloadCodec
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError
from temporalio.worker import Replayer

FLOWS = {
    # Looks at everything it gets in every way there is; ends with the topic "end".
    "careful_workflow": """
        local ctx, workflow, json = require("ctx"), require("workflow"), require("json")
        local function look(payload)
          if type(payload) ~= "userdata" then return end
          local v, err = payload:data()
          local _ = tostring(v) .. tostring(err) .. tostring(payload) .. payload:get_format()
          payload:unmarshal()
          for _, format in ipairs({ "json/plain", "text/plain", "lua/any" }) do payload:transcode(format) end
          if type(v) == "string" then local _ = #v .. v:upper() .. v:sub(1, 3) end
        end
        local function main(...)
          local topics, seen = {}, select("#", ...)
          workflow.query("echo", function(...) return ... end)
          for _, key in ipairs({ "a", "b", "tenant" }) do
            local v = ctx.get(key)
            local _ = json.encode({ v or 0 })
          end
          for k, v in pairs(ctx.all()) do local _ = #k .. tostring(v) end
          local events = process.events()
          coroutine.spawn(function()
            while true do
              local e = events:receive()
              local _ = tostring(e.kind) .. tostring(e.from) .. tostring(e.at) .. tostring(e.reason) .. tostring(e.deadline)
              if e.result then
                local _ = tostring(e.result.value) .. tostring(e.result.error)
                if e.result.error then
                  local _ = e.result.error:kind() .. tostring(e.result.error:details()) .. e.result.error:stack()
                end
              end
            end
          end)
          local raw = process.listen("raw")
          coroutine.spawn(function()
            while true do local _ = tostring((raw:receive())) end
          end)
          local inbox = process.inbox()
          while true do
            local m = inbox:receive()
            local payload = m:payload()
            if m:topic() == "end" then return topics end
            topics[#topics + 1] = m:topic():sub(1, 20) .. "|" .. #m:from()
            if type(payload) == "table" then
              for _, part in ipairs(payload) do look(part) end
            else
              look(payload)
            end
            process.send(m:from(), "ack")
            process.send(m:from(), "ok", (payload and type(payload) == "userdata" and (payload:data())) or 1)
            if m:topic() == "upgrade" then process.upgrade(nil, 1) end
          end
        end
        return { main = main }
    """,
    # Ends in a way that does not fit into what the server takes.
    "ending_workflow": """
        local big = ("x"):rep(2100000)
        local ways = {
          result = function() return big end,
          message = function() error(big, 0) end,
          details = function() return nil, errors.new({ message = "m", details = { a = big } }) end,
          bytes = function() error("not \\xff text", 0) end,
        }
        return { main = function(way) return ways[way]() end }
    """,
    "nothing": "return { main = function() end }",
    # Takes what others give.
    "asking_workflow": """
        local function main(id, count)
          local seen = {}
          for i = 1, count do
            local called, refused = funcs.call(id, i)
            local ran, failed = workflow.exec(id, i)
            seen[i] = { type(called), refused and refused:kind() or "", type(ran), failed and failed:kind() or "" }
          end
          return seen
        end
        return { main = main }
    """,
    # Does everything wrong that code can do, and says what it was told.
    "clumsy_workflow": """
        local time, workflow, funcs = require("time"), require("workflow"), require("funcs")
        local function main()
          local seen = {}
          local function try(name, f, ...)
            local got = table.pack(pcall(f, ...))
            local err = got[1] and got[3] or (not got[1] and got[2])
            seen[name] = { raised = not got[1], text = tostring(err), kind = type(err) == "userdata" and err:kind() or nil }
          end
          try("send nothing", process.send)
          try("send without topic", process.send, "{a|b}")
          try("send to a number", process.send, {}, "t")
          try("send at", process.send, process.pid(), "@x", 1)
          try("send empty", process.send, process.pid(), "", 1)
          try("send function", process.send, process.pid(), "t", { f = print })
          try("send cycle", function() local t = {} t.t = t return process.send(process.pid(), "t", t) end)
          try("malformed pid", process.send, "{broken", "t", 1)
          try("pid of nobody", process.send, "{a@b|" .. string.rep("x", 40) .. "}", "t", 1)
          try("update of nobody", process.send, "{update|nobody}", "ok", 1)
          try("listen number", process.listen, {})
          try("listen empty", process.listen, "")
          try("listen at", process.listen, "@x")
          try("listen option", process.listen, "t", 5)
          try("unlisten nothing", process.unlisten)
          try("unlisten own channel", process.unlisten, channel.new())
          try("subscribe number", subscribe, "t", 5)
          try("subscribe empty", subscribe, "", channel.new())
          try("set_options number", process.set_options, 5)
          try("set_options unknown", process.set_options, { upgradable = true })
          try("set_options type", process.set_options, { trap_links = 1 })
          try("query name", workflow.query)
          try("query function", workflow.query, "x", 5)
          try("query reserved", workflow.query, "state", print)
          try("version empty", workflow.version, "", 1, 1)
          try("version range", workflow.version, "x", 2, 1)
          try("version type", workflow.version, "x", {}, 1)
          try("attrs", workflow.attrs, 5)
          try("attrs empty", workflow.attrs, {})
          local c = channel.new(1)
          c:close()
          try("send closed", c.send, c, 1)
          try("close twice", c.close, c)
          try("receive closed", c.receive, c)
          try("capacity", channel.new, {})
          try("select", channel.select, 5)
          try("sleep", time.sleep, "no duration")
          try("call", funcs.call, "nowhere")
          -- What the server would fail the task for, again and again, or end the run for.
          local big, long, bytes = ("x"):rep(2100000), ("i"):rep(1001), "\\xff"
          local function spawn(options)
            return process.with_options(options):spawn("app:clumsy_workflow", "")
          end
          local function call(options)
            return funcs.new():with_options(options):call("app:nothing")
          end
          try("send much", process.send, "{a@b|nobody}", "t", big)
          try("spawn much", process.spawn, "app:clumsy_workflow", "", big)
          try("exec much", workflow.exec, "app:clumsy_workflow", big, big)
          try("call much", funcs.call, "app:nothing", big)
          try("upgrade much", process.upgrade, nil, big)
          try("memo much", workflow.attrs, { memo = { a = big } })
          try("memo key", workflow.attrs, { memo = { [bytes] = 1 } })
          try("search much", workflow.attrs, { search = { customer_id = long .. long .. long } })
          try("message much", function()
            return process.with_options({}):with_message("t", big):spawn("app:clumsy_workflow", "")
          end)
          try("version bytes", workflow.version, bytes, 1, 1)
          try("target long", process.spawn, "app:" .. long, "")
          try("function bytes", funcs.call, "app:" .. bytes)
          try("host bytes", process.spawn, "app:clumsy_workflow", bytes)
          try("id bytes", spawn, { ["workflow.id"] = bytes })
          try("id long", spawn, { ["workflow.id"] = long })
          try("queue long", spawn, { ["workflow.task_queue"] = long })
          try("cron", spawn, { ["workflow.cron_schedule"] = "99 * * * *" })
          try("attempts", spawn, { ["workflow.retry_policy"] = { maximum_attempts = 2 ^ 31 } })
          try("timeout", spawn, { ["workflow.run_timeout"] = 1e15 })
          try("fairness", spawn, { ["workflow.priority"] = { fairness_key = ("f"):rep(65) } })
          try("activity id", call, { ["activity.id"] = bytes })
          try("activity queue", call, { ["activity.task_queue"] = long })
          return seen
        end
        return { main = main }
    """,
}

RAISED = {
    "send to a number": "clumsy_workflow.lua:6: bad argument #1 to 'process.send' (string expected, got table)",
    "listen number": "clumsy_workflow.lua:6: bad argument #1 to 'process.listen' (string expected, got table)",
    "listen option": "clumsy_workflow.lua:6: bad argument #2 to 'process.listen' (table expected, got number)",
    "unlisten nothing": "clumsy_workflow.lua:6: bad argument #1 to 'process.unlisten' (channel expected, got no value)",
    "subscribe number": "clumsy_workflow.lua:6: bad argument #2 to 'subscribe' (channel expected, got number)",
    "query name": "bad argument #1 to 'workflow.query' (string expected, got no value)",
    "query function": "bad argument #2 to 'workflow.query' (function expected, got number)",
    "version type": "bad argument #2 to 'workflow.version' (number expected, got table)",
    "send closed": "clumsy_workflow.lua:6: send on closed channel",
    "capacity": "bad argument #1 to 'channel.new' (number expected, got table)",
    "upgrade much": "2100002 bytes are more than the 2000000 that can be sent at once",
    "select": "bad argument #1 to 'channel.select' (table expected, got number)",
}

TOLD = {
    "send nothing": ("destination and topic required", "Invalid"),
    "send without topic": ("destination and topic required", "Invalid"),
    "send at": ("cannot send to @ topics", "Invalid"),
    "send empty": ("topic cannot be empty", "Invalid"),
    "send function": ("f: a function has no JSON form", "Invalid"),
    "send cycle": ("t: cannot encode recursively nested tables", "Invalid"),
    "malformed pid": ("could not resolve '{broken' as PID or registered name", "NotFound"),
    "pid of nobody": ("unknown external workflow execution", "NotFound"),
    "update of nobody": ("unknown update: nobody", ""),
    "listen empty": ("topic cannot be empty", "Invalid"),
    "listen at": ("cannot listen to @ topics", "Invalid"),
    "unlisten own channel": ("not a listen channel", "NotFound"),
    "subscribe empty": ("topic cannot be empty", "Invalid"),
    "set_options number": ("options must be a table", "Invalid"),
    "set_options unknown": ("option upgradable is not supported", "Invalid"),
    "set_options type": ("option trap_links must be a boolean", "Invalid"),
    "query reserved": ("query name state is reserved", "Invalid"),
    "version empty": ("change ID required", "Invalid"),
    "version range": ("min_supported cannot be greater than max_supported", "Invalid"),
    "attrs": ("attributes must be a table", "Invalid"),
    "attrs empty": ("search or memo attributes required", "Invalid"),
    "close twice": ("false", None),
    "receive closed": ("false", None),
    "sleep": ('time: invalid duration "no duration"', "Invalid"),
    "call": ("namespace required in function ID", "Invalid"),
    "send much": ("2100002 bytes are more than the 2000000 that can be sent at once", "Invalid"),
    "spawn much": ("2100002 bytes are more than the 2000000 that can be sent at once", "Invalid"),
    "exec much": ("4200004 bytes are more than the 2000000 that can be sent at once", "Invalid"),
    "call much": ("2100002 bytes are more than the 2000000 that can be sent at once", "Invalid"),
    "memo much": (
        "memo cannot be encoded: 2100002 bytes are more than the 2000000 that can be sent at once",
        "Invalid",
    ),
    "memo key": ("memo cannot be encoded: keys of a memo must be UTF-8 text", "Invalid"),
    "search much": ("search attribute 'customer_id' takes 2048 bytes at most", "Invalid"),
    "message much": ("2100002 bytes are more than the 2000000 that can be sent at once", "Invalid"),
    "version bytes": ("change ID must be UTF-8 text", "Invalid"),
    "target long": ("process ID must be UTF-8 text of at most 1000 bytes", "Invalid"),
    "function bytes": ("function ID must be UTF-8 text of at most 1000 bytes", "Invalid"),
    "host bytes": ("host must be UTF-8 text of at most 1000 bytes", "Invalid"),
    "id bytes": ("workflow.id must be UTF-8 text of at most 1000 bytes", "Invalid"),
    "id long": ("workflow.id must be UTF-8 text of at most 1000 bytes", "Invalid"),
    "queue long": ("workflow.task_queue must be UTF-8 text of at most 1000 bytes", "Invalid"),
    "cron": ("workflow.cron_schedule must be a cron expression, not '99 * * * *'", "Invalid"),
    "attempts": ("workflow.retry_policy.maximum_attempts: 2147483648 is above 2147483647", "Invalid"),
    "timeout": ("workflow.run_timeout: 1000000000000000.0 is out of range", "Invalid"),
    "fairness": ("workflow.priority.fairness_key must be UTF-8 text of at most 64 bytes", "Invalid"),
    "activity id": (
        "invalid temporal activity options for app:nothing: activity.id must be UTF-8 text of at most 1000 bytes",
        "Invalid",
    ),
    "activity queue": (
        "invalid temporal activity options for app:nothing: activity.task_queue must be UTF-8 text of at most 1000 bytes",
        "Invalid",
    ),
}
"""Text and kind of the error object; "false" where a call succeeds."""


def payload(data: bytes = b"1", encoding: bytes | None = b"json/plain") -> Payload:
    return Payload(metadata={} if encoding is None else {"encoding": encoding}, data=data)


BAD_PAYLOADS = [
    payload(b""),
    payload(b"{no json"),
    payload(b"\xff\xfe"),
    payload(b'"\\ud800 alone"'),
    payload(b'{"\\ud800": "\\udfff", "__class__": {"arr_": 1}, "": 0}'),
    payload(b"NaN"),
    payload(b"[1e999, -1e999, " + b"9" * 5000 + b"]"),
    payload(b"[" * 100_000 + b"]" * 100_000),
    payload(b'{"a":' * 5000 + b"1" + b"}" * 5000),
    payload(b"[null,null,1]"),
    payload(b"\x00\x01", b"binary/plain"),
    payload(b"", b"binary/null"),
    payload(b"?", b"json/protobuf"),
    payload(b"?", b"binary/protobuf"),
    payload(b"?", b"\xff\x00\xfe"),
    payload(b"?", b""),
    payload(b"?", None),
    payload(b'"' + b"x" * 200_000 + b'"'),
]

BAD_JSON = [
    b"",
    b"null",
    b"5",
    b'"text"',
    b"[]",
    b"{}",
    b"{no json",
    b"\xff",
    b"NaN",
    b'"\\ud800"',
    b'{"a": "\\ud800", "\\udbff": 1}',
    b'{"a": 1e999}',
    b'{"a": NaN}',
    b'{"a": ' + b"9" * 6000 + b"}",
    b"[" * 100_000,
    b'{"a":' * 120 + b"1" + b"}" * 120,
    b'{"a":' * 3000 + b"1" + b"}" * 3000,
    b'{"a": "' + b"x" * 100_000 + b'"}',
    b'{"items": 5}',
    b'{"items": [5]}',
    b'{"items": [["message", 5]]}',
    b'{"items": [["message", {"topic": "t", "from": "", "payloads": [["json/plain", 5]]}]]}',
    b'{"items": [["message", {"topic": 5, "from": "", "payloads": []}]]}',
    b'{"items": [["message", {"topic": "t", "from": "\\ud800", "payloads": [["json/plain", "{"], ["x", null]]}]]}',
    b'{"items": [["event", {"kind": "pid.exit", "from": "x", "at": {}, "value": null, "error": null, "fields": {}}]]}',
    b'{"items": [["event", {"kind": "pid.exit", "from": "x", "at": 1, "value": ["json/plain", "{"], "error": '
    b'{"message": "m", "full": 1, "kind": [], "retryable": 5, "details": {"a": [1, {}]}, "stack": null}, "fields": {}}]]}',
    b'{"items": [["event", {"kind": "odd", "from": "x", "at": "1", "value": ["json/plain", 5], "error": null, "fields": {}}]]}',
    b'{"items": [["event", {"kind": "pid.cancel", "from": "x", "at": "1", "value": null, "error": null, '
    b'"fields": {"reason": {}, "deadline": []}}]]}',
    b'{"items": [], "linked": 5, "monitored": "abc"}',
    b'{"items": [], "linked": [5, null, "{", "{a|b}"], "monitored": {"x": 1}, "trap_links": "yes", "runs": 5}',
]

HEADERS = ("luaflow-context", "wippy-context", "luaflow-sender", "luaflow-messages", "luaflow-unknown")


class Raw:
    """Sends requests that no SDK would make."""

    def __init__(self, client: Client, task_queue: str) -> None:
        self.service = client.workflow_service
        self.task_queue = task_queue
        self.execution = WorkflowExecution(workflow_id=str(uuid.uuid4()))

    def _start(self, request: Any, headers: Mapping[str, Payload], args: Sequence[Payload]) -> None:
        request.namespace = "default"
        request.workflow_id = self.execution.workflow_id
        request.workflow_type.CopyFrom(WorkflowType(name="app:careful_workflow"))
        request.task_queue.CopyFrom(TaskQueue(name=self.task_queue))
        request.request_id = str(uuid.uuid4())
        request.input.payloads.extend(args)
        for name, value in headers.items():
            request.header.fields[name].CopyFrom(value)

    async def start(self, headers: Mapping[str, Payload], *args: Payload) -> None:
        request = StartWorkflowExecutionRequest()
        self._start(request, headers, args)
        await self.service.start_workflow_execution(request)

    async def signal_with_start(self, headers: Mapping[str, Payload], name: str, *args: Payload) -> None:
        request = SignalWithStartWorkflowExecutionRequest(signal_name=name)
        self._start(request, headers, ())
        request.signal_input.payloads.extend(args)
        await self.service.signal_with_start_workflow_execution(request)

    async def signal(self, name: str, *args: Payload, headers: Mapping[str, Payload] = {}) -> None:
        request = SignalWorkflowExecutionRequest(
            namespace="default", workflow_execution=self.execution, signal_name=name
        )
        request.input.payloads.extend(args)
        for key, value in headers.items():
            request.header.fields[key].CopyFrom(value)
        await self.service.signal_workflow_execution(request)

    async def update(self, name: str, *args: Payload, headers: Mapping[str, Payload] = {}) -> Any:
        request = UpdateWorkflowExecutionRequest(namespace="default", workflow_execution=self.execution)
        stage = UpdateWorkflowExecutionLifecycleStage.UPDATE_WORKFLOW_EXECUTION_LIFECYCLE_STAGE_ACCEPTED
        request.wait_policy.CopyFrom(WaitPolicy(lifecycle_stage=stage))
        request.request.meta.update_id = str(uuid.uuid4())
        request.request.input.name = name
        request.request.input.args.payloads.extend(args)
        for key, value in headers.items():
            request.request.input.header.fields[key].CopyFrom(value)
        return await self.service.update_workflow_execution(request)

    async def query(self, name: str, *args: Payload, headers: Mapping[str, Payload] = {}) -> None:
        request = QueryWorkflowRequest(namespace="default", execution=self.execution)
        request.query.CopyFrom(WorkflowQuery(query_type=name))
        request.query.query_args.payloads.extend(args)
        for key, value in headers.items():
            request.query.header.fields[key].CopyFrom(value)
        try:
            await self.service.query_workflow(request)
        except RPCError as refused:
            assert "Workflow Task in failed state" not in str(refused), refused


async def finished(client: Client, raw: Raw) -> Any:
    """End the workflow and say what it saw; no task of any of its runs may have failed."""
    handle: WorkflowHandle[Any, Any] = client.get_workflow_handle(raw.execution.workflow_id)
    await handle.signal("end")
    result = await handle.result()
    history = await handle.fetch_history()
    failed = [event for event in history.events if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED]
    assert not failed, failed
    return result


@pytest.fixture(scope="module")
def package(compile_lua: Callable[..., ModuleType]) -> ModuleType:
    return compile_lua(FLOWS)


@pytest.fixture(params=[1000, 0], ids=["cached", "replaying"])
def cached(request: pytest.FixtureRequest) -> int:
    return int(request.param)


async def test_signals(client: Client, package: ModuleType, worker: Callable[..., Any], cached: int) -> None:
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        raw = Raw(client, task_queue)
        await raw.start({})
        for bad in BAD_PAYLOADS:
            await asyncio.gather(
                raw.signal("t", bad), raw.signal("raw", bad), raw.signal("several", bad, payload(), bad)
            )
        for data in BAD_JSON:
            await raw.signal("sender", headers={"luaflow-sender": payload(data), "luaflow-context": payload(data)})
        for name in ("x" * 900, "@at", "__temporal_x", "__x", "\u4e2d\u6587", "a\x00b", " ", "luaflow:", "luaflow:odd"):
            await raw.signal(name)
        seen = await finished(client, raw)
    assert seen.count("t|0") == seen.count("several|0") == len(BAD_PAYLOADS)
    assert "raw|0" not in seen and "x" * 20 + "|0" in seen and "\u4e2d\u6587|0" in seen


async def test_signals_of_luaflows_own(
    client: Client, package: ModuleType, worker: Callable[..., Any], cached: int
) -> None:
    senders = [{}, {"luaflow-sender": payload(b'"{broken"')}, {"luaflow-sender": payload(b'"{update|x}"')}]
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        raw = Raw(client, task_queue)
        await raw.start({})
        for name in ("luaflow:cancel", "luaflow:link", "luaflow:unlink"):
            for headers in senders:
                await raw.signal(name, headers=headers)
                for data in (*BAD_JSON, b'{"deadline": 5}', b'{"deadline": "soon"}', b'{"run_id": []}'):
                    await raw.signal(name, payload(data), headers=headers)
                for bad in BAD_PAYLOADS[:4]:
                    await raw.signal(name, bad, bad, headers=headers)
        assert await finished(client, raw) == []


async def test_updates(client: Client, package: ModuleType, worker: Callable[..., Any], cached: int) -> None:
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        raw = Raw(client, task_queue)
        await raw.start({})
        for bad in BAD_PAYLOADS:
            await asyncio.gather(raw.update("change", bad), raw.update("change", payload(), bad))
        for data in BAD_JSON[:12]:
            headers = {name: payload(data) for name in HEADERS}
            answer = await raw.update("change", payload(b"7"), headers=headers)
            assert answer.outcome.success.payloads[0].data in (b"7", b"") or not answer.HasField("outcome")
        for name in ("x" * 900, "__x", "@unheard", "luaflow:cancel", "\u4e2d"):
            await raw.update(name)
        seen = await finished(client, raw)
    assert seen.count("luaflow:cancel|45") == 1


async def test_queries(client: Client, package: ModuleType, worker: Callable[..., Any], cached: int) -> None:
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        raw = Raw(client, task_queue)
        await raw.start({})
        for name in ("echo", "nobody", "state", "pid", "__stack_trace", "__temporal_workflow_metadata"):
            for bad in BAD_PAYLOADS:
                await raw.query(name, bad, headers=dict.fromkeys(HEADERS, bad))
        assert await finished(client, raw) == []


async def test_headers_of_a_start(client: Client, package: ModuleType, worker: Callable[..., Any]) -> None:
    async with worker(client, package) as task_queue:

        async def start(header: Payload) -> None:
            raw = Raw(client, task_queue)
            await raw.signal_with_start(dict.fromkeys(HEADERS, header), "first", header)
            await raw.signal("upgrade")  # what came goes out again
            await finished(client, raw)

        headers = [*map(payload, BAD_JSON), *BAD_PAYLOADS]
        for first in range(0, len(headers), 8):
            await asyncio.gather(*map(start, headers[first : first + 8]))


async def test_a_request_that_the_server_refuses_is_its_own_affair(
    client: Client, package: ModuleType, worker: Callable[..., Any]
) -> None:
    async with worker(client, package) as task_queue:
        raw = Raw(client, task_queue)
        await raw.start({})
        for attempt in (raw.signal("x" * 5000), raw.update(""), raw.signal("")):
            try:
                await attempt
            except RPCError:
                pass
        await finished(client, raw)


async def test_code_that_does_everything_wrong(
    client: Client, package: ModuleType, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        handle = await client.start_workflow("app:clumsy_workflow", id=str(uuid.uuid4()), task_queue=task_queue)
        seen = await handle.result()
        history = await replays(package, handle)
        assert EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED not in {event.event_type for event in history.events}
    raised = {name: entry["text"] for name, entry in seen.items() if entry["raised"]}
    told = {name: (entry["text"], entry.get("kind")) for name, entry in seen.items() if not entry["raised"]}
    assert raised == RAISED
    assert told == TOLD


async def test_an_end_that_the_server_would_not_take_is_a_failure_that_it_takes(
    client: Client, package: ModuleType, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    failures = {}
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        for way in ("result", "message", "details", "bytes"):
            handle = await client.start_workflow(
                "app:ending_workflow", way, id=str(uuid.uuid4()), task_queue=task_queue
            )
            with pytest.raises(WorkflowFailureError) as caught:
                await handle.result()
            await replays(package, handle)
            assert isinstance(caught.value.cause, ApplicationError)
            failures[way] = (caught.value.cause.type, caught.value.cause.message[:120])
    assert failures == {
        "result": (
            "Invalid",
            "result of app:ending_workflow cannot be encoded: "
            "2100002 bytes are more than the 2000000 that can be sent at once",
        ),
        "message": ("Internal", "x" * 120),
        "details": ("Internal", "m"),
        "bytes": ("Internal", "not \ufffd text"),
    }


class Zlib(PayloadCodec):
    """Makes payloads smaller."""

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [
            Payload(metadata={"encoding": b"zlib"}, data=zlib.compress(payload.SerializeToString()))
            for payload in payloads
        ]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [Payload.FromString(zlib.decompress(payload.data)) for payload in payloads]


async def test_a_codec_decides_for_itself_how_much_is_too_much(
    client: Client, package: ModuleType, worker: Callable[..., Any], cached: int
) -> None:
    converter = dataclasses.replace(client.data_converter, payload_codec=Zlib())
    coding = Client(client.service_client, data_converter=converter)
    async with worker(coding, package, max_cached_workflows=cached) as task_queue:
        handle = await coding.start_workflow(
            "app:ending_workflow", "result", id=str(uuid.uuid4()), task_queue=task_queue
        )
        assert await handle.result() == "x" * 2_100_000
        await Replayer(
            workflows=package.WORKFLOWS,
            plugins=[luaflow_runtime.plugin()],
            data_converter=converter,
            debug_mode=True,
        ).replay_workflow(await handle.fetch_history())


@activity.defn(name="foreign:giving")
async def giving(number: int) -> RawValue:
    return RawValue(BAD_PAYLOADS[number - 1])


@workflow.defn(name="foreign:giving", sandboxed=False)
class Giving:
    """Gives what cannot be read."""

    @workflow.run
    async def run(self, number: int) -> RawValue:
        return RawValue(BAD_PAYLOADS[number - 1])


async def test_what_others_give_may_be_anything(
    client: Client, package: ModuleType, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    async with worker(
        client, package, workflows=[Giving], activities=[giving], max_cached_workflows=cached
    ) as task_queue:
        handle = await client.start_workflow(
            "app:asking_workflow",
            args=["foreign:giving", len(BAD_PAYLOADS)],
            id=str(uuid.uuid4()),
            task_queue=task_queue,
        )
        seen = await handle.result()
        history = await replays(package, handle)
    assert EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED not in {event.event_type for event in history.events}
    for at, (called, refused, ran, failed) in enumerate(seen):
        assert (called, refused != "") == (ran, failed != ""), BAD_PAYLOADS[at]
        assert refused in ("", "Internal")
    assert [called for called, *_ in seen].count("nil") == 11
