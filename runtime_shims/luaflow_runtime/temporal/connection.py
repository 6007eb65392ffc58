"""Connections to Temporal, made from a ``temporal.client`` entry, the environment and flags.

A flag wins over the ``TEMPORAL_*`` environment, which wins over the registry. Source: reference/entries.md 1.4.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest, RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import KeepAliveConfig, RPCError, RPCStatusCode, TLSConfig

from luaflow_runtime.entry import ClientSpec, Registry
from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.temporal.options import duration
from luaflow_runtime.temporal.placeholders import Environment, PlaceholderError
from luaflow_runtime.temporal.plugin import plugin

DEFAULT_ADDRESS = "localhost:7233"
DEFAULT_NAMESPACE = "default"


class ConnectError(Exception):
    """No connection; the message is one line for the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOptions:
    """A client entry with everything resolved.

    Attributes:
        prefix: ``tq_prefix``.
        connection_timeout: How long connecting may take.
        keep_alive: Interval and timeout.
    """

    address: str
    namespace: str
    prefix: str
    tls: TLSConfig | bool
    api_key: str | None
    connection_timeout: timedelta
    keep_alive: tuple[timedelta, timedelta]


def client_options(
    spec: ClientSpec | None,
    registry: Registry,
    *,
    address: str | None = None,
    namespace: str | None = None,
    api_key: str | None = None,
    dev: bool = False,
    environ: Mapping[str, str] | None = None,
) -> ClientOptions:
    """Return what a connection needs.

    Args:
        spec: The client entry; without one the defaults of the Temporal CLI hold.
        address: Flag, ``host:port``.
        namespace: Flag.
        api_key: Flag.
        dev: Ignore authentication and TLS.
        environ: Process environment if not given.

    Raises:
        ConnectError: The entry, or what it points to, is not usable.
    """
    environ = os.environ if environ is None else environ
    environment = Environment(registry, environ)
    where = f"{spec.id}: " if spec is not None else ""
    try:
        data = _Fields(spec.data if spec is not None else {}, environment)
        nothing = _Fields({}, environment)
        auth = nothing if dev else data.section("auth")
        tls = nothing if dev else data.section("tls")
        key, tls_config = _security(auth, tls, environment, {} if dev else environ, api_key)
        return ClientOptions(
            address=_host_and_port(
                address or environ.get("TEMPORAL_ADDRESS") or data.text("address") or DEFAULT_ADDRESS
            ),
            namespace=namespace or environ.get("TEMPORAL_NAMESPACE") or data.text("namespace") or DEFAULT_NAMESPACE,
            prefix=data.text("tq_prefix"),
            tls=tls_config,
            api_key=key,
            connection_timeout=duration(data.get("connection_timeout", "10s"), "connection_timeout"),
            keep_alive=(
                duration(data.get("keep_alive_time", "30s"), "keep_alive_time"),
                duration(data.get("keep_alive_timeout", "10s"), "keep_alive_timeout"),
            ),
        )
    except (PlaceholderError, OptionError, OSError) as problem:
        raise ConnectError(f"{where}{problem}") from None


async def connect(
    spec: ClientSpec | None,
    registry: Registry,
    *,
    address: str | None = None,
    namespace: str | None = None,
    api_key: str | None = None,
    dev: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Client:
    """Connect, and check that the namespace exists. The client carries luaflow's plugin.

    Args:
        spec: The client entry, or none.
        registry: Entries of the package, for placeholders.
        address: Flag, ``host:port``.
        namespace: Flag.
        api_key: Flag.
        dev: Ignore authentication and TLS, and create the namespace if it is missing.
        environ: Process environment if not given.

    Raises:
        ConnectError: With a one-line message.
    """
    options = client_options(
        spec, registry, address=address, namespace=namespace, api_key=api_key, dev=dev, environ=environ
    )
    seconds = options.connection_timeout.total_seconds()
    interval, timeout = options.keep_alive
    try:
        client = await asyncio.wait_for(
            Client.connect(
                options.address,
                namespace=options.namespace,
                tls=options.tls,
                api_key=options.api_key,
                plugins=[plugin()],
                keep_alive_config=KeepAliveConfig(
                    interval_millis=int(interval.total_seconds() * 1000),
                    timeout_millis=int(timeout.total_seconds() * 1000),
                )
                if interval
                else None,
            ),
            seconds or None,
        )
    except TimeoutError:
        raise ConnectError(
            f"no answer from Temporal at {options.address} within {seconds:g}s; {_OTHER_ADDRESS}"
        ) from None
    except (RuntimeError, ValueError) as problem:
        raise ConnectError(f"cannot connect to Temporal at {options.address}: {_reason(problem)}") from None
    await _check_namespace(client, options, create=dev)
    return client


_OTHER_ADDRESS = "start the server, or give its address by --temporal-address, TEMPORAL_ADDRESS or the client's entry"

_REASONS = (
    (r"ConnectionRefused", f"nobody listens there; {_OTHER_ADDRESS}"),
    (r"dns error", f"there is no such host; {_OTHER_ADDRESS}"),
    (r"(HostUnreachable|NetworkUnreachable|TimedOut)", f"it cannot be reached; {_OTHER_ADDRESS}"),
    (r"InvalidContentType", "the server does not speak TLS; leave out TLS and API key, or use another address"),
    (
        r"InvalidCertificate\((\w+)",
        "the server's certificate is not accepted ({0}); see `tls.ca_file` and `tls.server_name`",
    ),
    (r"(PrivateKey|Certificate)\w*(Parse|Error)", "the TLS client certificate or its key cannot be read"),
    (r"Unauthenticated|PermissionDenied", "the server refuses the credentials"),
    (
        r"get_system_info.*(transport error|protocol error|operation was canceled|tonic::transport|HTTP status|grpc-status)",
        "what listens there does not answer as Temporal does; does it want TLS, or is it another service?",
    ),
)
"""What the SDK's Rust part writes about a failed connection, and how to say it."""


def _reason(problem: BaseException) -> str:
    """Return why there is no connection and what to do, without the SDK's insides."""
    text = _one_line(problem)
    for pattern, reason in _REASONS:
        found = re.search(pattern, text)
        if found is not None:
            return reason.format(*found.groups())
    return text.removeprefix("Failed client connect: ").removeprefix("Server connection error: ")


def _host_and_port(address: str) -> str:
    """Return an address that is `host:port`.

    Raises:
        OptionError: It is not.
    """
    host, _, port = address.rpartition(":")
    if not host or "/" in address or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise OptionError(f"the address {address!r} is not of the form host:port")
    return address


async def _check_namespace(client: Client, options: ClientOptions, *, create: bool) -> None:
    try:
        await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=options.namespace))
    except RPCError as problem:
        if problem.status is RPCStatusCode.NOT_FOUND:
            if create:
                await _create_namespace(client, options.namespace)
                return
            raise ConnectError(
                f"Temporal at {options.address} has no namespace {options.namespace!r}; create it with "
                f"`temporal operator namespace create -n {options.namespace} --address {options.address}`"
            ) from None
        if problem.status in (RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED):
            return  # some servers and API keys do not let a worker look at its namespace
        if problem.status is RPCStatusCode.UNAUTHENTICATED:
            raise ConnectError(f"Temporal at {options.address} refuses the credentials: {_one_line(problem)}") from None
        raise ConnectError(f"Temporal at {options.address} does not answer: {_one_line(problem)}") from None


async def _create_namespace(client: Client, namespace: str) -> None:
    request = RegisterNamespaceRequest(namespace=namespace)
    request.workflow_execution_retention_period.FromTimedelta(timedelta(days=3))
    try:
        await client.workflow_service.register_namespace(request)
    except RPCError as problem:
        if problem.status is not RPCStatusCode.ALREADY_EXISTS:
            raise ConnectError(f"cannot create the namespace {namespace!r}: {_one_line(problem)}") from None
    # The server's services learn of a new namespace from a cache that they read again every second or so.
    for _ in range(100):
        try:
            await client.count_workflows()
        except RPCError as problem:
            if problem.status is not RPCStatusCode.NOT_FOUND:
                return
            await asyncio.sleep(0.1)
        else:
            return


class _Fields:
    """The fields of an entry, resolved when they are asked for: a placeholder that a flag overrides needs no value."""

    def __init__(self, data: Mapping[str, Any], environment: Environment) -> None:
        self._data = data
        self._environment = environment

    def get(self, name: str, default: Any = None) -> Any:
        """Return a field, resolved.

        Raises:
            PlaceholderError: A placeholder in it has no value.
        """
        return self._environment.resolve(self._data.get(name, default))

    def text(self, name: str) -> str:
        """Return a field as text, empty where it is absent."""
        value = self.get(name)
        return "" if value is None else str(value)

    def section(self, name: str) -> _Fields:
        """Return a field that is a map.

        Raises:
            OptionError: It is something else.
        """
        value = self._data.get(name)
        if value is not None and not isinstance(value, Mapping):
            raise OptionError(f"{name}: a map is needed")
        return _Fields(value or {}, self._environment)


def _security(
    auth: _Fields,
    tls: _Fields,
    environment: Environment,
    environ: Mapping[str, str],
    api_key: str | None,
) -> tuple[str | None, TLSConfig | bool]:
    """Return API key and TLS settings: ``auth`` and ``tls`` sections, overridden by the ``TEMPORAL_*`` environment."""
    kind = str(auth.get("type") or "none")
    if kind not in ("none", "api_key", "mtls"):
        raise OptionError(f"auth.type: {kind!r} is none of none, api_key, mtls")
    if tls.get("insecure_skip_verify"):
        raise OptionError("tls.insecure_skip_verify: the Temporal SDK for Python always verifies certificates")
    key = api_key or environ.get("TEMPORAL_API_KEY")
    if not key and kind == "api_key":
        key = _one_of(auth, environment, ("api_key",), "auth.api_key")
    flag = environ.get("TEMPORAL_TLS", "").lower()
    if flag in ("0", "false"):
        return key or None, False
    certificate = _from_environ(environ, "TEMPORAL_TLS_CLIENT_CERT")
    private = _from_environ(environ, "TEMPORAL_TLS_CLIENT_KEY")
    if kind == "mtls":
        certificate = certificate or _one_of(auth, environment, ("cert",), "auth.cert").encode()
        private = private or _one_of(auth, environment, ("key",), "auth.key").encode()
    ca_file = tls.get("ca_file")
    authority = _from_environ(environ, "TEMPORAL_TLS_SERVER_CA_CERT") or (
        _read(str(ca_file)).encode() if ca_file else None
    )
    server_name = environ.get("TEMPORAL_TLS_SERVER_NAME") or tls.get("server_name")
    wanted = bool(key or certificate or authority or server_name or tls.get("enabled") or flag in ("1", "true"))
    if not wanted:
        return None, False
    if bool(certificate) != bool(private):
        raise OptionError("a TLS client certificate needs both certificate and key")
    return key or None, TLSConfig(
        server_root_ca_cert=authority,
        domain=str(server_name) if server_name else None,
        client_cert=certificate,
        client_private_key=private,
    )


def _one_of(section: _Fields, environment: Environment, names: tuple[str, ...], label: str) -> str:
    """Return the value of the one companion field given: the field, ``_pem``, ``_env`` or ``_file``."""
    found: list[str] = []
    for name in names:
        for field in (name, f"{name}_pem"):
            if section.text(field):
                found.append(section.text(field))
        for field in (f"{name}_env", f"{name}_pem_env"):
            if section.text(field):
                found.append(environment.companion(section.text(field)))
        if section.text(f"{name}_file"):
            found.append(_read(section.text(f"{name}_file")).strip())
    if len(found) != 1:
        raise OptionError(f"{label}: exactly one source is needed, {len(found)} are given")
    return found[0]


def _from_environ(environ: Mapping[str, str], name: str) -> bytes | None:
    data = environ.get(f"{name}_DATA")
    if data:
        return data.encode()
    path = environ.get(f"{name}_PATH")
    return _read(path).encode() if path else None


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def _one_line(problem: BaseException) -> str:
    return " ".join(str(problem).split())
