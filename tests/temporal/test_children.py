"""Child workflows by ``process.spawn*``, ``process.exec`` and ``workflow.exec``, between workflows on the dev server."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from types import ModuleType
from typing import Any

import pytest
from temporalio import workflow
from temporalio.api.enums.v1 import ParentClosePolicy
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError, WorkflowHandle, WorkflowHistory
from temporalio.exceptions import ApplicationError

from tests.conftest import CompileLua

CHILD = """
local time, ctx = require("time"), require("ctx")

local function main(how, given)
    if how == "sleep" then time.sleep(given) return {slept = given} end
    if how == "fail" then
        return nil, errors.new({message = "no stock", kind = errors.NOT_FOUND, retryable = false, details = {sku = 7}})
    end
    if how == "raise" then error("boom", 0) end
    if how == "text" then return nil, "only text" end
    if how == "wait" then process.inbox():receive() return "heard" end
    if how == "upgrade" then process.upgrade(nil, "sleep", given) end
    if how == "context" then return {tenant = (ctx.get("tenant")), user = (ctx.get("user"))} end
    if how == "pid" then return process.pid() end
    if how == "trap" then
        process.set_options({trap_links = true})
        local event = process.events():receive()
        return {event.kind, event.from, tostring(event.result.error)}
    end
    if how == "messages" then
        local got, inbox = {}, process.inbox()
        repeat
            local m = inbox:receive()
            local payload, values = m:payload(), {}
            if type(payload) == "table" then
                for i, p in ipairs(payload) do values[i] = p:data() end
            elseif payload then
                values[1] = payload:data()
            end
            got[#got + 1] = {m:topic(), m:from(), values}
        until m:topic() == "end"
        return got
    end
    return {echo = how}
end

return {main = main}
"""

HELPERS = """
local time, workflow, ctx = require("time"), require("workflow"), require("ctx")
local CHILD = "app:child_workflow"

local function plain(event)
    local error = event.result.error
    return {
        kind = event.kind, from = event.from, at = math.type(event.at), value = event.result.value,
        error = error and {message = error:message(), kind = error:kind(), retryable = error:retryable()},
        details = error and error:details(),
    }
end

local function next_event()
    return plain((process.events():receive()))
end

local function outcome(value, err)
    if err then return {message = err:message(), kind = err:kind(), retryable = err:retryable()} end
    return value
end

local function quiet()
    local got = channel.select {process.events():case_receive(), time.after("300ms"):case_receive()}
    return got.channel ~= process.events()
end
"""

SCENARIOS = {
    "variants": """
        local a = process.spawn(CHILD, "app:worker", "sleep", "900ms")
        local b = process.spawn_monitored(CHILD, "", "sleep", "10ms")
        local c = process.spawn_linked(CHILD, workflow.info().task_queue, "sleep", "300ms")
        local d = process.spawn_linked_monitored(CHILD, "app:worker", "sleep", "600ms")
        local events = {}
        for i = 1, 4 do events[i] = next_event() end
        return {pids = {a, b, c, d}, events = events, quiet = quiet()}
    """,
    "errors": """
        process.set_options({trap_links = false})
        local events = {}
        for i, how in ipairs({"fail", "raise", "text"}) do
            process.spawn(CHILD, "app:worker", how)
            events[i] = next_event()
        end
        local pid = process.spawn(CHILD, "app:worker", "wait")
        process.terminate(pid)
        events[4] = next_event()
        pid = process.spawn(CHILD, "app:worker", "wait")
        process.cancel(pid)
        events[5] = next_event()
        process.with_options({["workflow.execution_timeout"] = "1s"}):spawn(CHILD, "app:worker", "wait")
        events[6] = next_event()
        return events
    """,
    "linked": """
        process.set_options({trap_links = true})
        local pid = process.spawn_linked(CHILD, "app:worker", "fail")
        local events = {next_event(), next_event()}
        process.spawn_linked(CHILD, "app:worker", "sleep", "1ms")
        events[3] = next_event()
        return {pid = pid, events = events, quiet = quiet()}
    """,
    "linked failure": """
        process.spawn_linked(CHILD, "app:worker", "fail")
        pcall(time.sleep, "30s")
        return "lived on"
    """,
    "unlinked": """
        local pid = process.spawn_linked(CHILD, "app:worker", "messages")
        process.unlink(pid)
        process.terminate(pid)
        return {next_event(), quiet()}
    """,
    "unmonitored": """
        local pid = process.spawn(CHILD, "app:worker", "sleep", "1500ms")
        process.monitor(pid)
        process.unmonitor(pid)
        time.sleep("2500ms")
        return quiet()
    """,
    "monitored child": """
        local pid = process.spawn(CHILD, "app:worker", "sleep", "50ms")
        local ok = process.monitor(pid)
        return {ok, next_event(), quiet()}
    """,
    "abandoned link": """
        process.with_options({["workflow.parent_close_policy"] = "abandon", ["workflow.id"] = given})
            :spawn_linked(CHILD, "app:worker", "trap")
        error("parent broke", 0)
    """,
    "close policy": """
        for i, policy in ipairs({"terminate", "abandon", "REQUEST-CANCEL"}) do
            process.with_options({["workflow.parent_close_policy"] = policy, ["workflow.id"] = given .. i})
                :spawn(CHILD, "app:worker", "wait")
        end
        return "left"
    """,
    "startup messages": """
        local spawner = process.with_options({}):with_message("first", 1, {a = 2}):with_message("second")
        local pid = spawner:with_message("third", "x"):spawn(CHILD, "app:worker", "messages")
        process.send(pid, "end")
        return {process.pid(), next_event().value}
    """,
    "same id": """
        local spawner = process.with_options({}):with_name(given):with_message("one", 1)
        local a = spawner:spawn(CHILD, "app:worker", "messages")
        local b = spawner:with_message("two", 2):spawn(CHILD, "app:worker", "ignored")
        process.send(a, "end")
        return {a == b, a, next_event().value, quiet()}
    """,
    "taken": """
        local function with(options) options["workflow.id"] = given return process.with_options(options) end
        local function start(options) return outcome(with(options):spawn(CHILD, "app:worker", "sleep", "1ms")) end
        return {
            start({["workflow.id_conflict_policy"] = "fail"}),
            start({["workflow.execution_error_when_already_started"] = true}),
            start({["workflow.id_conflict_policy"] = 2, ["workflow.execution_error_when_already_started"] = true}),
            start({}),
            start({["workflow.id_conflict_policy"] = "WORKFLOW_ID_CONFLICT_POLICY_TERMINATE_EXISTING"}),
            next_event(), next_event(),
        }
    """,
    "reuse": """
        local spawner = process.with_options({["workflow.id"] = given})
        spawner:spawn(CHILD, "app:worker", "x")
        local first = next_event()
        spawner:spawn(CHILD, "app:worker", "y")
        local second = next_event()
        local refused = outcome(spawner:with_options({["workflow.id_reuse_policy"] = "reject_duplicate",
            ["workflow.id_conflict_policy"] = "fail"}):spawn(CHILD, "app:worker", "z"))
        return {first.value, second.value, refused}
    """,
    "names": """
        local by_option = process.with_options({["workflow.id"] = given}):with_name("name not used")
            :spawn(CHILD, "app:worker", "pid")
        local by_alias = process.with_options({["temporal.workflow.id"] = given .. " alias"}):spawn(CHILD, "app:worker", "pid")
        local both = process.with_options({["workflow.id"] = given .. " both", ["temporal.workflow.id"] = "loser"})
            :spawn(CHILD, "app:worker", "pid")
        return {by_option, by_alias, both}
    """,
    "foreign": """
        local queue = workflow.info().task_queue
        local spawner = process.with_options({["workflow.id"] = given}):with_message("add", 1):with_message("add", 2)
        local pid = spawner:spawn("foreign:counter", "app:worker", 10)
        local event = next_event()
        local failed = process.spawn("foreign:counter", queue, -1)
        return {pid = pid, value = event.value, from = event.from, queue = queue, failed = next_event()}
    """,
    "queues": """
        local option = process.with_options({["workflow.task_queue"] = workflow.info().task_queue})
            :spawn(CHILD, "nobody-polls-this", "x")
        local value = next_event().value
        local pid = process.with_options({["workflow.execution_timeout"] = "1s"}):spawn(CHILD, "nobody-polls-this", "x")
        return {value, next_event().error}
    """,
    "context": """
        process.with_context({user = "ann", tenant = "other"}):with_context({tenant = "acme"})
            :spawn(CHILD, "app:worker", "context")
        local first = next_event().value
        process.spawn(CHILD, "app:worker", "context")
        local second = next_event().value
        return {first, next(second) == nil, (ctx.get("user")) == nil}
    """,
    "chain": """
        local pid = process.spawn(CHILD, "app:worker", "upgrade", "100ms")
        local event = next_event()
        return {event.value, event.from == pid, quiet()}
    """,
    "exec": """
        return {
            outcome(process.exec(CHILD, "app:worker", "hello")),
            outcome(process.exec(CHILD, workflow.info().task_queue, "hello")),
            outcome(process.exec(CHILD, "app:worker", "fail")),
            outcome(process.exec(CHILD, "app:worker", "raise")),
            outcome(process.exec(CHILD, "", "hello")),
            outcome(process.exec(CHILD, "app:worker", print)),
            outcome(process.exec("nobody", "app:worker")),
            outcome(workflow.exec(CHILD, "hello")),
            quiet(),
        }
    """,
    "exec taken": """
        local function run(policy)
            return outcome(workflow.with_options({["workflow.id"] = given, ["workflow.id_conflict_policy"] = policy})
                :exec(CHILD, "fresh"))
        end
        local refused = outcome(workflow.with_options({["workflow.id"] = given}):exec(CHILD, "fresh"))
        return {refused, run("fail"), run(given:find("use", 1, true) and "use_existing" or "terminate_existing")}
    """,
    "exec cancelled": """
        local options = {["workflow.id"] = given, ["workflow.wait_for_cancellation"] = true}
        return outcome(workflow.with_options(options):exec(CHILD, "wait"))
    """,
    "unsendable": """
        return {
            outcome(process.spawn(CHILD, "app:worker", print)),
            outcome(process.spawn(CHILD)),
            outcome(process.spawn("", "app:worker")),
            pcall(function() process.with_options({}):spawn(CHILD) end),
        }
    """,
    "options": """
        local results = {}
        for i, pair in ipairs(given) do
            results[i] = outcome(process.with_options({[pair[1]] = pair[2]}):spawn(CHILD, "app:worker"))
        end
        return results
    """,
    "pairs": """
        local function try(options) return outcome(process.with_options(options):spawn(CHILD, "app:worker")) end
        return {
            try({["workflow.id_reuse_policy"] = "terminate_if_running", ["workflow.id_conflict_policy"] = "fail"}),
            try({["workflow.cron_schedule"] = "* * * * *", ["workflow.start_delay"] = "1s"}),
            try({["workflow.namespace"] = "elsewhere"}),
        }
    """,
    "all options": """
        local pid = process.with_options({
            ["workflow.execution_timeout"] = "1m", ["workflow.run_timeout"] = 50000, ["temporal.workflow.task_timeout"] = "7s",
            ["workflow.id_reuse_policy"] = "allow-duplicate-failed-only",
            ["workflow.retry_policy"] = {initial_interval = "2s", maximum_attempts = 3},
            ["workflow.memo"] = {note = {z = 1, a = "x"}},
            ["temporal.workflow.typed_search_attributes"] = {customer_id = "c-1", order_total = 2.5},
            ["temporal.workflow.static_summary"] = "short", ["workflow.details"] = "long",
            ["workflow.priority"] = {priority_key = 2, fairness_key = "k", fairness_weight = 1.5},
            ["workflow.parent_close_policy"] = "PARENT_CLOSE_POLICY_ABANDON",
            ["workflow.versioning_intent"] = "unspecified", ["workflow.namespace"] = workflow.info().namespace,
            ["workflow.unknown"] = 1,
        }):spawn(CHILD, "app:worker", "x")
        return next_event().value
    """,
    "cron": """
        local pid = process.with_options({["workflow.cron_schedule"] = "@every 1h"}):spawn(CHILD, "app:worker", "x")
        return pid ~= nil
    """,
}


def parent_source() -> str:
    text = HELPERS + "local scenarios = {}\n"
    for name, body in SCENARIOS.items():
        text += f'scenarios["{name}"] = function(given)\n{body}\nend\n'
    return text + "local function main(name, given) return scenarios[name](given) end\nreturn {main = main}\n"


@workflow.defn(name="foreign:counter", sandboxed=False)
class ForeignCounter:
    """A workflow that luaflow did not compile: adds two signals to its argument."""

    def __init__(self) -> None:
        self.added: list[int] = []

    @workflow.run
    async def run(self, start: int) -> list[int]:
        if start < 0:
            raise ApplicationError("negative", {"start": start}, type="Negative", non_retryable=True)
        await workflow.wait_condition(lambda: len(self.added) == 2)
        return [start, *self.added]

    @workflow.signal
    def add(self, value: int) -> None:
        self.added.append(value)


Run = Callable[..., Awaitable[Any]]
CACHED = pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])


@pytest.fixture(scope="module")
def package(compile_lua: CompileLua) -> ModuleType:
    return compile_lua(
        {"parent_workflow": parent_source(), "child_workflow": CHILD},
        modules=("time", "workflow", "ctx", "errors"),
    )


@pytest.fixture
async def task_queue(
    package: ModuleType, client: Client, worker: Callable[..., AbstractAsyncContextManager[str]], cached: int
) -> Any:
    async with worker(client, package, max_cached_workflows=cached, workflows=[ForeignCounter]) as queue:
        yield queue


@pytest.fixture
def begin(client: Client, task_queue: str) -> Run:
    async def begin(scenario: str, given: Any = None, id: str = "") -> WorkflowHandle[Any, Any]:
        return await client.start_workflow(
            "app:parent_workflow", args=[scenario, given], id=id or f"parent-{uuid.uuid4()}", task_queue=task_queue
        )

    return begin


@pytest.fixture
def run(
    begin: Run,
    package: ModuleType,
    replays: Callable[[ModuleType, WorkflowHandle[Any, Any]], Awaitable[WorkflowHistory]],
) -> Run:
    """Run a scenario of the parent to its end, and replay its history."""

    async def run(scenario: str, given: Any = None, id: str = "") -> Any:
        handle = await begin(scenario, given, id)
        result = await handle.result()
        await replays(package, handle)
        return result

    return run


def pid(workflow_id: str) -> str:
    return f"{{app:temporal@app:worker|{workflow_id}}}"


@CACHED
async def test_every_spawned_child_has_its_exit_in_order_of_completion(
    begin: Run,
    package: ModuleType,
    replays: Callable[[ModuleType, WorkflowHandle[Any, Any]], Awaitable[WorkflowHistory]],
) -> None:
    handle = await begin("variants")
    result = await handle.result()
    history = await replays(package, handle)
    completed = [
        pid(event.child_workflow_execution_completed_event_attributes.workflow_execution.workflow_id)
        for event in history.events
        if event.HasField("child_workflow_execution_completed_event_attributes")
    ]
    assert sorted(completed) == sorted(result["pids"]) and len(set(completed)) == 4
    slept = dict(zip(result["pids"], ("900ms", "10ms", "300ms", "600ms"), strict=True))
    assert result["events"] == [
        {"kind": "pid.exit", "from": child, "at": "float", "value": {"slept": slept[child]}} for child in completed
    ]
    assert result["quiet"] is True


@CACHED
async def test_exit_says_how_a_child_failed(run: Run) -> None:
    fail, raised, text, terminated, cancelled, timeout = await run("errors")
    assert fail["error"] == {"message": "no stock", "kind": "NotFound", "retryable": False}
    assert fail["details"]["sku"] == 7
    assert raised["error"]["message"].endswith("boom")
    assert text["error"]["message"] == "only text"
    assert terminated["error"]["kind"] == "Canceled" and terminated["error"]["message"] == "workflow terminated"
    assert cancelled["error"]["kind"] == "Canceled"
    assert timeout["error"]["kind"] == "Timeout"


@CACHED
async def test_link_down_comes_before_the_exit_of_a_linked_child_that_failed(run: Run) -> None:
    result = await run("linked")
    assert [(event["kind"], event["from"]) for event in result["events"][:2]] == [
        ("pid.link.down", result["pid"]),
        ("pid.exit", result["pid"]),
    ]
    assert result["events"][0]["error"]["message"] == "no stock"
    assert result["events"][2]["value"] == {"slept": "1ms"}
    assert result["quiet"] is True


@CACHED
async def test_a_linked_failure_ends_a_run_that_does_not_trap_links(begin: Run) -> None:
    with pytest.raises(WorkflowFailureError) as failed:
        await (await begin("linked failure")).result()
    cause = failed.value.cause
    assert isinstance(cause, ApplicationError)
    assert (cause.message, cause.type) == ("linked process failed", "Internal")


@CACHED
async def test_unlink_unmonitor_and_monitor_of_a_child(run: Run) -> None:
    event, quiet = await run("unlinked")
    assert event["kind"] == "pid.exit" and event["error"]["message"] == "workflow terminated" and quiet is True
    assert await run("unmonitored") is True
    ok, event, quiet = await run("monitored child")
    assert ok is True and event["value"] == {"slept": "50ms"} and quiet is True


@CACHED
async def test_a_child_that_outlives_its_parent_hears_of_its_failure(begin: Run, client: Client) -> None:
    child = f"child-{uuid.uuid4()}"
    parent = await begin("abandoned link", child)
    with pytest.raises(WorkflowFailureError):
        await parent.result()
    kind, sender, text = await client.get_workflow_handle(child).result()
    assert (kind, sender) == ("pid.link.down", pid(parent.id))
    assert "parent broke" in text


@CACHED
async def test_parent_close_policies(run: Run, client: Client) -> None:
    child = f"child-{uuid.uuid4()}-"
    assert await run("close policy", child) == "left"
    terminated, abandoned, cancelled = (client.get_workflow_handle(f"{child}{i}") for i in (1, 2, 3))
    for handle, status in (
        (terminated, WorkflowExecutionStatus.TERMINATED),
        (cancelled, WorkflowExecutionStatus.CANCELED),
    ):
        with pytest.raises(WorkflowFailureError):
            await handle.result()
        assert (await handle.describe()).status is status
    await abandoned.signal("go")
    assert await abandoned.result() == "heard"


@CACHED
async def test_startup_messages_come_first_and_from_the_parent(run: Run) -> None:
    parent, got = await run("startup messages")
    assert got == [
        ["first", parent, [1, {"a": 2}]],
        ["second", parent, []],
        ["third", parent, ["x"]],
        ["end", parent, []],
    ]


@CACHED
async def test_a_named_child_that_runs_is_used_and_gets_the_messages(run: Run) -> None:
    name = f"name-{uuid.uuid4()}"
    same, of_child, got, quiet = await run("same id", name)
    assert same is True and of_child == pid(name) and quiet is True
    assert [(topic, values) for topic, _, values in got] == [("one", [1]), ("one", [1]), ("two", [2]), ("end", [])]


@CACHED
async def test_an_id_that_another_workflow_has(run: Run, client: Client, task_queue: str) -> None:
    taken = f"taken-{uuid.uuid4()}"
    await client.start_workflow("app:child_workflow", args=["wait"], id=taken, task_queue=task_queue)
    fail, error, used, joined, replaced, first, second = await run("taken", taken)
    wanted = {"message": f"workflow {taken} is already running", "kind": "AlreadyExists", "retryable": False}
    assert fail == wanted and error == wanted
    assert used == joined == replaced == pid(taken)
    ends = sorted((first, second), key=lambda event: "error" in event)
    assert ends[0]["value"] == {"slept": "1ms"} and ends[1]["error"]["message"] == "workflow terminated"


@CACHED
async def test_the_id_of_a_child_that_has_ended(run: Run) -> None:
    first, second, refused = await run("reuse", f"reuse-{uuid.uuid4()}")
    assert (first, second) == ({"echo": "x"}, {"echo": "y"})
    assert refused["kind"] == "AlreadyExists"


@CACHED
async def test_where_an_id_comes_from(run: Run) -> None:
    id = f"id|{uuid.uuid4()}}}"
    assert await run("names", id) == [pid(id), pid(f"{id} alias"), pid(f"{id} both")]


@CACHED
async def test_a_child_that_luaflow_did_not_compile(run: Run) -> None:
    id = f"foreign-{uuid.uuid4()}"
    result = await run("foreign", id)
    assert result["pid"] == result["from"] == f"{{@{result['queue']}|{id}}}"
    assert result["value"] == [10, 1, 2]
    assert result["failed"]["error"]["message"] == "negative"
    assert result["failed"]["error"]["retryable"] is False


@CACHED
async def test_task_queue_is_that_of_the_option_then_of_the_host(run: Run) -> None:
    value, error = await run("queues")
    assert value == {"echo": "x"} and error["kind"] == "Timeout"


@CACHED
async def test_context_values_are_of_that_child_only(run: Run) -> None:
    assert await run("context") == [{"tenant": "acme", "user": "ann"}, True, True]


@CACHED
async def test_exit_comes_when_the_chain_of_runs_ends(run: Run) -> None:
    assert await run("chain") == [{"slept": "100ms"}, True, True]


@CACHED
async def test_exec(run: Run) -> None:
    by_worker, by_queue, failed, raised, empty, unsendable, unknown, plain, quiet = await run("exec")
    assert by_worker == by_queue == plain == {"echo": "hello"}
    assert failed == {"message": "no stock", "kind": "NotFound", "retryable": False}
    assert raised["message"].endswith("boom") and raised["kind"] and raised["retryable"] is not None
    assert empty["message"] == "host cannot be empty" and empty["kind"] == "Invalid"
    assert unsendable["kind"] == "Invalid" and unknown["kind"] == "Invalid"
    assert quiet is True


@CACHED
@pytest.mark.parametrize("policy", ["use", "terminate"])
async def test_exec_of_an_id_that_is_taken(run: Run, client: Client, task_queue: str, policy: str) -> None:
    taken = f"{policy}-{uuid.uuid4()}"
    other = await client.start_workflow("app:child_workflow", args=["sleep", "2s"], id=taken, task_queue=task_queue)
    refused, failed, value = await run("exec taken", taken)
    assert refused["kind"] == failed["kind"] == "AlreadyExists"
    assert value == ({"slept": "2s"} if policy == "use" else {"echo": "fresh"})
    if policy == "terminate":
        handle = client.get_workflow_handle(taken, run_id=other.first_execution_run_id)
        assert (await handle.describe()).status is WorkflowExecutionStatus.TERMINATED


@CACHED
async def test_cancelling_the_parent_cancels_what_it_waits_for(begin: Run, client: Client) -> None:
    child = f"child-{uuid.uuid4()}"
    parent = await begin("exec cancelled", child)
    handle = client.get_workflow_handle(child)
    while True:
        try:
            await handle.describe()
            break
        except Exception:
            await asyncio.sleep(0.05)
    await parent.cancel()
    error = await parent.result()
    assert error["kind"] == "Canceled"
    assert (await handle.describe()).status is WorkflowExecutionStatus.CANCELED


@CACHED
async def test_what_cannot_be_started(run: Run) -> None:
    unsendable, no_host, empty, raised = (await run("unsendable"))[:4]
    assert {unsendable["kind"], no_host["kind"], empty["kind"]} == {"Invalid"}
    assert no_host["message"] == "id and host required"
    assert raised is False


INVALID = [
    ("workflow.id", 5, "workflow.id must be a string"),
    ("workflow.id", "", "workflow.id must be a non-empty string"),
    ("workflow.task_queue", True, "workflow.task_queue must be a string"),
    ("temporal.workflow.task_queue", "", "workflow.task_queue must be a non-empty string"),
    ("workflow.execution_timeout", True, "workflow.execution_timeout must be a duration"),
    ("workflow.run_timeout", {"a": 1}, "workflow.run_timeout must be a duration"),
    ("workflow.task_timeout", False, "workflow.task_timeout must be a duration"),
    ("workflow.id_conflict_policy", "never", "workflow.id_conflict_policy must be one of"),
    ("workflow.id_conflict_policy", 9, "workflow.id_conflict_policy must be one of"),
    ("workflow.id_reuse_policy", "sometimes", "workflow.id_reuse_policy must be one of"),
    (
        "workflow.execution_error_when_already_started",
        1,
        "workflow.execution_error_when_already_started must be a bool",
    ),
    ("workflow.retry_policy", "often", "workflow.retry_policy must be a table"),
    ("workflow.cron_schedule", 5, "workflow.cron_schedule must be a string"),
    ("workflow.memo", "note", "workflow.memo must be a table"),
    ("workflow.search_attributes", 5, "workflow.search_attributes must be a table"),
    ("workflow.summary", 5, "workflow.summary must be a string"),
    ("temporal.workflow.static_details", {"a": 1}, "workflow.details must be a string"),
    ("workflow.priority", 5, "workflow.priority must be a table"),
    ("workflow.priority", {"priority_key": "high"}, "workflow.priority.priority_key must be"),
    ("workflow.namespace", 5, "workflow.namespace must be a string"),
    ("workflow.wait_for_cancellation", "yes", "workflow.wait_for_cancellation must be a bool"),
    ("workflow.parent_close_policy", "adopt", "workflow.parent_close_policy must be one of"),
    ("workflow.versioning_intent", "newest", "workflow.versioning_intent must be one of"),
]


@CACHED
async def test_unusable_options_are_errors_before_anything_is_sent(run: Run, begin: Run) -> None:
    results = await run("options", [[name, value] for name, value, _ in INVALID])
    for (name, value, wanted), found in zip(INVALID, results, strict=True):
        assert isinstance(found, dict), (name, value, found)
        assert found["message"].startswith(wanted) and found["kind"] == "Invalid", (name, value, found)
    reuse, cron, namespace = await run("pairs")
    assert "terminate_if_running" in reuse["message"] and reuse["kind"] == "Invalid"
    assert "workflow.cron_schedule" in cron["message"] and "workflow.start_delay" in cron["message"]
    assert namespace["message"].startswith("workflow.namespace must be") and namespace["kind"] == "Invalid"


@pytest.mark.parametrize("cached", [1000])
async def test_options_reach_the_server(begin: Run) -> None:
    parent = await begin("all options")
    assert await parent.result() == {"echo": "x"}
    history = await parent.fetch_history()
    event = next(e for e in history.events if e.HasField("start_child_workflow_execution_initiated_event_attributes"))
    start = event.start_child_workflow_execution_initiated_event_attributes
    assert start.workflow_execution_timeout.seconds == 60
    assert start.workflow_run_timeout.seconds == 50
    assert start.workflow_task_timeout.seconds == 7
    assert start.workflow_id_reuse_policy == 2
    assert start.parent_close_policy == ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON
    assert (start.retry_policy.initial_interval.seconds, start.retry_policy.maximum_attempts) == (2, 3)
    assert start.memo.fields["note"].data == b'{"z":1,"a":"x"}'
    assert start.search_attributes.indexed_fields["customer_id"].data == b'"c-1"'
    assert start.search_attributes.indexed_fields["order_total"].data == b"2.5"
    assert (start.priority.priority_key, start.priority.fairness_key) == (2, "k")
    assert start.priority.fairness_weight == pytest.approx(1.5)
    assert event.user_metadata.summary.data == b'"short"' and event.user_metadata.details.data == b'"long"'


@pytest.mark.parametrize("cached", [1000])
async def test_a_cron_schedule_is_for_the_child(begin: Run) -> None:
    parent = await begin("cron")
    assert await parent.result() is True
    history = await parent.fetch_history()
    schedules = [
        e.start_child_workflow_execution_initiated_event_attributes.cron_schedule
        for e in history.events
        if e.HasField("start_child_workflow_execution_initiated_event_attributes")
    ]
    assert schedules == ["@every 1h"]
