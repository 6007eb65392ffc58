"""Source folders of any size: registry entries whose Lua is like what people write, each a little different."""

from __future__ import annotations

from pathlib import Path

HEAD = """\
version: "1.0"
namespace: app
entries:
  - {name: client, kind: temporal.client, address: "localhost:7233"}
  - {name: worker, kind: temporal.worker, client: app:client, task_queue: app}
"""
ENTRY = """\
  - name: entry_%(n)d
    kind: workflow.lua
    source: file://entry_%(n)d.lua
    method: main
    modules: [funcs, time, workflow, json]
    meta: {temporal: {workflow: {worker: app:worker}}}
"""

SMALL = """\
local funcs = require("funcs")

local function main(order)
    local result, err = funcs.call("app:step_%(n)d", {id = order.id, limit = %(n)d})
    if err then
        return {status = "failed", error = tostring(err)}
    end
    return {status = "completed", result = result}
end

return {main = main}
"""

START = """\
-- Entry %(n)d: takes orders, checks them, and works them off.
local funcs = require("funcs")
local time = require("time")
local workflow = require("workflow")
local json = require("json")

local LIMIT = %(n)d
local NAMES = {"north", "south", "east", "west"}

"""
PARTS = (
    """\
-- Sums up the positions of an order, with the discount of its customer.
local function total_%(p)d(order, rate)
    local sum, count = 0, 0
    for i, item in ipairs(order.items or {}) do
        local price = item.price * (item.quantity or 1)
        if item.reduced and price > LIMIT then
            price = price - price * rate // 100
        elseif item.kind == "gift" then
            goto continue
        end
        sum = sum + price
        count = count + 1
        ::continue::
    end
    return sum, count
end

""",
    """\
-- Finds what is wrong with an address; nil when it is fine.
local function check_%(p)d(address)
    if type(address) ~= "table" then
        return "address " .. tostring(address) .. " is no table"
    end
    for _, field in ipairs({"street", "city", "zip"}) do
        local value = address[field]
        if value == nil or value == "" then
            return string.format("field %%s is missing in %%s", field, address.name or "?")
        end
    end
    if not string.match(address.zip, "^%%d%%d%%d%%d%%d$") then
        return "zip code " .. address.zip .. " is malformed"
    end
    return nil
end

""",
    """\
local Stock_%(p)d = {}
Stock_%(p)d.__index = Stock_%(p)d

function Stock_%(p)d.new(name, size)
    return setmetatable({name = name, size = size, parts = {}, used = 0}, Stock_%(p)d)
end

function Stock_%(p)d:put(part, quantity)
    local left = self.size - self.used
    if quantity > left then
        return nil, "stock " .. self.name .. " is full"
    end
    self.parts[part] = (self.parts[part] or 0) + quantity
    self.used = self.used + quantity
    return self.used
end

function Stock_%(p)d:names()
    local names = {}
    for part in pairs(self.parts) do
        table.insert(names, part)
    end
    table.sort(names, function(a, b) return a < b end)
    return table.concat(names, ", ")
end

""",
    """\
-- Charges with a few attempts in between.
local function charge_%(p)d(order, attempts)
    local attempt = 0
    while attempt < attempts do
        attempt = attempt + 1
        local payment, err = funcs.call("app:charge_%(p)d", {
            order_id = order.id,
            amount = order.total,
            currency = order.currency or "EUR",
            attempt = attempt
        })
        if not err then
            return payment
        end
        if attempt == attempts then
            return nil, err
        end
        time.sleep(attempt * 2 .. "s")
    end
end

""",
    """\
local function fan_out_%(p)d(jobs, workers)
    local work, results = channel.new(#jobs), channel.new(#jobs)
    for w = 1, workers do
        coroutine.spawn(function()
            while true do
                local job, ok = work:receive()
                if not ok then
                    break
                end
                local value, err = funcs.call("app:work_%(p)d", job, w)
                results:send({job = job, value = value, error = err and tostring(err)})
            end
        end)
    end
    for _, job in ipairs(jobs) do
        work:send(job)
    end
    work:close()
    local done = {}
    for i = 1, #jobs do
        done[i] = results:receive()
    end
    return done
end

""",
)
END = """\
local function main(order)
    local state = {status = "started", region = NAMES[1 + LIMIT %% #NAMES], log = {}}
    local info = workflow.info()
    state.log[#state.log + 1] = "run " .. info.run_id
%(calls)s    return {status = "completed", state = json.encode(state), limit = LIMIT}
end

return {main = main}
"""
CALLS = (
    "    local sum_%(p)d, count_%(p)d = total_%(p)d(order, 5)\n    state.sum_%(p)d = sum_%(p)d / math.max(count_%(p)d, 1)\n",
    '    local problem_%(p)d = check_%(p)d(order.address)\n    if problem_%(p)d then\n        return {status = "refused", reason = problem_%(p)d}\n    end\n',
    '    local stock_%(p)d = Stock_%(p)d.new("main", 100)\n    stock_%(p)d:put("bolt", %(p)d)\n    state.parts_%(p)d = stock_%(p)d:names()\n',
    '    local payment_%(p)d, err = charge_%(p)d(order, 3)\n    if err then\n        return {status = "failed", error = tostring(err)}\n    end\n    state.payment_%(p)d = payment_%(p)d.id\n',
    "    state.done_%(p)d = fan_out_%(p)d(order.jobs, 4)\n",
)


def small(number: int) -> str:
    """Return the text of a short workflow."""
    return SMALL % {"n": number}


def large(number: int, parts: int = 8) -> str:
    """Return the text of a workflow of about twenty lines a part."""
    chosen = [((number + i) % len(PARTS), i) for i in range(parts)]
    body = "".join(PARTS[kind] % {"p": p} for kind, p in chosen)
    calls = "".join(CALLS[kind] % {"p": p} for kind, p in chosen)
    return START % {"n": number} + body + END % {"calls": calls}


def write(folder: Path, texts: list[str]) -> None:
    """Make a source folder of workflows with these texts."""
    folder.mkdir(parents=True)
    (folder / "_index.yaml").write_text(HEAD + "".join(ENTRY % {"n": n} for n in range(len(texts))))
    for number, text in enumerate(texts):
        (folder / f"entry_{number}.lua").write_text(text)
