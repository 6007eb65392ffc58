"""Runs printed programs by the runtime, on a clock that jumps from event to event.

The host is that of workflows; the event loop below stands for the SDK's, which runs callbacks in order and appends the
callback of a fired timer to them.
"""

from __future__ import annotations

import asyncio
import contextvars
import re
from collections import deque
from collections.abc import Callable
from functools import partial
from heapq import heappop, heappush
from types import SimpleNamespace
from typing import Any

from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.program import combine, summarise
from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import Statics
from luaflow.lower import lower
from luaflow.resolve import resolve
from luaflow.script.memory import CompiledChunk, assemble
from luaflow.source import Source
from luaflow.syntax.parser import parse
from luaflow_runtime.entry import Entry, Registry
from luaflow_runtime.temporal.codec import encode
from luaflow_runtime.temporal.main_function import run_main
from luaflow_runtime.temporal.workflow_host import WorkflowHost
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import is_lua_catchable, to_lua_error
from luaflow_runtime.values.metatables import define_table
from luaflow_runtime.values.names import mangle
from luaflow_runtime.values.source import SourceInfo
from luaflow_runtime.values.table import Table

from tests.model.interpret import Run, Trace
from tests.model.model import Outcome
from tests.model.program import Arrival
from tests.model.world import HORIZON_MS, Command

_START_NS = 1_700_000_000 * 10**9
_MS = 10**6
_MODULES = ("process", "time")
_SUSPENDING = frozenset(name.partition(":")[2] for name, shim in shim_index().methods.items() if shim.colour == "async")
_POSITION = re.compile(r"(?:[^ ]*:\d+: )+")


class _Timer(asyncio.TimerHandle):
    """A durable timer.

    Attributes:
        number: It was started as the nth.
    """

    number: int


class _Runtime:
    """What the SDK says of the run."""

    def workflow_info(self) -> SimpleNamespace:
        return SimpleNamespace(workflow_id="program")


class Loop(asyncio.AbstractEventLoop):
    """An event loop whose time goes on when nothing is left to do.

    Attributes:
        clock_ms: Since the start.
        commands: Timers started and cancelled.
    """

    def __init__(self) -> None:
        # Where the SDK looks for the run that the code belongs to.
        setattr(self, "__temporal_workflow_runtime", _Runtime())
        self.clock_ms = 0
        self.commands: list[Command] = []
        self._ready: deque[asyncio.Handle] = deque()
        self._events: list[tuple[int, int, int, asyncio.Handle]] = []
        self._started = 0
        self._fired: set[int] = set()

    def get_debug(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        raise AssertionError(context)

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=self, context=context)

    def call_soon(  # type: ignore[override]
        self, callback: Callable[..., Any], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., Any], *args: Any, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        ms = round(delay * 1000)
        timer = _Timer(delay, callback, args, self, context)
        self._started += 1
        timer.number = self._started
        self.commands.append(("start", ms))
        heappush(self._events, (self.clock_ms + ms, 1, timer.number, timer))
        return timer

    def _timer_handle_cancelled(self, timer: _Timer) -> None:
        if timer.number not in self._fired:
            self.commands.append(("cancel", timer.number))
            self._events = sorted(event for event in self._events if event[3] is not timer)

    def arrive_at(self, ms: int, number: int, callback: Callable[[], Any]) -> None:
        """Let something come from outside, the nth of its kind; it comes before timers of the same moment."""
        heappush(self._events, (ms, 0, number, asyncio.Handle(callback, (), self)))

    def run(self, task: asyncio.Task[Any], *, batches: bool) -> None:
        """Run until the task is done or nothing more happens up to the horizon.

        Args:
            batches: All events of one moment come in one workflow task.
        """
        asyncio._set_running_loop(self)
        try:
            while not task.done():
                if self._ready:
                    handle = self._ready.popleft()
                    if not handle.cancelled():
                        handle._run()
                elif self._events and self._events[0][0] <= HORIZON_MS:
                    self._fire(batches)
                else:
                    return
        finally:
            asyncio._set_running_loop(None)

    def _fire(self, batches: bool) -> None:
        moment = self.clock_ms = self._events[0][0]
        while self._events and self._events[0][0] == moment:
            _, is_timer, number, handle = heappop(self._events)
            if is_timer:
                self._fired.add(number)
            self._ready.append(handle)
            if not batches:
                break


class SimulatedHost(WorkflowHost):
    """A workflow that runs on ``Loop``."""

    def __init__(self, entry: Entry, loop: Loop) -> None:
        super().__init__(entry)
        self._loop = loop
        self.trace: Trace = []

    def now_ns(self) -> int:
        return _START_NS + self._loop.clock_ms * _MS

    def print_line(self, text: str) -> None:
        self.trace.append((self._loop.clock_ms, text))


class Compiled:
    """Programs as the compiler writes them, without formatting and files; they can run any number of times.

    Args:
        text: Lua source of a workflow.

    Attributes:
        chunk: Its Python.
        fields: Names of fields that it uses.
        methods: Names that it calls methods by.
    """

    def __init__(self, text: str) -> None:
        name = "program.lua"
        source = Source(name, name, text)
        tree = parse(source)
        scopes = resolve(tree)
        facts = ModuleFacts(tree, scopes, Statics(scopes, shim_index(), _MODULES, {}), is_main=True)
        package = combine([summarise("model:program", facts, {})], _SUSPENDING)
        self.chunk: CompiledChunk = assemble(lower(source, facts, package, "model:program"), name, f"@{name}")
        self.fields = package.field_names
        self.methods = package.methods
        self._table = define_table(sorted(map(mangle, self.fields)), "model", map(mangle, self.methods))

    def run(self, arrivals: tuple[Arrival, ...] = (), *, number: int = 1, batches: bool = False) -> Run:
        """Run a program.

        Args:
            number: Which one.
            arrivals: Messages from outside.
            batches: All events of one moment come in one workflow task.
        """
        entry = entry_of(self.chunk.run(self._table)["chunk"], self._table)
        loop = Loop()  # type: ignore[abstract]
        host = SimulatedHost(entry, loop)
        for at, arrival in enumerate(arrivals):
            loop.arrive_at(arrival.at, at, partial(host.receive_signal, arrival.topic, encode(arrival.values)))
        task = loop.create_task(host.scheduler.run(run_main(entry, (number,))))
        loop.run(task, batches=batches)
        return Run(host.trace, loop.commands, _outcome(task, loop))


def entry_of(chunk: Callable[..., Any], table: type[Table]) -> Entry:
    """Return the entry of a workflow."""
    return Entry(
        id="model:program",
        kind="workflow.lua",
        chunk=chunk,
        method="main",
        table=table,
        source=SourceInfo("program.lua", "", "model"),
        registry=Registry(activities={}, functions={}, workflows={}),
        worker="model:worker",
    )


def _outcome(task: asyncio.Task[Any], loop: Loop) -> Outcome:
    if not task.done():
        # Ends it as an eviction does.
        task._log_destroy_pending = False  # type: ignore[attr-defined]
        task.get_coro().close()
        return Outcome("open")
    error = task.exception()
    if error is None:
        return Outcome("returned")
    if not isinstance(error, Exception) or not is_lua_catchable(error):
        raise error
    return Outcome("failed", without_positions(tostring(to_lua_error(error).value)))


def without_positions(message: str) -> str:
    """Return an error's message without what says where it was raised."""
    return _POSITION.sub("", message, count=1)
