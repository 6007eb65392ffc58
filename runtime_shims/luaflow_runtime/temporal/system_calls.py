"""What workflows ask of luaflow's own activities.

Apart from the activities themselves, which need a client: importing a compiled package must not load one.
"""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, Final

from temporalio import exceptions, workflow
from temporalio.common import RetryPolicy

from luaflow_runtime.lib.errors import INTERNAL, Error, capture_stack, error_of
from luaflow_runtime.temporal.failures import failure_error
from luaflow_runtime.temporal.tasks import finished
from luaflow_runtime.values.errors import LuaError

WATCH: Final = "luaflow:watch"
DESCRIBE: Final = "luaflow:describe"
TERMINATE: Final = "luaflow:terminate"
CANCEL: Final = "luaflow:cancel"
REGISTER_NAME: Final = "luaflow:register-name"
LOOK_UP_NAME: Final = "luaflow:look-up-name"
RELEASE_NAME: Final = "luaflow:release-name"

NAME_WORKFLOW: Final = "luaflow:name"
"""Type of the workflow that holds a name; ``NAME_WORKFLOW:<name>`` is its id."""
DEADLINE_WORKFLOW: Final = "luaflow:deadline"

_LEAST_HEARTBEAT: Final = timedelta(seconds=6)
_HEARTBEAT_PER_WATCH: Final = timedelta(milliseconds=125)
_FOR_EVER: Final = timedelta(days=3650)
_WATCH_RETRIES: Final = RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(seconds=10))
_SHORT: Final[dict[str, Any]] = {
    "start_to_close_timeout": timedelta(seconds=10),
    "schedule_to_close_timeout": timedelta(minutes=1),
}


def system_queue(task_queue: str) -> str:
    """Return the task queue of luaflow's own activities for workflows of a task queue."""
    return f"luaflow:{task_queue}"


def start_watch(workflow_id: str, run_id: str, others: int = 0) -> workflow.ActivityHandle[Any]:
    """Begin to wait for the end of a workflow; see ``Watcher.watch``.

    Each heartbeat makes the server write the state of the workflow that waits. So those of a workflow that waits for many ends are
    rarer, and the death of a worker is noticed later: with a thousand, some forty a second are left.

    Args:
        workflow_id: The workflow.
        run_id: Run to begin with, empty for the latest one.
        others: How many ends the running workflow waits for already.
    """
    return workflow.start_activity(
        WATCH,
        args=[workflow_id, run_id],
        task_queue=system_queue(workflow.info().task_queue),
        start_to_close_timeout=_FOR_EVER,
        heartbeat_timeout=max(_LEAST_HEARTBEAT, others * _HEARTBEAT_PER_WATCH),
        retry_policy=_WATCH_RETRIES,
        summary=f"end of {workflow_id}"[:200],
    )


async def ask(activity: str, *args: Any) -> tuple[Any, Error | None]:
    """Run one of luaflow's short activities from a Lua thread.

    Returns:
        Its result and ``None``, or ``None`` and an error of kind Internal; an interruption of the wait is its error.
    """
    try:
        handle = workflow.start_local_activity(activity, args=args, **_SHORT)
    except ValueError as problem:
        message = f"{problem}; the worker needs plugins=[luaflow_runtime.plugin()]"
        return None, Error(message, INTERNAL, False, made=capture_stack())
    try:
        return await finished(handle), None
    except LuaError as interruption:
        return None, error_of(interruption.value)
    except (exceptions.FailureError, asyncio.CancelledError) as failure:
        return None, internal(failure_error(failure).message_)


def internal(message: str) -> Error:
    """Return the error of an operation on another process, where Lua stands now."""
    return Error(message, INTERNAL, False, made=capture_stack())
