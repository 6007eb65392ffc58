"""The mailbox of a process: messages and events in the order of their arrival, and who takes them.

Source: reference/process.md 2.5 and 2.6. An item is handed over only when a receiver waits or a buffer has room, in the
order of the mailbox, by the subscriptions that exist then; everything else stays queued, without limit.

Items stand in one queue for each topic. A topic without a subscription of its own belongs to the inbox; ``_unclaimed`` has
the sequence numbers of such items, so that the inbox finds its oldest one whatever the number of topics. Only subscriptions
to which something may have happened (an item came, a receiver came) are looked at: ``_stirred``.
"""

from __future__ import annotations

from collections import deque
from enum import Enum
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from luaflow_runtime.messaging.events import Event, event_metatable
from luaflow_runtime.messaging.message import Message, MessageChannel
from luaflow_runtime.scheduling.channel import Channel, FedChannel

if TYPE_CHECKING:
    from luaflow_runtime.scheduling.scheduler import Scheduler
    from luaflow_runtime.values.table import Table


class Special(Enum):
    """Queues that no topic names."""

    EVENTS = "events"
    INBOX = "inbox"


Topic: TypeAlias = str | Special
Item: TypeAlias = Message | Event
_Queue: TypeAlias = deque[tuple[int, Item]]

_LISTEN_CAPACITY: Final = 1


class Delivery:
    """What comes from outside on its way into a mailbox: an arrival for the scheduler, done when its turn has come."""

    __slots__ = ("item", "mailbox")

    def __init__(self, mailbox: Mailbox, item: Item) -> None:
        self.mailbox = mailbox
        self.item = item

    def __call__(self) -> None:
        if isinstance(self.item, Event):
            self.mailbox.post_event(self.item)
        else:
            self.mailbox.post(self.item)


class Subscription:
    """A channel that takes items of the mailbox.

    Attributes:
        topic: What it takes.
        channel: Where they go.
        as_message: Messages come as Message objects, not as the values inside.
        last: What was handed over last, with its number.
    """

    __slots__ = ("as_message", "channel", "last", "mailbox", "topic")

    def __init__(self, mailbox: Mailbox, topic: Topic, channel: Channel, as_message: bool) -> None:
        self.mailbox = mailbox
        self.topic = topic
        self.channel = channel
        self.as_message = as_message
        self.last: tuple[int, Item] | None = None

    def stir(self) -> None:
        """Say that the channel may take something now."""
        self.mailbox.stir(self)


class Mailbox:
    """What has arrived for a process and nobody has taken.

    Args:
        scheduler: The scheduler of the process; it calls ``dispatch`` when channel work has settled.
    """

    __slots__ = ("_event_metatable", "_queues", "_scheduler", "_sequence", "_stirred", "_subscriptions", "_unclaimed")

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._sequence = 0
        self._queues: dict[Topic, _Queue] = {}
        self._unclaimed: list[tuple[int, str]] = []
        self._subscriptions: dict[Topic, Subscription] = {}
        self._stirred: dict[Subscription, None] = {}
        self._event_metatable: Table | None = None

    # What arrives

    def post(self, message: Message) -> None:
        """Add a message whose turn has come."""
        topic = message.topic_
        self._add(topic, message)
        own = self._subscriptions.get(topic)
        if own is not None:
            self._stirred[own] = None
        elif topic[:1] != "@":
            heappush(self._unclaimed, (self._sequence, topic))
            inbox = self._subscriptions.get(Special.INBOX)
            if inbox is not None:
                self._stirred[inbox] = None

    def post_event(self, event: Event) -> None:
        """Add an event whose turn has come."""
        self._add(Special.EVENTS, event)
        events = self._subscriptions.get(Special.EVENTS)
        if events is not None:
            self._stirred[events] = None

    def _add(self, topic: Topic, item: Item) -> None:
        self._sequence += 1
        queue = self._queues.get(topic)
        if queue is None:
            queue = self._queues[topic] = deque()
        queue.append((self._sequence, item))

    def undelivered(self) -> list[Item]:
        """Return everything that nobody has received, oldest first.

        What waits in the buffers of ``listen`` is part of it, and deliveries whose turn has not come.
        """
        entries = [entry for queue in self._queues.values() for entry in queue]
        for subscription in self._subscriptions.values():
            channel = subscription.channel
            if subscription.last is not None and channel.__class__ is FedChannel and channel.items_:
                entries.append(subscription.last)
        received = [item for _, item in sorted(entries, key=lambda entry: entry[0])]
        coming = [arrival.item for arrival in self._scheduler.waiting_arrivals if isinstance(arrival, Delivery)]
        return received + coming

    # Subscriptions

    @property
    def has_events(self) -> bool:
        """Whether ``events`` was called."""
        return Special.EVENTS in self._subscriptions

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for what may arrive."""
        return any(subscription.channel.receivers_ for subscription in self._subscriptions.values())

    def inbox(self) -> Channel:
        """Return the channel of messages without a subscription of their own."""
        return self._subscribe(Special.INBOX, 0, as_message=True).channel

    def events(self) -> Channel:
        """Return the channel of events."""
        return self._subscribe(Special.EVENTS, 0, as_message=False).channel

    def listen(self, topic: str, *, as_message: bool) -> Channel:
        """Return the channel of a topic; once asked for, the form of Message objects stays."""
        subscription = self._subscribe(topic, _LISTEN_CAPACITY, as_message=as_message)
        subscription.as_message |= as_message
        return subscription.channel

    def subscribe(self, topic: str, channel: Channel) -> bool:
        """Bind a channel of the user's to a topic, for the values inside messages.

        Returns:
            False when the topic has another channel.
        """
        known = self._live(topic)
        if known is not None:
            return known.channel is channel
        FedChannel.adopt_(channel)
        self._bind(Subscription(self, topic, channel, as_message=False))
        return True

    def unsubscribe(self, channel: Channel) -> bool:
        """End what feeds a channel and close it.

        Returns:
            False when nothing feeds it.
        """
        found = [entry for entry in self._subscriptions.values() if entry in channel.sources_]
        for subscription in found:
            self._end(subscription)
        if found:
            channel.close_now_()
        return bool(found)

    def _live(self, topic: Topic) -> Subscription | None:
        """Return the subscription of a topic, unless its channel was closed and no message is there to end it."""
        known = self._subscriptions.get(topic)
        if known is not None and known.channel.closed_ and not self._head(topic):
            self._end(known)
            return None
        return known

    def _subscribe(self, topic: Topic, capacity: int, *, as_message: bool) -> Subscription:
        known = self._live(topic)
        if known is None:
            channel = (MessageChannel if topic is Special.INBOX else FedChannel)(self._scheduler, capacity)
            known = Subscription(self, topic, channel, as_message)
            self._bind(known)
        return known

    def _bind(self, subscription: Subscription) -> None:
        subscription.channel.sources_ = (*subscription.channel.sources_, subscription)
        self._subscriptions[subscription.topic] = subscription
        self._stirred[subscription] = None

    def _end(self, subscription: Subscription) -> None:
        """Forget a subscription; what waits for its topic goes the inbox's way from now on."""
        topic = subscription.topic
        del self._subscriptions[topic]
        self._stirred.pop(subscription, None)
        if isinstance(topic, str) and topic[:1] != "@":
            queue = self._queues.get(topic)
            if queue:
                self._unclaimed.extend((number, topic) for number, _ in queue)
                heapify(self._unclaimed)
                inbox = self._subscriptions.get(Special.INBOX)
                if inbox is not None:
                    self._stirred[inbox] = None

    def stir(self, subscription: Subscription) -> None:
        """Look at a subscription at the next ``dispatch``, if it still holds."""
        if self._subscriptions.get(subscription.topic) is subscription:
            self._stirred[subscription] = None

    # Handing over

    def dispatch(self) -> bool:
        """Hand over what can be handed over now, in the order of the mailbox.

        Returns:
            Whether anything was taken out of the queues.
        """
        if not self._stirred:
            return False
        ready: list[tuple[int, int, Subscription]] = []
        for number, subscription in enumerate(self._stirred):
            self._consider(ready, number, subscription)
        self._stirred.clear()
        moved = False
        while ready:
            _, number, subscription = heappop(ready)
            if not _takes(subscription.channel):
                continue  # its receiver was a select that another channel has served
            moved = True
            self._hand_over(subscription)
            if self._subscriptions.get(subscription.topic) is subscription:
                self._consider(ready, number, subscription)
        return moved

    def _consider(self, ready: list[tuple[int, int, Subscription]], number: int, subscription: Subscription) -> None:
        """Add a subscription to ``ready``, under the sequence number of its first item, if it can take that."""
        if _takes(subscription.channel):
            head = self._head(subscription.topic)
            if head is not None:
                heappush(ready, (head[0], number, subscription))

    def _head(self, topic: Topic) -> tuple[int, Topic] | None:
        """Return the number and queue of the first item of a subscription's topic."""
        if topic is Special.INBOX:
            unclaimed = self._unclaimed
            while unclaimed:
                number, name = unclaimed[0]
                queue = self._queues.get(name)
                # Entries whose item has gone to a subscription, or will go to one, are no longer true.
                if queue and queue[0][0] == number and name not in self._subscriptions:
                    return number, name
                heappop(unclaimed)
            return None
        queue = self._queues.get(topic)
        return (queue[0][0], topic) if queue else None

    def _hand_over(self, subscription: Subscription) -> None:
        head = self._head(subscription.topic)
        assert head is not None
        topic = head[1]
        queue = self._queues[topic]
        entry = queue.popleft()
        if not queue:
            del self._queues[topic]
        if subscription.topic is Special.INBOX:
            heappop(self._unclaimed)
        channel = subscription.channel
        if channel.closed_:
            # Its user closed it: the first item ends the subscription and is dropped.
            self._end(subscription)
            return
        subscription.last = entry
        channel.offer_(self._form(entry[1], subscription))

    def _form(self, item: Item, subscription: Subscription) -> Any:
        table = self._scheduler.host.table
        if isinstance(item, Event):
            if self._event_metatable is None:
                self._event_metatable = event_metatable(table)
            return item.to_table(table, self._event_metatable)
        return item if subscription.as_message else item.value_(table)


def _takes(channel: Channel) -> bool:
    """Whether an item can go to a channel now; one that was closed takes it to its end."""
    return bool(channel.receivers_) or channel.closed_ or len(channel.items_) < channel.capacity_
