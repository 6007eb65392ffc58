"""The host of activities and plain scripts: asyncio, the machine's clock, nothing recorded."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from luaflow_runtime.host import Host, TimerHandle
from luaflow_runtime.scheduling.scheduler import Scheduler
from luaflow_runtime.values.table import Table

if TYPE_CHECKING:
    import asyncio
    import logging

    from luaflow_runtime.entry import Entry
    from luaflow_runtime.script import ChunkCompiler

Call = Callable[
    [str, tuple[Any, ...], Mapping[str, Any], Mapping[str, Any]],
    Awaitable[tuple[Any, Any]],
]
"""Calls a function entry: target, Lua arguments, options, context; gives ``(value, None)`` or ``(None, error object)``."""

Draw = Callable[[str, tuple[Any, ...]], Awaitable[Any]]
"""Draws something random: name and plain arguments, as ``Host.recorded``."""

_LEVELS = {"debug": 10, "info": 20, "warn": 30, "error": 40}
"""The numbers of Python's logging, which is imported when the first line is written."""


class AsyncioTimer(TimerHandle):
    """A timer of an asyncio event loop."""

    __slots__ = ("_handle",)

    def __init__(self, handle: asyncio.TimerHandle) -> None:
        self._handle = handle

    def cancel(self) -> None:
        """Forget the timer."""
        self._handle.cancel()


class ProcessHost(Host):
    """Runs Lua code on the running asyncio event loop.

    Args:
        entry: The running entry; ``None`` for a script.
        table: ``Table`` class of a script's package; an entry brings its own.
        call: Calls function entries; without it every call gives an error.
        draw: Draws random values; by default ``luaflow_runtime.lib.recorded.draw``.
        context: Context values.
        pid: The PID in log lines, or empty.
        logger: Where log lines go; by default ``luaflow`` followed by the entry's id.
        on_cancel: See ``Scheduler``.

    Attributes:
        default_compiler: Compiles what ``load`` is given; set once by luaflow's own commands, absent in other programs.
    """

    default_compiler: ClassVar[ChunkCompiler | None] = None

    def __init__(
        self,
        entry: Entry | None = None,
        *,
        table: type[Table] | None = None,
        call: Call | None = None,
        draw: Draw | None = None,
        context: Mapping[str, Any] | None = None,
        pid: str = "",
        logger: logging.Logger | None = None,
        on_cancel: Callable[[], None] | None = None,
    ) -> None:
        self.entry = entry
        self.table = table or (Table if entry is None else entry.table)
        self.context = dict(context or {})
        self.libraries = {}
        self.chunk_compiler = ProcessHost.default_compiler
        self.pid = pid
        self._call = call
        self._draw = draw
        self._logger = logger
        self.scheduler = Scheduler(self, on_cancel=on_cancel)

    async def run(self, main: Any) -> Any:
        """Run what a call of a Lua function gave, see ``Scheduler.run``."""
        return await self.scheduler.run(main)

    def now_ns(self) -> int:
        """Return the machine's time in nanoseconds since the Unix epoch."""
        return time.time_ns()

    async def sleep(self, duration_ns: int) -> None:
        """Wait on the event loop."""
        import asyncio

        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        thread = self.scheduler.current

        def fire() -> None:
            # The future's own callback comes a turn later: what fired behind this would overtake it.
            future.remove_done_callback(thread.future_done_)
            future.set_result(None)
            self.scheduler.arrive(thread)

        timer = self.start_timer(duration_ns, fire)
        try:
            await future
        finally:
            timer.cancel()

    def start_timer(self, duration_ns: int, fire: Callable[[], Any]) -> TimerHandle:
        """Call ``fire`` after a while, from the event loop."""
        import asyncio

        return AsyncioTimer(asyncio.get_running_loop().call_later(duration_ns / 1e9, fire))

    async def call(
        self, target: str, args: tuple[Any, ...], options: Mapping[str, Any], context: Mapping[str, Any]
    ) -> tuple[Any, Any]:
        """Call a function entry by the given callable."""
        if self._call is None:
            from luaflow_runtime.lib.errors import UNAVAILABLE, new_error

            return None, new_error(f"cannot call {target}: no functions can be called from here", UNAVAILABLE, False)
        return await self._call(target, args, options, context)

    async def recorded(self, name: str, args: tuple[Any, ...]) -> Any:
        """Draw something random; outside workflows nothing is recorded."""
        draw = self._draw
        if draw is None:
            from luaflow_runtime.lib.recorded import draw as default_draw

            result = default_draw(name, args)
            return await result if isinstance(result, Awaitable) else result
        return await draw(name, args)

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        """Write to Python's logging; ``entry``, ``pid`` and ``fields`` are attributes of the record."""
        import logging

        if self._logger is None:
            self._logger = logging.getLogger("luaflow" if self.entry is None else f"luaflow.{self.entry.id}")
        number = _LEVELS.get(level, logging.INFO)
        if not self._logger.isEnabledFor(number):
            return
        extra = {
            "entry": "" if self.entry is None else self.entry.id,
            "pid": self.pid,
            "fields": dict(fields),
        }
        text = f"{message} {' '.join(f'{key}={value}' for key, value in fields.items())}" if fields else message
        self._logger.log(number, "%s", text, extra=extra)
