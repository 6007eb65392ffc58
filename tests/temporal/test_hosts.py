"""What the hosts do beyond running code: caching, cancellation, in-process calls, versions, other runtimes' errors."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import luaflow_runtime
import pytest
from luaflow_runtime.entry import Entry
from luaflow_runtime.lib import errors, funcs
from luaflow_runtime.lib import workflow as lua_workflow
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.plugin import LuaflowPlugin
from temporalio import exceptions, workflow
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowFailureError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import Replayer, Worker
from temporalio.worker._workflow_instance import _WorkflowLogicFlag

from tests.seeds import Recorded

from . import careless, flows
from .runs import EITHER, Runs, until


def worker(client: Client, queue: str, **more: Any) -> Worker:
    options: dict[str, Any] = {
        "workflows": flows.WORKFLOWS,
        "activities": flows.ACTIVITIES,
        "plugins": [luaflow_runtime.plugin()],
        "debug_mode": True,
        **more,
    }
    return Worker(client, task_queue=queue, **options)


async def activity_run(name: str, *args: Any) -> Any:
    function = next(f for f in flows.ACTIVITIES if f.__temporal_activity_definition.name == name)  # type: ignore[attr-defined]
    return await ActivityEnvironment().run(function, *args)


@EITHER
@pytest.mark.parametrize(
    ("wait", "expected"),
    [
        ("sleep", {"kind": "Canceled", "message": "workflow canceled", "amount": 3}),
        ("receive", {"kind": "Canceled", "message": "workflow canceled", "amount": 3}),
        ("select", {"kind": "Canceled", "message": "workflow canceled", "amount": 3}),
        ("child", {"kind": "Canceled", "message": "workflow canceled", "amount": 3}),
        (
            "waited child",
            {"result": {"kind": "Canceled", "message": "workflow canceled", "amount": 3}, "amount": 3},
        ),
        ("activity", {"kind": "Canceled", "message": "operation canceled", "amount": 3}),
    ],
)
async def test_every_wait_can_be_cancelled(runs: Runs, wait: str, expected: dict[str, Any]) -> None:
    handle = await runs.start("app:parts", "interrupted", wait)
    if wait in ("receive", "select"):
        await until(handle, "workflow_task_completed_event_attributes")
    else:
        await until(
            handle,
            "timer_started_event_attributes",
            "activity_task_scheduled_event_attributes",
            "child_workflow_execution_started_event_attributes",
        )
    await asyncio.sleep(0.1)
    await handle.cancel()
    assert await handle.result() == expected
    await runs.replay(handle)


async def test_the_sdks_single_batch_mode(client: Client, replays: Any) -> None:
    """The SDK will apply all jobs of an activation before anything runs; the outcome is the same."""
    batched = worker(client, "batched")
    batched._set_default_workflow_logic_flag(
        _WorkflowLogicFlag.PROCESS_WORKFLOW_ACTIVATION_JOBS_AS_SINGLE_BATCH, enabled=True
    )
    runs = Runs(client, "batched", replays)
    async with batched:
        for arguments in (("futures",), ("spin",), ("child", {"a": 1}), ("cancel future",)):
            await runs.run("app:parts", *arguments)
        handle = await runs.start("app:parts", "compensate")
        await until(handle, "activity_task_scheduled_event_attributes")
        await handle.cancel()
        assert await handle.result() == {"kind": "Canceled", "amount": 7}
        await runs.replay(handle)


async def test_eviction_of_waiting_threads(client: Client, replays: Any, caplog: pytest.LogCaptureFixture) -> None:
    async with worker(client, "small-cache", max_cached_workflows=1):
        runs = Runs(client, "small-cache", replays)
        handles = [await runs.start("app:parts", "compensate") for _ in range(4)]
        for handle in handles:
            await handle.cancel()
        assert [await handle.result() for handle in handles] == [{"kind": "Canceled", "amount": 7}] * 4
        for handle in handles:
            await runs.replay(handle)
    assert not [record for record in caplog.records if "eviction" in record.getMessage().lower()]


@EITHER
async def test_signals_before_and_after_the_start(runs: Runs) -> None:
    handle = await runs.start("app:parts", "wait", start_signal="early")
    await handle.signal("late", args=[1, {"a": 2}])
    assert await handle.query("state") == {}
    await handle.cancel()
    with pytest.raises(WorkflowFailureError) as caught:
        await handle.result()
    assert isinstance(caught.value.cause, exceptions.CancelledError)
    await runs.replay(handle)


async def test_a_run_that_depends_on_the_hash_seed_is_noticed(
    client: Client, replays: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ``recorded`` does for the other tests can fail."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # where the history is kept
    histories = Recorded()
    async with worker(client, "careless", workflows=careless.WORKFLOWS):
        handle = await Runs(client, "careless", replays).start("careless")
        await handle.result()
        histories.keep(careless, await handle.fetch_history())
    with pytest.raises(AssertionError, match=r"PYTHONHASHSEED=\d+\n(?s:.)*does not replay"):
        histories.replay()


async def test_plugin_on_client_and_worker(client: Client, replays: Any) -> None:
    both = Client(client.service_client, plugins=[luaflow_runtime.plugin()])
    with pytest.warns(UserWarning, match="present from both client and worker"):
        twice = worker(both, "both")
    interceptors = twice.config(active_config=True).get("interceptors", [])
    assert len(interceptors) <= 1
    async with twice:
        with luaflow_runtime.context({"tenant": "acme"}):
            assert (await Runs(both, "both", replays).run("app:parts", "context"))["own"] == "acme"


async def test_a_worker_without_activities_polls_for_none(client: Client) -> None:
    config = worker(client, "workflows-only", activities=[]).config(active_config=True)
    assert config.get("no_remote_activities") is True
    assert LuaflowPlugin().name() == "luaflow"


async def test_functions_call_functions_in_process() -> None:
    with luaflow_runtime.context({"tenant": "acme"}):
        result = await activity_run("app:charge", {"fail": "calls", "amount": 4})
    assert result.payload.data == (
        b'{"value":"acme","failure":"Unavailable","unknown":"NotFound: no handler registered for target",'
        b'"other":[true,"acme","NotFound",3]}'
    )


async def test_cancelled_activity(client: Client) -> None:
    function = next(f for f in flows.ACTIVITIES if f.__temporal_activity_definition.name == "app:slow")  # type: ignore[attr-defined]
    environment = ActivityEnvironment()
    running = asyncio.ensure_future(environment.run(function, 30))
    await asyncio.sleep(0.1)
    environment.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(running, 5)


async def test_cancelled_call_in_an_activity() -> None:
    function = next(f for f in flows.ACTIVITIES if f.__temporal_activity_definition.name == "app:charge")  # type: ignore[attr-defined]
    environment = ActivityEnvironment()
    running = asyncio.ensure_future(environment.run(function, {"fail": "cancel"}))
    await asyncio.sleep(0.1)
    environment.cancel()
    assert (await asyncio.wait_for(running, 5)).payload.data == b'"Canceled"'


async def test_failures_of_other_runtimes() -> None:
    chain = {"errors": [{"msg": "root", "kind": "Conflict", "retry": False, "details": {"a": 1}, "stack": ["x:1"]}]}
    error = failure_error(exceptions.ApplicationError("outer: root", chain, type="Conflict", non_retryable=True))
    assert (error.message_, error.kind_, error.retryable_) == ("root", "Conflict", False)
    assert (error.details_, error.stack_) == ({"a": 1}, "x:1")
    error = failure_error(exceptions.ApplicationError("boom", type="ValueError"))
    assert (error.kind_, error.retryable_) == ("", True)
    error = failure_error(exceptions.ApplicationError("late", type="Timeout", non_retryable=True))
    assert (error.kind_, error.retryable_) == ("Timeout", False)
    assert failure_error(exceptions.CancelledError("x")).message_ == "operation canceled"
    assert failure_error(exceptions.TerminatedError("x")).message_ == "workflow terminated"
    assert failure_error(RuntimeError("odd")).kind_ == "Internal"


def versioned(main: Any) -> Entry:
    """Make the entry of one generation of a workflow whose code changes."""
    return Entry(
        id="app:versioned",
        kind="workflow.lua",
        chunk=lambda *_: main,
        method="main",
        table=flows.Flow,
        source=flows.__luaflow__,
        registry=flows.REGISTRY,
        worker="app:worker",
    )


async def _charge(amount: Any) -> Any:
    value, _ = await funcs.call("app:charge", flows.Flow(amount=amount))
    return value.amount


async def _first() -> Any:
    return await _charge(0)


async def _second() -> Any:
    version, _ = lua_workflow.version("change", -1, 1)
    return flows.Flow(await _charge(0), version)


async def _third() -> Any:
    version, _ = lua_workflow.version("change", -1, 2)
    return flows.Flow(await _charge(0), version, lua_workflow.version("change", -1, 2)[0])


async def _fourth() -> Any:
    version, _ = lua_workflow.version("change", 2, 3)
    return flows.Flow(await _charge(0), version)


@workflow.defn(name="app:versioned", sandboxed=False)
class Generation1(luaflow_runtime.LuaWorkflow):
    entry = versioned(_first)

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


@workflow.defn(name="app:versioned", sandboxed=False)
class Generation2(luaflow_runtime.LuaWorkflow):
    entry = versioned(_second)

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


@workflow.defn(name="app:versioned", sandboxed=False)
class Generation3(luaflow_runtime.LuaWorkflow):
    entry = versioned(_third)

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


@workflow.defn(name="app:versioned", sandboxed=False)
class Generation4(luaflow_runtime.LuaWorkflow):
    entry = versioned(_fourth)

    @workflow.run
    async def run(self, *args: Any) -> Any:
        return await self.execute(args)


GENERATIONS: list[type] = [Generation1, Generation2, Generation3, Generation4]


@EITHER
async def test_versions_over_generations(client: Client, replays: Any, cached: int) -> None:
    plugins = [luaflow_runtime.plugin()]
    histories = []
    for number, generation in enumerate(GENERATIONS):
        queue = f"generation-{number}-{cached}"
        async with worker(client, queue, workflows=[generation], max_cached_workflows=cached):
            handle = await Runs(client, queue, replays).start("app:versioned")
            histories.append((await handle.result(), await handle.fetch_history()))
    assert [result for result, _ in histories] == [0, [0, 1], [0, 2, 2], [0, 3]]

    async def replayed(generation: type, history: Any) -> bool:
        result = await Replayer(workflows=[generation], plugins=plugins).replay_workflow(
            history, raise_on_replay_failure=False
        )
        return result.replay_failure is None

    for number, generation in enumerate(GENERATIONS[1:3], 1):
        for _, history in histories[: number + 1]:
            assert await replayed(generation, history)
    # Generation 4 supports 2 and 3 only.
    assert not await replayed(GENERATIONS[3], histories[0][1])
    assert not await replayed(GENERATIONS[3], histories[1][1])
    assert await replayed(GENERATIONS[3], histories[2][1])
    # An older worker meets a run of a newer one.
    assert not await replayed(GENERATIONS[2], histories[3][1])


async def test_imports_are_lazy() -> None:
    code = (
        "import sys, luaflow_runtime, luaflow_runtime.entry, luaflow_runtime.abi\n"
        "assert 'temporalio' not in sys.modules and 'asyncio' not in sys.modules\n"
        "import luaflow_runtime.lib.funcs, luaflow_runtime.lib.workflow, luaflow_runtime.lib.uuid\n"
        "assert 'temporalio' not in sys.modules\n"
        "luaflow_runtime.LuaWorkflow\n"
        "assert 'luaflow_runtime.temporal.connection' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


async def test_a_foreign_header_value_of_any_shape() -> None:
    from luaflow_runtime.temporal.headers import decode_context, encode_context

    for data in (b"", b"[1]", b"\xff", b"null", b"[" * 100_000):
        assert decode_context({"luaflow-context": Payload(data=data)}) == {}
    assert decode_context({"wippy-context": encode_context({"a": 1})}) == {"a": 1}
    assert errors.CANCELED == "Canceled"
