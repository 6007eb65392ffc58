"""The order rules of one workflow, as a machine that knows nothing of the runtime.

Source: reference/concurrency.md 3.2 to 3.6, process.md 2.5, time.md 5.6, with what decisions.md and reference/README.md change.
The rules, each in one place below:

1. Runnable threads run in FIFO order, each to its next wait (``Model.step``). A spawned thread joins the end of this queue, its
   spawner behind it.
2. When the queue is empty, the wake-ups that channel operations caused join it, in the order of the operations. A rendezvous
   wakes first who completes it, then the partner; a close wakes senders, receivers, then the closer.
3. When there are none, calls of ``inbox``, ``listen`` and ``unlisten`` that were made are served.
4. When there are none, messages are handed over to whoever can take them now, in the order of their arrival.
5. When nothing was handed over, one external operation is issued: a sleep, the start of a timer, a message sent. They are
   issued in the order in which they were requested. Back to 1.
6. When there is none, the next event from outside is taken: one, then back to 1.
7. When nothing outside is to come and nobody waits for messages, the run is deadlocked.

A thread is a Python generator: what it yields is ``WAIT``, and what it is sent is the outcome of the wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeAlias

WAIT: Final = object()
"""What a thread yields that has to wait for its result."""
CLOSED: Final = "closed"
"""Result of a blocked send or select whose channel was closed."""

Routine: TypeAlias = Generator[Any, Any, Any]
TICKS_KEPT: Final = 16


class LuaError(Exception):
    """An error of the program.

    Args:
        text: Its message, without a position.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(eq=False)
class Thread:
    """What the scheduler drives: the main thread or a spawned one.

    Attributes:
        routine: Its code.
        result: What its wait gives when it runs again.
        waits: Its entries in queues of channels.
        stack: The coroutines that run inside it, each resumed by the one before.
    """

    routine: Routine
    result: Any = None
    waits: list[Entry] = field(default_factory=list)
    stack: list[Coroutine] = field(default_factory=list)


@dataclass(eq=False)
class Entry:
    """A place in a queue of a channel.

    Attributes:
        thread: Who waits.
        channel: Where.
        sends: In the queue of senders.
        value: What it offers.
        selects: It is a case of a select.
    """

    thread: Thread
    channel: Channel
    sends: bool
    value: Any
    selects: bool


@dataclass(eq=False)
class Channel:
    """A channel with its queues, oldest first."""

    capacity: int
    items: deque[Any] = field(default_factory=deque)
    receivers: list[Entry] = field(default_factory=list)
    senders: list[Entry] = field(default_factory=list)
    closed: bool = False

    @property
    def can_take(self) -> bool:
        """Whether a value from outside can be handed over."""
        return bool(self.receivers) or (not self.closed and len(self.items) < self.capacity)


@dataclass(frozen=True)
class Selected:
    """What a select gave: a case, or the default where ``channel`` is ``None``."""

    channel: Channel | None
    value: Any
    ok: bool


@dataclass(eq=False)
class Coroutine:
    """A thread of ``coroutine.create``, or of ``coroutine.wrap`` when ``wrapped``.

    Attributes:
        state: ``suspended``, ``active`` (running, waiting, or it has resumed another one) or ``dead``.
    """

    routine: Routine
    wrapped: bool = False
    state: str = "suspended"
    started: bool = False


@dataclass(frozen=True)
class Yielded:
    """What a routine yields to its resumer."""

    value: Any


@dataclass(eq=False)
class Timer:
    """A timer, or a ticker where ``period`` is not 0.

    Attributes:
        alarm: The wake-up that is to come, ``None`` when none is.
    """

    channel: Channel
    period: int = 0
    alarm: Alarm | None = None


@dataclass(eq=False)
class Alarm:
    """One durable timer.

    Attributes:
        fire: What happens when it fires.
        issued: The command was given.
    """

    ms: int
    fire: Callable[[], None]
    issued: bool = False


@dataclass(frozen=True)
class Message:
    """A message in the mailbox or out of it."""

    topic: str
    values: tuple[Any, ...]

    @property
    def value(self) -> Any:
        """What ``listen`` gives: nil, the value, or the list of values."""
        return self.values[0] if len(self.values) == 1 else list(self.values) if self.values else None


@dataclass(eq=False)
class Subscription:
    """Who takes the messages of a topic."""

    channel: Channel
    as_message: bool


class World(Protocol):
    """What is outside: commands go to it, events come from it."""

    def start(self, alarm: Alarm) -> None:
        """Start a timer."""

    def cancel(self, alarm: Alarm) -> None:
        """Cancel a timer that was started."""

    def next_event(self) -> Alarm | Message | None:
        """Return the next event; ``None`` when none comes any more, or none that is waited for."""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: ``returned``, ``failed`` with a message, or ``open``: it still waits."""

    kind: str
    text: str = ""


class Model:
    """The machine.

    Args:
        world: What is outside.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.queue: deque[Thread] = deque()
        self.woken: list[Thread] = []
        self.served: list[Thread] = []
        self.requests: list[Callable[[], None]] = []
        self.alive = 0
        self.pending = 0
        self.current: Thread
        self.mail: list[Message] = []
        self.subscriptions: dict[str, Subscription] = {}

    # The phases

    def run(self, main: Routine) -> Outcome:
        """Run a main thread to its end, or to where nothing more happens."""
        first = self.add(main)
        try:
            while True:
                if self.queue:
                    if self.step(self.queue.popleft(), first):
                        return Outcome("returned")
                elif self.woken:
                    self.queue.extend(self.woken)
                    self.woken.clear()
                elif self.served:
                    self.queue.extend(self.served)
                    self.served.clear()
                elif self.deliver():
                    pass
                elif self.requests:
                    self.requests.pop(0)()
                elif not self.pending and not self.is_awaited():
                    threads = self.alive
                    raise LuaError(f"deadlock: all coroutines blocked with no pending operations (threads={threads})")
                else:
                    event = self.world.next_event()
                    if event is None:
                        return Outcome("open")
                    if isinstance(event, Message):
                        self.mail.append(event)
                    else:
                        event.fire()
        except LuaError as error:
            return Outcome("failed", error.text)

    def step(self, thread: Thread, main: Thread) -> bool:
        """Run a thread to its next wait; return whether the program has ended."""
        self.current = thread
        try:
            thread.routine.send(thread.result)
        except StopIteration:
            self.alive -= 1
            return thread is main
        return False

    def add(self, routine: Routine) -> Thread:
        """Add a thread to the run queue."""
        thread = Thread(routine)
        self.alive += 1
        self.queue.append(thread)
        return thread

    def spawn(self, routine: Routine) -> Routine:
        """Rule 1: the new thread, and the spawner behind it."""
        self.add(routine)
        self.current.result = None
        self.queue.append(self.current)
        yield WAIT

    # Channels

    def send(self, channel: Channel, value: Any, *, selects: bool = False) -> Routine:
        """Return ``True``, or ``CLOSED`` when the channel was closed during the wait.

        Raises:
            LuaError: The channel is closed.
        """
        me = self.current
        if channel.receivers:
            other = self.take(channel.receivers)
            other.thread.result = _received(other, value, True)
            me.result = Selected(channel, value, True) if selects else True
            self.woken += [me, other.thread]
            return (yield WAIT)
        if channel.closed:
            raise LuaError("send on closed channel")
        if len(channel.items) < channel.capacity:
            channel.items.append(value)
            return Selected(channel, value, True) if selects else True
        self.wait(Entry(me, channel, True, value, False))
        return (yield WAIT)

    def receive(self, channel: Channel, *, selects: bool = False) -> Routine:
        """Return value and ``True``, or nil and ``False`` once the channel is closed and drained."""
        me = self.current
        mine = Entry(me, channel, False, None, selects)
        if channel.senders:
            other = self.take(channel.senders)
            other.thread.result = Selected(channel, other.value, True) if other.selects else True
            channel.items.append(other.value)
            me.result = _received(mine, channel.items.popleft(), True)
            self.woken += [me, other.thread]
            return (yield WAIT)
        if channel.items:
            return _received(mine, channel.items.popleft(), True)
        if channel.closed:
            return _received(mine, None, False)
        self.wait(mine)
        return (yield WAIT)

    def select(self, cases: list[tuple[Channel, bool, Any]], default: bool) -> Routine:
        """Return ``Selected``, or ``CLOSED`` when the channel of a send case was closed during the wait.

        Args:
            cases: Channel, whether the case sends, and what.
            default: Do not wait.
        """
        for channel, sends, value in cases:
            if sends and channel.can_take:
                return (yield from self.send(channel, value, selects=True))
            if not sends and (channel.senders or channel.items or channel.closed):
                return (yield from self.receive(channel, selects=True))
        if default:
            return Selected(None, None, True)
        for channel, sends, value in cases:
            if not channel.closed:
                self.wait(Entry(self.current, channel, sends, value, True))
        return (yield WAIT)

    def close(self, channel: Channel) -> Routine:
        """Close: waking somebody, the closer goes on behind them."""
        if self.close_now(channel):
            self.woken.append(self.current)
            yield WAIT

    def close_now(self, channel: Channel) -> bool:
        """Close and wake all who wait; return whether there were any."""
        if channel.closed:
            return False
        channel.closed = True
        woken = len(self.woken)
        while channel.senders:
            entry = self.take(channel.senders)
            entry.thread.result = CLOSED
            self.woken.append(entry.thread)
        while channel.receivers:
            entry = self.take(channel.receivers)
            entry.thread.result = _received(entry, None, False)
            self.woken.append(entry.thread)
        return len(self.woken) > woken

    def offer(self, channel: Channel, value: Any) -> None:
        """Hand over a value from outside, if somebody can take it."""
        if channel.receivers:
            entry = self.take(channel.receivers)
            entry.thread.result = _received(entry, value, True)
            self.woken.append(entry.thread)
        elif channel.can_take:
            channel.items.append(value)

    def wait(self, entry: Entry) -> None:
        """Put an entry into its queue."""
        (entry.channel.senders if entry.sends else entry.channel.receivers).append(entry)
        entry.thread.waits.append(entry)

    def take(self, queue: list[Entry]) -> Entry:
        """Take the oldest entry, and withdraw the other cases of its select."""
        first = queue[0]
        for entry in first.thread.waits:
            (entry.channel.senders if entry.sends else entry.channel.receivers).remove(entry)
        first.thread.waits.clear()
        return first

    # Coroutines

    def resume(self, coroutine: Coroutine, value: Any) -> Routine:
        """Run a coroutine to its next yield or its end; a wait inside is a wait of the resumer.

        Returns:
            What it yielded, in a tuple; an empty one at its end.

        Raises:
            LuaError: It failed, or cannot be resumed.
        """
        if coroutine.state != "suspended":
            raise LuaError(f"cannot resume {'dead' if coroutine.state == 'dead' else 'non-suspended'} coroutine")
        stack = self.current.stack
        stack.append(coroutine)
        coroutine.state = "active"
        sent = value if coroutine.started else None
        coroutine.started = True
        try:
            signal = coroutine.routine.send(sent)
            while signal is WAIT:
                signal = coroutine.routine.send((yield WAIT))
        except StopIteration:
            coroutine.state = "dead"
            return ()
        except LuaError:
            coroutine.state = "dead"
            raise
        finally:
            stack.pop()
        coroutine.state = "suspended"
        return (signal.value,)

    def yield_(self, value: Any) -> Routine:
        """Give a value to the resumer; return what the next resume passes.

        Raises:
            LuaError: Nobody has resumed this thread.
        """
        if not self.current.stack:
            raise LuaError("attempt to yield from outside a coroutine")
        return (yield Yielded(value))

    def status(self, coroutine: Coroutine) -> str:
        """Return what ``coroutine.status`` says."""
        if coroutine.state == "active":
            stack = self.current.stack
            return "running" if stack and stack[-1] is coroutine else "normal"
        return coroutine.state

    # External operations

    def sleep(self, ms: int) -> Routine:
        """Wait for a durable timer; nothing to wait for when the duration is 0."""
        if ms <= 0:
            return
        thread = self.current
        thread.result = None
        self.pending += 1

        def fire() -> None:
            self.pending -= 1
            self.queue.append(thread)

        self.requests.append(lambda: self.world.start(Alarm(ms, fire)))
        yield WAIT

    def start_timer(self, ms: int, *, ticks: bool) -> Timer:
        """Request a timer or ticker."""
        timer = Timer(Channel(TICKS_KEPT if ticks else 1), ms if ticks else 0)
        self.arm(timer, ms)
        return timer

    def arm(self, timer: Timer, ms: int) -> None:
        """Request the next wake-up of a timer."""

        def fire() -> None:
            if timer.alarm is not alarm:
                return  # stopped or reset when it had fired already
            self.pending -= 1
            timer.alarm = None
            self.offer(timer.channel, "time")
            if timer.period:
                self.arm(timer, timer.period)

        def issue() -> None:
            if timer.alarm is alarm:
                alarm.issued = True
                self.world.start(alarm)

        alarm = timer.alarm = Alarm(ms, fire)
        self.pending += 1
        self.requests.append(issue)

    def disarm(self, timer: Timer) -> bool:
        """Withdraw the wake-up of a timer; return whether one was to come."""
        alarm, timer.alarm = timer.alarm, None
        if alarm is None:
            return False
        self.pending -= 1
        if alarm.issued:
            self.world.cancel(alarm)
        return True

    def stop(self, timer: Timer) -> bool:
        """Stop a timer, which closes its channel; return what ``stop`` gives."""
        stopped = self.disarm(timer)
        self.close_now(timer.channel)
        return stopped or timer.period > 0

    def reset(self, timer: Timer, ms: int) -> bool:
        """Let a timer that is to fire do so later; return whether it was."""
        if not self.disarm(timer):
            return False
        self.arm(timer, ms)
        return True

    # Messages

    def serve(self) -> Routine:
        """Wait until channel work has settled."""
        self.current.result = None
        self.served.append(self.current)
        yield WAIT

    def post(self, message: Message) -> Routine:
        """Send a message to the program itself: it is in the mailbox when the sender goes on."""
        thread = self.current
        thread.result = None

        def issue() -> None:
            self.mail.append(message)
            self.queue.append(thread)

        self.requests.append(issue)
        yield WAIT

    def listen(self, topic: str, *, as_message: bool) -> Routine:
        """Return the channel of a topic; an empty topic is the inbox."""
        yield from self.serve()
        known = self.live(topic)
        if known is None:
            known = self.subscriptions[topic] = Subscription(Channel(1 if topic else 0), as_message or not topic)
        known.as_message |= as_message
        return known.channel

    def subscribe(self, topic: str, channel: Channel) -> Routine:
        """Feed a channel with the values of a topic; return whether the topic had no other channel."""
        yield from self.serve()
        known = self.live(topic)
        if known is None:
            known = self.subscriptions[topic] = Subscription(channel, False)
        return known.channel is channel

    def live(self, topic: str) -> Subscription | None:
        """Return the subscription of a topic; one whose channel was closed ends here unless a message is to end it."""
        known = self.subscriptions.get(topic)
        if known is not None and known.channel.closed and all(self.route(message) != topic for message in self.mail):
            del self.subscriptions[topic]
            return None
        return known

    def unlisten(self, channel: Channel) -> Routine:
        """End what feeds a channel, and close it; return whether anything fed it."""
        yield from self.serve()
        found = [topic for topic, entry in self.subscriptions.items() if entry.channel is channel]
        for topic in found:
            del self.subscriptions[topic]
        if found:
            self.close_now(channel)
        return bool(found)

    def route(self, message: Message) -> str:
        """Return the topic under which a message goes: its own where somebody listens to that, else the inbox."""
        return message.topic if message.topic in self.subscriptions else ""

    def is_awaited(self) -> bool:
        """Return whether somebody waits for what may arrive."""
        return any(entry.channel.receivers for entry in self.subscriptions.values())

    def deliver(self) -> bool:
        """Rule 4: hand over what somebody can take, oldest first; return whether there was anything."""
        kept: list[Message] = []
        for message in self.mail:
            topic = self.route(message)
            subscription = self.subscriptions.get(topic)
            if subscription is None or not (subscription.channel.can_take or subscription.channel.closed):
                kept.append(message)
            elif subscription.channel.closed:
                del self.subscriptions[topic]  # its user closed it: the first message ends it
            else:
                self.offer(subscription.channel, message if subscription.as_message else message.value)
        moved = len(kept) < len(self.mail)
        self.mail = kept
        return moved


def _received(entry: Entry, value: Any, ok: bool) -> Any:
    return Selected(entry.channel, value, ok) if entry.selects else (value, ok)
