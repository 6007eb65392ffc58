"""Compiled workflows on a real server; each run's history is replayed."""

from __future__ import annotations

import uuid
from typing import Any

import luaflow_runtime
import pytest
from luaflow_runtime.temporal.failures import failure_error
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.exceptions import CancelledError

from .runs import EITHER, Runs, until

pytestmark = EITHER


async def test_order(runs: Runs) -> None:
    assert await runs.run("app:order", {"total": 5}) == {"status": "done", "payment": "p-1", "amount": 5, "total": 5}


async def test_numbers_keep_their_type(runs: Runs) -> None:
    result = await runs.run("app:order", {"total": 5.0})
    assert isinstance(result["total"], float)


async def test_surplus_arguments_are_dropped(runs: Runs) -> None:
    assert (await runs.run("app:order", {"total": 1}, "more", "still more"))["status"] == "done"


async def test_keys_stand_in_table_order(runs: Runs) -> None:
    handle = await runs.start("app:order", {"total": 5})
    await handle.result()
    history = await runs.replay(handle)
    results = [
        event.workflow_execution_completed_event_attributes.result.payloads[0].data
        for event in history.events
        if event.HasField("workflow_execution_completed_event_attributes")
    ]
    assert results == [b'{"status":"done","payment":"p-1","amount":5,"total":5}']


async def test_a_returned_error_fails_the_run(runs: Runs) -> None:
    cause = await runs.failure("app:order", {"total": 5, "fail": "error"})
    assert (cause.type, cause.message, cause.non_retryable) == ("Conflict", "card declined", True)
    assert cause.details[0]["code"] == "E42"
    assert cause.details[0]["nested"] == {"a": 1}
    assert cause.details[0]["_wrapper"] == "activity"
    assert cause.details[0]["_retry_state"] == "NonRetryableFailure"
    assert cause.failure is not None
    assert "order.lua:?: in function 'charge'" in cause.failure.stack_trace
    assert "order.lua:?: in function 'main'" in cause.failure.stack_trace


async def test_raised_values(runs: Runs) -> None:
    cause = await runs.failure("app:errors", "raise text")
    assert (cause.type, cause.message, cause.non_retryable) == ("Internal", "order.lua:3: broken", False)
    assert cause.failure is not None
    assert "in function 'errors_main'" in cause.failure.stack_trace
    cause = await runs.failure("app:errors", "raise error")
    assert (cause.type, cause.message, cause.non_retryable) == ("NotFound", "gone", False)
    assert failure_error(cause).retryable_ is True
    cause = await runs.failure("app:errors", "return text")
    assert (cause.type, cause.message, cause.non_retryable) == ("Internal", "bad", True)
    cause = await runs.failure("app:errors", "native", {})
    assert cause.message.startswith("order.lua:?: attempt to index a nil value")


async def test_unencodable_result_fails_the_run(runs: Runs) -> None:
    cause = await runs.failure("app:errors", "function")
    assert cause.type == "Invalid"
    assert "a.f: a function has no JSON form" in cause.message


async def test_values_survive(runs: Runs) -> None:
    assert await runs.run("app:errors", "values") == [1, 2.0, "x", True, [], "\udcff"]
    assert await runs.run("app:errors", "binary") == b"\xff\x00"
    assert await runs.run("app:errors", "nothing") is None


async def test_missing_method(runs: Runs) -> None:
    cause = await runs.failure("app:odd")
    assert (cause.type, cause.message) == ("NotFound", 'method "main" not found in module')


@pytest.mark.parametrize(
    ("workflow", "what"), [("app:errors", "bug"), ("app:errors", "timeout bug"), ("app:strict", "raise text")]
)
async def test_defects_fail_the_task(runs: Runs, workflow: str, what: str) -> None:
    handle = await runs.start(workflow, what)
    try:
        async for event in handle.fetch_history_events(wait_new_event=True):
            assert not event.HasField("workflow_execution_failed_event_attributes")
            if event.HasField("workflow_task_failed_event_attributes"):
                text = event.workflow_task_failed_event_attributes.failure.message
                assert "broken" in text or "defect" in text or "asyncio's own" in text
                break
    finally:
        await handle.terminate()


async def test_activity_errors(runs: Runs) -> None:
    seen = await runs.run("app:errors", "details", "error")
    assert (seen["kind"], seen["message"], seen["retryable"]) == ("Conflict", "card declined", "false")
    assert seen["details"]["_activity_id"] == "1"
    assert seen["stack"].index("'charge'") < seen["stack"].index("'errors_main'")
    seen = await runs.run("app:errors", "details", "text")
    assert (seen["kind"], seen["message"], seen["retryable"]) == ("Internal", "no luck", "false")


async def test_python_activities(runs: Runs) -> None:
    assert await runs.run("app:errors", "python", {"x": 1}) == {"b": 1, "a": [1, 2.0, {"x": 1}]}


async def test_unencodable_arguments(runs: Runs) -> None:
    text = await runs.run("app:errors", "unencodable")
    assert text == "nil Invalid a[1]: a function has no JSON form"


async def test_targets(runs: Runs) -> None:
    assert await runs.run("app:errors", "targets") == [
        "function ID required",
        "namespace required in function ID",
        "name required in function ID",
        "started",
    ]


async def test_options(runs: Runs) -> None:
    seen = await runs.run(
        "app:errors",
        "options",
        {"activity.id": "mine", "activity.retry_policy": {"maximumAttempts": 2, "initial_interval": "10ms"}, "odd": 1},
    )
    assert (seen["kind"], seen["message"]) == ("Internal", "order.lua:7: boom")
    assert seen["details"]["_activity_id"] == "mine"
    assert seen["details"]["_retry_state"] == "MaximumAttemptsReached"
    seen = await runs.run("app:errors", "options", {"activity.start_to_close_timeout": "5"})
    assert seen["kind"] == "Invalid"
    assert seen["message"] == (
        "invalid temporal activity options for app:charge: "
        'activity.start_to_close_timeout: time: missing unit in duration "5"'
    )


async def test_local_activities(runs: Runs) -> None:
    handle = await runs.start("app:errors", "local")
    details = {"_wrapper": "activity", "_retry_state": "NonRetryableFailure"}
    assert await handle.result() == {"value": {"x": 1}, "kind": "Internal", "message": "refused", "details": details}
    history = await runs.replay(handle)
    assert not any(event.HasField("activity_task_scheduled_event_attributes") for event in history.events)


async def test_unregistered_activity(runs: Runs) -> None:
    assert (await runs.run("app:errors", "unregistered"))["kind"] == "NotFound"


async def test_activity_timeout(runs: Runs) -> None:
    seen = await runs.run("app:errors", "timeout")
    assert (seen["kind"], seen["retryable"]) == ("Timeout", False)
    assert seen["details"]["timeout_type"] == "start_to_close"


async def test_heartbeats(runs: Runs) -> None:
    assert await runs.run("app:errors", "heartbeat") == "slept"


async def test_futures(runs: Runs) -> None:
    assert await runs.run("app:parts", "futures") == {
        "before": "falsenil",
        "amount": 1,
        "ok": True,
        "again": "nilfalse",
        "failure": "Conflict",
        "failed_ok": True,
        "same": 1,
        "error": "card declined",
    }
    assert await runs.run("app:parts", "cancel future") == {
        "value": "nil",
        "ok": False,
        "canceled": True,
        "err": "Canceledcanceled",
    }


async def test_random_values(runs: Runs) -> None:
    versions = [uuid.UUID(text).version for text in await runs.run("app:parts", "uuid")]
    assert versions == [1, 4, 7]
    handle = await runs.start("app:parts", "crypto")
    seen = await handle.result()
    assert len(seen["text"]) == 12 and set(seen["text"]) <= {"a", "b"}
    assert len(seen["raw"].encode("utf-8", "surrogateescape")) == 8
    assert uuid.UUID(seen["uuid"]).version == 4
    history = await runs.replay(handle)
    markers = [event for event in history.events if event.HasField("marker_recorded_event_attributes")]
    assert len(markers) == 4


async def test_info(runs: Runs) -> None:
    info = await runs.run("app:parts", "info")
    assert info["workflow_type"] == "app:parts"
    assert info["task_queue"] == runs.task_queue
    assert info["history_length"] == 3
    assert info["history_size"] > 0


async def test_context(runs: Runs) -> None:
    with luaflow_runtime.context({"tenant": "acme", "n": 1}):
        seen = await runs.run("app:parts", "context")
    assert seen == {
        "own": "acme",
        "inner": "inner",
        "activity": "acme",
        "child": "acme",
        "all": {"tenant": "acme", "n": 1},
    }
    seen = await runs.run("app:parts", "context")
    assert seen["err"] == "key not found: tenant"
    assert seen["problem"] == "NotFound"


async def test_child_workflows(runs: Runs) -> None:
    assert await runs.run("app:parts", "child", {"a": 1}) == {"echo": {"a": 1}}
    seen = await runs.run("app:parts", "child", "fail")
    assert (seen["kind"], seen["message"], seen["retryable"]) == ("Internal", "child failed", True)
    assert seen["details"]["_wrapper"] == "child_workflow"
    assert seen["details"]["_workflow_type"] == "app:child"
    name = str(uuid.uuid4())
    assert await runs.run("app:parts", "named child", name) == name
    description = await runs.client.get_workflow_handle(name).describe()
    assert await description.memo() == {"a": 1}


async def test_version(runs: Runs) -> None:
    assert await runs.run("app:parts", "version") == [
        2,
        2,
        2,
        "change ID required",
        "min_supported cannot be greater than max_supported",
    ]


async def test_attributes(runs: Runs) -> None:
    handle = await runs.start("app:parts", "attrs", {"customer": "acme", "total": 5.0})
    assert await handle.result() == {"ok": True}
    await runs.replay(handle)
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
async def test_unsuitable_attributes(runs: Runs, search: dict[str, Any], message: str) -> None:
    assert await runs.run("app:parts", "attrs", search) == {"err": message}


async def test_cancelled_call_returns_its_error(runs: Runs) -> None:
    handle = await runs.start("app:parts", "compensate")
    await until(handle, "activity_task_scheduled_event_attributes")
    await handle.cancel()
    assert await handle.result() == {"kind": "Canceled", "amount": 7}
    await runs.replay(handle)


async def test_uncaught_cancellation_ends_as_canceled(runs: Runs) -> None:
    handle = await runs.start("app:parts", "wait")
    await until(handle, "timer_started_event_attributes")
    await handle.cancel()
    with pytest.raises(WorkflowFailureError) as caught:
        await handle.result()
    assert isinstance(caught.value.cause, CancelledError)
    await runs.replay(handle)


async def test_queries_and_stack(runs: Runs) -> None:
    handle = await runs.start("app:parts", "wait")
    await until(handle, "timer_started_event_attributes")
    assert await handle.query("state") == {}
    assert await handle.query("pid") == handle.id
    with pytest.raises(Exception, match="unknown query type: nonsense"):
        await handle.query("nonsense")
    trace = await handle.query("__stack_trace")
    assert "thread 1 (main)" in trace and "parts_main" in trace
    await handle.signal("anything", {"a": 1})
    await handle.terminate()


async def test_channels_and_threads(runs: Runs) -> None:
    assert await runs.run("app:parts", "spin") == "from worker"


async def test_libraries_run_once_in_each_run(runs: Runs) -> None:
    handle = await runs.start("app:parts", "library")
    one, two = await handle.result()
    assert one == two


async def test_log_lines_are_silent_while_replaying(runs: Runs, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    handle = await runs.start("app:parts", "log")
    assert await handle.result() == "payload{format=lua/any}"
    said = [record for record in caplog.records if record.getMessage().startswith("hello")]
    await runs.replay(handle)
    assert len(said) == len([record for record in caplog.records if record.getMessage().startswith("hello")]) == 1


async def test_deadlock_fails_the_run(runs: Runs) -> None:
    cause = await runs.failure("app:parts", "deadlock")
    assert "deadlock: all coroutines blocked" in cause.message
    assert cause.failure is not None
    assert cause.failure.stack_trace.startswith("thread 1 (main):\n") and "order.lua:" in cause.failure.stack_trace


async def test_foreign_headers_do_no_harm(runs: Runs) -> None:
    from temporalio.api.common.v1 import Payload
    from temporalio.client import Interceptor, OutboundInterceptor, StartWorkflowInput

    class Bad(OutboundInterceptor):
        async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
            input.headers = {"luaflow-context": Payload(data=b"{nonsense")}
            return await super().start_workflow(input)

    class BadInterceptor(Interceptor):
        def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
            return Bad(next)

    runs.client = Client(runs.client.service_client, interceptors=[BadInterceptor()])
    assert (await runs.run("app:parts", "context"))["err"] == "key not found: tenant"
