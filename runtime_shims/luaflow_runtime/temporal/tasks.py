"""Tasks of the SDK: waiting for them, forgetting them, and the turn in which they end.

What arrives in one workflow task is handed to Lua in the order of history. The SDK starts everything at once; how many turns of
its event loop pass until luaflow hears of it differs. The end of a task that waits for the SDK takes ``TURNS``, which is what everything
else is made to take, too: else a timer would overtake an activity that completed before it fired.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final, TypeVar

from luaflow_runtime.values.errors import LuaError

T = TypeVar("T")

TURNS: Final = 2
"""Turns of the event loop between what the server says and the done callbacks of a task that waits for it."""


def forget(task: asyncio.Task[Any]) -> None:
    """Look at the outcome of an abandoned task, which asyncio would report as lost otherwise; a done callback."""
    if not task.cancelled():
        task.exception()


async def finished(task: asyncio.Task[T]) -> T:
    """Wait for a task from a Lua thread; an interruption of the wait cancels the task.

    Raises:
        LuaError: The wait was interrupted.
        Exception: What the task failed with.
    """
    try:
        return await task
    except LuaError:
        task.add_done_callback(forget)
        task.cancel()
        raise


def after_turns(turns: int, call: Callable[[], None]) -> None:
    """Make a call after some turns of the event loop."""
    if turns:
        asyncio.get_running_loop().call_soon(after_turns, turns - 1, call)
    else:
        call()
