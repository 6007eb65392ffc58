"""Compiled workflows on a real server; each run's history is replayed."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import luaflow_runtime
import pytest
import pytest_asyncio
from luaflow_runtime.temporal.failures import failure_error
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer, Worker

from . import flows

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUEUE = "flows"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def client(server: WorkflowEnvironment) -> AsyncIterator[Client]:
    client = await Client.connect(server.client.service_client.config.target_host, plugins=[luaflow_runtime.plugin()])
    async with Worker(client, task_queue=QUEUE, workflows=flows.WORKFLOWS, activities=flows.ACTIVITIES):
        yield client


async def start(client: Client, workflow: str, *args: Any) -> WorkflowHandle[Any, Any]:
    return await client.start_workflow(
        workflow, args=args, id=str(uuid.uuid4()), task_queue=QUEUE, execution_timeout=timedelta(seconds=20)
    )


async def replay(handle: WorkflowHandle[Any, Any]) -> Any:
    history = await handle.fetch_history()
    await Replayer(workflows=flows.WORKFLOWS, plugins=[luaflow_runtime.plugin()]).replay_workflow(history)
    return history


async def run(client: Client, workflow: str, *args: Any) -> Any:
    handle = await start(client, workflow, *args)
    try:
        return await handle.result()
    finally:
        await replay(handle)


async def failure(client: Client, workflow: str, *args: Any) -> ApplicationError:
    with pytest.raises(WorkflowFailureError) as caught:
        await run(client, workflow, *args)
    cause = caught.value.cause
    assert isinstance(cause, ApplicationError), cause
    return cause


async def test_order(client: Client) -> None:
    assert await run(client, "app:order", {"total": 5}) == {"status": "done", "payment": "p-1", "amount": 5, "total": 5}


async def test_numbers_keep_their_type(client: Client) -> None:
    result = await run(client, "app:order", {"total": 5.0})
    assert isinstance(result["total"], float)


async def test_surplus_arguments_are_dropped(client: Client) -> None:
    assert (await run(client, "app:order", {"total": 1}, "more", "still more"))["status"] == "done"


async def test_keys_stand_in_table_order(client: Client) -> None:
    handle = await start(client, "app:order", {"total": 5})
    await handle.result()
    history = await replay(handle)
    results = [
        event.workflow_execution_completed_event_attributes.result.payloads[0].data
        for event in history.events
        if event.HasField("workflow_execution_completed_event_attributes")
    ]
    assert results == [b'{"status":"done","payment":"p-1","amount":5,"total":5}']


async def test_a_returned_error_fails_the_run(client: Client) -> None:
    cause = await failure(client, "app:order", {"total": 5, "fail": "error"})
    assert (cause.type, cause.message, cause.non_retryable) == ("Conflict", "card declined", True)
    assert cause.details[0]["code"] == "E42"
    assert cause.details[0]["nested"] == {"a": 1}
    assert cause.details[0]["_wrapper"] == "activity"
    assert cause.details[0]["_retry_state"] == "NonRetryableFailure"
    assert cause.failure is not None
    assert "order.lua:?: in function 'charge'" in cause.failure.stack_trace
    assert "order.lua:?: in function 'main'" in cause.failure.stack_trace


async def test_raised_values(client: Client) -> None:
    cause = await failure(client, "app:errors", "raise text")
    assert (cause.type, cause.message, cause.non_retryable) == ("Internal", "order.lua:3: broken", False)
    assert cause.failure is not None
    assert "in function 'errors_main'" in cause.failure.stack_trace
    cause = await failure(client, "app:errors", "raise error")
    assert (cause.type, cause.message, cause.non_retryable) == ("NotFound", "gone", False)
    assert failure_error(cause).retryable_ is True
    cause = await failure(client, "app:errors", "return text")
    assert (cause.type, cause.message, cause.non_retryable) == ("Internal", "bad", True)
    cause = await failure(client, "app:errors", "native", {})
    assert cause.message.startswith("order.lua:?: attempt to index a nil value")


async def test_unencodable_result_fails_the_run(client: Client) -> None:
    cause = await failure(client, "app:errors", "function")
    assert cause.type == "Invalid"
    assert "a.f: a function has no JSON form" in cause.message


async def test_values_survive(client: Client) -> None:
    assert await run(client, "app:errors", "values") == [1, 2.0, "x", True, [], "\udcff"]
    assert await run(client, "app:errors", "binary") == b"\xff\x00"
    assert await run(client, "app:errors", "nothing") is None


async def test_missing_method(client: Client) -> None:
    cause = await failure(client, "app:odd")
    assert (cause.type, cause.message) == ("NotFound", 'method "main" not found in module')


@pytest.mark.parametrize(
    ("workflow", "what"), [("app:errors", "bug"), ("app:errors", "timeout bug"), ("app:strict", "raise text")]
)
async def test_defects_fail_the_task(client: Client, workflow: str, what: str) -> None:
    handle = await start(client, workflow, what)
    try:
        async for event in handle.fetch_history_events(wait_new_event=True):
            assert not event.HasField("workflow_execution_failed_event_attributes")
            if event.HasField("workflow_task_failed_event_attributes"):
                text = event.workflow_task_failed_event_attributes.failure.message
                assert "broken" in text or "defect" in text or "asyncio's own" in text
                break
    finally:
        await handle.terminate()


async def test_activity_errors(client: Client) -> None:
    seen = await run(client, "app:errors", "details", "error")
    assert (seen["kind"], seen["message"], seen["retryable"]) == ("Conflict", "card declined", "false")
    assert seen["details"]["_activity_id"] == "1"
    assert seen["stack"].index("'charge'") < seen["stack"].index("'errors_main'")
    seen = await run(client, "app:errors", "details", "text")
    assert (seen["kind"], seen["message"], seen["retryable"]) == ("Internal", "no luck", "false")


async def test_python_activities(client: Client) -> None:
    assert await run(client, "app:errors", "python", {"x": 1}) == {"b": 1, "a": [1, 2.0, {"x": 1}]}


async def test_unencodable_arguments(client: Client) -> None:
    text = await run(client, "app:errors", "unencodable")
    assert text == "nil Invalid a[1]: a function has no JSON form"


async def test_targets(client: Client) -> None:
    assert await run(client, "app:errors", "targets") == [
        "function ID required",
        "namespace required in function ID",
        "name required in function ID",
        "started",
    ]


async def test_options(client: Client) -> None:
    seen = await run(
        client,
        "app:errors",
        "options",
        {"activity.id": "mine", "activity.retry_policy": {"maximumAttempts": 2, "initial_interval": "10ms"}, "odd": 1},
    )
    assert (seen["kind"], seen["message"]) == ("Internal", "order.lua:7: boom")
    assert seen["details"]["_activity_id"] == "mine"
    assert seen["details"]["_retry_state"] == "MaximumAttemptsReached"
    seen = await run(client, "app:errors", "options", {"activity.start_to_close_timeout": "5"})
    assert seen["kind"] == "Invalid"
    assert seen["message"] == (
        "invalid temporal activity options for app:charge: "
        'activity.start_to_close_timeout: time: missing unit in duration "5"'
    )


async def test_local_activities(client: Client) -> None:
    handle = await start(client, "app:errors", "local")
    details = {"_wrapper": "activity", "_retry_state": "NonRetryableFailure"}
    assert await handle.result() == {"value": {"x": 1}, "kind": "Internal", "message": "refused", "details": details}
    history = await replay(handle)
    assert not any(event.HasField("activity_task_scheduled_event_attributes") for event in history.events)


async def test_unregistered_activity(client: Client) -> None:
    assert (await run(client, "app:errors", "unregistered"))["kind"] == "NotFound"


async def test_activity_timeout(client: Client) -> None:
    seen = await run(client, "app:errors", "timeout")
    assert (seen["kind"], seen["retryable"]) == ("Timeout", False)
    assert seen["details"]["timeout_type"] == "start_to_close"


async def test_heartbeats(client: Client) -> None:
    assert await run(client, "app:errors", "heartbeat") == "slept"


async def test_futures(client: Client) -> None:
    assert await run(client, "app:parts", "futures") == {
        "before": "falsenil",
        "amount": 1,
        "ok": True,
        "again": "nilfalse",
        "failure": "Conflict",
        "failed_ok": True,
        "same": 1,
        "error": "card declined",
    }
    assert await run(client, "app:parts", "cancel future") == {
        "value": "nil",
        "ok": False,
        "canceled": True,
        "err": "Canceledcanceled",
    }


async def test_random_values(client: Client) -> None:
    versions = [uuid.UUID(text).version for text in await run(client, "app:parts", "uuid")]
    assert versions == [1, 4, 7]
    handle = await start(client, "app:parts", "crypto")
    seen = await handle.result()
    assert len(seen["text"]) == 12 and set(seen["text"]) <= {"a", "b"}
    assert len(seen["raw"].encode("utf-8", "surrogateescape")) == 8
    assert uuid.UUID(seen["uuid"]).version == 4
    history = await replay(handle)
    markers = [event for event in history.events if event.HasField("marker_recorded_event_attributes")]
    assert len(markers) == 4


async def test_info(client: Client) -> None:
    info = await run(client, "app:parts", "info")
    assert info["workflow_type"] == "app:parts"
    assert info["task_queue"] == QUEUE
    assert info["history_length"] == 3
    assert info["history_size"] > 0


async def test_context(client: Client) -> None:
    with luaflow_runtime.context({"tenant": "acme", "n": 1}):
        seen = await run(client, "app:parts", "context")
    assert seen == {
        "own": "acme",
        "inner": "inner",
        "activity": "acme",
        "child": "acme",
        "all": {"tenant": "acme", "n": 1},
    }
    seen = await run(client, "app:parts", "context")
    assert seen["err"] == "key not found: tenant"
    assert seen["problem"] == "NotFound"


async def test_child_workflows(client: Client) -> None:
    assert await run(client, "app:parts", "child", {"a": 1}) == {"echo": {"a": 1}}
    seen = await run(client, "app:parts", "child", "fail")
    assert (seen["kind"], seen["message"], seen["retryable"]) == ("Internal", "child failed", True)
    assert seen["details"]["_wrapper"] == "child_workflow"
    assert seen["details"]["_workflow_type"] == "app:child"
    name = str(uuid.uuid4())
    assert await run(client, "app:parts", "named child", name) == name
    description = await client.get_workflow_handle(name).describe()
    assert await description.memo() == {"a": 1}


async def test_version(client: Client) -> None:
    assert await run(client, "app:parts", "version") == [
        2,
        2,
        2,
        "change ID required",
        "min_supported cannot be greater than max_supported",
    ]


async def test_attributes(client: Client) -> None:
    handle = await start(client, "app:parts", "attrs", {"customer": "acme", "total": 5.0})
    assert await handle.result() == {"ok": True}
    await replay(handle)
    description = await handle.describe()
    values = {pair.key.name: pair.value for pair in description.typed_search_attributes}
    assert (values["customer"], values["total"]) == ("acme", 5)
    assert await description.memo() == {"note": {"z": 1, "a": 2}, "n": 5}


@pytest.mark.parametrize(
    ("search", "message"),
    [
        ({"total": 5.5}, "search attribute 'total' is of type Int, which the number 5.5 does not fit"),
        ({"customer": "a", "total": "x"}, "search attribute 'total' is of type Int, which the string 'x' does not fit"),
        (
            {"unknown": "x"},
            "the namespace has no search attribute 'unknown'; add it with `temporal operator search-attribute create "
            "--name unknown --type Keyword` and restart the worker",
        ),
    ],
)
async def test_unsuitable_attributes(client: Client, search: dict[str, Any], message: str) -> None:
    assert await run(client, "app:parts", "attrs", search) == {"err": message}


async def test_cancelled_call_returns_its_error(client: Client) -> None:
    handle = await start(client, "app:parts", "compensate")
    await _until_scheduled(handle, "activity_task_scheduled_event_attributes")
    await handle.cancel()
    assert await handle.result() == {"kind": "Canceled", "amount": 7}
    await replay(handle)


async def test_uncaught_cancellation_ends_as_canceled(client: Client) -> None:
    handle = await start(client, "app:parts", "wait")
    await _until_scheduled(handle, "timer_started_event_attributes")
    await handle.cancel()
    with pytest.raises(WorkflowFailureError) as caught:
        await handle.result()
    assert isinstance(caught.value.cause, CancelledError)
    await replay(handle)


async def test_queries_and_stack(client: Client) -> None:
    handle = await start(client, "app:parts", "wait")
    await _until_scheduled(handle, "timer_started_event_attributes")
    assert await handle.query("state") == {}
    assert await handle.query("pid") == handle.id
    with pytest.raises(Exception, match="unknown query type: nonsense"):
        await handle.query("nonsense")
    trace = await handle.query("__stack_trace")
    assert "thread 1 (main)" in trace and "parts_main" in trace
    await handle.signal("anything", {"a": 1})
    await handle.terminate()


async def test_channels_and_threads(client: Client) -> None:
    assert await run(client, "app:parts", "spin") == "from worker"


async def test_libraries_run_once_in_each_run(client: Client) -> None:
    handle = await start(client, "app:parts", "library")
    one, two = await handle.result()
    assert one == two


async def test_log_lines_are_silent_while_replaying(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    handle = await start(client, "app:parts", "log")
    assert await handle.result() == "payload{format=lua/any}"
    said = [record for record in caplog.records if record.getMessage().startswith("hello")]
    await replay(handle)
    assert len(said) == len([record for record in caplog.records if record.getMessage().startswith("hello")]) == 1


async def test_deadlock_fails_the_run(client: Client) -> None:
    cause = await failure(client, "app:parts", "deadlock")
    assert "deadlock: all coroutines blocked" in cause.message
    assert cause.failure is not None
    assert cause.failure.stack_trace.startswith("thread 1 (main):\n") and "order.lua:" in cause.failure.stack_trace


async def test_foreign_headers_do_no_harm(client: Client, server: WorkflowEnvironment) -> None:
    from temporalio.api.common.v1 import Payload
    from temporalio.client import Interceptor, OutboundInterceptor, StartWorkflowInput

    class Bad(OutboundInterceptor):
        async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
            input.headers = {"luaflow-context": Payload(data=b"{nonsense")}
            return await super().start_workflow(input)

    class BadInterceptor(Interceptor):
        def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
            return Bad(next)

    plain = await Client.connect(server.client.service_client.config.target_host, interceptors=[BadInterceptor()])
    assert (await run(plain, "app:parts", "context"))["err"] == "key not found: tenant"


async def _until_scheduled(handle: WorkflowHandle[Any, Any], field: str) -> None:
    async for event in handle.fetch_history_events(wait_new_event=True):
        if event.HasField(field):  # type: ignore[arg-type]
            return
