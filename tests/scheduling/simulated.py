"""A host with a clock of its own: when all threads wait, time jumps to the next timer."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Callable
from typing import Any

from luaflow_runtime.host import TimerHandle
from luaflow_runtime.process_host import ProcessHost

START_NS = 1_700_000_000 * 10**9


class SimulatedTimer(TimerHandle):
    def __init__(self, fire: Callable[[], Any]) -> None:
        self.fire: Callable[[], Any] | None = fire

    def cancel(self) -> None:
        self.fire = None


class SimulatedHost(ProcessHost):
    """Timers fire in the order of their times, then of their starts, each in a turn of the event loop of its own.

    Args:
        workflow: Behave as inside a workflow.
    """

    def __init__(self, *, workflow: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.is_workflow = workflow  # type: ignore[misc]
        self.clock_ns = START_NS
        self.issued: list[str] = []
        self._timers: list[tuple[int, int, SimulatedTimer]] = []
        self._count = 0
        self._turn: asyncio.Handle | None = None

    def now_ns(self) -> int:
        return self.clock_ns

    def start_timer(self, duration_ns: int, fire: Callable[[], Any]) -> TimerHandle:
        self.issued.append(f"timer {duration_ns}")
        self._count += 1
        timer = SimulatedTimer(fire)
        heapq.heappush(self._timers, (self.clock_ns + duration_ns, self._count, timer))
        self._schedule()
        return timer

    def _schedule(self) -> None:
        if self._turn is None:
            # Two turns: what was set in the first one wakes the trampoline before time goes on.
            loop = asyncio.get_running_loop()
            self._turn = loop.call_soon(lambda: loop.call_soon(lambda: loop.call_soon(self._advance)))

    def _advance(self) -> None:
        self._turn = None
        while self._timers:
            at, _, timer = heapq.heappop(self._timers)
            if timer.fire is not None:
                self.clock_ns = max(self.clock_ns, at)
                timer.fire()
                break
        if self._timers:
            self._schedule()


def run(main: Callable[[SimulatedHost], Any], **options: Any) -> Any:
    """Run a main function, ``async`` or not, to its end and return its result."""

    async def body() -> Any:
        host = SimulatedHost(**options)
        from luaflow_runtime.host import CURRENT

        CURRENT.set(host)
        return await host.run(main(host))

    return asyncio.run(body())
