"""The document's snippets.

``{snippet}`` marks the place in a program; names that a snippet leaves free are declared around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ORDER = """\
local funcs = require("funcs")
local time = require("time")

local function main(order)
    local payment, err = funcs.call("app:charge_payment", {
        amount = order.total,
        customer = order.customer_id
    })
    if err then
        return {status = "failed", error = tostring(err)}
    end

    time.sleep("1h")

    local shipment, err = funcs.call("app:ship_order", {
        order_id = order.id,
        address = order.shipping_address
    })
    if err then
        funcs.call("app:refund_payment", payment.id)
        return {status = "failed", error = tostring(err)}
    end

    return {
        status = "completed",
        payment_id = payment.id,
        tracking = shipment.tracking_number
    }
end

return { main = main }
"""

INFO = """\
local workflow = require("workflow")

local info = workflow.info()
print(info.workflow_id)    -- Workflow execution ID
print(info.run_id)         -- Current run ID
print(info.workflow_type)  -- Workflow type name
print(info.task_queue)     -- Task queue name
print(info.namespace)      -- Temporal namespace
print(info.attempt)        -- Current attempt number
print(info.history_length) -- Number of history events
print(info.history_size)   -- History size in bytes
"""

EXEC = """\
local result, err = workflow.exec("app:child_workflow", input_data)
if err then
    return nil, err
end
"""

VERSION = """\
local version = workflow.version("payment-v2", 1, 2)

if version == 1 then
    result = funcs.call("app:old_payment", input)
else
    result = funcs.call("app:new_payment", input)
end
"""

ATTRS = """\
workflow.attrs({
    search = {
        status = "processing",
        customer_id = order.customer_id,
        order_total = order.total
    },
    memo = {
        notes = "Priority customer",
        source = "web"
    }
})
"""

HISTORY = """\
local length = workflow.history_length()
local size = workflow.history_size()

if length > 10000 then
    -- Consider continue-as-new to reset history
end
"""

CONTEXT = """\
local ctx = require("ctx")

local user_id = ctx.get("user_id")       -- "user-1"
local tenant = ctx.get("tenant")         -- "tenant-1"
local all = ctx.all()                    -- {user_id="user-1", tenant="tenant-1", request_id="req-abc"}
"""

CONCURRENT = """\
local function main(input)
    local worker_count = input.workers or 3
    local job_count = input.jobs or 6

    local work_queue = channel.new(10)
    local results = channel.new(10)

    for w = 1, worker_count do
        coroutine.spawn(function()
            while true do
                local job, ok = work_queue:receive()
                if not ok then break end
                time.sleep(10 * time.MILLISECOND)
                results:send({worker = w, job = job, result = job * 2})
            end
        end)
    end

    for j = 1, job_count do
        work_queue:send(j)
    end
    work_queue:close()

    local total = 0
    local processed = {}
    for _ = 1, job_count do
        local r = results:receive()
        total = total + r.result
        table.insert(processed, r)
    end

    return {total = total, processed = processed}
end
"""

TIMERS = """\
local time = require("time")

time.sleep("24h")
time.sleep("5m")
time.sleep("30s")
time.sleep(100 * time.MILLISECOND)
"""

ELAPSED = """\
local start = time.now()
time.sleep("1s")
local elapsed = time.now():sub(start):milliseconds()
"""

REPLAY_SAFE = """\
-- Activity calls
local data = funcs.call("app:fetch_data", id)

-- Durable sleep
time.sleep("1h")

-- Current time
local now = time.now()

-- UUID generation
local id = uuid.v4()

-- Crypto operations
local bytes = crypto.random_bytes(32)

-- Child workflows
local result = workflow.exec("app:child", input)

-- Versioning
local v = workflow.version("change-1", 1, 2)
"""

NOT_DETERMINISTIC = """\
-- Don't use wall clock time
local now = os.time()              -- non-deterministic

-- Don't use random directly
local r = math.random()            -- non-deterministic

-- Don't do I/O in workflow code
local file = io.open("data.txt")   -- non-deterministic

-- Don't use global mutable state
counter = counter + 1               -- non-deterministic across replays
"""

ACTIVITY_ERRORS = """\
local result, err = funcs.call("app:risky_activity", order)
if err then
    print(err:kind())       -- error classification (e.g. "NOT_FOUND", "INTERNAL")
    print(err:retryable())  -- whether the error is retryable
    print(err:message())    -- human-readable error message
end
"""

FAILURE_MODES = """\
local executor = funcs.new():with_options({
    ["activity.retry_policy"] = {
        maximum_attempts = 1,
    }
})

local result, err = executor:call("app:unreliable_activity", input)
if err then
    local kind = err:kind()         -- "INTERNAL" for runtime errors
    local retryable = err:retryable()
end
"""

SAGA = """\
local function main(order)
    local compensations = {}

    local reservation, err = funcs.call("app:reserve_inventory", order.items)
    if err then
        return {status = "failed", step = "inventory", error = tostring(err)}
    end
    table.insert(compensations, 1, {
        action = "app:release_inventory",
        args = reservation.id
    })

    local payment, err = funcs.call("app:charge_payment", order.payment)
    if err then
        run_compensations(compensations)
        return {status = "failed", step = "payment", error = tostring(err)}
    end
    table.insert(compensations, 1, {
        action = "app:refund_payment",
        args = payment.id
    })

    local shipment, err = funcs.call("app:ship_order", order.shipping)
    if err then
        run_compensations(compensations)
        return {status = "failed", step = "shipping", error = tostring(err)}
    end

    return {status = "completed", tracking = shipment.tracking}
end

local function run_compensations(compensations)
    for _, comp in ipairs(compensations) do
        funcs.call(comp.action, comp.args)
    end
end
"""


CONTEXT_VALUES = {"user_id": "user-1", "tenant": "tenant-1", "request_id": "req-abc"}
"""What the caller of every snippet passes along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A snippet that runs.

    Attributes:
        name: Entry name of its workflow, without ``_workflow``.
        program: The program around ``{snippet}``; the modules are globals, as the registry declares them.
        args: Arguments of the run.
        result: What the run returns.
        skips_time: It sleeps for long.
    """

    name: str
    text: str
    program: str = "{snippet}"
    args: Sequence[Any] = ()
    result: Any = None
    skips_time: bool = False

    @property
    def lua(self) -> str:
        return self.program.replace("{snippet}", self.text)


def around(before: str, after: str) -> str:
    """Return a program whose main takes one argument and does something before and after the snippet."""
    return f"local function main({before})\n{{snippet}}\n{after}\nend\n\nreturn {{ main = main }}\n"


SNIPPETS = [
    Snippet(
        name="order",
        text=ORDER,
        args=[{"id": "o-1", "customer_id": "ann", "total": 30, "shipping_address": "Elm St 5"}],
        result={"status": "completed", "payment_id": "p-ann", "tracking": "t-o-1"},
        skips_time=True,
    ),
    Snippet(name="info", text=INFO, program=around("", "return info.workflow_type"), result="app:info_workflow"),
    Snippet(name="exec", text=EXEC, program=around("input_data", "return result"), args=[{"a": 1}], result={"a": 1}),
    Snippet(
        name="version",
        text=VERSION,
        program=around("input", "return {version = version, result = result}").replace(
            "{snippet}", "local result\n{snippet}"
        ),
        args=["paid"],
        result={"version": 2, "result": "new paid"},
    ),
    Snippet(
        name="attrs",
        text=ATTRS,
        program=around("order", "return true"),
        args=[{"customer_id": "ann", "total": 5.5}],
        result=True,
    ),
    Snippet(name="history", text=HISTORY, program=around("", "return {length, size > 0}"), result=[3, True]),
    Snippet(
        name="context",
        text=CONTEXT,
        program=around("", "return {user_id, tenant, all}"),
        result=["user-1", "tenant-1", CONTEXT_VALUES],
    ),
    Snippet(
        name="concurrent",
        text=CONCURRENT,
        program="{snippet}\nreturn { main = main }\n",
        args=[{"workers": 2, "jobs": 3}],
        result={
            "total": 12,
            "processed": [
                {"worker": 1, "job": 1, "result": 2},
                {"worker": 2, "job": 2, "result": 4},
                {"worker": 1, "job": 3, "result": 6},
            ],
        },
    ),
    Snippet(name="timers", text=TIMERS, program=around("", 'return "slept"'), result="slept", skips_time=True),
    Snippet(
        name="elapsed",
        text=ELAPSED,
        program=around("", "return elapsed >= 1000 and elapsed < 60000"),
        result=True,
        skips_time=True,
    ),
    Snippet(
        name="replay_safe",
        text=REPLAY_SAFE,
        program=around("input, id", "return {data, #id, #bytes, result, v, now:unix() > 0}"),
        args=["given", "id-1"],
        result=["data of id-1", 36, 32, "given", 2, True],
        skips_time=True,
    ),
    Snippet(
        name="activity_errors",
        text=ACTIVITY_ERRORS,
        program=around("order", "return {kind = err:kind(), retryable = err:retryable(), message = err:message()}"),
        args=["unicorn"],
        result={"kind": "NotFound", "retryable": False, "message": "no unicorn"},
    ),
    Snippet(
        name="failure_modes",
        text=FAILURE_MODES,
        program=around("input", "return {kind = err:kind(), retryable = err:retryable(), message = err:message()}"),
        args=["it"],
        result={"kind": "Internal", "message": "unreliable_activity.lua:1: cannot do it"},
    ),
]

ENTRIES = {
    "child_workflow": "return function(input) return input end",
    "child": "return function(input) return input end",
    "charge_payment": 'return function(request) return {id = "p-" .. request.customer} end',
    "ship_order": 'return function(request) return {tracking_number = "t-" .. request.order_id} end',
    "refund_payment": "return function() end",
    "old_payment": 'return function(input) return "old " .. input end',
    "new_payment": 'return function(input) return "new " .. input end',
    "fetch_data": 'return function(id) return "data of " .. id end',
    "risky_activity": (
        "return function(order)\n"
        '    return nil, errors.new{message = "no " .. order, kind = errors.NOT_FOUND, retryable = false}\n'
        "end"
    ),
    "unreliable_activity": 'return function(input) error("cannot do " .. input) end',
}
"""What the snippets call."""
