"""Workers and connections from registry entries."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from luaflow.servers.dev_server import DevServer
from luaflow_runtime import abi
from luaflow_runtime.entry import ClientSpec, Registry, WorkerSpec
from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.temporal.connection import ConnectError, client_options, connect
from luaflow_runtime.temporal.deep_stack import run_deep
from luaflow_runtime.temporal.placeholders import Environment, PlaceholderError
from luaflow_runtime.temporal.workers import build_worker, missing_attributes, run_workers, worker_arguments

from . import flows


def spec(**options: Any) -> WorkerSpec:
    return WorkerSpec(
        id="app:worker",
        client="app:client",
        task_queue="${env:QUEUE|orders}",
        options=options,
        workflows=tuple(flows.WORKFLOWS),
        activities=tuple(flows.ACTIVITIES),
    )


REGISTRY = Registry(
    clients={"app:client": ClientSpec(id="app:client", data={"address": "localhost:1", "tq_prefix": "test-"})},
    env={
        "QUEUE": {"variable": "QUEUE", "storage": "app:router"},
        "PORT": {"variable": "PORT", "storage": "app:os", "default": 9},
        "app:key": {"variable": "KEY", "storage": "app:file"},
    },
    env_storages={
        "app:os": {"kind": "env.storage.os"},
        "app:static": {"kind": "env.storage.static", "values": {"FIXED": "yes"}},
        "app:router": {"kind": "env.storage.router", "storages": ["app:static", "app:os"]},
        "app:file": {"kind": "env.storage.file", "file_path": "missing.env"},
    },
)


def test_placeholders() -> None:
    environment = Environment(REGISTRY, {"QUEUE": "q", "RAW": "raw"})
    assert environment.resolve("${env:QUEUE}") == "q"
    assert environment.resolve("a-${env:QUEUE}-${env:PORT|1}") == "a-q-9"
    assert environment.resolve("${env:PORT|1}") == 9
    assert environment.resolve("${env:NONE|true}") is True
    assert environment.resolve("${SHORT|1.5}") == 1.5
    assert environment.resolve("${SHORT}") == "${SHORT}"
    assert environment.resolve("$${env:QUEUE}") == "${env:QUEUE}"
    assert environment.resolve({"a": ["${env:QUEUE}"]}) == {"a": ["q"]}
    with pytest.raises(PlaceholderError, match=r"'RAW' is not declared by an env\.variable entry"):
        environment.resolve("${env:RAW}")
    with pytest.raises(PlaceholderError, match="'app:key' has no value and no default"):
        environment.resolve("${env:app:key}")


def test_file_storage(tmp_path: Path) -> None:
    (tmp_path / "x.env").write_text("# comment\nexport KEY = 'a b'\nOTHER=1\n")
    registry = Registry(
        env={"KEY": {"variable": "KEY", "storage": "app:file"}},
        env_storages={"app:file": {"kind": "env.storage.file", "file_path": str(tmp_path / "x.env")}},
    )
    assert Environment(registry, {}).get("KEY") == "a b"


def test_arguments() -> None:
    parsed = worker_arguments(
        spec(
            max_concurrent_activity_execution_size=5,
            worker_stop_timeout="3s",
            enable_session_worker=True,
            deadlock_detection_timeout="1s",
            worker_activities_per_second=2.5,
            odd=1,
        ),
        REGISTRY,
        {"QUEUE": "mine"},
    )
    assert parsed.arguments["task_queue"] == "test-mine"
    assert parsed.arguments["max_concurrent_activities"] == 5
    assert parsed.arguments["max_concurrent_workflow_tasks"] == 1000
    assert parsed.arguments["graceful_shutdown_timeout"] == timedelta(seconds=3)
    assert parsed.arguments["max_activities_per_second"] == 2.5
    assert parsed.ignored == ("deadlock_detection_timeout", "enable_session_worker", "odd")
    assert worker_arguments(spec(), REGISTRY, {}).arguments["task_queue"] == "test-orders"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"max_concurrent_workflow_task_pollers": 1},
            "worker_options.max_concurrent_workflow_task_pollers: 1 is below 2",
        ),
        ({"max_concurrent_activity_execution_size": 0}, "is below 1"),
        ({"worker_stop_timeout": "5"}, 'time: missing unit in duration "5"'),
        ({"disable_workflow_worker": True, "local_activity_worker_only": True}, "exclude each other"),
        ({"use_versioning": True}, "needs deployment_name and build_id"),
        ({"identity": 5}, "must be a string, not 5"),
        (
            {"deployment_name": "d", "build_id": "1", "default_versioning_behavior": "odd"},
            "must be one of pinned, auto_upgrade, not 'odd'",
        ),
    ],
)
def test_unusable_options(options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        worker_arguments(spec(**options), REGISTRY, {})


def test_precedence() -> None:
    client = REGISTRY.clients["app:client"]
    assert client_options(client, REGISTRY, environ={}).address == "localhost:1"
    assert client_options(client, REGISTRY, environ={"TEMPORAL_ADDRESS": "env:2"}).address == "env:2"
    flagged = client_options(client, REGISTRY, address="flag:3", environ={"TEMPORAL_ADDRESS": "env:2"})
    assert flagged.address == "flag:3"
    assert client_options(None, REGISTRY, environ={}).address == "localhost:7233"


def test_what_is_overridden_needs_no_value() -> None:
    data = {
        "address": "${env:NOBODY}",
        "namespace": "${env:NOBODY}",
        "auth": {"type": "api_key", "api_key": "${env:NOBODY}"},
        "tls": {"enabled": True, "ca_file": "/no/such/file", "server_name": "${env:NOBODY}"},
    }
    client = ClientSpec(id="app:c", data=data)
    own = client_options(client, REGISTRY, address="own:1", namespace="default", dev=True, environ={})
    assert (own.address, own.api_key, own.tls) == ("own:1", None, False)
    environ = {"TEMPORAL_ADDRESS": "env:2", "TEMPORAL_NAMESPACE": "n", "TEMPORAL_API_KEY": "k", "TEMPORAL_TLS": "false"}
    given = client_options(client, REGISTRY, environ=environ)
    assert (given.address, given.namespace, given.api_key, given.tls) == ("env:2", "n", "k", False)
    with pytest.raises(ConnectError, match="NOBODY"):
        client_options(client, REGISTRY, environ={**environ, "TEMPORAL_ADDRESS": ""})


def test_security(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("CERT")

    def options(auth: dict[str, Any], tls: dict[str, Any] | None = None, dev: bool = False) -> Any:
        data = {"address": "a:1", "auth": auth, "tls": tls or {}}
        return client_options(ClientSpec(id="app:c", data=data), REGISTRY, dev=dev, environ={"SECRET": "s3cret"})

    assert options({"type": "api_key", "api_key_env": "SECRET"}).api_key == "s3cret"
    assert options({"type": "api_key", "api_key_env": "SECRET"}, dev=True).api_key is None
    mutual = options({"type": "mtls", "cert_file": str(tmp_path / "cert.pem"), "key_pem": "KEY"})
    assert (mutual.tls.client_cert, mutual.tls.client_private_key) == (b"CERT", b"KEY")
    for auth, tls, message in (
        ({"type": "api_key"}, {}, "auth.api_key: exactly one source is needed, 0 are given"),
        ({"type": "api_key", "api_key": "a", "api_key_env": "SECRET"}, {}, "2 are given"),
        ({"type": "odd"}, {}, "none of none, api_key, mtls"),
        ({}, {"insecure_skip_verify": True}, "always verifies certificates"),
        ({"type": "api_key", "api_key_env": "UNSET"}, {}, "'UNSET' is not set"),
        ({"type": "mtls", "cert_file": "/none", "key_pem": "KEY"}, {}, "No such file"),
    ):
        with pytest.raises(ConnectError, match=message) as caught:
            options(auth, tls)
        assert "\n" not in str(caught.value)


async def test_nobody_listens() -> None:
    with pytest.raises(ConnectError, match=r"cannot connect to Temporal at 127\.0\.0\.1:9: ") as caught:
        await connect(None, REGISTRY, address="127.0.0.1:9", environ={})
    message = str(caught.value)
    assert "nobody listens there; start the server, or give its address by --temporal-address" in message
    assert "\n" not in message and "tonic" not in message


@pytest.mark.parametrize("address", ["nohost", "http://localhost:7233", "localhost:", ":7233", "localhost:99999"])
def test_addresses_that_are_none(address: str) -> None:
    with pytest.raises(ConnectError, match=f"the address '{address}' is not of the form host:port"):
        client_options(None, REGISTRY, address=address, environ={})


async def test_a_server_that_does_not_speak_tls(temporal_server: DevServer) -> None:
    address = temporal_server.address
    with pytest.raises(ConnectError, match="the server does not speak TLS"):
        await connect(None, REGISTRY, address=address, environ={"TEMPORAL_TLS": "1"})


async def test_a_server_of_another_kind() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as other:
        address = f"127.0.0.1:{other.sockets[0].getsockname()[1]}"
        with pytest.raises(ConnectError, match="does not answer as Temporal does") as caught:
            await connect(None, REGISTRY, address=address, environ={})
    assert "tonic" not in str(caught.value)


async def test_namespaces(temporal_server: DevServer) -> None:
    address = temporal_server.address
    with pytest.raises(ConnectError, match="has no namespace 'nowhere'; create it with"):
        await connect(None, REGISTRY, address=address, namespace="nowhere", environ={})
    client = await connect(None, REGISTRY, address=address, namespace="made", dev=True, environ={})
    assert client.namespace == "made"


async def test_workers_run_and_stop(temporal_server: DevServer) -> None:
    address = temporal_server.address
    client = await connect(None, REGISTRY, address=address, environ={})
    said: list[str] = []
    worker = build_worker(spec(enable_session_worker=True), client, REGISTRY, environ={}, warn=said.append)
    assert worker is not None
    assert said == ["app:worker: worker_options without effect here: enable_session_worker"]
    stop = asyncio.Event()
    running = asyncio.create_task(run_workers([worker], stop))
    result = await client.execute_workflow("app:order", {"total": 3}, id="workers-run", task_queue="test-orders")
    assert result["status"] == "done"
    stop.set()
    await asyncio.wait_for(running, 15)


def test_missing_attributes() -> None:
    lines = missing_attributes({"a": "Int", "b": "Keyword", "c": "Double"}, {"b": "Bool", "c": "Int"}, "ns")
    assert lines == [
        "search attribute 'a' is missing in namespace 'ns'; add it with "
        "`temporal operator search-attribute create --namespace ns --name a --type Int`",
        "search attribute 'b' is of type Bool in namespace 'ns', the code sets Keyword",
    ]


def test_deep_recursion() -> None:
    async def down(levels: int) -> int:
        return 0 if not levels else 1 + await down(levels - 1)

    limit = sys.getrecursionlimit()
    try:
        assert run_deep(lambda: asyncio.run(down(60_000))) == 60_000
    finally:
        sys.setrecursionlimit(limit)


def test_abi() -> None:
    abi.check(abi.ABI, "0.1.0", "flows")
    with pytest.raises(ImportError, match=r"'flows' was compiled by luaflow 9.9 for ABI 99.*upgrade luaflow"):
        abi.check(99, "9.9", "flows")
    with pytest.raises(ImportError, match="compile the package again"):
        abi.check(0, "0.0", "flows")
