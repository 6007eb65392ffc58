"""Every example on a plain Temporal worker, started by a plain client, and replayed."""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from luaflow.servers.dev_server import DevServer
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import (
    Client,
    Interceptor,
    OutboundInterceptor,
    StartWorkflowInput,
    WorkflowFailureError,
    WorkflowHandle,
    WorkflowHistory,
)
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from .cases import BASIC, CASES, GENERATED, NAMES, Case


class ContextHeader(Interceptor):
    """What a client of any SDK does to send context values: one JSON header."""

    def __init__(self, values: Any) -> None:
        self.values = values

    def intercept_client(self, next: OutboundInterceptor) -> OutboundInterceptor:
        values = self.values

        class WithHeader(OutboundInterceptor):
            async def start_workflow(self, input: StartWorkflowInput) -> WorkflowHandle[Any, Any]:
                data = json.dumps(values).encode()
                header = Payload(metadata={"encoding": b"json/plain"}, data=data)
                input.headers = {**input.headers, "luaflow-context": header}
                return await super().start_workflow(input)

        return WithHeader(next)


def activities_of(history: WorkflowHistory) -> list[str]:
    """Return the activity types in the order in which they were scheduled."""
    return [
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]


@pytest.mark.parametrize("cached", [1000, 0], ids=["cached", "replaying"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_runs_and_replays(
    case: Case, client: Client, worker: Callable[..., Any], replays: Any, cached: int
) -> None:
    package = importlib.import_module(case.example)
    if case.context:
        client = Client(client.service_client, interceptors=[ContextHeader(case.context)])
    async with worker(client, package, max_cached_workflows=cached) as task_queue:
        handle = await client.start_workflow(
            case.entry,
            args=case.args,
            id=str(uuid.uuid4()),
            task_queue=task_queue,
            # Without a cache, what comes during a local activity costs the SDK a whole workflow task's time.
            task_timeout=timedelta(seconds=3),
        )
        if case.failure is None:
            case.check(await handle.result())
        else:
            with pytest.raises(WorkflowFailureError) as failed:
                await handle.result()
            cause = failed.value.cause
            assert isinstance(cause, ApplicationError)
            assert (cause.type, cause.message) == case.failure
    history = await replays(package, handle)
    if case.activities is not None:
        assert activities_of(history) == case.activities


def test_every_example_runs_somewhere() -> None:
    """The two that need more than a worker have tests of their own below."""
    assert {case.example for case in CASES} | {"order_basic", "python_activity"} == set(NAMES)


async def test_the_order_really_waits_an_hour(
    time_skipping: WorkflowEnvironment, worker: Callable[..., Any], replays: Any
) -> None:
    package = importlib.import_module("order_basic")

    handles = []
    start = await time_skipping.get_current_time()
    async with worker(time_skipping.client, package) as task_queue:
        # One after the other: time skips while somebody waits, for all workflows of the server.
        for _, order, result, _ in BASIC:
            handle = await time_skipping.client.start_workflow(
                "app:order_workflow", order, id=str(uuid.uuid4()), task_queue=task_queue
            )
            handles.append(handle)
            assert await handle.result() == result
    assert (await time_skipping.get_current_time() - start).total_seconds() >= 2 * 3600
    for (title, _, _, activities), handle in zip(BASIC, handles):
        history = await replays(package, handle)
        assert activities_of(history) == activities
        timers = [
            event.timer_started_event_attributes.start_to_fire_timeout.ToSeconds()
            for event in history.events
            if event.event_type == EventType.EVENT_TYPE_TIMER_STARTED
        ]
        assert timers == ([] if title == "declined" else [3600])


async def test_a_python_worker_takes_a_package_in(temporal_server: DevServer) -> None:
    """Two lines and the plugin, in a worker that has workflows and activities of its own."""
    program = Path(__file__).with_name("mixed_worker.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(program),
        temporal_server.address,
        env={**os.environ, "PYTHONPATH": str(GENERATED)},
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    # Not the exit code: the SDK may crash while the interpreter is taken down, after the result is out.
    assert json.loads(out) == {"greeting": "hello ann", "child": {"sku": "lamp", "price": 40.0}}


async def test_attributes_and_memo_are_visible(client: Client, worker: Callable[..., Any]) -> None:
    package = importlib.import_module("search_attributes")
    order = {"customer_id": "ann", "total": 99.5, "items": ["book", "lamp"]}
    async with worker(client, package) as task_queue:
        handle = await client.start_workflow(
            "app:order_workflow", order, id=str(uuid.uuid4()), task_queue=task_queue, memo={"source": "cli", "kept": 1}
        )
        await handle.result()
    description = await handle.describe()
    attributes = {pair.key.name: pair.value for pair in description.typed_search_attributes}
    assert attributes.items() >= {"status": "done", "customer_id": "ann", "order_total": 99.5}.items()
    assert await description.memo() == {"notes": "Priority customer", "source": "web", "picked": 2, "kept": 1}


async def test_retries_are_the_server_s(client: Client, worker: Callable[..., Any]) -> None:
    package = importlib.import_module("activity_errors")
    async with worker(client, package) as task_queue:
        handle = await client.start_workflow(
            "app:errors_workflow", {"sku": "unicorn"}, id=str(uuid.uuid4()), task_queue=task_queue
        )
        await handle.result()
    history = await handle.fetch_history()
    started = [
        event.activity_task_started_event_attributes.attempt
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_STARTED
    ]
    assert started[:4] == [1, 1, 3, 1]
    assert started[4] > 1
    policies = [
        event.activity_task_scheduled_event_attributes.retry_policy
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]
    assert policies[2].initial_interval.ToMilliseconds() == 10
    assert policies[2].maximum_interval.ToMilliseconds() == 1000
    assert policies[2].maximum_attempts == 3
    assert list(policies[3].non_retryable_error_types) == ["Unavailable"]
