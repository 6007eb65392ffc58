"""``process.registry`` on Temporal: a name is a small workflow, whose id is unique in the namespace.

It runs as long as the workflow that holds the name, and its memo says who that is. Source: reference/process.md 2.7.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from temporalio import workflow

from luaflow_runtime.lib.errors import ALREADY_EXISTS, NOT_FOUND, Error, capture_stack, invalid
from luaflow_runtime.messaging.pid import parse_pid
from luaflow_runtime.messaging.processes import Operation
from luaflow_runtime.temporal import system_calls
from luaflow_runtime.temporal.system_calls import ask
from luaflow_runtime.text.strings import has_escapes

if TYPE_CHECKING:
    from luaflow_runtime.temporal.processes import WorkflowProcesses

_LONGEST: Final = 900
"""Bytes of a name: the server takes ids of a thousand."""


def _unusable(name: str) -> Error | None:
    """Return what is wrong with a name."""
    if has_escapes(name):
        return invalid("name must be UTF-8 text")
    if len(name.encode()) > _LONGEST:
        return invalid(f"name must not be longer than {_LONGEST} bytes")
    return None


def register(processes: WorkflowProcesses, name: str, pid: str) -> Operation:
    """Register a name."""
    return partial(_register, name, pid)


async def _register(name: str, pid: str) -> tuple[Any, Error | None]:
    owner = parse_pid(pid)
    problem = invalid(f"invalid PID: {pid}") if owner is None or owner.is_update else _unusable(name)
    if owner is None or problem is not None:
        return None, problem
    queue = workflow.info().task_queue
    answer, problem = await ask(system_calls.REGISTER_NAME, name, str(owner), owner.name, queue)
    if problem is not None:
        return None, problem
    if answer == "taken":
        return None, Error("name already registered", ALREADY_EXISTS, False, made=capture_stack())
    if answer == "gone":
        return None, Error(f"process not found: {pid}", NOT_FOUND, False, made=capture_stack())
    return True, None


def lookup(processes: WorkflowProcesses, name: str) -> Operation:
    """Find the PID of a name."""
    return partial(_look_up, name)


async def _look_up(name: str) -> tuple[Any, Error | None]:
    if name and _unusable(name) is None:
        pid, problem = await ask(system_calls.LOOK_UP_NAME, name)
        if pid is not None or problem is not None:
            return pid, problem
    return None, Error("name not registered", NOT_FOUND, False, made=capture_stack())


def unregister(processes: WorkflowProcesses, name: str) -> Operation:
    """Release a name."""
    return partial(_unregister, processes, name)


async def _unregister(processes: WorkflowProcesses, name: str) -> tuple[Any, Error | None]:
    if not name or _unusable(name) is not None:
        return False, None
    return await ask(system_calls.RELEASE_NAME, name, processes.next_token())
