"""Channels: FIFO hand-over of values between Lua threads.

Source: reference/concurrency.md 3.1 to 3.3, order rules 3.5.

A queue of waiting receivers holds threads (``receive``) and select waits; a queue of waiting senders holds ``SendWait``
objects and select waits. An entry that is served leaves the queue with its result; what leaves a wait by an error
withdraws its own entry.

A select stands in the queues of all its channels by the same object. When one case is served the others are withdrawn: at
the head of a queue at once, so that a queue with anything in it has a waiting head; elsewhere the entry stays until it comes
to the head or withdrawn ones are the greater part. So a select costs as much as it has cases, whoever else waits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Final, Protocol

from luaflow_runtime.lib.errors import INVALID, new_error
from luaflow_runtime.scheduling.read_only import read_only_error
from luaflow_runtime.scheduling.thread import PARK, Thread
from luaflow_runtime.shim import shim
from luaflow_runtime.values.errors import runtime_error
from luaflow_runtime.values.userdata import Userdata

if TYPE_CHECKING:
    from luaflow_runtime.scheduling.scheduler import Scheduler
    from luaflow_runtime.values.table import Table

CLOSED_MESSAGE: Final = "send on closed channel"


_SWEEP_FROM: Final = 16
"""How many withdrawn entries a channel's queues hold before they are swept at all."""


class SendWait:
    """A thread that waits in ``send``, with its value."""

    __slots__ = ("thread", "value")

    withdrawn_: ClassVar[bool] = False

    def __init__(self, thread: Thread, value: Any) -> None:
        self.thread = thread
        self.value = value


class Case(Userdata):
    """What ``case_send`` and ``case_receive`` make for ``channel.select``; nothing happens until it is selected."""

    __slots__ = ("channel_", "is_send_", "value_")

    def __init__(self, channel: Channel, is_send: bool, value: Any) -> None:
        self.channel_ = channel
        self.is_send_ = is_send
        self.value_ = value


class SelectWait:
    """A blocking select, in the queues of its channels, once for each case.

    Attributes:
        thread: The selecting thread.
        cases: Its cases, in their order.
        withdrawn_: Whether it waits no longer; what queues hold of it counts for nothing.
    """

    __slots__ = ("cases", "thread", "withdrawn_")

    def __init__(self, thread: Thread, cases: list[Case]) -> None:
        self.thread = thread
        self.cases = cases
        self.withdrawn_ = False

    def offer(self, channel: Channel) -> Any:
        """Return what the first send case on a channel offers."""
        return next(case.value_ for case in self.cases if case.is_send_ and case.channel_ is channel)

    def withdraw(self) -> None:
        """Wait no longer."""
        self.withdrawn_ = True
        for case in self.cases:
            channel = case.channel_
            queue: deque[Any] = channel.senders_ if case.is_send_ else channel.receivers_
            if not queue:
                continue
            if queue[0] is self:
                queue.popleft()
                if queue:
                    _trim(queue)
            else:
                channel.left_behind_()


def _trim(queue: deque[Any]) -> None:
    """Take withdrawn entries from the head of a queue."""
    while queue and queue[0].withdrawn_:
        queue.popleft()


def _forget(queue: deque[Any], entry: Thread | SendWait) -> None:
    """Take an entry out of a queue, if it still stands there: its wait was refused or interrupted."""
    with suppress(ValueError):
        queue.remove(entry)
    _trim(queue)


class Channel(Userdata):
    """A Lua channel.

    Attributes:
        scheduler_: The scheduler of the threads that use it.
        capacity_: Size of the buffer, 0 for unbuffered.
        items_: Buffered values, oldest first.
        receivers_: Waiting receivers, longest waiting first.
        senders_: Waiting senders, longest waiting first.
        closed_: Whether ``close`` was called.
        sources_: What feeds it from outside; only those of a ``FedChannel``.
        stale_: How many withdrawn entries its queues may hold.
    """

    __slots__ = ("capacity_", "closed_", "items_", "receivers_", "scheduler_", "senders_", "sources_", "stale_")

    def __init__(self, scheduler: Scheduler, capacity: int = 0) -> None:
        self.scheduler_ = scheduler
        self.capacity_ = capacity
        self.items_: deque[Any] = deque()
        self.receivers_: deque[Thread | SelectWait] = deque()
        self.senders_: deque[SendWait | SelectWait] = deque()
        self.closed_ = False
        self.sources_: tuple[Source, ...] = ()
        self.stale_ = 0

    # Methods that Lua code calls

    @shim("Channel:send", results=None, types="boolean?, error?", colour="async")
    async def send(self, value: Any = None, *_: Any) -> Any:
        """Give ``value`` to the longest waiting receiver or the buffer, else wait for room.

        Returns:
            ``True``; or ``nil`` and an error object when the channel was closed while this call waited.

        Raises:
            LuaError: ``send on closed channel``.
        """
        scheduler = self.scheduler_
        if scheduler.read_only:
            raise read_only_error()
        receivers = self.receivers_
        if receivers:
            receiver = receivers.popleft()
            if receivers:
                _trim(receivers)
            woken = scheduler.woken
            woken.append(scheduler.current)
            if isinstance(receiver, Thread):
                receiver.value_ = (value, True)
                woken.append(receiver)
            else:
                self.receive_by_select_(receiver, value, True)
            try:
                await PARK
            except BaseException:
                scheduler.forget_wake_up()
                raise
            return True
        if self.closed_:
            raise runtime_error(CLOSED_MESSAGE)
        if len(self.items_) < self.capacity_:
            self.items_.append(value)
            return True
        thread = scheduler.current
        entry = SendWait(thread, value)
        self.senders_.append(entry)
        try:
            await PARK
        except BaseException:
            _forget(self.senders_, entry)
            raise
        result, thread.value_ = thread.value_, None
        return result

    @shim("Channel:receive", results=2, types="any, boolean", colour="async")
    async def receive(self, *_: Any) -> tuple[Any, bool]:
        """Take the oldest value, or wait for one.

        Returns:
            The value and ``True``; ``nil`` and ``False`` once the channel is closed and drained.
        """
        scheduler = self.scheduler_
        if scheduler.read_only:
            raise read_only_error()
        senders = self.senders_
        if senders:
            woken = scheduler.woken
            woken.append(scheduler.current)
            entry = senders[0]
            if isinstance(entry, SendWait) and not self.items_:
                # The usual case of `take_from_sender_`, for hand-offs are what channels are for.
                senders.popleft()
                if senders:
                    _trim(senders)
                value = entry.value
                sender = entry.thread
                sender.value_ = True
            else:
                value, sender = self.take_from_sender_()
            woken.append(sender)
            try:
                await PARK
            except BaseException:
                scheduler.forget_wake_up()
                raise
            return value, True
        if self.items_:
            return self.items_.popleft(), True
        if self.closed_:
            return None, False
        thread = scheduler.current
        self.receivers_.append(thread)
        try:
            await PARK
        except BaseException:
            _forget(self.receivers_, thread)
            raise
        result, thread.value_ = thread.value_, None
        return result  # type: ignore[no-any-return]

    @shim("Channel:close", results=0, colour="async")
    async def close(self, *_: Any) -> tuple[()]:
        """Close the channel and wake all who wait: senders, then receivers, then the caller. Again: nothing."""
        self.scheduler_.check_writable()
        if self.close_now_():
            scheduler = self.scheduler_
            scheduler.woken.append(scheduler.current)
            try:
                await PARK
            except BaseException:
                scheduler.forget_wake_up()
                raise
        return ()

    @shim("Channel:case_send", types="userdata.Case")
    def case_send(self, value: Any = None, *_: Any) -> Case:
        """Return a case that sends ``value``."""
        return Case(self, True, value)

    @shim("Channel:case_receive", types="userdata.Case")
    def case_receive(self, *_: Any) -> Case:
        """Return a case that receives."""
        return Case(self, False, None)

    # For the runtime

    def close_now_(self) -> bool:
        """Close without giving up control.

        Returns:
            Whether somebody was woken.
        """
        if self.closed_:
            return False
        self.closed_ = True
        woken = False
        while self.senders_:
            woken = True
            sender = self.senders_.popleft()
            _trim(self.senders_)
            if isinstance(sender, SelectWait):
                sender.withdraw()
            self.scheduler_.ready(sender.thread, (None, new_error(CLOSED_MESSAGE, INVALID, False)))
        while self.receivers_:
            woken = True
            receiver = self.receivers_.popleft()
            _trim(self.receivers_)
            if isinstance(receiver, SelectWait):
                self.receive_by_select_(receiver, None, False)
            else:
                self.scheduler_.ready(receiver, (None, False))
        return woken

    def offer_(self, value: Any) -> bool:
        """Send from outside Lua code, without waiting.

        Returns:
            False when the channel is closed or there is neither a receiver nor room; the value is dropped then.
        """
        if self.receivers_:
            receiver = self.receivers_.popleft()
            _trim(self.receivers_)
            if isinstance(receiver, SelectWait):
                self.receive_by_select_(receiver, value, True)
            else:
                self.scheduler_.ready(receiver, (value, True))
            return True
        if self.closed_ or len(self.items_) >= self.capacity_:
            return False
        self.items_.append(value)
        return True

    def push_(self, value: Any) -> None:
        """Send from outside Lua code; what no receiver waits for is kept, whatever the capacity."""
        if not self.offer_(value) and not self.closed_:
            self.items_.append(value)

    def take_from_sender_(self) -> tuple[Any, Thread]:
        """Take the oldest value while a sender waits: the sender's value moves into the buffer.

        Returns:
            The value, and the sender's thread: its result is set, but it is not woken yet.
        """
        sender = self.senders_.popleft()
        _trim(self.senders_)
        if isinstance(sender, SelectWait):
            value = sender.offer(self)
            sender.withdraw()
            sender.thread.value_ = _outcome(self, value, True)
        else:
            value = sender.value
            sender.thread.value_ = True
        if self.items_:
            self.items_.append(value)
            value = self.items_.popleft()
        return value, sender.thread

    def receive_by_select_(self, wait: SelectWait, value: Any, ok: bool) -> None:
        """Let the receive case of a blocked select win."""
        wait.withdraw()
        self.scheduler_.ready(wait.thread, _outcome(self, value, ok))

    def left_behind_(self) -> None:
        """Say that a withdrawn entry may stand in a queue of the channel; where they are many they are swept out."""
        self.stale_ += 1
        if self.stale_ > _SWEEP_FROM and self.stale_ * 2 > len(self.senders_) + len(self.receivers_):
            self.stale_ = 0
            senders: deque[Any] = self.senders_
            receivers: deque[Any] = self.receivers_
            for queue in (senders, receivers):
                waiting = [entry for entry in queue if not entry.withdrawn_]
                queue.clear()
                queue.extend(waiting)


class Source(Protocol):
    """What feeds a channel from outside."""

    def stir(self) -> None:
        """Say that the channel may take something now: a receiver has come, there is room, or it was closed."""


class FedChannel(Channel):
    """A channel that something outside feeds: it tells its sources when it may take more."""

    __slots__ = ()

    @staticmethod
    def adopt_(channel: Channel) -> None:
        """Make a fed channel of an ordinary one."""
        channel.__class__ = FedChannel

    def stir_(self) -> None:
        """Tell the sources that the channel may take something now, or will in a moment."""
        for source in self.sources_:
            source.stir()

    # To pyright an ``async def`` returns a CoroutineType, to mypy a Coroutine; handing on costs no frame of its own.
    def receive(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, *_: Any
    ) -> Coroutine[Any, Any, tuple[Any, bool]]:
        """See ``Channel.receive``."""
        if not self.scheduler_.read_only:
            self.stir_()
        return Channel.receive(self)

    def close_now_(self) -> bool:
        """See ``Channel.close_now_``."""
        self.stir_()
        return super().close_now_()


def _outcome(channel: Channel, value: Any, ok: bool) -> Table:
    table = channel.scheduler_.host.table
    return table(channel=channel, value=value, ok=ok)


async def _resume_in_turn(scheduler: Scheduler) -> None:
    """Wait for the wake-up that is queued for the current thread already."""
    try:
        await PARK
    except BaseException:
        scheduler.forget_wake_up()
        raise


async def select(scheduler: Scheduler, cases: list[Case], default: bool) -> Any:
    """Perform the first case that is ready; when none is, take the default or wait for the first to become ready.

    Returns:
        The result table of ``channel.select``; ``nil`` and an error object when the channel of a send case was closed
        while the call waited.
    """
    scheduler.check_writable()
    for case in cases:
        channel = case.channel_
        for source in channel.sources_:
            source.stir()
        if case.is_send_:
            if channel.receivers_:
                scheduler.woken.append(scheduler.current)
                channel.offer_(case.value_)
                await _resume_in_turn(scheduler)
                return _outcome(channel, case.value_, True)
            if not channel.closed_ and len(channel.items_) < channel.capacity_:
                channel.items_.append(case.value_)
                return _outcome(channel, case.value_, True)
        elif channel.senders_:
            value, sender = channel.take_from_sender_()
            scheduler.woken.append(scheduler.current)
            scheduler.woken.append(sender)
            await _resume_in_turn(scheduler)
            return _outcome(channel, value, True)
        elif channel.items_:
            return _outcome(channel, channel.items_.popleft(), True)
        elif channel.closed_:
            return _outcome(channel, None, False)
    if default:
        return scheduler.host.table(default=True, ok=True)
    thread = scheduler.current
    wait = SelectWait(thread, cases)
    for case in cases:
        channel = case.channel_
        if not case.is_send_:
            channel.receivers_.append(wait)
        elif not channel.closed_:  # else it never becomes ready
            channel.senders_.append(wait)
    try:
        await PARK
    except BaseException:
        wait.withdraw()
        raise
    result, thread.value_ = thread.value_, None
    return result
