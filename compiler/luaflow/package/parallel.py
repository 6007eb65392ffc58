"""The same work on many things, on several cores where that is faster."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from luaflow.package.options import Progress

T = TypeVar("T")
R = TypeVar("R")

WORTH_A_PROCESS = 40_000
"""Characters of Lua below which starting processes costs more than it saves."""

_WORK: Callable[[int], object] | None = None


def _call(index: int) -> object:
    assert _WORK is not None
    return _WORK(index)


def in_parallel(
    work: Callable[[T], R], things: Sequence[T], *, jobs: int, size: int, progress: Progress
) -> Iterator[R]:
    """Yield ``work(thing)`` in order.

    Processes are forked, so that they share what this one has parsed; without ``fork`` the work stays here.

    Args:
        jobs: Number of processes at most.
        size: Characters of Lua in all things.
        progress: Told after each result.
    """
    total = len(things)
    jobs = min(jobs, total, 1 + size // WORTH_A_PROCESS)
    if jobs < 2 or "fork" not in multiprocessing.get_all_start_methods() or sys.platform == "darwin":
        for done, thing in enumerate(things, 1):
            yield work(thing)
            progress(done, total)
        return
    global _WORK
    _WORK = lambda index: work(things[index])  # noqa: E731  # read by the forked processes
    try:
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
            # Small chunks: modules differ in size.
            for done, result in enumerate(pool.map(_call, range(total), chunksize=max(1, total // (jobs * 16))), 1):
                yield result  # type: ignore[misc]  # `work` returns R
                progress(done, total)
    finally:
        _WORK = None
