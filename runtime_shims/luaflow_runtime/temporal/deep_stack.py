"""Room for deep recursion. Lua recurses deeper than Python's defaults allow.

Only luaflow's own commands and workers use this: what a program does to its recursion limit is its own affair.
CPython 3.11 crashes on await chains of some 25,000 levels with a stack of 8 MB, so the limit goes with the stack.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")

STACK_BYTES = 256 << 20
"""Stack of a deep thread; memory is taken only as it is used."""
DEEP_RECURSION_LIMIT = 190_000
RECURSION_LIMIT = 15_000
"""Safe on a thread with an ordinary stack."""

THREADS = 16
"""Workflow tasks run under Python's global lock: more threads would only wait."""


def raise_recursion_limit(limit: int = RECURSION_LIMIT) -> None:
    """Raise the process's recursion limit, never lower it."""
    if sys.getrecursionlimit() < limit:
        sys.setrecursionlimit(limit)


def deep_executor(threads: int = THREADS) -> ThreadPoolExecutor:
    """Return an executor whose threads have large stacks, all of them started.

    The stack size is a setting of the process that counts when a thread starts, so it is set for that moment alone.
    """
    executor = ThreadPoolExecutor(threads, thread_name_prefix="luaflow-workflow")
    started = threading.Barrier(threads + 1)
    previous = threading.stack_size(STACK_BYTES)
    try:
        for _ in range(threads):
            executor.submit(started.wait)
        started.wait()
    finally:
        threading.stack_size(previous)
    return executor


def run_deep(function: Callable[[], T]) -> T:
    """Run a function, such as one that calls ``asyncio.run``, on a new thread with a large stack and return its result.

    The calling thread waits; on the main thread Python's signal handlers go on working meanwhile.
    """
    raise_recursion_limit(DEEP_RECURSION_LIMIT)
    outcome: Future[T] = Future()

    def body() -> None:
        try:
            outcome.set_result(function())
        except BaseException as error:
            outcome.set_exception(error)

    previous = threading.stack_size(STACK_BYTES)
    try:
        thread = threading.Thread(target=body, name="luaflow-deep", daemon=True)
        thread.start()
    finally:
        threading.stack_size(previous)
    thread.join()
    return outcome.result()
