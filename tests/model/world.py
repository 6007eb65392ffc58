"""A world with a clock of its own for the model: when nothing else can happen, time jumps to the next event."""

from __future__ import annotations

from heapq import heappop, heappush

from tests.model.model import Alarm, Message
from tests.model.program import Arrival

HORIZON_MS = 300
"""How long a program is watched."""

Command = tuple[str, int]
"""``("start", milliseconds)``, or ``("cancel", number)`` of the timer that was started as the nth, from 1."""


class ClockWorld:
    """Timers fire in the order of their times, then of their commands; messages come before timers of the same moment.

    Args:
        arrivals: Messages from outside.

    Attributes:
        clock: Milliseconds since the start.
        commands: What was issued, in order.
    """

    def __init__(self, arrivals: tuple[Arrival, ...]) -> None:
        self.clock = 0
        self.commands: list[Command] = []
        self._numbers: dict[Alarm, int] = {}
        self._events: list[tuple[int, int, int, Alarm | Message]] = []
        for number, arrival in enumerate(arrivals):
            heappush(self._events, (arrival.at, 0, number, Message(arrival.topic, arrival.values)))

    def start(self, alarm: Alarm) -> None:
        """Start a timer."""
        number = self._numbers[alarm] = len(self._numbers) + 1
        self.commands.append(("start", alarm.ms))
        heappush(self._events, (self.clock + alarm.ms, 1, number, alarm))

    def cancel(self, alarm: Alarm) -> None:
        """Cancel a timer."""
        self.commands.append(("cancel", self._numbers[alarm]))
        self._events = sorted(event for event in self._events if event[3] is not alarm)

    def next_event(self) -> Alarm | Message | None:
        """Return the next event up to the horizon."""
        if not self._events or self._events[0][0] > HORIZON_MS:
            return None
        self.clock, _, _, event = heappop(self._events)
        return event
