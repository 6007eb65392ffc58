"""Bad input gets one clear diagnostic and a non-zero exit, never a traceback, and loses nothing."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from luaflow.servers.dev_server import DevServer, free_port
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

INDEX = """\
version: "1.0"
namespace: app
entries:
  - {name: temporal, kind: temporal.client, address: "localhost:7233"}
  - {name: worker, kind: temporal.worker, client: temporal, task_queue: bad}
  - name: flow
    kind: workflow.lua
    source: file://flow.lua
    method: main
    modules: [funcs]
    meta: {temporal: {workflow: {worker: worker}}}
"""
FLOW = 'return { main = function(input)\n    return "fine"\nend }\n'
GOOD: Mapping[str, str | bytes] = {"_index.yaml": INDEX, "flow.lua": FLOW}
LIBRARIES = """\
  - {name: one, kind: library.lua, source: "file://one.lua", imports: {two: "app:two"}}
  - {name: two, kind: library.lua, source: "file://two.lua", imports: {one: "app:one"}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """Sources with one mistake.

    Attributes:
        place: ``file:line:column`` that the diagnostic points at.
        says: What the diagnostic must name.
    """

    title: str
    files: Mapping[str, str | bytes]
    place: str
    says: tuple[str, ...]
    outside: Mapping[str, str] = field(default_factory=dict)


def changed(**files: str | bytes) -> Mapping[str, str | bytes]:
    return {**GOOD, **{name.replace("__", "."): text for name, text in files.items()}}


def index(old: str, new: str, count: int = 1) -> str:
    assert INDEX.count(old) == count
    return INDEX.replace(old, new)


BAD = [
    Bad(
        title="yaml-does-not-parse",
        files={**GOOD, "_index.yaml": INDEX.replace("entries:", "entries: [")},
        place="flows/_index.yaml:4:",
        says=(),
    ),
    Bad(
        title="missing-source-file",
        files={"_index.yaml": INDEX},
        place="flows/_index.yaml:8:13",
        says=("flow.lua",),
    ),
    Bad(
        title="path-escapes-the-root",
        files={"_index.yaml": index("file://flow.lua", "file://../outside.lua")},
        place="flows/_index.yaml:8:13",
        says=("../outside.lua",),
        outside={"outside.lua": FLOW},
    ),
    Bad(
        title="unknown-import",
        files={**GOOD, "_index.yaml": INDEX + '    imports: {money: "app:mony"}\n'},
        place="flows/_index.yaml:12:15",
        says=("app:mony",),
    ),
    Bad(
        title="import-cycle",
        files={
            "_index.yaml": INDEX + '    imports: {one: "app:one"}\n' + LIBRARIES,
            "flow.lua": FLOW,
            "one.lua": "return {}",
            "two.lua": "return {}",
        },
        place="flows/_index.yaml:",
        says=("app:one", "app:two"),
    ),
    Bad(
        title="method-that-is-not-there",
        files={**GOOD, "_index.yaml": index("method: main", "method: mian")},
        place="flows/flow.lua:1:8",
        says=("app:flow", "method: mian", "main"),
    ),
    Bad(
        title="duplicate-ids",
        files={
            **GOOD,
            "_index.yaml": INDEX + '  - {name: flow, kind: function.lua, source: "file://flow.lua", method: main}\n',
        },
        place="flows/_index.yaml:12:12",
        says=("app:flow",),
    ),
    Bad(
        title="syntax-error",
        files={**GOOD, "flow.lua": "return { main = function(input)\n    return 1 +* 2\nend }\n"},
        place="flows/flow.lua:2:15",
        says=("*", "    return 1 +* 2\n", "              ^"),
    ),
    Bad(
        title="not-utf-8",
        files={**GOOD, "flow.lua": b'return function()\n    return "caf\xe9"\nend\n'},
        place="flows/flow.lua:2:16",
        says=("UTF-8",),
    ),
    Bad(
        title="yaml-not-utf-8",
        files={**GOOD, "_index.yaml": INDEX.encode().replace(b"bad", b"b\xe4d")},
        place="flows/_index.yaml:5:",
        says=("UTF-8",),
    ),
    Bad(
        title="workflow-without-worker",
        files={**GOOD, "_index.yaml": index("{worker: worker}", "{}")},
        place="flows/_index.yaml:",
        says=("app:flow", "worker"),
    ),
    Bad(
        title="worker-that-is-not-there",
        files={**GOOD, "_index.yaml": index("{worker: worker}", "{worker: wroker}")},
        place="flows/_index.yaml:11:",
        says=("app:wroker", "app:worker"),
    ),
]


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a source folder ``flows``."""
    folder = root / "flows"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def one_diagnostic(text: str) -> None:
    """There is exactly one error and no traceback."""
    assert len(re.findall(r"^(?:error|internal error)\b", text, re.MULTILINE)) == 1, text
    assert "internal error" not in text
    assert "Traceback" not in text


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.title)
async def test_sources(bad: Bad, cli: Any, tmp_path: Path) -> None:
    write(tmp_path, bad.files)
    for name, text in bad.outside.items():
        (tmp_path / name).write_text(text)
    done = await cli("compile", "flows", "-o", "out", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    one_diagnostic(done.err)
    assert f"--> {bad.place}" in done.err, done.err
    for part in bad.says:
        assert part in done.err, done.err
    assert not (tmp_path / "out").exists()


async def test_a_mistake_leaves_the_package_as_it_was(cli: Any, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert (await cli("compile", "flows", "-o", "out", cwd=tmp_path)).code == 0
    before = snapshot(tmp_path / "out")
    write(tmp_path, changed(flow__lua=FLOW + "oops"))
    assert (await cli("compile", "flows", "-o", "out", cwd=tmp_path)).code == 1
    assert snapshot(tmp_path / "out") == before


async def test_other_commands_refuse_bad_sources_too(cli: Any, tmp_path: Path) -> None:
    write(tmp_path, changed(flow__lua=FLOW + "oops"))
    for arguments in (
        ["lint", "flows"],
        ["worker", "flows"],
        ["run", "app:flow", "--src", "flows", "--dev"],
    ):
        done = await cli(*arguments, cwd=tmp_path)
        assert done.code == 1
        assert "flows/flow.lua:4:" in done.out + done.err
        assert "Traceback" not in done.err


async def test_a_folder_that_is_not_there(cli: Any, tmp_path: Path) -> None:
    done = await cli("compile", "flows", cwd=tmp_path)
    assert done.code != 0
    assert "flows" in done.err and "Traceback" not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["worker", "flows"], ["run", "app:flow", "--src", "flows"]], ids=["worker", "run"])
async def test_an_address_nobody_listens_on(command: list[str], cli: Any, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    address = f"127.0.0.1:{free_port()}"
    done = await cli(*command, "--temporal-address", address, cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    one_diagnostic(done.err)
    assert address in done.err


@pytest.mark.parametrize("command", [["worker", "flows"], ["run", "app:flow", "--src", "flows"]], ids=["worker", "run"])
async def test_a_namespace_that_does_not_exist(
    command: list[str], temporal_server: DevServer, cli: Any, tmp_path: Path
) -> None:
    write(tmp_path, GOOD)
    server = ("--temporal-address", temporal_server.address, "--namespace", "nowhere")
    done = await cli(*command, *server, cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    one_diagnostic(done.err)
    assert "nowhere" in done.err


@pytest.mark.parametrize("argument", ["{total: 5}", "[1, 2", "hello", ""])
async def test_arguments_that_are_not_json(argument: str, cli: Any, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    done = await cli("run", "app:flow", argument, "--src", "flows", "--dev", cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    one_diagnostic(done.err)
    assert "argument 1" in done.err and "JSON" in done.err


async def test_an_entry_that_is_not_there(cli: Any, tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    done = await cli("run", "app:flaw", "--src", "flows", "--dev", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    one_diagnostic(done.err)
    assert "app:flaw" in done.err and "did you mean `app:flow`" in done.err


@asynccontextmanager
async def served(cli: Any, folder: Path, server: DevServer, queue: str) -> AsyncIterator[None]:
    """Run the worker of ``flows``, on a task queue that no other test uses."""
    source = folder / "flows" / "_index.yaml"
    source.write_text(source.read_text().replace("task_queue: bad", f"task_queue: {queue}"))
    process = await cli.start("worker", "flows", "--temporal-address", server.address, cwd=folder)
    await asyncio.wait_for(process.stderr.readuntil(b"polls task queue"), 30)
    yield
    process.terminate()
    await asyncio.wait_for(process.communicate(), 30)


UNENCODABLE = {
    "order.lines[3]": "{order = {lines = {1, 2, print}}}",
    "a.b": "{a = {b = 0/0}}",
    "list": "{list = {1, 2, x = 3}}",
    "self[1]": "(function() local t = {}; t.self = {t}; return t end)()",
}
"""Values by the path of what cannot be encoded: a function, not a number, a mixed table, a cycle."""


async def test_a_result_that_cannot_be_encoded(temporal_server: DevServer, cli: Any, tmp_path: Path) -> None:
    branches = "".join(f"    if path == '{path}' then return {value} end\n" for path, value in UNENCODABLE.items())
    write(tmp_path, changed(flow__lua=f"return function(path)\n{branches}end\n"))
    queue = str(uuid.uuid4())
    async with served(cli, tmp_path, temporal_server, queue):
        server = ("--temporal-address", temporal_server.address)
        runs = [cli("run", "app:flow", f'"{path}"', "--src", "flows", *server, cwd=tmp_path) for path in UNENCODABLE]
        for path, done in zip(UNENCODABLE, await asyncio.gather(*runs)):
            assert (done.code, done.out) == (1, "")
            one_diagnostic(done.err)
            assert "error: Invalid: " in done.err and f": {path}: " in done.err


RUNTIME_ERROR = """\
local function total(order)
    return order.price * order.quantity
end

return { main = function(input)
    return total(input)
end }
"""


async def test_a_lua_runtime_error(client: Client, temporal_server: DevServer, cli: Any, tmp_path: Path) -> None:
    """Lua file, line and stack in the command's output, and in the failure that the web interface shows."""
    write(tmp_path, changed(flow__lua=RUNTIME_ERROR))
    queue, workflow_id = str(uuid.uuid4()), str(uuid.uuid4())
    async with served(cli, tmp_path, temporal_server, queue):
        done = await cli(
            *("run", "app:flow", '{"price": 2}', "--src", "flows"),
            *("--temporal-address", temporal_server.address, "--task-queue", queue, "--id", workflow_id),
            cwd=tmp_path,
        )
    message = "flow.lua:2: attempt to perform arithmetic on a nil value (field 'quantity')"
    assert (done.code, done.out) == (1, "")
    one_diagnostic(done.err)
    assert f"error: Internal: {message}\n" in done.err
    history = await client.get_workflow_handle(workflow_id).fetch_history()
    assert history.events[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED
    failure = history.events[-1].workflow_execution_failed_event_attributes.failure
    assert failure.message == message
    for stack in (done.err, failure.stack_trace):
        assert "flow.lua:2: in " in stack and "'total'" in stack
        assert "flow.lua:6: in " in stack
        assert ".py" not in stack and "flow.lua:0" not in stack


async def test_a_workflow_type_nobody_registered(temporal_server: DevServer, cli: Any, tmp_path: Path) -> None:
    """The worker of an older package does not know the new workflow."""
    write(tmp_path, GOOD)
    queue = str(uuid.uuid4())
    async with served(cli, tmp_path, temporal_server, queue):
        other = tmp_path / "newer"
        other.mkdir()
        write(other, {**GOOD, "_index.yaml": INDEX.replace("name: flow", "name: renamed")})
        done = await cli(
            *("run", "app:renamed", "--src", "newer/flows"),
            *("--temporal-address", temporal_server.address, "--task-queue", queue),
            cwd=tmp_path,
        )
    assert (done.code, done.out) == (1, "")
    assert "app:renamed" in done.err and "registered" in done.err
    assert "Traceback" not in done.err


async def test_a_package_of_another_version(cli: Any, tmp_path: Path) -> None:
    """It says what to do; the sources are compiled anew by the same command."""
    write(tmp_path, GOOD)
    assert (await cli("compile", "flows", "-o", "out", cwd=tmp_path)).code == 0
    package = tmp_path / "out" / "flows"
    for name, old, new in (("manifest.json", '"abi": 1', '"abi": 999'), ("__init__.py", "ABI = 1", "ABI = 999")):
        text = (package / name).read_text()
        assert old in text
        (package / name).write_text(text.replace(old, new))
    for arguments in (["worker", "out/flows"], ["run", "app:flow", "--src", "out/flows"]):
        done = await cli(*arguments, cwd=tmp_path)
        assert (done.code, done.out) == (1, "")
        one_diagnostic(done.err)
        assert "out/flows" in done.err and "compile the package again" in done.err
    assert (await cli("compile", "flows", "-o", "out", cwd=tmp_path)).code == 0
    assert '"abi": 1' in (package / "manifest.json").read_text()


async def test_a_package_without_its_manifest(cli: Any, tmp_path: Path) -> None:
    """It was not written to its end."""
    write(tmp_path, GOOD)
    assert (await cli("compile", "flows", "-o", "out", cwd=tmp_path)).code == 0
    (tmp_path / "out" / "flows" / "manifest.json").unlink()
    done = await cli("worker", "out/flows", cwd=tmp_path)
    assert (done.code, done.out) == (1, "")
    one_diagnostic(done.err)
    done = await cli("compile", "flows", "-o", "out", cwd=tmp_path)
    assert done.code == 0, done.err
