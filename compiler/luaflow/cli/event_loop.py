"""Where commands that talk to Temporal run: an event loop on a deep stack, and signals."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.temporal.deep_stack import run_deep

from luaflow.cli.logs import configure_logs
from luaflow.script.load import compile_loaded

T = TypeVar("T")


class Interruptions:
    """What SIGINT and SIGTERM do; they may be sent at any time.

    Attributes:
        handler: Called on the event loop for each signal. Cancels the work if not set.
    """

    def __init__(self) -> None:
        self.handler: Callable[[], object] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[Any] | None = None

    def attach(self) -> None:
        """Let signals act on the running task."""
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()

    def receive(self, number: int, frame: object) -> None:
        """Handle a signal; runs on the main thread."""
        if self._loop is None or self._task is None or self._loop.is_closed():
            raise KeyboardInterrupt
        self._loop.call_soon_threadsafe(self._act)

    def _act(self) -> None:
        # Looked up here: the handler may have been set between the signal and this.
        assert self._task is not None
        (self.handler or self._task.cancel)()


def run_async(work: Callable[[Interruptions], Coroutine[Any, Any, T]], *, log_level: int = logging.WARNING) -> T:
    """Run a coroutine on a thread whose stack is large enough for deep Lua recursion.

    Args:
        work: Makes the coroutine; may set the handler of what it is given.
        log_level: Of log lines on stderr. Lua's own lines are shown from ``INFO`` in any case.

    Raises:
        KeyboardInterrupt: A signal cancelled the work.
    """
    configure_logs(log_level)
    interruptions = Interruptions()

    ProcessHost.default_compiler = compile_loaded

    async def body() -> T:
        interruptions.attach()
        return await work(interruptions)

    previous = {number: signal.signal(number, interruptions.receive) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        return run_deep(lambda: asyncio.run(body()))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
