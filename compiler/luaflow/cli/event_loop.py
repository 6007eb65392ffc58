"""Where commands that talk to Temporal run: an event loop on a deep stack, signals, and logs that stay off stdout."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from luaflow_runtime.temporal.deep_stack import run_deep
from temporalio.runtime import LogForwardingConfig, LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter

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
        self._loop.call_soon_threadsafe(self.handler or self._task.cancel)


def run_async(work: Callable[[Interruptions], Coroutine[Any, Any, T]], *, log_level: int = logging.WARNING) -> T:
    """Run a coroutine on a thread whose stack is large enough for deep Lua recursion.

    Args:
        work: Makes the coroutine; may set the handler of what it is given.
        log_level: Of log lines on stderr. Lua's own lines are shown from ``INFO`` in any case.

    Raises:
        KeyboardInterrupt: A signal cancelled the work.
    """
    _configure_logs(log_level)
    interruptions = Interruptions()

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


def _configure_logs(level: int) -> None:
    """Send logs to stderr. The SDK's Rust part would write to stdout, which carries the command's result."""
    logging.basicConfig(stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("luaflow").setLevel(min(level, logging.INFO))
    core = logging.getLogger("temporalio.core")
    if level > logging.INFO and not os.environ.get("LUAFLOW_TRACEBACK"):
        # What goes wrong there is reported by the command itself, in Lua's terms.
        logging.getLogger("temporalio").setLevel(logging.CRITICAL)
        core.setLevel(logging.CRITICAL)
    Runtime.set_default(
        Runtime(
            telemetry=TelemetryConfig(
                logging=LoggingConfig(
                    filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
                    forwarding=LogForwardingConfig(logger=core),
                )
            )
        )
    )
