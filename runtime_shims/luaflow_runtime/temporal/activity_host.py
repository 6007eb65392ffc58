"""Function entries as Temporal activities.

The chunk runs anew for each call, on asyncio, many calls at a time. Source: reference/funcs.md 4.4, 4.8; decision 31.
"""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from temporalio import activity, exceptions
from temporalio.common import RawValue

from luaflow_runtime.entry import Entry
from luaflow_runtime.lib import recorded
from luaflow_runtime.lib.errors import (
    CANCELED,
    INTERNAL,
    NOT_FOUND,
    Error,
    capture_stack,
    invalid,
)
from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.temporal.codec import decode_all, payload
from luaflow_runtime.temporal.failures import LuaApplicationError, uncaught
from luaflow_runtime.temporal.headers import CALLER_CONTEXT
from luaflow_runtime.temporal.main_function import main_result, run_main
from luaflow_runtime.temporal.options import duration, integer, number
from luaflow_runtime.text.jsontext import DecodeError, EncodeError
from luaflow_runtime.values.errors import LuaError, is_lua_catchable, to_lua_error

T = TypeVar("T")

RECORD = "luaflow:record"
"""Activity type of ``record``."""


@activity.defn(name=RECORD)
async def record(name: str, *args: Any) -> Any:
    """Draw a random value that a workflow records; see ``luaflow_runtime.lib.recorded``."""
    try:
        return recorded.draw(name, args)
    except ValueError as problem:
        raise exceptions.ApplicationError(str(problem), type=INTERNAL, non_retryable=True) from None


async def run_activity(entry: Entry, args: Sequence[Any]) -> Any:
    """Run a function entry as the current activity; the body of generated activities.

    Args:
        entry: The compiled entry.
        args: Arguments as the SDK's converter decoded them.

    Raises:
        LuaApplicationError: Lua failed.
        asyncio.CancelledError: The activity was cancelled and its code did not handle that.
    """
    heart = _start_heartbeat()
    try:
        try:
            arguments = decode_all(args, entry.table)
        except DecodeError as problem:
            raise LuaApplicationError(invalid(f"arguments of {entry.id} cannot be read: {problem}")) from None
        value, error, cancelled = await run_function(entry, arguments, CALLER_CONTEXT.get())
        if error is None:
            try:
                return RawValue(payload(value))
            except EncodeError as problem:
                error = invalid(f"result of {entry.id} cannot be encoded: {problem}")
        if cancelled and error.kind_ == CANCELED:
            raise asyncio.CancelledError
        raise LuaApplicationError(error)
    finally:
        if heart is not None:
            heart.cancel()


def _start_heartbeat() -> asyncio.Task[None] | None:
    """Heartbeat by itself as long as the activity runs, where a heartbeat timeout is set."""
    timeout = activity.info().heartbeat_timeout
    if not timeout:
        return None
    return asyncio.get_running_loop().create_task(_heartbeat(timeout.total_seconds() / 3))


async def _heartbeat(interval: float) -> None:
    while True:
        activity.heartbeat()
        await asyncio.sleep(interval)


async def run_function(entry: Entry, args: Sequence[Any], context: Mapping[str, Any]) -> tuple[Any, Error | None, bool]:
    """Run a function entry outside workflows with Lua arguments.

    A cancellation of the running task becomes a Lua error in the wait that main is in, as in a workflow.

    Returns:
        Value, error and whether it was cancelled.
    """
    cancelled = False

    def on_cancel() -> None:
        nonlocal cancelled
        task = asyncio.current_task()
        if task is not None and sys.version_info >= (3, 11):
            task.uncancel()
        cancelled = True
        interrupt()

    def interrupt() -> None:
        error = Error("operation canceled", CANCELED, False)
        if not host.scheduler.throw(host.scheduler.main, LuaError(error)):
            host.scheduler.arrive(interrupt)

    host = ProcessHost(entry, context=context, call=_Calls(entry), on_cancel=on_cancel)
    try:
        value, error = main_result(await host.run(run_main(entry, args)))
    except LuaError as failure:
        value, error = None, uncaught(failure)
    except Exception as failure:
        if not is_lua_catchable(failure):
            raise
        value, error = None, uncaught(to_lua_error(failure))
    return value, error, cancelled


class _Calls:
    """Calls of other functions of the package, in this process."""

    __slots__ = ("_caller",)

    def __init__(self, caller: Entry) -> None:
        self._caller = caller

    async def __call__(
        self, target: str, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any]
    ) -> tuple[Any, Any]:
        caller = self._caller
        entry = caller.registry.find_function(target, caller.source.package)
        if entry is None:
            return None, Error("no handler registered for target", NOT_FOUND, False, made=capture_stack())
        declared = caller.registry.activities.get(target)
        if declared is not None and declared.options:
            options = {**declared.options, **options}
        try:
            retry = read_retry(options.get("retry"))
        except OptionError as problem:
            return None, invalid(f"invalid options for {target}: {problem}")
        attempt = 1
        while True:
            value, error, _ = await _cancellable(run_function(entry, args, context))
            if error is None:
                return value, None
            if not retry.again(attempt, error):
                return None, _received(error)
            await asyncio.sleep(retry.delay(attempt))
            attempt += 1


async def _cancellable(call: Coroutine[Any, Any, T]) -> T:
    """Await a call in a task of its own: it has a host of its own, and an interruption cancels it."""
    task = asyncio.get_running_loop().create_task(call)
    while True:
        try:
            return await task
        except LuaError:
            task.cancel()
        except GeneratorExit:
            task.cancel()
            raise


def _received(error: Error) -> Error:
    """Return the error as the caller sees it."""
    error.kind_ = error.kind_ or INTERNAL
    return error


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Retry:
    """The option ``retry`` of calls outside workflows; delays in seconds."""

    max_attempts: int = 1
    initial_delay: float = 0.1
    max_delay: float = 10.0
    backoff_factor: float = 2.0
    jitter: float = 0.1
    retry_kinds: tuple[str, ...] = ()
    skip_kinds: tuple[str, ...] = ()

    def again(self, attempt: int, error: Error) -> bool:
        """Tell whether a call that failed at its ``attempt``-th try is tried again."""
        kind = error.kind_ or INTERNAL
        return (
            attempt < self.max_attempts
            and error.retryable_ is not False
            and (not self.retry_kinds or kind in self.retry_kinds)
            and kind not in self.skip_kinds
        )

    def delay(self, attempt: int) -> float:
        """Return the seconds to wait after the ``attempt``-th try."""
        seconds = min(self.initial_delay * self.backoff_factor ** (attempt - 1), self.max_delay)
        return seconds * (1 + random.uniform(-self.jitter, self.jitter))


def read_retry(value: Any) -> Retry:
    """Read the option ``retry``; without it there is one attempt.

    Raises:
        OptionError: A field is unusable.
    """
    if value is None:
        return Retry()
    if not isinstance(value, Mapping):
        raise OptionError("retry: a table is needed")
    fields: dict[str, Any] = {}
    for key, field in value.items():
        label = f"retry.{key}"
        match key:
            case "max_attempts":
                fields[key] = integer(field, label, least=-sys.maxsize)
            case "initial_delay" | "max_delay":
                fields[key] = duration(field, label).total_seconds()
            case "backoff_factor" | "jitter":
                fields[key] = number(field, label)
            case "retry_kinds" | "skip_kinds":
                kinds = [field] if isinstance(field, str) else [] if field == {} else field
                if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
                    raise OptionError(f"{label}: a list of strings is needed")
                fields[key] = tuple(kinds)
    return Retry(**fields)
