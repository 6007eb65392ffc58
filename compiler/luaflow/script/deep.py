"""Room for scripts that recurse as deep as Lua lets them: some 200,000 calls."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from luaflow_runtime.values.errors import LuaError

STACK_BYTES = 1 << 30
"""Taken only as it is used. Calls from Lua to Lua take none; those through ``pcall``, metamethods and awaits do."""
RECURSION_LIMIT = 200_000


class Interrupted(LuaError):
    """What Ctrl-C raises in a running script."""

    def __init__(self) -> None:
        super().__init__("interrupted!")


def run_on_large_stack(function: Callable[[], int]) -> int:
    """Run a function on a thread with room for deep recursion and return its result.

    The first Ctrl-C raises a Lua error in it; a second one ends the program.
    """
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, RECURSION_LIMIT))
    outcome: list[int | BaseException] = []
    # An interrupted `Thread.join` takes the thread for stopped.
    ended = threading.Event()

    def body() -> None:
        try:
            outcome.append(function())
        except BaseException as error:
            outcome.append(error)
        finally:
            ended.set()

    previous = threading.stack_size(STACK_BYTES)
    try:
        thread = threading.Thread(target=body, name="luaflow script", daemon=True)
        thread.start()
    finally:
        threading.stack_size(previous)
    try:
        ended.wait()
    except KeyboardInterrupt:
        import ctypes

        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident or 0), ctypes.py_object(Interrupted))
        ended.wait()
    sys.setrecursionlimit(limit)  # other threads have smaller stacks
    found = outcome[0]
    if isinstance(found, BaseException):
        raise found
    return found
