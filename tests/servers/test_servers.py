"""Finding and running Temporal servers on this machine."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from luaflow.package.locations import cache_folder, locked
from luaflow.servers import ServerUnavailable, temporal_cli
from luaflow.servers.dev_server import dev_server
from luaflow.servers.temporal_cli import find_temporal_cli
from temporalio.client import Client


@pytest.fixture(scope="module")
def program() -> Path:
    return find_temporal_cli()


async def test_a_server_with_namespaces_and_search_attributes(program: Path) -> None:
    async with dev_server(program, namespaces=["shop"], search_attributes={"customer_id": "Keyword"}) as server:
        client = await Client.connect(server.address, namespace="shop")
        from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest

        known = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace="shop"))
        assert "customer_id" in known.custom_attributes
    assert not _alive(server.pid)


async def test_state_in_a_file_survives_a_restart(program: Path, tmp_path: Path) -> None:
    database = tmp_path / "state.db"
    async with dev_server(program, namespaces=["kept"], database=database) as server:
        await Client.connect(server.address, namespace="kept")
    async with dev_server(program, database=database) as server:
        from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest

        client = await Client.connect(server.address)
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace="kept"))


async def test_a_server_that_cannot_start_says_why(program: Path) -> None:
    async with dev_server(program) as server:
        taken = int(server.address.rpartition(":")[2])
        with pytest.raises(ServerUnavailable, match="address already in use"):
            async with dev_server(program, port=taken):
                pass


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends the server only on Linux")
def test_the_server_does_not_outlive_a_killed_parent(program: Path) -> None:
    script = (
        "import asyncio, sys\nfrom pathlib import Path\nfrom luaflow.servers.dev_server import dev_server\n"
        "async def main():\n"
        f"    async with dev_server(Path({str(program)!r})) as server:\n"
        "        print(server.pid, flush=True)\n"
        "        await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    server = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 15
    while _alive(server) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(server)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\nexit 0\n")
    path.chmod(0o755)
    return path


def test_the_order_in_which_a_cli_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUAFLOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("LUAFLOW_TEMPORAL_CLI", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    in_cache = _program(tmp_path / "cache" / "bin" / "temporal")
    assert find_temporal_cli() == in_cache
    on_path = _program(tmp_path / "path" / "temporal")
    monkeypatch.setenv("PATH", str(on_path.parent))
    assert find_temporal_cli() == on_path
    from_environment = _program(tmp_path / "environment" / "cli")
    monkeypatch.setenv("LUAFLOW_TEMPORAL_CLI", str(from_environment))
    assert find_temporal_cli() == from_environment
    given = _program(tmp_path / "given" / "cli")
    assert find_temporal_cli(str(given)) == given
    with pytest.raises(ServerUnavailable, match="--temporal-cli is `nothing`"):
        find_temporal_cli("nothing")


def test_without_any_way_the_error_names_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUAFLOW_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("LUAFLOW_TEMPORAL_CLI", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    # What a machine without internet sees of the SDK's download.
    monkeypatch.setattr(temporal_cli, "_download", lambda target, say: "the SDK's download: no network")
    with pytest.raises(ServerUnavailable) as caught:
        find_temporal_cli()
    for way in ("LUAFLOW_TEMPORAL_CLI", "PATH", "cache", "download", "no `go` on PATH"):
        assert way in str(caught.value)
    assert list((tmp_path / "cache" / "bin").iterdir()) == [tmp_path / "cache" / "bin" / "temporal.lock"]


def test_a_failing_build_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUAFLOW_CACHE", str(tmp_path / "cache"))
    go = tmp_path / "path" / "go"
    _program(go)
    go.write_text("#!/bin/sh\necho 'go: the module is gone' >&2\nexit 1\n")
    monkeypatch.setenv("PATH", str(go.parent))
    said: list[str] = []
    problem = temporal_cli._build(cache_folder("bin", "temporal"), said.append)
    assert problem is not None and "go: the module is gone" in problem
    assert "takes some minutes" in said[0]
    assert list((tmp_path / "cache" / "bin").iterdir()) == []


async def test_a_lock_is_exclusive_and_dies_with_its_process(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom luaflow.package.locations import locked\n"
        f"with locked(Path({str(path)!r})):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"

    def take() -> None:
        with locked(path):
            pass

    waiting = asyncio.create_task(asyncio.to_thread(take))
    await asyncio.sleep(0.2)
    assert not waiting.done()
    holder.kill()
    holder.wait()
    await asyncio.wait_for(waiting, 5)
