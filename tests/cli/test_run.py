"""``luaflow run``, ``worker`` and ``replay`` as a user runs them, on a real server."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from luaflow.servers import ServerUnavailable
from luaflow.servers.dev_server import DevServer, dev_server, free_port
from luaflow.servers.temporal_cli import find_temporal_cli
from temporalio.client import Client

Luaflow = Callable[..., "subprocess.CompletedProcess[str]"]

try:
    PROGRAM = find_temporal_cli()
except ServerUnavailable as problem:
    pytest.skip(str(problem), allow_module_level=True)
CLI = {"LUAFLOW_TEMPORAL_CLI": str(PROGRAM)}


@pytest.fixture
async def server() -> AsyncIterator[DevServer]:
    async with dev_server(PROGRAM) as running:
        yield running


@contextmanager
def worker(tmp_path: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run ``luaflow worker`` until the block ends; it has said that it polls when this begins."""
    process = subprocess.Popen(
        [sys.executable, "-m", "luaflow.cli", "worker", *arguments],
        cwd=tmp_path,
        env={**os.environ, "LUAFLOW_CACHE": str(tmp_path / "cache")},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line)
        if "polls task queue" in line:
            break
    else:
        pytest.fail("".join(lines))
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_workflow_on_a_server_of_its_own(flows: Path, luaflow: Luaflow) -> None:
    done = luaflow("run", "app:order_workflow", '{"total": 5}', "--src", "flows", "--dev", **CLI)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"status": "done", "receipt": {"charged": 500}}


def test_a_function_needs_no_server(flows: Path, luaflow: Luaflow) -> None:
    done = luaflow("run", "app:charge", '{"amount": 7}', "--src", "flows")
    assert (done.returncode, done.stdout) == (0, '{"charged":7}\n'), done.stderr
    failed = luaflow("run", "app:charge", '{"amount": 100001}', "--src", "flows")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "error: Invalid: too much" in failed.stderr


def test_a_failing_workflow_shows_kind_message_and_lua_stack(flows: Path, luaflow: Luaflow) -> None:
    (flows / "order_workflow.lua").write_text(
        "local function pick(order)\n  return order.lines.first\nend\n"
        "local function main(order)\n  return pick(order)\nend\nreturn { main = main }\n"
    )
    done = luaflow("run", "app:order_workflow", "{}", "--src", "flows", "--dev", **CLI)
    assert (done.returncode, done.stdout) == (1, "")
    assert "order_workflow.lua:2: attempt to index a nil value (field 'lines')" in done.stderr
    assert "Traceback" not in done.stderr
    assert "Internal" in done.stderr


def test_errors_of_activities_are_one_line_each(flows: Path, luaflow: Luaflow) -> None:
    done = luaflow("run", "app:order_workflow", '{"total": 5000}', "--src", "flows", "--dev", **CLI)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"status": "failed", "error": "too much"}
    about = [line for line in done.stderr.splitlines() if "too much" in line]
    assert len(about) == 1 and about[0].endswith("failed (attempt 1): Invalid: too much"), done.stderr
    assert "activity app:charge of workflow" in about[0]
    assert "Traceback" not in done.stderr


def test_context_values(flows: Path, luaflow: Luaflow) -> None:
    index = flows / "_index.yaml"
    index.write_text(index.read_text().replace("modules: [funcs, time]", "modules: [ctx]"))
    (flows / "order_workflow.lua").write_text(
        'local ctx = require("ctx")\nreturn { main = function() return { tenant = (ctx.get("tenant")) } end }\n'
    )
    done = luaflow("run", "app:order_workflow", "--src", "flows", "--dev", "--context", '{"tenant": "acme"}', **CLI)
    assert (done.returncode, done.stdout) == (0, '{"tenant":"acme"}\n'), done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["app:order_workflow", "{oops"], 2, "argument 1 is no JSON"),
        (["app:order_workflow", "1", "text"], 2, "argument 2 is no JSON"),
        (["app:order_workflow", "--context", "[1]"], 2, "--context must be a JSON object"),
        (["app:order_workflo"], 1, "did you mean `app:order_workflow`?"),
        (["app:money"], 1, "`app:money` is a `library.lua`, which cannot be run by itself"),
        (["order_workflow"], 1, "has no entry `order_workflow`; did you mean `app:order_workflow`?"),
        (["app:chrge"], 1, "did you mean `app:charge`?"),
        (["app:charge", "--contxt", "{}"], 2, "No such option '--contxt'"),
        (["app:charge", "-x"], 2, "argument 1 is no JSON"),
    ],
)
def test_mistakes_on_the_command_line(
    flows: Path, luaflow: Luaflow, arguments: list[str], code: int, message: str
) -> None:
    done = luaflow("run", *arguments, "--src", "flows")
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_nobody_listens_on(flows: Path, luaflow: Luaflow) -> None:
    address = f"127.0.0.1:{free_port()}"
    for arguments in (["run", "app:order_workflow", "--src", "flows"], ["worker", "flows"]):
        done = luaflow(*arguments, "--temporal-address", address)
        assert (done.returncode, done.stdout) == (1, "")
        assert f"error: cannot connect to Temporal at {address}: nobody listens there" in done.stderr
        assert done.stderr.count("\n") == 1, done.stderr


async def test_a_namespace_that_does_not_exist(flows: Path, luaflow: Luaflow, server: DevServer) -> None:
    done = await asyncio.to_thread(
        luaflow,
        "run",
        "app:order_workflow",
        "--src",
        "flows",
        "--temporal-address",
        server.address,
        "--namespace",
        "no",
    )
    assert done.returncode == 1
    assert "no namespace 'no'" in done.stderr and "Traceback" not in done.stderr


async def test_nobody_polls(flows: Path, luaflow: Luaflow, server: DevServer) -> None:
    done = await asyncio.to_thread(
        luaflow, "run", "app:order_workflow", "{}", "--src", "flows", TEMPORAL_ADDRESS=server.address
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "nobody polls the task queue 'orders'" in done.stderr


def test_nobody_runs_the_activity(flows: Path, luaflow: Luaflow) -> None:
    """A worker without activities does not poll for them: a misspelt id must not wait without a word."""
    index = flows / "_index.yaml"
    index.write_text(index.read_text().replace("{temporal: {activity: {worker: worker}}}", "{}"))
    done = luaflow("run", "app:order_workflow", '{"total": 5}', "--src", "flows", "--dev", **CLI)
    assert (done.returncode, done.stdout) == (1, "")
    assert "warning[LF301]: `app:charge` is no activity, so nobody would run it" in done.stderr
    assert "nobody polls the task queue 'orders' of namespace 'default' for activities" in done.stderr
    assert "`app:charge` waits there; no worker of the package runs activities on it" in done.stderr


async def test_a_task_queue_whose_placeholder_has_no_value(flows: Path, luaflow: Luaflow, server: DevServer) -> None:
    index = flows / "_index.yaml"
    index.write_text(index.read_text().replace("task_queue: orders", 'task_queue: "${env:QUEUE}"'))
    done = await asyncio.to_thread(
        luaflow, "run", "app:order_workflow", "{}", "--src", "flows", TEMPORAL_ADDRESS=server.address
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "app:worker: ${env:QUEUE}: 'QUEUE' is not declared" in done.stderr and "Traceback" not in done.stderr


async def test_a_workflow_task_that_fails_is_reported(
    flows: Path, luaflow: Luaflow, server: DevServer, tmp_path: Path
) -> None:
    """The worker knows another set of workflows than the one that starts them: a type nobody registered."""
    other = tmp_path / "other"
    other.mkdir()
    for path in flows.iterdir():
        text = path.read_text()
        (other / path.name).write_text(text.replace("name: order_workflow", "name: something_else"))
    with worker(tmp_path, "other", "--temporal-address", server.address):
        done = await asyncio.to_thread(
            luaflow, "run", "app:order_workflow", "{}", "--src", "flows", "--temporal-address", server.address
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert "a workflow task failed" in done.stderr and "app:order_workflow" in done.stderr


async def test_worker_serves_a_plain_client_and_stops_on_sigterm(
    flows: Path, luaflow: Luaflow, server: DevServer, tmp_path: Path
) -> None:
    await asyncio.to_thread(luaflow, "compile", "flows")
    with worker(tmp_path, "generated/flows", "--temporal-address", server.address) as process:
        client = await Client.connect(server.address)
        handle = await client.start_workflow(
            "app:order_workflow", {"total": 2}, id=f"order-{uuid.uuid4()}", task_queue="orders"
        )
        assert await handle.result() == {"status": "done", "receipt": {"charged": 200}}
        history = (await handle.fetch_history()).to_json()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    (tmp_path / "history.json").write_text(history)
    replayed = await asyncio.to_thread(luaflow, "replay", "history.json", "--src", "flows")
    assert (replayed.returncode, replayed.stdout) == (0, "history.json: replays\n"), replayed.stderr
    (flows / "order_workflow.lua").write_text("return { main = function() return 1 end }")
    changed = await asyncio.to_thread(luaflow, "replay", "history.json", "--src", "flows")
    assert changed.returncode == 1
    assert "history.json: does not replay: [TMPRL1100] Nondeterminism error" in changed.stdout
    assert "Some(" not in changed.stdout


async def test_a_killed_worker_is_replaced(flows: Path, server: DevServer, tmp_path: Path) -> None:
    (flows / "order_workflow.lua").write_text(
        'local time = require("time")\nlocal funcs = require("funcs")\n'
        "return { main = function(order)\n"
        '  local first = funcs.call("app:charge", { amount = 1 })\n'
        '  time.sleep("3s")\n'
        '  local second = funcs.call("app:charge", { amount = 2 })\n'
        "  return { first.charged, second.charged }\nend }\n"
    )
    client = await Client.connect(server.address)
    with worker(tmp_path, "flows", "--temporal-address", server.address) as process:
        handle = await client.start_workflow("app:order_workflow", {}, id="killed", task_queue="orders")
        deadline = time.monotonic() + 20
        while (await handle.describe()).history_length < 9 and time.monotonic() < deadline:
            await asyncio.sleep(0.1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with worker(tmp_path, "flows", "--temporal-address", server.address):
        assert await asyncio.wait_for(handle.result(), 40) == [1, 2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        (b"\xff", "it is not UTF-8"),
        (b"{", "is no JSON"),
        (b"[]", "is no workflow history"),
        (b'{"events": [{"nonsense": 1}]}', "is no workflow history"),
        (b'{"events": [{"eventId": "1"}]}', "does not begin with the start"),
        (
            b'{"events": [{"eventId": "1", "eventType": "EVENT_TYPE_WORKFLOW_EXECUTION_STARTED"}, {"eventId": "3"}]}',
            "event 2 is missing",
        ),
    ],
)
def test_histories_that_are_none(
    flows: Path, luaflow: Luaflow, tmp_path: Path, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / "history.json").write_bytes(content)
    done = luaflow("replay", "history.json", "--src", "flows")
    assert done.returncode == 1
    assert message in done.stderr and "Traceback" not in done.stderr


def test_a_package_of_another_version(flows: Path, luaflow: Luaflow, tmp_path: Path) -> None:
    luaflow("compile", "flows")
    init = tmp_path / "generated" / "flows" / "__init__.py"
    init.write_text(init.read_text().replace("ABI = 1", "ABI = 999"))
    done = luaflow("worker", "generated/flows")
    assert done.returncode == 1
    assert "ABI 999" in done.stderr and "Traceback" not in done.stderr


async def test_the_exit_code_is_right_every_time(
    flows: Path, luaflow: Luaflow, server: DevServer, tmp_path: Path
) -> None:
    """Python processes that used the SDK sometimes die while they leave; these must not."""
    with worker(tmp_path, "flows", "--temporal-address", server.address):
        for _ in range(3):
            runs = [
                asyncio.to_thread(
                    luaflow, "run", "app:order_workflow", json.dumps({"total": total}), "--src", "flows",
                    "--temporal-address", server.address,
                )
                for total in (1, 2000, 3, 4000, 5)
            ]  # fmt: skip
            done = await asyncio.gather(*runs)
            assert [one.returncode for one in done] == [0] * 5, [one.stderr for one in done]
            assert [json.loads(one.stdout)["status"] for one in done] == ["done", "failed", "done", "failed", "done"]


async def test_ctrl_c_at_any_time_while_a_worker_starts(flows: Path, server: DevServer, tmp_path: Path) -> None:
    for delay in (0.7, 1.0, 1.3, 1.6, 2.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "luaflow.cli", "worker", "flows", "--temporal-address", server.address],
            cwd=tmp_path,
            env={**os.environ, "LUAFLOW_CACHE": str(tmp_path / "cache")},
            stderr=subprocess.PIPE,
            text=True,
        )
        await asyncio.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, err = await asyncio.to_thread(process.communicate, timeout=30)
        assert process.returncode in (0, 130), err
        assert ("stopped" if process.returncode == 0 else "interrupted") == err.splitlines()[-1], err
        assert "had finished" not in err and "Traceback" not in err


def test_ctrl_c_ends_everything(flows: Path, tmp_path: Path) -> None:
    (flows / "order_workflow.lua").write_text(
        'local time = require("time")\nreturn { main = function() time.sleep("1h") end }\n'
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "luaflow.cli", "run", "app:order_workflow", "--src", "flows", "--dev"],
        cwd=tmp_path,
        env={**os.environ, **CLI, "LUAFLOW_CACHE": str(tmp_path / "cache")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None and process.stdout is not None
    for line in process.stderr:
        if "runs on task queue orders" in line:
            break
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert "interrupted" in err and "Traceback" not in err
