"""``process.monitor``, ``process.link`` and their counterparts, between workflows on the dev server."""

from __future__ import annotations

import asyncio
import re
import sys
import uuid
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import luaflow_runtime
import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError, TerminatedError
from temporalio.worker import Replayer, Worker

from tests.conftest import CompileLua
from tests.seeds import Recorded

# Does what its arguments say: each is {what, ...}, done in order, each result is one of the list that it returns.
WATCHER = """
local time = require("time")

local function plain(event)
    local result = event.result or {}
    return {
        kind = event.kind, from = event.from, at = type(event.at), value = result.value,
        error = result.error and {tostring(result.error), result.error:kind(), result.error:details()},
    }
end

local function outcome(ok, err)
    if err then return {tostring(err), err:kind(), err:retryable()} end
    return ok
end

local run = {
    monitor = function(pid) return outcome(process.monitor(pid)) end,
    unmonitor = function(pid) return outcome(process.unmonitor(pid)) end,
    link = function(pid) return outcome(process.link(pid)) end,
    unlink = function(pid) return outcome(process.unlink(pid)) end,
    terminate = function(pid) return outcome(process.terminate(pid)) end,
    send = function(pid, topic) return outcome(process.send(pid, topic, "please")) end,
    trap = function() return outcome(process.set_options({trap_links = true})) end,
    event = function() return plain((process.events():receive())) end,
    quiet = function(duration)
        local got = channel.select {process.events():case_receive(), time.after(duration):case_receive()}
        return got.channel ~= process.events() or plain(got.value)
    end,
    sleep = function(duration) time.sleep(duration) return true end,
    wait = function(topic) return (process.listen(topic):receive()) end,
    fail = function(message) error(message) end,
    pid = function() return process.pid() end,
}

local function main(steps)
    local results = {}
    for index, step in ipairs(steps) do
        if step[1] == "upgrade" then
            local rest = {}
            for later = index + 1, #steps do rest[#rest + 1] = steps[later] end
            process.upgrade(nil, rest)
        end
        local result = run[step[1]](step[2], step[3])
        results[#results + 1] = result
    end
    return results
end

return {main = main}
"""

# Ends as the message says.
TARGET = """
local time = require("time")

local function main()
    local how = process.inbox():receive()
    if how:topic() == "value" then return {b = 1, a = {"x", 2}, text = "ä"} end
    if how:topic() == "fail" then return nil, errors.new({message = "no stock", kind = errors.NOT_FOUND, details = {sku = 7}}) end
    if how:topic() == "large" then return ('"'):rep(990000) end
    if how:topic() == "upgrade" then process.upgrade(nil) end
    error("unknown " .. how:topic())
end

return {main = main}
"""


@pytest.fixture(scope="module")
def package(compile_lua: CompileLua) -> ModuleType:
    return compile_lua({"watcher_workflow": WATCHER, "target_workflow": TARGET}, modules=("time", "errors"))


@dataclass(frozen=True, kw_only=True)
class Flows:
    """Starts workflows of the package.

    Attributes:
        cached: Workflows that a worker keeps in memory; with none each task replays from the start.
        started: What was started.
    """

    client: Client
    package: ModuleType
    task_queue: str
    recorded: Recorded
    cached: int = 1000
    started: list[WorkflowHandle[Any, Any]] = field(default_factory=list)

    def worker(self) -> Worker:
        return Worker(
            self.client,
            task_queue=self.task_queue,
            workflows=self.package.WORKFLOWS,
            plugins=[luaflow_runtime.plugin()],
            max_cached_workflows=self.cached,
            debug_mode=True,
        )

    async def target(self, id: str = "") -> WorkflowHandle[Any, Any]:
        return await self._start("app:target_workflow", [], id or f"target-{uuid.uuid4()}")

    async def watcher(self, *steps: list[str]) -> WorkflowHandle[Any, Any]:
        return await self._start("app:watcher_workflow", [list(steps)], f"watcher-{uuid.uuid4()}")

    async def _start(self, name: str, args: list[Any], id: str) -> WorkflowHandle[Any, Any]:
        # Without a cache, what comes during a local activity costs the SDK a whole workflow task's time.
        handle = await self.client.start_workflow(
            name, args=args, id=id, task_queue=self.task_queue, task_timeout=timedelta(seconds=3)
        )
        self.started.append(handle)
        return handle

    async def results(self, *steps: list[str]) -> list[Any]:
        results: list[Any] = await (await self.watcher(*steps)).result()
        return results

    async def replay(self, *, later: bool = True) -> None:
        """Replay every run that was started, at once and, if not told otherwise, under several hash seeds later."""
        replayer = Replayer(workflows=self.package.WORKFLOWS, plugins=[luaflow_runtime.plugin()], debug_mode=True)
        for handle in self.started:
            history = await self.client.get_workflow_handle(
                handle.id, run_id=handle.first_execution_run_id
            ).fetch_history()
            await replayer.replay_workflow(history)
            if later:
                self.recorded.keep(self.package, history)


def pid(handle: WorkflowHandle[Any, Any] | str) -> str:
    return f"{{app:temporal@app:worker|{handle if isinstance(handle, str) else handle.id}}}"


@pytest_asyncio.fixture
async def flows(
    client: Client, package: ModuleType, recorded: Recorded, request: pytest.FixtureRequest
) -> AsyncIterator[Flows]:
    flows = Flows(
        client=client,
        package=package,
        task_queue=f"watches-{uuid.uuid4()}",
        recorded=recorded,
        cached=getattr(request, "param", 1000),
    )
    yield flows
    await flows.replay()


either = pytest.mark.parametrize("flows", [1000, 0], ids=["cached", "uncached"], indirect=True)
"""With workflows in memory, and with none, so that each task replays from the start."""


async def until_watching(handle: WorkflowHandle[Any, Any], count: int = 1) -> None:
    """Wait until a run has that many watches, each running on a worker."""
    while True:
        pending = (await handle.describe()).raw_description.pending_activities
        if sum(activity.activity_type.name == "luaflow:watch" and activity.state == 2 for activity in pending) == count:
            return
        await asyncio.sleep(0.05)


async def until_linked(handle: WorkflowHandle[Any, Any]) -> None:
    """Wait until another workflow has told a run that they are linked."""
    async for event in handle.fetch_history_events(wait_new_event=True):
        if event.workflow_execution_signaled_event_attributes.signal_name == "luaflow:link":
            return


@either
async def test_monitored_workflow_that_returns(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        watcher = await flows.watcher(["monitor", pid(target)], ["monitor", pid(target)], ["event"], ["quiet", "300ms"])
        await until_watching(watcher)
        await target.signal("value")
        established, twice, event, quiet = await watcher.result()
    assert established is True
    assert twice == ["already monitoring pid", "Internal", False]
    assert event == {
        "kind": "pid.exit",
        "from": pid(target),
        "at": "number",
        "value": {"b": 1, "a": ["x", 2], "text": "ä"},
    }
    assert list(event["value"]) == ["a", "b", "text"] or list(event["value"]) == ["b", "a", "text"]
    assert quiet is True


@either
async def test_monitored_workflow_that_fails(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        watcher = await flows.watcher(["monitor", pid(target)], ["event"])
        await until_watching(watcher)
        await target.signal("fail")
        _, event = await watcher.result()
    assert event["error"] == ["no stock", "NotFound", {"sku": 7}]
    assert "value" not in event


@either
async def test_a_result_too_large_to_be_reported_is_no_failure(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        monitor = await flows.watcher(["monitor", pid(target)], ["event"])
        link = await flows.watcher(["link", pid(target)], ["wait", "end"])
        for handle in (monitor, link):
            await until_watching(handle)
        await target.signal("large")
        _, event = await monitor.result()
        await asyncio.sleep(0.5)
        await link.signal("end", "fine")
        assert await link.result() == [True, "fine"]
    assert event["error"] == ["a result of 1980002 bytes is too large to be reported", "Invalid"]


@either
async def test_workflow_that_has_ended_already_and_one_that_never_was(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        await target.signal("value")
        await target.result()
        ok, event, unknown, link, nameless = await flows.results(
            ["monitor", pid(target)],
            ["event"],
            ["monitor", pid("nobody")],
            ["link", pid("nobody")],
            ["monitor", "no such name"],
        )
    assert ok is True
    assert event["kind"] == "pid.exit"
    assert unknown == link == ["pid not registered", "Internal", False]
    assert nameless == ["could not resolve 'no such name' as PID or registered name", "Internal", False]


@either
async def test_monitor_follows_continue_as_new_of_the_target(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        watcher = await flows.watcher(["monitor", pid(target)], ["event"])
        await until_watching(watcher)
        await target.signal("upgrade")
        await asyncio.sleep(0.5)
        assert (await watcher.describe()).status is WorkflowExecutionStatus.RUNNING
        await flows.client.get_workflow_handle(target.id).signal("value")
        _, event = await watcher.result()
    assert event["value"]["b"] == 1


@either
async def test_unmonitor(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        results = await flows.results(
            ["monitor", pid(target)],
            ["unmonitor", pid(target)],
            ["send", pid(target), "value"],
            ["quiet", "1s"],
            ["unmonitor", pid("nobody")],
            ["unmonitor", pid(target)],
        )
    assert results == [True] * 6


@either
async def test_terminated_workflow(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        _, ended, event, again = await flows.results(
            ["monitor", pid(target)], ["terminate", pid(target)], ["event"], ["terminate", pid(target)]
        )
        description = await target.describe()
        history = await target.fetch_history()
    assert ended is True
    assert event["error"] == ["workflow terminated", "Canceled"]
    assert again[1:] == ["Internal", False]
    assert "process not found" in again[0]
    assert description.status is WorkflowExecutionStatus.TERMINATED
    assert history.events[-1].workflow_execution_terminated_event_attributes.reason == "process.terminate"


@either
async def test_link_to_a_workflow_that_fails(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        watcher = await flows.watcher(["link", pid(target)], ["link", pid(target)], ["wait", "never"])
        await until_watching(watcher)
        await until_watching(target)
        await target.signal("fail")
        with pytest.raises(WorkflowFailureError) as failure:
            await watcher.result()
    cause = failure.value.cause
    assert isinstance(cause, ApplicationError)
    assert (cause.message, cause.type) == ("linked process failed", "Internal")
    assert cause.details[0] == {"from": pid(target), "error": "no stock"}


@either
async def test_trapped_link_comes_before_exit(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        watcher = await flows.watcher(
            ["trap"], ["monitor", pid(target)], ["link", pid(target)], ["event"], ["event"], ["quiet", "300ms"]
        )
        await until_watching(watcher)
        await target.signal("fail")
        *_, first, second, quiet = await watcher.result()
    assert [first["kind"], second["kind"]] == ["pid.link.down", "pid.exit"]
    assert first["error"] == second["error"] == ["no stock", "NotFound", {"sku": 7}]
    assert first["from"] == pid(target)
    assert quiet is True


@either
async def test_link_reaches_the_other_side(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        passive = await flows.watcher(["wait", "never"])
        active = await flows.watcher(["link", pid(passive)], ["wait", "now"], ["fail", "own fault"])
        await until_watching(passive)
        await active.signal("now", "go")
        with pytest.raises(WorkflowFailureError) as failure:
            await passive.result()
        with pytest.raises(WorkflowFailureError):
            await active.result()
    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.message == "linked process failed"
    assert failure.value.cause.details[0]["from"] == pid(active)


@either
async def test_normal_end_and_unlink_leave_the_other_side_alone(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        first = await flows.watcher(["wait", "end"])
        second = await flows.watcher(["wait", "end"])
        active = await flows.watcher(
            ["link", pid(first)],
            ["link", pid(second)],
            ["unlink", pid(second)],
            ["unlink", pid("nobody")],
            ["wait", "go"],
            ["fail", "own fault"],
        )
        await until_watching(active)
        await first.signal("end", "fine")
        assert await first.result() == ["fine"]
        await asyncio.sleep(0.3)
        await active.signal("go", 1)
        with pytest.raises(WorkflowFailureError):
            await active.result()
        await asyncio.sleep(0.5)
        await second.signal("end", "fine")
        assert await second.result() == ["fine"]


@either
async def test_chain_of_links_and_link_to_oneself(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        third = await flows.watcher(["pid"], ["wait", "never"])
        second = await flows.watcher(["link", pid(third)], ["wait", "never"])
        first = await flows.watcher(["link", pid(second)], ["wait", "go"], ["fail", "own fault"])
        await until_watching(third)
        await until_watching(second, 2)
        await first.signal("go", 1)
        for handle in (second, third):
            with pytest.raises(WorkflowFailureError):
                await handle.result()
        alone = f"alone-{uuid.uuid4()}"
        result = await flows.client.execute_workflow(
            "app:watcher_workflow",
            [["link", pid(alone)], ["monitor", pid(alone)], ["unlink", pid(alone)], ["quiet", "200ms"]],
            id=alone,
            task_queue=flows.task_queue,
        )
    assert result == [True] * 4


@either
async def test_both_ends_fail_at_once(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        first = await flows.watcher(["wait", "go"], ["fail", "first"])
        second = await flows.watcher(["link", pid(first)], ["wait", "go"], ["fail", "second"])
        await until_watching(first)
        await asyncio.gather(first.signal("go", 1), second.signal("go", 1))
        for handle in (first, second):
            with pytest.raises(WorkflowFailureError):
                await handle.result()


@either
async def test_watches_survive_continue_as_new(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target, other = await flows.target(), await flows.target()
        watcher = await flows.watcher(
            ["trap"], ["monitor", pid(target)], ["link", pid(other)], ["upgrade"], ["event"], ["event"]
        )
        now = flows.client.get_workflow_handle(watcher.id)
        await until_watching(now, 2)
        while (await now.describe()).run_id == watcher.first_execution_run_id:
            await asyncio.sleep(0.05)
        await until_watching(now, 2)
        await target.signal("value")
        await asyncio.sleep(0.3)
        await other.signal("fail")
        exit, down = await watcher.result()
    assert [exit["kind"], exit["from"], exit["value"]["b"]] == ["pid.exit", pid(target), 1]
    assert [down["kind"], down["from"]] == ["pid.link.down", pid(other)]


async def test_watch_survives_its_worker(flows: Flows) -> None:
    async with asyncio.timeout(60):
        async with flows.worker():
            target = await flows.target()
            watcher = await flows.watcher(["monitor", pid(target)], ["event"])
            await until_watching(watcher)
        await target.signal("value")
        async with flows.worker():
            _, event = await watcher.result()
    assert event["value"]["b"] == 1


async def test_watch_survives_a_killed_worker(flows: Flows, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(WORKER_PROGRAM)
    address = flows.client.service_client.config.target_host
    folder = str(Path(str(flows.package.__file__)).parents[1])
    arguments = (sys.executable, str(program), folder, flows.package.__name__, address, flows.task_queue)
    async with asyncio.timeout(60):
        process = await asyncio.create_subprocess_exec(*arguments)
        try:
            target = await flows.target()
            watcher = await flows.watcher(
                ["monitor", pid(target)], ["link", pid(target)], ["trap"], ["event"], ["event"]
            )
            await until_watching(watcher)
            await until_watching(target)
        finally:
            process.kill()
            await process.wait()
        await target.signal("fail")
        async with flows.worker():
            *_, first, second = await watcher.result()
    assert [first["kind"], second["kind"]] == ["pid.link.down", "pid.exit"]


WORKER_PROGRAM = """
import asyncio, importlib, sys

import luaflow_runtime
from temporalio.client import Client
from temporalio.worker import Worker


async def main(folder, package, address, task_queue):
    sys.path.insert(0, folder)
    client = await Client.connect(address)
    workflows = importlib.import_module(package).WORKFLOWS
    await Worker(client, task_queue=task_queue, workflows=workflows, plugins=[luaflow_runtime.plugin()]).run()


asyncio.run(main(*sys.argv[1:]))
"""


@either
async def test_a_workflow_that_terminates_itself(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        alone = f"alone-{uuid.uuid4()}"
        handle = await flows.client.start_workflow(
            "app:watcher_workflow",
            [["terminate", pid(alone)], ["fail", "not reached"]],
            id=alone,
            task_queue=flows.task_queue,
        )
        with pytest.raises(WorkflowFailureError) as failure:
            await handle.result()
    assert isinstance(failure.value.cause, TerminatedError)


async def test_most_watches(flows: Flows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("luaflow_runtime.temporal.watches.MOST_WATCHES", 2)
    async with asyncio.timeout(60), flows.worker():
        targets = [await flows.target() for _ in range(3)]
        results = await flows.results(
            *(["monitor", pid(target)] for target in targets),
            ["link", pid(targets[1])],
            ["unmonitor", pid(targets[0])],
            ["monitor", pid(targets[2])],
        )
        await flows.replay(later=False)  # other processes know the real limit
    flows.started.clear()
    assert results == [
        True,
        True,
        ["a workflow cannot watch more than 1000 others", "Internal", False],
        True,
        True,
        True,
    ]


async def test_no_watch_is_left_when_the_run_ends(flows: Flows) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        watcher = await flows.watcher(["monitor", pid(target)], ["link", pid(target)], ["wait", "end"])
        await until_watching(watcher)
        while len(running := watches()) < 2:  # the linked target has one, too
            await asyncio.sleep(0.05)
        await watcher.signal("end", 1)
        await watcher.result()
        while watches() & running:
            await asyncio.sleep(0.1)


def watches() -> set[asyncio.Task[Any]]:
    """Return the heartbeats of activities in this process that wait for the end of a workflow."""
    return {task for task in asyncio.all_tasks() if getattr(task.get_coro(), "__name__", "") == "_heartbeat"}


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("luaflow:link", []),
        ("luaflow:link", ["text"]),
        ("luaflow:link", [{"run_id": 7}]),
        ("luaflow:unlink", [None]),
        ("luaflow:cancel", ["x", 1]),
        ("luaflow:cancel", [{"deadline": {"a": 1}}]),
        ("luaflow:nonsense", [b"\xff\xfe"]),
    ],
)
async def test_garbage_in_signals_of_luaflows_own(flows: Flows, name: str, args: list[Any]) -> None:
    async with asyncio.timeout(60), flows.worker():
        watcher = await flows.watcher(["wait", "end"])
        await watcher.signal(name, args=args)
        await watcher.signal("end", "fine")
        assert await watcher.result() == ["fine"]
        history = await watcher.fetch_history()
    assert not any(event.HasField("workflow_task_failed_event_attributes") for event in history.events)


SENDER: Mapping[str, str] = {"sender": "{app:temporal@app:worker|never-was}", "nonsense": "nonsense"}


@pytest.mark.parametrize("sender", SENDER.values(), ids=SENDER.keys())
@pytest.mark.parametrize("run_id", ["", "no run id", "11111111-1111-4111-8111-111111111111"])
async def test_link_from_nowhere_is_ignored(flows: Flows, sender: str, run_id: str) -> None:
    from temporalio.api.common.v1 import WorkflowExecution
    from temporalio.api.workflowservice.v1 import SignalWorkflowExecutionRequest
    from temporalio.converter import default

    async with asyncio.timeout(60), flows.worker():
        watcher = await flows.watcher(["wait", "end"])
        request = SignalWorkflowExecutionRequest(
            namespace=flows.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=watcher.id),
            signal_name="luaflow:link",
        )
        request.input.payloads.extend(await default().encode([{"run_id": run_id}]))
        request.header.fields["luaflow-sender"].CopyFrom((await default().encode([sender]))[0])
        await flows.client.workflow_service.signal_workflow_execution(request)
        await asyncio.sleep(0.5)
        await watcher.signal("end", "fine")
        assert await watcher.result() == ["fine"]


def test_snippets_of_the_document_compile(compile_lua: CompileLua) -> None:
    text = (Path(__file__).parents[2] / "docs" / "watching.md").read_text()
    snippets = re.findall(r"```lua\n(.*?)```", text, re.DOTALL)
    assert len(snippets) == 5
    flow = 'local time, logger = require("time"), require("logger")\nlocal function main(pid)\n%s\nend\nreturn {main = main}\n'
    files = {f"snippet_{number}_workflow": flow % snippet for number, snippet in enumerate(snippets)}
    compile_lua(files, modules=("time", "errors", "logger"))
