"""``process.registry`` in workflows: durable names, unique in the namespace."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from types import ModuleType
from typing import Any

import pytest
import pytest_asyncio
from temporalio.client import Client, WorkflowExecutionStatus

from tests.conftest import CompileLua
from tests.seeds import Recorded
from tests.temporal.test_watches import TARGET, WATCHER, Flows, either, pid

NAMES = """
    register = function(name, pid) return outcome(process.registry.register(name, pid)) end,
    scoped = function(name) return outcome(process.registry.register(name, nil, process.registry.CONSISTENT)) end,
    lookup = function(name) return outcome(process.registry.lookup(name)) end,
    unregister = function(name) return outcome(process.registry.unregister(name)) end,
    cancel = function(pid, how) return outcome(process.cancel(pid, how)) end,
"""


@pytest.fixture(scope="module")
def package(compile_lua: CompileLua) -> ModuleType:
    watcher = WATCHER.replace("local run = {", "local run = {" + NAMES)
    return compile_lua({"watcher_workflow": watcher, "target_workflow": TARGET}, modules=("time", "errors"))


@pytest_asyncio.fixture
async def flows(
    client: Client, package: ModuleType, recorded: Recorded, request: pytest.FixtureRequest
) -> AsyncIterator[Flows]:
    flows = Flows(
        client=client,
        package=package,
        task_queue=f"names-{uuid.uuid4()}",
        recorded=recorded,
        cached=getattr(request, "param", 1000),
    )
    yield flows
    await flows.replay()


@pytest.fixture
def name() -> str:
    return f"Lager ä|{{}} {uuid.uuid4()}"


@either
async def test_register_look_up_release(flows: Flows, name: str) -> None:
    async with asyncio.timeout(60), flows.worker():
        target = await flows.target()
        watcher = await flows.watcher(
            ["unregister", name],
            ["lookup", name],
            ["register", name],
            ["scoped", name],
            ["lookup", name],
            ["register", name, pid(target)],
            ["unregister", name],
            ["unregister", name],
            ["register", name, pid(target)],
            ["lookup", name],
        )
        results = await watcher.result()
        await target.terminate()
    assert results == [
        False,
        ["name not registered", "NotFound", False],
        True,
        True,
        pid(watcher),
        ["name already registered", "AlreadyExists", False],
        True,
        False,
        True,
        pid(target),
    ]


@either
async def test_what_cannot_be_registered(flows: Flows, name: str) -> None:
    async with asyncio.timeout(60), flows.worker():
        results = await flows.results(
            ["register", name, "no pid"],
            ["register", name, "{update|1}"],
            ["register", name, pid("nobody")],
            ["register", "x" * 901],
            ["lookup", "x" * 901],
        )
    assert results[0] == ["invalid PID: no pid", "Invalid", False]
    assert results[1] == ["invalid PID: {update|1}", "Invalid", False]
    assert results[2] == [f"process not found: {pid('nobody')}", "NotFound", False]
    assert results[3] == ["name must not be longer than 900 bytes", "Invalid", False]
    assert results[4][1] == "NotFound"


@either
async def test_names_are_released_when_their_owner_has_ended(flows: Flows, name: str) -> None:
    async with asyncio.timeout(60), flows.worker():
        first = await flows.watcher(["register", name], ["wait", "end"])
        while (await flows.results(["lookup", name]))[0] != pid(first):
            await asyncio.sleep(0.1)
        await first.signal("end", 1)
        await first.result()
        second = await flows.watcher(["lookup", name], ["register", name], ["lookup", name])
        found, registered, now = await second.result()
        holder = flows.client.get_workflow_handle(f"luaflow:name:{name}")
        while (await holder.describe()).status is WorkflowExecutionStatus.RUNNING:
            await asyncio.sleep(0.1)
        history = await holder.fetch_history()
    assert found == ["name not registered", "NotFound", False]
    assert registered is True
    assert now == pid(second)
    assert len(history.events) < 15


async def test_one_of_two_gets_the_name(flows: Flows, name: str) -> None:
    async with asyncio.timeout(60), flows.worker():
        for _ in range(3):
            handles = [await flows.watcher(["register", name], ["wait", "end"]) for _ in range(6)]
            for handle in handles:
                while (await handle.describe()).history_length < 5:  # it has asked for the name
                    await asyncio.sleep(0.05)
            winner = ""
            while not winner:
                found = (await flows.results(["lookup", name]))[0]
                winner = found if isinstance(found, str) else ""
            for handle in handles:
                await handle.signal("end", 1)
            results = [await handle.result() for handle in handles]
            assert [pid(handle) for handle, (ok, _) in zip(handles, results) if ok is True] == [winner]
            assert [ok[1] for ok, _ in results if ok is not True] == ["AlreadyExists"] * 5


@either
async def test_a_name_is_a_destination(flows: Flows, name: str) -> None:
    async with asyncio.timeout(60), flows.worker():
        target, other = await flows.target(), await flows.target()
        results = await flows.results(
            ["register", name, pid(target)],
            ["trap"],
            ["link", name],
            ["monitor", name],
            ["send", name, "fail"],
            ["event"],
            ["event"],
            ["register", name, pid(other)],
            ["cancel", name, "enough"],
            ["terminate", name],
            ["send", name, "value"],
        )
        assert (await other.describe()).status is not WorkflowExecutionStatus.RUNNING
    assert results[:5] == [True] * 5
    assert [results[5]["kind"], results[6]["kind"]] == ["pid.link.down", "pid.exit"]
    assert results[5]["from"] == results[6]["from"] == pid(target)
    assert results[7:9] == [True, True]
    assert results[9] is True or "not found" in results[9][0] or "could not resolve" in results[9][0]
    assert results[10][1] == "NotFound"


async def test_a_name_outlives_workers_and_continue_as_new(flows: Flows, name: str) -> None:
    async with asyncio.timeout(60):
        async with flows.worker():
            owner = await flows.watcher(["register", name], ["upgrade"], ["wait", "end"])
            current = flows.client.get_workflow_handle(owner.id)
            while (await current.describe()).run_id == owner.first_execution_run_id:
                await asyncio.sleep(0.05)
        async with flows.worker():
            assert await flows.results(["lookup", name], ["register", name]) == [
                pid(owner),
                ["name already registered", "AlreadyExists", False],
            ]
            await current.signal("end", 1)
            assert await owner.result() == [1]
            assert (await flows.results(["lookup", name]))[0][1] == "NotFound"


@either
async def test_a_foreign_workflow_under_the_id_of_a_name(flows: Flows, name: str) -> None:
    async with asyncio.timeout(60), flows.worker():
        holder = await flows.target(f"luaflow:name:{name}")
        results: list[Any] = await flows.results(["lookup", name], ["register", name], ["unregister", name])
        await holder.terminate()
    assert [results[0][1], results[1][1], results[2]] == ["NotFound", "AlreadyExists", False]
