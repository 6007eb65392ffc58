"""Running the workers of a package."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence

import click
from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.temporal.attributes import namespace_attributes
from luaflow_runtime.temporal.workers import build_worker, missing_attributes, run_workers
from temporalio.client import Client
from temporalio.worker import Worker

from luaflow.cli.connection import Connection
from luaflow.cli.event_loop import Interruptions
from luaflow.cli.failures import CommandFailed
from luaflow.cli.loading import LoadedPackage


def _say(line: str) -> None:
    click.echo(line, err=True)


async def serve(
    loaded: LoadedPackage, connection: Connection, interruptions: Interruptions, *, only: Sequence[str]
) -> None:
    """Run workers until SIGTERM or Ctrl-C; a second one ends them at once.

    Args:
        interruptions: Where the two signals arrive.
        only: Ids of the workers to run; all if empty.
    """
    chosen = _chosen(loaded, only)
    clients = {
        client: await connection.client(loaded.registry, client)
        for client in sorted({loaded.workers[worker].client for worker in chosen})
    }
    for client in clients.values():
        await _compare_search_attributes(client, loaded.search_attributes)
    workers = _build(loaded, clients, chosen)
    stop = asyncio.Event()
    serving = asyncio.create_task(run_workers(workers, stop, lambda: _announce(workers)))

    def on_signal() -> None:
        if stop.is_set():
            serving.cancel()
            return
        _say("stopping; running activities may finish, a second signal ends them")
        stop.set()

    interruptions.handler = on_signal
    try:
        await serving
    except asyncio.CancelledError:
        if not stop.is_set():
            raise  # interrupted before the handler was there
        raise CommandFailed("stopped before running activities had finished") from None
    except RuntimeError as error:
        raise CommandFailed(f"a worker ended: {' '.join(str(error).split())}") from None
    _say("stopped")


def _chosen(loaded: LoadedPackage, only: Sequence[str]) -> list[str]:
    if not loaded.workers:
        raise CommandFailed(f"`{loaded.folder.name}` declares no worker; add an entry of kind `temporal.worker`")
    for worker in only:
        if worker not in loaded.workers:
            import difflib

            near = difflib.get_close_matches(worker, loaded.workers, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"it has {', '.join(f'`{id}`' for id in loaded.workers)}"
            raise CommandFailed(f"`{loaded.folder.name}` has no worker `{worker}`; {hint}")
    return list(only) or sorted(loaded.workers)


async def _compare_search_attributes(client: Client, wanted: Mapping[str, str]) -> None:
    """Say which search attributes the namespace lacks: setting one of those would stop a workflow for ever."""
    if not wanted:
        return
    known = await namespace_attributes(client)
    for line in missing_attributes(wanted, known, client.namespace) if known is not None else ():
        _say(f"warning: {line}")


def _build(loaded: LoadedPackage, clients: Mapping[str, Client], chosen: Sequence[str]) -> list[Worker]:
    workers: list[Worker] = []
    for worker_id in chosen:
        spec = loaded.workers[worker_id]
        try:
            built = build_worker(
                spec, clients[spec.client], loaded.registry, warn=lambda line: _say(f"warning: {line}")
            )
        except OptionError as problem:
            raise CommandFailed(str(problem)) from None
        if built is not None:
            workers.append(built)
    if not workers:
        raise CommandFailed("there is nothing to run: no workflow or function names one of these workers")
    return workers


def _announce(workers: Sequence[Worker]) -> None:
    for worker in workers:
        _say(f"polls task queue {worker.task_queue} of namespace {worker.client.namespace}")


@contextlib.asynccontextmanager
async def running_workers(loaded: LoadedPackage, clients: Mapping[str, Client]) -> AsyncIterator[None]:
    """Run all workers of a package while the block runs.

    Raises:
        CommandFailed: When a worker ends by itself, in place of what the block raises for its being cancelled.
    """
    stop = asyncio.Event()
    serving = asyncio.create_task(run_workers(_build(loaded, clients, sorted(loaded.workers)), stop))
    block = asyncio.current_task()
    assert block is not None

    def on_end(task: asyncio.Task[None]) -> None:
        if not stop.is_set():
            block.cancel()

    serving.add_done_callback(on_end)
    try:
        yield
    except asyncio.CancelledError:
        if serving.done() and not serving.cancelled() and serving.exception() is not None:
            raise CommandFailed(f"a worker ended: {' '.join(str(serving.exception()).split())}") from None
        raise
    finally:
        stop.set()
        await asyncio.gather(serving, return_exceptions=True)
