"""Abstract programs: what the model interprets and what is printed as Lua.

A body is a tuple of operations. Each operation has a label, which its line in the trace begins with. Variables stand for slots
that the whole program shares, such as ``c1``; a slot that nothing was put into yet is nil.

===========  ============================================================
Slot         Holds
===========  ============================================================
``c1`` ...   channels, made before anything else
``w1`` ...   the channel of the timer slot of the same number
``t1`` ...   what ``time.timer`` or ``time.ticker`` gave
``k1`` ...   what ``coroutine.create`` or ``coroutine.wrap`` gave
``l1`` ...   what ``process.listen`` or ``process.inbox`` gave
===========  ============================================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Value: TypeAlias = "int | str | bool | None"
Body: TypeAlias = "tuple[Operation, ...]"


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a thread.

    Attributes:
        label: Number that its trace lines begin with.
    """

    label: int


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a select: ``value`` is sent when ``sends``, otherwise the case receives."""

    channel: str
    sends: bool = False
    value: Value = None


# Channels


@dataclass(frozen=True, slots=True)
class Send(Operation):
    """``channel:send(value)``."""

    channel: str
    value: Value


@dataclass(frozen=True, slots=True)
class Receive(Operation):
    """``channel:receive()``."""

    channel: str


@dataclass(frozen=True, slots=True)
class Drain(Operation):
    """Receive until the channel is closed, ``body`` after each value."""

    channel: str
    body: Body


@dataclass(frozen=True, slots=True)
class Close(Operation):
    """``channel:close()``."""

    channel: str


@dataclass(frozen=True, slots=True)
class Select(Operation):
    """``channel.select``; ``default`` says how a default is asked for."""

    cases: tuple[Case, ...]
    default: Literal["", "argument", "field"]


# Threads, coroutines, control


@dataclass(frozen=True, slots=True)
class Spawn(Operation):
    """``coroutine.spawn``."""

    body: Body


@dataclass(frozen=True, slots=True)
class Create(Operation):
    """``coroutine.create`` into a slot, ``coroutine.wrap`` when ``wraps``."""

    slot: str
    body: Body
    wraps: bool


@dataclass(frozen=True, slots=True)
class Resume(Operation):
    """Resume what the slot holds: by ``coroutine.resume``, or by calling it when it was wrapped."""

    slot: str
    value: Value


@dataclass(frozen=True, slots=True)
class Status(Operation):
    """``coroutine.status``, of slots with threads."""

    slot: str


@dataclass(frozen=True, slots=True)
class Yield(Operation):
    """``coroutine.yield(value)``."""

    value: Value


@dataclass(frozen=True, slots=True)
class Each(Operation):
    """``for v in coroutine.wrap(producer) do body end``."""

    producer: Body
    body: Body


@dataclass(frozen=True, slots=True)
class Protect(Operation):
    """``pcall(function() body end)``."""

    body: Body


@dataclass(frozen=True, slots=True)
class Raise(Operation):
    """``error(text)``."""

    text: str


@dataclass(frozen=True, slots=True)
class Repeat(Operation):
    """``for i = 1, times do body end``."""

    times: int
    body: Body


@dataclass(frozen=True, slots=True)
class Return(Operation):
    """Leave the function, in main the program."""


# Time: durations in milliseconds


@dataclass(frozen=True, slots=True)
class Sleep(Operation):
    """``time.sleep``."""

    ms: int


@dataclass(frozen=True, slots=True)
class StartTimer(Operation):
    """``time.after``, ``time.timer`` or ``time.ticker`` into a timer slot."""

    kind: Literal["after", "timer", "ticker"]
    number: int
    ms: int


@dataclass(frozen=True, slots=True)
class Stop(Operation):
    """``stop()`` of a timer or ticker."""

    number: int


@dataclass(frozen=True, slots=True)
class Reset(Operation):
    """``reset`` of a timer."""

    number: int
    ms: int


# Messages


@dataclass(frozen=True, slots=True)
class Post(Operation):
    """``process.send`` to the program itself."""

    topic: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Listen(Operation):
    """``process.listen`` into a slot; ``process.inbox`` where the topic is empty."""

    slot: str
    topic: str
    as_message: bool


@dataclass(frozen=True, slots=True)
class Unlisten(Operation):
    """``process.unlisten`` of a slot."""

    slot: str


@dataclass(frozen=True, slots=True)
class Subscribe(Operation):
    """``subscribe(topic, channel)``."""

    topic: str
    channel: str


@dataclass(frozen=True, slots=True)
class Unsubscribe(Operation):
    """``unsubscribe(channel)``."""

    channel: str


# The whole


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message from outside.

    Attributes:
        at: Milliseconds after the start.
    """

    at: int
    topic: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A program and what happens to it.

    Attributes:
        capacities: Of the channels ``c1`` and so on.
        main: What the main function does.
        arrivals: Messages from outside, in the order of their times.
    """

    capacities: tuple[int, ...]
    main: Body
    arrivals: tuple[Arrival, ...] = ()
