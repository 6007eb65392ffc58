"""Runs recursive passes again on a larger stack when deep source code overflows the usual one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_STACK = 512 * 1024 * 1024
_RECURSION = 100_000


def survives_depth(function: Callable[P, T]) -> Callable[P, T]:
    """Call the function again in a thread with a large stack when it meets the recursion limit.

    Nesting of source code is bounded by the parser, but one level takes several Python frames in each pass. The function must
    not change anything before it fails.
    """

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return function(*args, **kwargs)
        except RecursionError:
            if threading.current_thread().name == _NAME:
                raise
            return _on_large_stack(lambda: function(*args, **kwargs))

    return call


_NAME = "luaflow deep"


def _on_large_stack(function: Callable[[], T]) -> T:
    outcome: list[tuple[bool, Any]] = []

    def body() -> None:
        try:
            outcome.append((True, function()))
        except BaseException as error:
            outcome.append((False, error))

    limit, size = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(max(limit, _RECURSION))
    try:
        thread = threading.Thread(target=body, name=_NAME)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(size)
        sys.setrecursionlimit(limit)
    succeeded, value = outcome[0]
    if succeeded:
        return value  # type: ignore[no-any-return]
    raise value
