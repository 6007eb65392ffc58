"""The FIFO trampoline that runs all Lua threads of one run inside one asyncio task.

Source: reference/concurrency.md 3.4 and 3.5. The phases, each entered only when those before it have nothing to do:

1. the run queue: each thread runs to its next wait; a spawned thread and behind it its spawner join this queue;
2. the wake-ups of this round join the queue, in the order of the operations that caused them;
3. calls that are served once channel work has settled (``inbox``, ``events``, ``listen``);
4. messages and events of the mailbox that somebody can take, in the order of the mailbox;
5. one external operation, in the order of the requests: the waiting thread itself performs the call;
6. one arrival (a completion, a fired timer, a signal), in the order in which they came;
7. idle: the deadlock check, then the single await of the whole run.

One arrival at a time runs to idle before the next one is looked at, so that what a run does depends on the order of
events alone and not on how they were grouped.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import CoroutineType, FunctionType
from typing import TYPE_CHECKING, Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.scheduling.read_only import READ_ONLY, read_only_error
from luaflow_runtime.scheduling.thread import DEAD, PARK, RESUMED, LuaCoroutine, Thread, describe
from luaflow_runtime.values.errors import LuaError

if TYPE_CHECKING:
    import asyncio

    from luaflow_runtime.host import Host
    from luaflow_runtime.messaging.mailbox import Mailbox

_CO_COROUTINE = 0x80
_NOTHING: deque[Any] = deque(maxlen=0)
"""Stands for an empty queue: a deque takes 700 bytes, and many waiting runs have nothing in theirs."""


class Scheduler:
    """Runs a main Lua thread and all threads spawned from it.

    Attributes:
        host: Where the code runs; ``host.current()`` gives it while ``run`` works.
        current: The thread that runs, or ran last. Never a coroutine made by ``coroutine.create``: those run inside it.
        threads: All threads that have not ended, in the order they were spawned.
        mailbox: Messages and events, made when it is needed first: see ``Host.mailbox``. Waiting for them is no deadlock.
        on_cancel: Called when the task of ``run`` is cancelled; raise there to end the run, return to go on with it.
        read_only: Whether a query is being answered: what would wait, or change what the run does, raises.
    """

    __slots__ = (
        "_arrivals",
        "_externals",
        "_idle",
        "_pending",
        "_queue",
        "_served",
        "current",
        "host",
        "mailbox",
        "main",
        "on_cancel",
        "read_only",
        "threads",
        "woken",
    )

    def __init__(self, host: Host, *, on_cancel: Callable[[], None] | None = None) -> None:
        self.host = host
        self.on_cancel = on_cancel
        self.mailbox: Mailbox | None = None
        self.read_only = False
        self.threads: dict[Thread, None] = {}
        self.woken: list[Thread] = []
        self.main = self.current = Thread(self, None)
        self._queue: deque[Thread] = deque()
        self._served: list[Thread] = []
        self._externals: deque[Thread | Callable[[], None]] = _NOTHING
        self._arrivals: deque[Thread | Callable[[], None]] = _NOTHING
        self._pending = 0
        self._idle: asyncio.Future[None] | None = None

    # The run

    async def run(self, main: Any) -> Any:
        """Run a main Lua thread to its end; then all other threads are dropped where they stand.

        Args:
            main: What a call of a Lua function gave: a coroutine, or the plain result of a function that cannot wait.

        Returns:
            What the main thread returned, as a Lua result.

        Raises:
            Exception: What nobody caught in the main thread or in a spawned one.
            LuaError: ``deadlock: ...`` when nothing can ever go on.
        """
        if main.__class__ is not CoroutineType:
            return main
        thread = self.main = self.current = self._add(main)
        token = CURRENT.set(self.host)
        try:
            # What came with the start, such as a signal-with-start, is there before the first statement runs.
            while self._arrivals:
                self._apply_arrival()
            self._queue.appendleft(thread)
            return await self._trampoline(thread)
        finally:
            self.close()
            # A run whose task was destroyed from outside ends in another context, where there is nothing to restore.
            with suppress(ValueError):
                CURRENT.reset(token)

    async def _trampoline(self, main: Thread) -> Any:
        queue = self._queue
        woken = self.woken
        while True:
            while queue:
                thread = queue.popleft()
                self.current = thread
                try:
                    if thread.error_ is None:
                        signal = thread.step_(None)  # type: ignore[misc]
                    else:
                        error, thread.error_ = thread.error_, None
                        signal = thread.coroutine_.throw(error)  # type: ignore[union-attr]
                except StopIteration as stop:
                    thread.state_ = DEAD
                    del self.threads[thread]
                    if thread is main:
                        return stop.value
                    continue
                except BaseException:
                    thread.state_ = DEAD
                    del self.threads[thread]
                    raise
                if signal is not PARK:
                    self._wait_for(thread, signal)
            if woken:
                queue.extend(woken)
                woken.clear()
            elif self._served:
                queue.extend(self._served)
                self._served.clear()
            elif self.mailbox is not None and self.mailbox.dispatch():
                pass
            elif self._externals:
                operation = self._externals.popleft()
                if isinstance(operation, Thread):
                    queue.append(operation)
                else:
                    operation()
            elif self._arrivals:
                self._apply_arrival()
            else:
                if not self._pending:
                    self._check_deadlock()
                # Here, because a script that never waits does without it, and importing it takes longer than such a script.
                import asyncio

                self._idle = asyncio.get_running_loop().create_future()
                self._externals = self._arrivals = _NOTHING
                try:
                    await self._idle
                except asyncio.CancelledError:
                    self._idle = None
                    if self.on_cancel is None:
                        raise
                    self.on_cancel()
                self._idle = None

    def _apply_arrival(self) -> None:
        arrival = self._arrivals.popleft()
        if isinstance(arrival, Thread):
            self._pending -= 1
            arrival.future_ = None
            self._queue.append(arrival)
        else:
            arrival()

    def _wait_for(self, thread: Thread, signal: Any) -> None:
        """Arrange that the thread goes on after something other than ``PARK`` came out of it."""
        if getattr(signal, "_asyncio_future_blocking", None):
            # What asyncio's own tasks do with a future that their coroutine yields.
            signal._asyncio_future_blocking = False
            thread.future_ = signal
            self._pending += 1
            signal.add_done_callback(thread.future_done_)
        elif signal is None:
            # ``asyncio.sleep(0)``: go on after one turn of the event loop.
            import asyncio

            self._pending += 1
            asyncio.get_running_loop().call_soon(self.arrive, thread)
        elif signal.__class__ is tuple:
            if thread is self.main:
                thread.error_ = LuaError("attempt to yield from outside a coroutine")
                self._queue.appendleft(thread)
            else:
                self._queue.append(thread)
        else:
            thread.error_ = TypeError(f"a Lua thread awaited {signal!r}, which is no asyncio future")
            self._queue.append(thread)

    def _check_deadlock(self) -> None:
        if self.mailbox is None or not self.mailbox.is_awaited:
            message = f"deadlock: all coroutines blocked with no pending operations (threads={len(self.threads)})"
            raise LuaError(message, self.stack_trace(lua_only=True))

    def close(self) -> None:
        """Drop all threads where they stand, in the order they were spawned. Nothing of theirs runs any more.

        Their coroutines see ``GeneratorExit``, which Lua code cannot catch.
        """
        threads = list(self.threads)
        self.threads.clear()
        failure: BaseException | None = None
        for thread in threads:
            thread.state_ = DEAD
            if thread.future_ is not None:
                thread.future_.remove_done_callback(thread.future_done_)
                thread.future_ = None
            if thread.coroutine_ is not None:
                try:
                    thread.coroutine_.close()
                except BaseException as error:  # the others must be dropped all the same
                    failure = failure or error
        self._queue.clear()
        self.woken.clear()
        self._served.clear()
        self._externals = self._arrivals = _NOTHING
        self._pending = 0
        if failure is not None:
            raise failure

    # Threads

    def _add(self, coroutine: LuaCoroutine) -> Thread:
        thread = Thread(self, coroutine)
        thread.state_ = RESUMED
        self.threads[thread] = None
        return thread

    async def spawn(self, function: Callable[[], Any]) -> Thread:
        """Start a thread. Threads that are queued already run first, then the new one up to its first wait, then the
        spawner goes on.
        """
        thread = self.begin_spawn(function)
        try:
            await PARK
        except BaseException:
            self.withdraw_spawn(thread)
            raise
        return thread

    def begin_spawn(self, function: Callable[[], Any]) -> Thread:
        """Queue a new thread and behind it the current one, which must park now."""
        if self.read_only:
            raise read_only_error()
        if function.__class__ is FunctionType and function.__code__.co_flags & _CO_COROUTINE:
            thread = Thread(self, function())
        else:
            thread = Thread(self, _body(function))
        thread.state_ = RESUMED
        self.threads[thread] = None
        queue = self._queue
        queue.append(thread)
        queue.append(self.current)
        return thread

    def withdraw_spawn(self, thread: Thread) -> None:
        """Undo ``begin_spawn``: a synchronous place refused the wait."""
        self._withdraw(self._queue, thread)
        self._withdraw(self._queue, self.current)
        self.threads.pop(thread, None)
        if thread.coroutine_ is not None:
            thread.coroutine_.close()

    def start(self, coroutine: LuaCoroutine) -> Thread:
        """Add a thread at the end of the run queue without giving up control: for hosts, not for Lua code."""
        thread = self._add(coroutine)
        self._queue.append(thread)
        self.wake()
        return thread

    def background(self, coroutine: LuaCoroutine) -> Thread:
        """Add a thread whose first step counts as an external operation, as ``funcs.async`` needs it.

        An error that the coroutine lets out fails the run.
        """
        self.check_writable()
        thread = self._add(coroutine)
        self._request(thread)
        return thread

    # Waiting

    async def park(self) -> Any:
        """Wait until ``ready`` is called for the current thread, and give the value passed there."""
        thread = self.current
        await PARK
        value, thread.value_ = thread.value_, None
        return value

    def ready(self, thread: Thread, value: Any = None) -> None:
        """Let a parked thread go on, behind the wake-ups that are due already."""
        thread.value_ = value
        self.woken.append(thread)
        self.wake()

    def throw(self, thread: Thread, error: BaseException) -> bool:
        """Interrupt the wait of a thread: it raises there. What it had queued is withdrawn.

        Returns:
            False when there is no wait to interrupt: the thread has ended, or is about to run anyway.
        """
        if (
            thread.state_ == DEAD
            or thread.error_ is not None
            or thread in self._queue
            or thread in self.woken
            or thread in self._arrivals
        ):
            return False
        if thread.future_ is not None:
            thread.future_.remove_done_callback(thread.future_done_)
            thread.future_ = None
            self._pending -= 1
        thread.error_ = error
        self._queue.append(thread)
        self.wake()
        return True

    async def served(self, operation: Callable[[], Any]) -> Any:
        """Give what ``operation`` returns, after pending channel work has settled."""
        self.check_writable()
        thread = self.current
        self._served.append(thread)
        try:
            await PARK
        except BaseException:
            self._withdraw(self._served, thread)
            raise
        return operation()

    async def external(self, start: Callable[[], Awaitable[Any]]) -> Any:
        """Run an operation on the world outside, when every thread is blocked and its turn has come.

        Args:
            start: Called and awaited by the requesting thread itself; commands that it issues before its first wait
                are in the order of the requests.
        """
        thread = self.current
        self._request(thread)
        try:
            await PARK
        except BaseException:
            self._withdraw(self._externals, thread)
            raise
        return await start()

    def _request(self, operation: Thread | Callable[[], None]) -> None:
        self.check_writable()
        if self._externals is _NOTHING:
            self._externals = deque()
        self._externals.append(operation)

    def request(self, operation: Callable[[], None]) -> None:
        """Queue an external operation that nobody waits for, such as the start of a timer."""
        self._request(operation)
        self.wake()

    def withdraw_request(self, operation: Callable[[], None]) -> None:
        """Forget a requested operation that has not been issued yet."""
        self._withdraw(self._externals, operation)

    def forget_wake_up(self) -> None:
        """Withdraw the wake-up of the current thread: what it had begun was refused or interrupted."""
        self._withdraw(self.woken, self.current)

    @staticmethod
    def _withdraw(requests: Any, entry: Any) -> None:
        with suppress(ValueError):
            requests.remove(entry)

    # Events from outside

    def arrive(self, arrival: Thread | Callable[[], None]) -> None:
        """Queue an event from outside: a call to make when its turn comes, on the trampoline, never while Lua runs."""
        if self._arrivals is _NOTHING:
            self._arrivals = deque()
        self._arrivals.append(arrival)
        self.wake()

    def operation_started(self) -> None:
        """Say that something outside will call ``arrive`` one day: until then the run is not deadlocked."""
        self._pending += 1

    def operation_ended(self) -> None:
        """Say that what ``operation_started`` announced has arrived or will not arrive."""
        self._pending -= 1

    def wake(self) -> None:
        """Make the trampoline look at its queues again if it is idle."""
        idle = self._idle
        if idle is not None and not idle.done():
            idle.set_result(None)

    # Queries

    def read(self, function: Callable[[], Any]) -> Any:
        """Run a Lua function beside the run, to its end and at once; the run is afterwards as it was.

        Args:
            function: Makes the call.

        Returns:
            Its Lua result.

        Raises:
            LuaError: What the function raised; it tried to wait, or to change what the run does.
        """
        current = self.current
        token = CURRENT.set(self.host)
        # Coroutines that the function resumes run inside a thread that is none of the run's.
        self.current = Thread(self, None)
        self.read_only = True
        try:
            result = function()
            if result.__class__ is not CoroutineType:
                return result
            try:
                result.send(None)
            except StopIteration as stop:
                return stop.value
            result.close()
            raise LuaError(READ_ONLY)
        finally:
            self.read_only = False
            self.current = current
            CURRENT.reset(token)

    def check_writable(self) -> None:
        """Refuse what would wait, or change what the run does, while a query is answered.

        Raises:
            LuaError: A query is being answered.
        """
        if self.read_only:
            raise read_only_error()

    # Inspection

    @property
    def waiting_arrivals(self) -> tuple[Thread | Callable[[], None], ...]:
        """What has come from outside and whose turn has not come, oldest first."""
        return tuple(self._arrivals)

    def stack_trace(self, *, lua_only: bool = False) -> str:
        """Return where each Lua thread stands, in the order they were spawned, one frame a line, innermost last.

        Args:
            lua_only: Leave out frames of the runtime.
        """
        parts: list[str] = []
        for number, thread in enumerate(self.threads, 1):
            name = " (main)" if thread is self.main else ""
            parts.append(f"thread {number}{name}:")
            parts.extend(f"  {line}" for line in describe(thread, lua_only=lua_only))
        return "\n".join(parts)


async def _body(function: Callable[[], Any]) -> Any:
    """Make a thread body of a function that may or may not be asynchronous."""
    result = function()
    return await result if result.__class__ is CoroutineType else result
