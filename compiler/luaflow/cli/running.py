"""Running entries: workflows on a server, watched; functions here."""

from __future__ import annotations

import asyncio
import contextlib
import os
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
from luaflow_runtime.temporal.codec import payload, plain_payload
from luaflow_runtime.temporal.headers import CALLER_CONTEXT
from luaflow_runtime.temporal.placeholders import PlaceholderError
from luaflow_runtime.temporal.queues import queue_of
from temporalio import exceptions
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowFailureError, WorkflowHandle
from temporalio.common import RawValue
from temporalio.service import RPCError, RPCStatusCode

from luaflow.cli.connection import Connection
from luaflow.cli.failures import CommandFailed
from luaflow.cli.loading import LoadedPackage
from luaflow.cli.search_attributes import register_search_attributes
from luaflow.cli.serving import running_workers
from luaflow.cli.watching import watch

if TYPE_CHECKING:
    from luaflow_runtime.entry import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a run.

    Attributes:
        result: JSON text, when there is no problem.
        problem: Kind and message of the failure, or what keeps the run from ending.
        stack: The Lua stack, or empty.
    """

    result: bytes = b"null"
    problem: str | None = None
    stack: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """How to start a workflow.

    Attributes:
        args: Plain JSON values.
        context: Context values.
        workflow_id: Given id, or ``None``.
        task_queue: Given queue, or ``None`` for that of its worker.
    """

    entry: str
    args: Sequence[Any]
    context: Mapping[str, Any]
    workflow_id: str | None = None
    task_queue: str | None = None


async def run_function(entry: Entry, args: Sequence[Any], context: Mapping[str, Any]) -> Outcome:
    """Run a function entry in this process."""
    from luaflow_runtime.temporal.activity_host import run_function as run
    from luaflow_runtime.temporal.codec import decode_all
    from luaflow_runtime.text.jsontext import EncodeError

    value, error, _ = await run(entry, decode_all(args, entry.table), context)
    if error is not None:
        return Outcome(problem=f"{error.kind_ or 'Internal'}: {error.message_}", stack=error.stack_ or "")
    try:
        return Outcome(result=_json(payload(value)))
    except EncodeError as problem:
        return Outcome(problem=f"Invalid: the result of {entry.id} cannot be encoded: {problem}")


async def run_on_own_server(
    loaded: LoadedPackage, start: Start, *, namespace: str | None, temporal_cli: str | None
) -> Outcome:
    """Run a workflow with all workers of its package on an embedded server; everything has ended when this returns."""
    from luaflow.servers import ServerUnavailable
    from luaflow.servers.dev_server import dev_server
    from luaflow.servers.temporal_cli import find_temporal_cli

    def say(line: str) -> None:
        click.echo(line, err=True)

    try:
        program = await asyncio.to_thread(find_temporal_cli, temporal_cli, say=say)
        async with dev_server(program) as server:
            # The environment's address and keys are for another server.
            environ = {name: value for name, value in os.environ.items() if not name.startswith("TEMPORAL_")}
            connection = Connection(address=server.address, namespace=namespace, dev=True, environ=environ)
            async with _prepared(loaded, connection):
                return await run_workflow(loaded, start, connection)
    except ServerUnavailable as problem:
        raise CommandFailed(str(problem)) from None


@contextlib.asynccontextmanager
async def _prepared(loaded: LoadedPackage, connection: Connection) -> AsyncIterator[None]:
    """Register the package's search attributes and run its workers."""
    clients = {client: await connection.client(loaded.registry, client) for client in _client_ids(loaded)}
    for client in clients.values():
        await register_search_attributes(client, loaded.search_attributes)
    async with running_workers(loaded, clients):
        yield


def _client_ids(loaded: LoadedPackage) -> list[str]:
    return sorted({spec.client for spec in loaded.workers.values()})


async def run_workflow(loaded: LoadedPackage, start: Start, connection: Connection) -> Outcome:
    """Start a workflow and wait for its end, or for a reason why it will not end."""
    target = loaded.registry.workflows[start.entry]
    client_id, _ = loaded.registry.worker_queues[target.worker]
    client = await connection.client(loaded.registry, client_id)
    try:
        queue = start.task_queue or queue_of(loaded.registry, target.worker)
    except PlaceholderError as problem:
        raise CommandFailed(f"{target.worker}: {problem}") from None
    workflow_id = start.workflow_id or f"{start.entry.replace(':', '.')}-{uuid.uuid4().hex[:12]}"
    handle = await _started(client, target.name, start, workflow_id, queue)
    click.echo(f"workflow {handle.id} runs on task queue {queue}", err=True)
    result = asyncio.create_task(handle.result())
    watcher = asyncio.create_task(watch(client, handle, queue, loaded.registry, own_workers=connection.dev))
    try:
        await asyncio.wait({result, watcher}, return_when=asyncio.FIRST_COMPLETED)
        if not result.done():
            # The run may have ended just when its watcher gave up.
            await asyncio.wait({result}, timeout=0.2)
        if result.done():
            return _outcome(result)
        trouble = watcher.result()
        return Outcome(problem=f"{trouble.message}\n{_what_now(handle, connection)}", stack=trouble.stack)
    finally:
        for task in (result, watcher):
            task.cancel()
        await asyncio.gather(result, watcher, return_exceptions=True)


async def _started(
    client: Client, name: str, start: Start, workflow_id: str, queue: str
) -> WorkflowHandle[Any, RawValue]:
    token = CALLER_CONTEXT.set(start.context)
    try:
        return await client.start_workflow(
            name,
            args=[RawValue(plain_payload(value)) for value in start.args],
            id=workflow_id,
            task_queue=queue,
            result_type=RawValue,
        )
    except exceptions.WorkflowAlreadyStartedError:
        raise CommandFailed(f"a workflow with the id {workflow_id!r} is running already") from None
    except RPCError as error:
        raise CommandFailed(f"the workflow cannot be started: {' '.join(error.message.split())}") from None
    finally:
        CALLER_CONTEXT.reset(token)


def _what_now(handle: WorkflowHandle[Any, Any], connection: Connection) -> str:
    if connection.dev:
        return f"workflow {handle.id} was given up"
    return f"workflow {handle.id} is still open on the server"


def _outcome(result: asyncio.Task[RawValue]) -> Outcome:
    try:
        return Outcome(result=_json(result.result().payload))
    except WorkflowFailureError as failure:
        cause = failure.cause
        return Outcome(problem=_described(cause), stack=_stack(cause))
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise CommandFailed("the workflow is gone from the server") from None
        raise CommandFailed(f"lost the server: {' '.join(error.message.split())}") from None


def _described(cause: BaseException) -> str:
    """Return kind and message of a workflow's failure."""
    match cause:
        case exceptions.ApplicationError():
            return f"{cause.type or 'Internal'}: {cause.message}"
        case exceptions.CancelledError():
            return "Canceled: the workflow was canceled"
        case exceptions.TerminatedError():
            return f"Canceled: the workflow was terminated{f': {cause.message}' if cause.message else ''}"
        case exceptions.TimeoutError():
            return "Timeout: the workflow ran out of time"
        case exceptions.FailureError() if cause.cause is not None:
            return f"{_described(cause.cause)} ({cause.message})"
    return f"Internal: {cause}"


def _stack(cause: BaseException | None) -> str:
    while isinstance(cause, exceptions.FailureError):
        if cause.failure is not None and cause.failure.stack_trace:
            return cause.failure.stack_trace
        cause = cause.cause
    return ""


def _json(result: Payload) -> bytes:
    """Return a result payload as JSON text, as it was sent."""
    encoding = result.metadata.get("encoding", b"")
    if encoding == b"binary/null":
        return b"null"
    if encoding == b"binary/plain":
        import json

        return json.dumps(result.data.decode("utf-8", "backslashreplace")).encode()
    return bytes(result.data)
