"""Flags of commands that talk to a Temporal server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from luaflow.cli.failures import CommandFailed

if TYPE_CHECKING:
    from luaflow_runtime.entry import Registry
    from temporalio.client import Client

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """Where to connect. A flag wins over the ``TEMPORAL_*`` environment, which wins over the registry.

    Attributes:
        address: ``host:port``, or ``None`` for what the registry says.
        namespace: Namespace, or ``None``.
        api_key: API key, or ``None``.
        dev: The server is luaflow's own: no authentication, namespaces are made.
        environ: Environment to read instead of the process's.
    """

    address: str | None = None
    namespace: str | None = None
    api_key: str | None = None
    dev: bool = False
    environ: Mapping[str, str] | None = None

    async def client(self, registry: Registry, client_id: str) -> Client:
        """Connect as a ``temporal.client`` entry says.

        Raises:
            CommandFailed: With one line that says what is wrong.
        """
        from luaflow_runtime.temporal.connection import ConnectError, connect

        try:
            return await connect(
                registry.clients.get(client_id),
                registry,
                address=self.address,
                namespace=self.namespace,
                api_key=self.api_key,
                dev=self.dev,
                environ=self.environ,
            )
        except ConnectError as problem:
            raise CommandFailed(str(problem)) from None


def connection_options(command: F) -> F:
    """Add ``--temporal-address``, ``--namespace`` and ``--api-key``; the environment is read where the client is made."""
    for option in (
        click.option("--api-key", default=None, help="API key; also TEMPORAL_API_KEY."),
        click.option("--namespace", default=None, help="Namespace; also TEMPORAL_NAMESPACE."),
        click.option(
            "--temporal-address", "address", default=None, metavar="HOST:PORT", help="Server; also TEMPORAL_ADDRESS."
        ),
    ):
        command = option(command)
    return command
