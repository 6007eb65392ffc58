"""``luaflow run``"""

from __future__ import annotations

import json
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from luaflow.cli.connection import Connection, connection_options
from luaflow.cli.failures import CommandFailed
from luaflow.cli.loading import LoadedPackage, load
from luaflow.cli.sources import options, package_option
from luaflow.package.options import default_jobs

if TYPE_CHECKING:
    from luaflow.cli.running import Outcome


class _Command(click.Command):
    """A command whose arguments may begin with ``-`` as negative numbers do, and whose options are checked all the same."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse misspelt options, which would count as arguments otherwise."""
        known = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        for text in args[: args.index("--")] if "--" in args else args:
            name = text.partition("=")[0]
            if name.startswith("--") and name not in known:
                raise click.NoSuchOption(name, possibilities=get_close_matches(name, known), ctx=ctx)
        return super().parse_args(ctx, args)


@click.command(cls=_Command, context_settings={"ignore_unknown_options": True})
@click.argument("entry")
@click.argument("args", nargs=-1, metavar="[ARGS_JSON]...", type=click.UNPROCESSED)
@click.option("--src", type=click.Path(path_type=Path), required=True, help="Source folder, or a compiled package.")
@click.option("--dev", is_flag=True, help="Bring an embedded server and the workers; nothing is left running.")
@click.option("--context", default=None, metavar="JSON", help="Context values for `ctx`: a JSON object.")
@click.option("--id", "workflow_id", default=None, help="Workflow id; default: entry id and a random part.")
@click.option("--task-queue", default=None, help="Task queue; default: that of the entry's worker.")
@click.option("--temporal-cli", default=None, metavar="PATH", help="Temporal CLI for --dev; also LUAFLOW_TEMPORAL_CLI.")
@package_option
@connection_options
def command(
    entry: str,
    args: tuple[str, ...],
    src: Path,
    dev: bool,
    context: str | None,
    workflow_id: str | None,
    task_queue: str | None,
    temporal_cli: str | None,
    package: str,
    address: str | None,
    namespace: str | None,
    api_key: str | None,
) -> None:
    """Run ENTRY with JSON arguments and print its result as JSON.

    A workflow is started on the server and watched: when one of its workflow tasks fails, or nobody polls its task queue,
    that is reported and the command ends with 1. A function runs here, without a server.

    \b
    Examples:
      luaflow run app:order_workflow '{"total": 5}' --src flows --dev
      luaflow run app:charge '{"amount": 5}' --src flows
      luaflow run app:order_workflow '{"total": 5}' --src flows --temporal-address localhost:7233
    """
    values = [_parsed(text, number) for number, text in enumerate(args, 1)]
    context_values = _context(context)
    loaded = load(src, options(package, default_jobs()))
    from luaflow.cli import running
    from luaflow.cli.event_loop import run_async

    connection = Connection(address=address, namespace=namespace, api_key=api_key)
    if entry in loaded.registry.workflows:
        start = running.Start(
            entry=entry, args=values, context=context_values, workflow_id=workflow_id, task_queue=task_queue
        )
        if dev:
            if address is not None or api_key is not None:
                raise click.UsageError("--dev brings its own server: leave out --temporal-address and --api-key.")
            outcome = run_async(
                lambda _: running.run_on_own_server(loaded, start, namespace=namespace, temporal_cli=temporal_cli)
            )
        else:
            outcome = run_async(lambda _: running.run_workflow(loaded, start, connection))
        _show(outcome)
        return
    compiled = loaded.entry(entry) if ":" in entry else None
    if compiled is None or compiled.kind != "function.lua":
        raise CommandFailed(_cannot_run(loaded, entry, compiled.kind if compiled is not None else None))
    _show(run_async(lambda _: running.run_function(compiled, values, context_values)))


def _strict_json(text: str) -> Any:
    """Read JSON; Python's reader also takes ``NaN``, ``Infinity`` and numbers beyond a float, which cannot be sent."""
    value = json.loads(text)
    json.dumps(value, allow_nan=False)
    return value


def _parsed(text: str, number: int) -> Any:
    try:
        return _strict_json(text)
    except (ValueError, RecursionError) as error:
        hint = f" (a string needs quotes: '{json.dumps(text)}')" if text.isidentifier() else ""
        raise CommandFailed(f"argument {number} is no JSON: {error}{hint}", exit_code=2) from None


def _context(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    try:
        values = _strict_json(text)
    except (ValueError, RecursionError) as error:
        raise CommandFailed(f"--context is no JSON: {error}", exit_code=2) from None
    if not isinstance(values, dict):
        raise CommandFailed("--context must be a JSON object", exit_code=2)
    return values


def _cannot_run(loaded: LoadedPackage, entry: str, kind: str | None) -> str:
    if kind is not None:
        return f"`{entry}` is a `{kind}`, which cannot be run by itself"
    if entry in loaded.registry.activities:
        return f"`{entry}` is implemented elsewhere: its worker runs it when a workflow calls it"
    ids = loaded.entry_ids()
    near = get_close_matches(entry, ids, n=1)
    near = near or [id for id in ids if id.partition(":")[2] == entry]
    listed = ", ".join(f"`{id}`" for id in ids) or "none that can be run"
    hint = f"did you mean `{near[0]}`?" if near else f"it has {listed}"
    return f"`{loaded.folder.name}` has no entry `{entry}`; {hint}"


def _show(outcome: Outcome) -> None:
    """Print a result on stdout, or a failure on stderr and leave with 1."""
    if outcome.problem is None:
        sys.stdout.buffer.write(outcome.result + b"\n")
        return
    click.echo(f"error: {outcome.problem}", err=True)
    if "\n" in outcome.stack.strip():  # more than its heading
        click.echo(outcome.stack.rstrip("\n"), err=True)
    raise click.exceptions.Exit(1)
