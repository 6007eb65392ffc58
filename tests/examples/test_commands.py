"""Every example by the commands that its README names."""

from __future__ import annotations

import asyncio
import importlib
import json
import re
import shlex
import shutil
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from luaflow.servers.dev_server import DevServer
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError

from .cases import CASES, EXAMPLES, GENERATED, NAMES, ORDER, Case

# One success for each example, and whatever fails.
COMMAND_CASES = [case for case in CASES if case.title in ("", "completed") or case.failure is not None]


async def until_event(handle: WorkflowHandle[Any, Any], wanted: EventType.ValueType) -> None:
    """Wait until the history of a workflow holds an event."""
    async with asyncio.timeout(30):
        async for event in handle.fetch_history_events(wait_new_event=True):
            if event.event_type == wanted:
                return
    pytest.fail(f"no {EventType.Name(wanted)}")


@asynccontextmanager
async def serving(cli: Any, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run ``luaflow worker`` until the block ends, then stop it gracefully."""
    process = await cli.start("worker", *arguments)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
            await asyncio.wait_for(process.communicate(), 30)


async def test_compiled_packages_are_current(cli: Any) -> None:
    """Committed packages are what ``luaflow compile`` writes, and compiling them finds nothing."""
    two_at_a_time = asyncio.Semaphore(2)

    async def check(name: str) -> Any:
        async with two_at_a_time:
            return await cli("compile", f"examples/{name}", "-o", "generated", "--check")

    for name, done in zip(NAMES, await asyncio.gather(*(check(name) for name in NAMES))):
        assert (done.code, done.out) == (0, ""), f"{name}: {done.out}{done.err}"
        assert not re.search(r"^(error|warning)\b", done.err, re.MULTILINE), done.err
    assert sorted(path.name for path in GENERATED.iterdir() if path.is_dir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_readme_names_what_is_there(name: str) -> None:
    """Its command runs an entry of the example with arguments that are JSON."""
    readme = (EXAMPLES / name / "README.md").read_text()
    assert readme.startswith(f"# {name}\n")
    commands = [
        shlex.split(line)
        for block in re.findall(r"^```\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
        for line in block.replace("\\\n", " ").splitlines()
        if line.startswith("luaflow run ")
    ]
    assert commands
    registry = importlib.import_module(f"{name}._registry").REGISTRY
    for command in commands:
        assert command[command.index("--src") + 1] == f"examples/{name}"
        assert ("--dev" in command) == (name != "python_activity")
        assert command[2] in registry.workflows
        options = next(at for at, word in enumerate(command) if word.startswith("--"))
        for argument in command[3:options]:
            json.loads(argument)


@pytest.mark.parametrize("case", COMMAND_CASES, ids=lambda case: case.id)
async def test_run(
    case: Case, temporal_server: DevServer, client: Client, cli: Any, worker: Callable[..., Any], replays: Any
) -> None:
    package = importlib.import_module(case.example)
    workflow_id = str(uuid.uuid4())
    arguments = [json.dumps(value) for value in case.args]
    if case.context:
        arguments += ["--context", json.dumps(case.context)]
    async with worker(client, package) as task_queue:
        done = await cli(
            "run",
            case.entry,
            *arguments,
            *("--src", f"examples/{case.example}"),
            *("--temporal-address", temporal_server.address),
            *("--task-queue", task_queue),
            *("--id", workflow_id),
        )
    if case.failure is None:
        assert done.code == 0, done.err
        case.check(json.loads(done.out))
    else:
        kind, message = case.failure
        assert (done.code, done.out) == (1, "")
        assert f"error: {kind}: {message}\n" in done.err
        assert "Traceback" not in done.err
    await replays(package, client.get_workflow_handle(workflow_id))


async def test_failure_shows_the_lua_stack(
    temporal_server: DevServer, client: Client, cli: Any, worker: Callable[..., Any]
) -> None:
    """From the activity's file to the parent's."""
    package = importlib.import_module("child_workflow")
    async with worker(client, package) as task_queue:
        done = await cli(
            "run",
            "app:parent_workflow",
            '{"skus": ["unicorn"], "currency": "EUR"}',
            *("--src", "examples/child_workflow"),
            *("--temporal-address", temporal_server.address),
            *("--task-queue", task_queue),
        )
    assert done.code == 1
    places = ["price.lua:6:", "child_workflow.lua:4:", "parent_workflow.lua:6:"]
    positions = [done.err.find(place) for place in places]
    assert -1 not in positions and positions == sorted(positions), done.err
    assert ".py" not in done.err and ".lua:0" not in done.err


@pytest.mark.parametrize(
    ("example", "entry", "argument", "result"),
    [
        (
            "order",
            "app:order_workflow",
            ORDER,
            {"status": "completed", "payment_id": "payment-ann", "tracking": "track-o-1"},
        ),
        (
            "search_attributes",
            "app:order_workflow",
            {"customer_id": "ann", "total": 99.5, "items": ["book"]},
            {"status": "done", "picked": 1},
        ),
    ],
)
async def test_run_dev(example: str, entry: str, argument: Any, result: Any, cli: Any) -> None:
    """A server of its own, workers and search attributes included."""
    done = await cli("run", entry, json.dumps(argument), "--src", f"examples/{example}", "--dev")
    assert (done.code, json.loads(done.out or "null")) == (0, result), done.err


async def test_worker_that_is_killed_goes_on_when_it_is_back(
    temporal_server: DevServer, client: Client, cli: Any, replays: Any
) -> None:
    address = ("--temporal-address", temporal_server.address)
    order = {**ORDER, "delay": "3s"}
    async with serving(cli, "examples/order", *address) as first:
        handle = await client.start_workflow("app:order_workflow", order, id=str(uuid.uuid4()), task_queue="order")
        await until_event(handle, EventType.EVENT_TYPE_TIMER_STARTED)
        first.kill()
        await first.wait()
    assert (await handle.describe()).status == WorkflowExecutionStatus.RUNNING
    async with serving(cli, "generated/order", *address):
        result = await asyncio.wait_for(handle.result(), 60)
    assert result == {"status": "completed", "payment_id": "payment-ann", "tracking": "track-o-1"}
    history = await replays(importlib.import_module("order"), handle)
    workers = {
        event.workflow_task_started_event_attributes.identity
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_STARTED
    }
    assert len(workers) == 2


async def test_worker_stops_gracefully(temporal_server: DevServer, client: Client, cli: Any) -> None:
    process = await cli.start("worker", "generated/versioning", "--temporal-address", temporal_server.address)
    result = await client.execute_workflow(
        "app:payment_workflow", {"amount": 100}, id=str(uuid.uuid4()), task_queue="versioning"
    )
    assert result["version"] == 2
    process.terminate()
    out, err = await asyncio.wait_for(process.communicate(), 30)
    assert (process.returncode, out) == (0, b"")
    assert b"Traceback" not in err


async def test_worker_names_the_search_attributes_that_are_missing(
    temporal_server: DevServer, client: Client, cli: Any
) -> None:
    namespace = f"bare-{uuid.uuid4()}"
    request = RegisterNamespaceRequest(namespace=namespace)
    request.workflow_execution_retention_period.FromSeconds(86400)
    await client.workflow_service.register_namespace(request)
    bare = ("--temporal-address", temporal_server.address, "--namespace", namespace)

    async def ready() -> None:
        # A new namespace takes a moment until all services of the server know it: a workflow that starts passes them.
        inside = await Client.connect(temporal_server.address, namespace=namespace)
        while True:
            try:
                handle = await inside.start_workflow("none", id=str(uuid.uuid4()), task_queue="none")
                await handle.terminate()
                return
            except RPCError:
                await asyncio.sleep(0.2)

    await asyncio.wait_for(ready(), 90)
    process = await cli.start("worker", "examples/search_attributes", *bare)
    said = (await asyncio.wait_for(process.stderr.readuntil(b"polls task queue"), 90)).decode()
    for name in ("customer_id", "order_total", "status"):
        assert name in said
    assert "operator search-attribute create" in said
    # The SDK sometimes does not stop a worker that is told so before its first polls are under way.
    await asyncio.sleep(2)
    process.terminate()
    await asyncio.wait_for(process.communicate(), 90)
    assert process.returncode == 0


async def test_replay(client: Client, cli: Any, worker: Callable[..., Any], tmp_path: Path) -> None:
    """The history fits the code that wrote it, and does not fit code that does something else."""
    async with worker(client, importlib.import_module("order")) as task_queue:
        handle = await client.start_workflow("app:order_workflow", ORDER, id=str(uuid.uuid4()), task_queue=task_queue)
        await handle.result()
    recorded = tmp_path / "order.json"
    recorded.write_text((await handle.fetch_history()).to_json())
    changed = tmp_path / "order"
    shutil.copytree(EXAMPLES / "order", changed)
    source = changed / "order_workflow.lua"
    source.write_text(source.read_text().replace("app:charge_payment", "app:refund_payment"))

    fits, other = await asyncio.gather(
        cli("replay", str(recorded), "--src", "examples/order"), cli("replay", str(recorded), "--src", str(changed))
    )
    assert fits.code == 0, fits.err
    assert other.code == 1
    assert "does not replay" in other.out + other.err
    assert "Traceback" not in other.err


async def test_run_says_that_nobody_implements_the_activity(cli: Any) -> None:
    """``examples/python_activity`` without its Python worker."""
    done = await cli(
        "run", "app:quote_workflow", '{"sku": "book", "quantity": 1}', "--src", "examples/python_activity", "--dev"
    )
    assert (done.code, done.out) == (1, "")
    assert "nobody polls the task queue 'pricing'" in done.err
