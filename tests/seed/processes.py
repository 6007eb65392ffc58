"""The document's snippets on messages, children and other workflows, as they would stand inside a workflow.

The texts are the document's. Each program adds what its snippet leaves free.
"""

from __future__ import annotations

from .snippets import Snippet, around

SPAWN = """\
local pid, err = process.spawn(
    "app:order_workflow",    -- workflow entry
    "app:worker",            -- temporal worker
    {order_id = "123"}       -- input
)
"""

SPAWN_MONITORED = """\
local pid, err = process.spawn_monitored(
    "app:order_workflow",
    "app:worker",
    {order_id = "123"}
)

local events = process.events()
local event = events:receive()

if event.kind == process.event.EXIT then
    local result = event.result.value
    local error = event.result.error
end
"""

WITH_NAME = """\
local spawner = process
    .with_options({})
    :with_name("order-" .. order.id)

local pid, err = spawner:spawn_monitored(
    "app:order_workflow",
    "app:worker",
    {order_id = order.id}
)
"""

WITH_ID = """\
local spawner = process
    .with_options({
        ["temporal.workflow.id"] = "order-" .. order.id,
    })

local pid, err = spawner:spawn_monitored(
    "app:order_workflow",
    "app:worker",
    order
)
"""

FAIL = """\
-- Fail if workflow already exists
local spawner = process
    .with_options({
        ["temporal.workflow.id"] = "order-123",
        ["temporal.workflow.id_conflict_policy"] = "fail",
    })

local pid, err = spawner:spawn("app:order_workflow", "app:worker", order)
if err then
    -- Workflow already running with this ID
end
"""

ERROR_WHEN_STARTED = """\
-- Error when already started (alternative approach)
local spawner = process
    .with_options({
        ["temporal.workflow.id"] = "order-123",
        ["temporal.workflow.execution_error_when_already_started"] = true,
    })

local pid, err = spawner:spawn("app:order_workflow", "app:worker", order)
"""

REUSE = """\
-- Reuse existing (default behavior with explicit ID)
local spawner = process
    .with_options({
        ["temporal.workflow.id"] = "order-123",
    })

local pid, err = spawner:spawn("app:order_workflow", "app:worker", order)
-- Returns existing workflow PID if already running
"""

OPTIONS = """\
local spawner = process.with_options({
    ["temporal.workflow.id"] = "order-123",
    ["temporal.workflow.execution_timeout"] = "24h",
    ["temporal.workflow.run_timeout"] = "1h",
    ["temporal.workflow.task_timeout"] = "30s",
    ["temporal.workflow.id_conflict_policy"] = "fail",
    ["temporal.workflow.retry_policy"] = {
        initial_interval = 1000,
        backoff_coefficient = 2.0,
        maximum_interval = 300000,
        maximum_attempts = 3,
    },
    ["temporal.workflow.cron_schedule"] = "0 */6 * * *",
    ["temporal.workflow.search_attributes"] = {
        customer_id = "cust-123"
    },
    ["temporal.workflow.memo"] = {
        source = "api"
    },
    ["temporal.workflow.start_delay"] = "5m",
    ["temporal.workflow.parent_close_policy"] = "terminate",
})
"""

STARTUP_MESSAGES = """\
local spawner = process
    .with_options({})
    :with_name("counter-workflow")
    :with_message("increment", {amount = 2})
    :with_message("increment", {amount = 1})
    :with_message("increment", {amount = 4})

local pid, err = spawner:spawn_monitored(
    "app:counter_workflow",
    "app:worker",
    {initial = 0}
)
"""

STARTUP_TWICE = """\
-- First spawn starts the workflow with initial messages
local first = process
    .with_options({})
    :with_name("my-counter")
    :with_message("increment", {amount = 3})

local pid, err = first:spawn("app:counter_workflow", "app:worker", {initial = 0})

-- Second spawn reuses existing workflow and delivers new messages
local second = process
    .with_options({})
    :with_name("my-counter")
    :with_message("increment", {amount = 2})

local pid2, err = second:spawn("app:counter_workflow", "app:worker", {initial = 999})
-- pid2 == pid (same workflow), input {initial = 999} is ignored
-- But the increment message with amount=2 is delivered
"""

WITH_CONTEXT = """\
local spawner = process.with_context({
    user_id = "user-1",
    tenant = "tenant-1",
    request_id = "req-abc",
})

local pid, err = spawner:spawn_monitored(
    "app:order_workflow",
    "app:worker",
    order
)
"""

INBOX = """\
local function main(order)
    local inbox = process.inbox()

    while true do
        local msg = inbox:receive()
        local topic = msg:topic()
        local data = msg:payload():data()

        if topic == "approve" then
            break
        elseif topic == "cancel" then
            return {status = "cancelled", reason = data.reason}
        end
    end

    return process_order(order)
end
"""

TOPICS = """\
local function main(input)
    local results = {}
    local job_ch = process.listen("add_job")
    local exit_ch = process.listen("exit")

    while true do
        local result = channel.select{
            job_ch:case_receive(),
            exit_ch:case_receive()
        }

        if result.channel == exit_ch then
            break
        elseif result.channel == job_ch then
            local job_data = result.value
            local activity_result, err = funcs.call(
                "app:echo_activity",
                {job_id = job_data.id, data = job_data}
            )
            table.insert(results, {
                job_id = job_data.id,
                result = activity_result
            })
        end
    end

    return {total_jobs = #results, results = results}
end
"""

WITH_MESSAGE = """\
local ch = process.listen("request", {message = true})
local msg = ch:receive()
local sender = msg:from()
local data = msg:payload():data()
"""

HANDLERS = """\
local function main(input)
    local counter = input.initial or 0
    local done = false

    coroutine.spawn(function()
        local ch = process.listen("increment", {message = true})
        while not done do
            local msg, ok = ch:receive()
            if not ok then break end

            local data = msg:payload():data()
            local reply_to = msg:from()

            if type(data) ~= "table" or type(data.amount) ~= "number" then
                process.send(reply_to, "nak", "amount must be a number")
            else
                process.send(reply_to, "ack")
                counter = counter + data.amount
                process.send(reply_to, "ok", {value = counter})
            end
        end
    end)

    coroutine.spawn(function()
        local ch = process.listen("decrement", {message = true})
        while not done do
            local msg, ok = ch:receive()
            if not ok then break end

            local data = msg:payload():data()
            local reply_to = msg:from()

            if counter - data.amount < 0 then
                process.send(reply_to, "nak", "would result in negative value")
            else
                process.send(reply_to, "ack")
                counter = counter - data.amount
                process.send(reply_to, "ok", {value = counter})
            end
        end
    end)

    -- Main coroutine waits for finish signal
    local finish_ch = process.listen("finish", {message = true})
    local msg = finish_ch:receive()
    process.send(msg:from(), "ack")
    process.send(msg:from(), "ok", {message = "finishing"})
    done = true

    return {final_counter = counter}
end
"""

STATUS_WORKFLOW = """\
-- Workflow side
local ch = process.listen("get_status", {message = true})
local msg = ch:receive()
process.send(msg:from(), "status_response", {status = "processing", progress = 75})
"""

STATUS_CALLER = """\
-- Caller side
local response_ch = process.listen("status_response")
process.send(workflow_pid, "get_status", {})

local timeout = time.after("5s")
local result = channel.select{
    response_ch:case_receive(),
    timeout:case_receive()
}

if result.channel == response_ch then
    local status = result.value
end
"""

PING = """\
-- Sender workflow
local function main(input)
    local target_pid = input.target
    local ok, err = process.send(target_pid, "cross_host_ping", {data = "hello"})
    if err then
        return {ok = false, error = tostring(err)}
    end

    local response_ch = process.listen("cross_host_pong")
    local response = response_ch:receive()
    return {ok = true, received = response}
end
"""

EXEC_CHILD = """\
local result, err = workflow.exec("app:child_workflow", input_data)
if err then
    return nil, err
end
"""

SPAWN_CHILD = """\
local events_ch = process.events()

local child_pid, err = process.spawn(
    "app:child_workflow",
    "app:worker",
    {message = "hello from parent"}
)
if err then
    return {status = "spawn_failed", error = tostring(err)}
end

-- Wait for child EXIT event
local event = events_ch:receive()

if event.kind == process.event.EXIT then
    local child_result = event.result.value
    local child_error = event.result.error
end
"""

CHILD_ERROR = """\
local events_ch = process.events()
local child_pid, err = process.spawn(
    "app:error_child_workflow",
    "app:worker"
)

local event = events_ch:receive()
if event.result.error then
    local child_err = event.result.error
    -- Error objects have kind(), retryable(), message() methods
    print(child_err:kind())       -- e.g. "NOT_FOUND"
    print(child_err:retryable())  -- false
    print(child_err:message())    -- error message text
end
"""

PROCESS_EXEC = """\
local result, err = process.exec(
    "app:hello_workflow",
    "app:worker",
    {name = "world"}
)
if err then
    return nil, err
end
-- result contains the workflow return value
"""

MONITOR_LATER = """\
local pid, err = process.spawn(
    "app:long_workflow",
    "app:worker",
    {iterations = 100}
)

-- Monitor later
local ok, err = process.monitor(pid)

local events_ch = process.events()
local event = events_ch:receive()  -- EXIT when workflow completes
"""

LINK_LATER = """\
local ok, err = process.set_options({trap_links = true})

local pid, err = process.spawn(
    "app:long_workflow",
    "app:worker",
    {iterations = 100}
)

-- Link after workflow has started
time.sleep("200ms")
local ok, err = process.link(pid)

-- If workflow is terminated, receive LINK_DOWN
process.terminate(pid)

local events_ch = process.events()
local event = events_ch:receive()
-- event.kind == process.event.LINK_DOWN
"""

UNMONITOR = """\
process.unmonitor(pid)  -- stop receiving EXIT events
process.unlink(pid)     -- remove bidirectional link
"""

TERMINATE = """\
local ok, err = process.terminate(workflow_pid)
"""

CANCEL = """\
local ok, err = process.cancel(workflow_pid, "5s")
"""

PROCESS_EXEC_ERROR = """\
local result, err = process.exec("app:error_workflow", "app:worker")
if err then
    print(err:kind())       -- e.g. "NOT_FOUND"
    print(err:retryable())  -- false
    print(err:message())    -- error details
end
"""


EVENTS = "local events = process.events()\n"

PROCESSES = [
    Snippet(
        name="spawn",
        text=SPAWN,
        program=around("_", "return {started = pid ~= nil, failed = err ~= nil}"),
        args=[1],
        result={"started": True, "failed": False},
    ),
    Snippet(
        name="spawn_monitored",
        text=SPAWN_MONITORED,
        program=around("_", "return {kind = event.kind, value = event.result.value, same = event.from == pid}"),
        args=[1],
        result={"kind": "pid.exit", "value": {"done": "123"}, "same": True},
    ),
    Snippet(
        name="with_name",
        text=WITH_NAME,
        program=around("order", "return process.events():receive().result.value"),
        args=[{"id": "n-1"}],
        result={"done": "n-1"},
    ),
    Snippet(
        name="with_id",
        text=WITH_ID,
        program=around("order", "return {pid = pid, value = process.events():receive().result.value}"),
        args=[{"id": "i-1", "order_id": "x"}],
        result={"pid": "{app:temporal@app:worker|order-i-1}", "value": {"done": "x"}},
    ),
    Snippet(
        name="reuse",
        text=REUSE.replace("order-123", "order-reuse"),
        program=around(
            "order",
            'local again = spawner:spawn("app:order_workflow", "app:worker", {order_id = "other"})\n'
            'process.send(pid, "go")\n'
            "return {same = again == pid, value = process.events():receive().result.value}",
        ),
        args=[{"order_id": "first", "wait": True}],
        result={"same": True, "value": {"done": "first"}},
    ),
    *(
        Snippet(
            name=name,
            text=text.replace("order-123", f"order-{name}"),
            program=around(
                "order",
                'local _, again = spawner:spawn("app:order_workflow", "app:worker", order)\n'
                'process.send(pid, "go")\n'
                "return {first = err == nil, kind = again:kind()}",
            ),
            args=[{"order_id": "first", "wait": True}],
            result={"first": True, "kind": "AlreadyExists"},
        )
        for name, text in (("fail", FAIL), ("error_when_started", ERROR_WHEN_STARTED))
    ),
    Snippet(
        name="startup_messages",
        text=STARTUP_MESSAGES.replace("counter-workflow", "seed-counter"),
        program=around(
            "_",
            'for _ = 1, 6 do process.inbox():receive() end\nprocess.send(pid, "finish")\nreturn process.events():receive().result.value',
        ),
        args=[1],
        result={"final_counter": 7},
    ),
    Snippet(
        name="startup_twice",
        text=STARTUP_TWICE.replace("my-counter", "seed-counter-2"),
        program=around(
            "_",
            'for _ = 1, 4 do process.inbox():receive() end\nprocess.send(pid, "finish")\nreturn {same = pid == pid2, value = process.events():receive().result.value}',
        ),
        args=[1],
        result={"same": True, "value": {"final_counter": 5}},
    ),
    Snippet(
        name="with_context",
        text=WITH_CONTEXT,
        program=around("order", "return process.events():receive().result.value"),
        args=[{"order_id": "c"}],
        result={"done": "c", "tenant": "tenant-1"},
    ),
    Snippet(
        name="inbox",
        text=INBOX,
        program="local function process_order(order) return {id = order.id, me = process.pid() ~= nil} end\n{snippet}\n"
        "return {main = function(order)\n"
        'process.send(process.pid(), "other", {})\nprocess.send(process.pid(), order.topic, {reason = "late"})\n'
        "return main(order)\nend}",
        args=[{"id": "1", "topic": "cancel"}],
        result={"status": "cancelled", "reason": "late"},
    ),
    Snippet(
        name="inbox_approve",
        text=INBOX,
        program="local function process_order(order) return {id = order.id} end\n{snippet}\n"
        'return {main = function(order)\nprocess.send(process.pid(), "approve", {})\nreturn main(order)\nend}',
        args=[{"id": "1"}],
        result={"id": "1"},
    ),
    Snippet(
        name="topics",
        text=TOPICS,
        program="{snippet}\nreturn {main = function(input)\n"
        'for id = 1, 2 do process.send(process.pid(), "add_job", {id = id}) end\n'
        'coroutine.spawn(function() time.sleep("1s") process.send(process.pid(), "exit") end)\n'
        "return main(input)\nend}",
        args=[{}],
        result={
            "total_jobs": 2,
            "results": [{"job_id": n, "result": {"job_id": n, "data": {"id": n}}} for n in (1, 2)],
        },
    ),
    Snippet(
        name="with_message",
        text=WITH_MESSAGE,
        program=around("_", "return {mine = sender == process.pid(), data = data}").replace(
            "{snippet}", 'process.send(process.pid(), "request", {a = 1})\n{snippet}'
        ),
        args=[1],
        result={"mine": True, "data": {"a": 1}},
    ),
    Snippet(
        name="ask_status",
        text=STATUS_CALLER,
        program=around("_", "return result.value").replace(
            "{snippet}", 'local workflow_pid = process.spawn("app:status_workflow", "app:worker")\n{snippet}'
        ),
        args=[1],
        result={"status": "processing", "progress": 75},
    ),
    Snippet(
        name="ping",
        text=PING,
        program="{snippet}\nreturn {main = function()\n"
        'local pong = process.spawn("app:pong_workflow", "app:worker")\n'
        'local missed = main({target = "{a@b|nobody}"})\n'
        "return {met = main({target = pong}), missed = missed}\nend}",
        args=[],
        result={
            "met": {"ok": True, "received": {"data": "hello"}},
            "missed": {"ok": False, "error": "unknown external workflow execution"},
        },
    ),
    Snippet(
        name="spawn_child",
        text=SPAWN_CHILD,
        program=around("_", "return event.result.value"),
        args=[1],
        result={"message": "hello from parent"},
    ),
    Snippet(
        name="child_error",
        text=CHILD_ERROR,
        program=around("_", "local e = event.result.error\nreturn {e:kind(), e:retryable(), e:message()}"),
        args=[1],
        result=["NotFound", False, "no such order"],
    ),
    Snippet(
        name="process_exec", text=PROCESS_EXEC, program=around("_", "return result"), args=[1], result="hello world"
    ),
    Snippet(
        name="process_exec_error",
        text=PROCESS_EXEC_ERROR,
        program=around("_", "return {err:kind(), err:retryable(), err:message()}"),
        args=[1],
        result=["NotFound", False, "no such order"],
    ),
    Snippet(
        name="monitor_later",
        text=MONITOR_LATER.replace("iterations = 100", "iterations = 2"),
        program=around("_", "return {ok = ok, kind = event.kind, value = event.result.value}"),
        args=[1],
        result={"ok": True, "kind": "pid.exit", "value": 2},
    ),
    Snippet(
        name="link_later",
        text=LINK_LATER,
        program=around("_", "return {ok = ok, kind = event.kind, same = event.from == pid}"),
        args=[1],
        result={"ok": True, "kind": "pid.link.down", "same": True},
    ),
    Snippet(
        name="unmonitor",
        text=UNMONITOR,
        program=around(
            "_",
            'local r = channel.select{process.events():case_receive(), time.after("3s"):case_receive()}\n'
            "return r.value.kind == nil",
        ).replace(
            "{snippet}",
            'local pid = process.spawn("app:long_workflow", "app:worker", {iterations = 30})\n'
            "process.monitor(pid)\n{snippet}",
        ),
        args=[1],
        result=True,
    ),
    Snippet(
        name="terminate",
        text=TERMINATE,
        program=around(
            "_",
            "local event = process.events():receive()\n"
            "return {ok = ok, kind = event.kind, error = event.result.error:message()}",
        ).replace(
            "{snippet}",
            'local workflow_pid = process.spawn("app:long_workflow", "app:worker", {iterations = 100})\n{snippet}',
        ),
        args=[1],
        result={"ok": True, "kind": "pid.exit", "error": "workflow terminated"},
    ),
    Snippet(
        name="cancel",
        text=CANCEL,
        program=around(
            "_",
            "local event = process.events():receive()\n"
            "return {ok = ok, kind = event.kind, error = event.result.error:kind()}",
        ).replace(
            "{snippet}",
            'local workflow_pid = process.spawn("app:long_workflow", "app:worker", {iterations = 100})\n{snippet}',
        ),
        args=[1],
        result={"ok": True, "kind": "pid.exit", "error": "Canceled"},
    ),
]

OTHERS = {
    "order_workflow": """\
local ctx = require("ctx")
return function(order)
    if order.wait then process.listen("go"):receive() end
    return {done = order.order_id, tenant = order.order_id == "c" and ctx.get("tenant") or nil}
end
""",
    "counter_workflow": f"{HANDLERS}\nreturn {{ main = main }}\n",
    "status_workflow": f"return function()\n{STATUS_WORKFLOW}\nend\n",
    "pong_workflow": """\
return function()
    local msg = process.inbox():receive()
    process.send(msg:from(), "cross_host_pong", (msg:payload():data()))
end
""",
    "child_workflow": "return function(input) return input end",
    "error_child_workflow": """\
return function()
    return nil, errors.new{message = "no such order", kind = errors.NOT_FOUND, retryable = false}
end
""",
    "error_workflow": """\
return function()
    return nil, errors.new{message = "no such order", kind = errors.NOT_FOUND, retryable = false}
end
""",
    "hello_workflow": 'return function(input) return "hello " .. input.name end',
    "long_workflow": """\
return function(input)
    for _ = 1, input.iterations do time.sleep("50ms") end
    return input.iterations
end
""",
    "echo_activity": "return function(job) return job end",
}
"""What the snippets start and call."""
