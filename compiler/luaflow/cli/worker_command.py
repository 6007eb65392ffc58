"""``luaflow worker``"""

from __future__ import annotations

import logging
from pathlib import Path

import click

from luaflow.cli.connection import Connection, connection_options
from luaflow.cli.loading import load
from luaflow.cli.sources import options, package_option
from luaflow.package.options import default_jobs


@click.command()
@click.argument("src", type=click.Path(path_type=Path), metavar="SRC_OR_PACKAGE")
@click.option("--worker", "only", multiple=True, metavar="ID", help="Run only this worker; may be repeated.")
@click.option(
    "--log-level", type=click.Choice(["debug", "info", "warning", "error"]), default="info", show_default=True
)
@package_option
@connection_options
def command(
    src: Path,
    only: tuple[str, ...],
    log_level: str,
    package: str,
    address: str | None,
    namespace: str | None,
    api_key: str | None,
) -> None:
    """Run the workers that a source folder or a compiled package declares.

    SIGTERM or Ctrl-C stops them gracefully: running activities finish, or are cancelled at the end of the worker's stop
    timeout.

    \b
    Examples:
      luaflow worker flows
      luaflow worker generated/flows --worker app:worker --temporal-address temporal.example.com:7233
    """
    loaded = load(src, options(package, default_jobs()))
    from luaflow.cli.event_loop import run_async
    from luaflow.cli.serving import serve

    connection = Connection(address=address, namespace=namespace, api_key=api_key)
    level = logging.getLevelNamesMapping()[log_level.upper()]
    run_async(lambda interruptions: serve(loaded, connection, interruptions, only=only), log_level=level)
