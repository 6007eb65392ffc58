"""Timers and tickers: durable ones in workflows.

A start is an external operation and waits for its turn; a fire is an arrival. Source: reference/time.md, 5.6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from luaflow_runtime.lib.timetypes.duration import duration_ns
from luaflow_runtime.lib.timetypes.location import LOCAL, UTC
from luaflow_runtime.lib.timetypes.moment import Time
from luaflow_runtime.scheduling.channel import Channel
from luaflow_runtime.shim import shim
from luaflow_runtime.values.errors import argument_error
from luaflow_runtime.values.types import ABSENT
from luaflow_runtime.values.userdata import Userdata

if TYPE_CHECKING:
    from luaflow_runtime.host import Host, TimerHandle

TICKER_CAPACITY: Final = 16
"""Ticks that nobody received; further ones are dropped."""


def now(host: Host) -> Time:
    """Return the present moment: in workflows that of the workflow, in UTC."""
    return Time(host.now_ns(), UTC if host.is_workflow else LOCAL)


def positive_duration_ns(value: Any) -> int:
    """Return the nanoseconds of a duration for a timer.

    Raises:
        ValueError: It is no duration, or not positive.
    """
    nanoseconds = duration_ns(value)
    if nanoseconds <= 0:
        raise ValueError("duration must be positive")
    return nanoseconds


class Alarm:
    """One pending wake-up of the host.

    Attributes:
        host: Where it is set.
        pending: Whether it is still to come.
    """

    __slots__ = ("_handle", "_ns", "_target", "host", "pending")

    def __init__(self, host: Host, nanoseconds: int, target: Timer | Ticker) -> None:
        self.host = host
        self.pending = True
        self._ns = nanoseconds
        self._target = target
        self._handle: TimerHandle | None = None
        host.scheduler.request(self._issue)
        host.scheduler.operation_started()

    def _issue(self) -> None:
        self._handle = self.host.start_timer(self._ns, self._arrive)

    def _arrive(self) -> None:
        moment = now(self.host)
        self.host.scheduler.arrive(lambda: self._fire(moment))

    def _fire(self, moment: Time) -> None:
        if self.pending:
            self.pending = False
            self.host.scheduler.operation_ended()
            self._target.fired_(moment)

    def cancel(self) -> bool:
        """Forget it.

        Returns:
            Whether it was still to come.
        """
        self.host.scheduler.check_writable()
        if not self.pending:
            return False
        self.pending = False
        self.host.scheduler.operation_ended()
        if self._handle is None:
            self.host.scheduler.withdraw_request(self._issue)
        else:
            self._handle.cancel()
        return True


class Timer(Userdata):
    """A wake-up that may be stopped or postponed.

    Attributes:
        alarm_: The current wake-up.
        channel_: Delivers the moment of firing.
    """

    __slots__ = ("alarm_", "channel_")

    def __init__(self, host: Host, nanoseconds: int) -> None:
        self.channel_ = Channel(host.scheduler, 1)
        self.alarm_ = Alarm(host, nanoseconds, self)

    def fired_(self, moment: Time) -> None:
        """Deliver; outside workflows nothing more comes, and the channel says so."""
        self.channel_.offer_(moment)
        if not self.alarm_.host.is_workflow:
            self.channel_.close_now_()

    @shim("Timer:response", types="userdata.Channel")
    def response(self, *_: Any) -> Channel:
        """Return the channel that delivers the moment of firing."""
        return self.channel_

    @shim("Timer:channel", types="userdata.Channel")
    def channel(self, *_: Any) -> Channel:
        """Return the same channel as ``response``."""
        return self.channel_

    @shim("Timer:stop", types="boolean")
    def stop(self, *_: Any) -> bool:
        """Stop the timer and close its channel.

        Returns:
            Whether it was still to fire.
        """
        stopped = self.alarm_.cancel()
        self.channel_.close_now_()
        return stopped

    @shim("Timer:reset", types="boolean")
    def reset(self, duration: Any = ABSENT, *_: Any) -> bool:
        """Let the timer fire a duration from now instead.

        Returns:
            ``False`` when it has fired or was stopped: then nothing is set.

        Raises:
            LuaError: ``duration`` is none or not positive.
        """
        try:
            nanoseconds = positive_duration_ns(duration)
        except ValueError as error:
            raise argument_error(1, "reset", str(error)) from None
        if not self.alarm_.cancel():
            return False
        self.alarm_ = Alarm(self.alarm_.host, nanoseconds, self)
        return True


class Ticker(Userdata):
    """A chain of wake-ups, each set when the one before has fired.

    Attributes:
        alarm_: The next wake-up.
        channel_: Delivers the moments of firing.
        ns_: Nanoseconds between two ticks.
    """

    __slots__ = ("alarm_", "channel_", "ns_")

    def __init__(self, host: Host, nanoseconds: int) -> None:
        self.ns_ = nanoseconds
        self.channel_ = Channel(host.scheduler, TICKER_CAPACITY)
        self.alarm_ = Alarm(host, nanoseconds, self)

    def fired_(self, moment: Time) -> None:
        """Deliver, and set the next tick."""
        self.channel_.offer_(moment)
        self.alarm_ = Alarm(self.alarm_.host, self.ns_, self)

    @shim("Ticker:response", types="userdata.Channel")
    def response(self, *_: Any) -> Channel:
        """Return the channel that delivers the moments of firing."""
        return self.channel_

    @shim("Ticker:channel", types="userdata.Channel")
    def channel(self, *_: Any) -> Channel:
        """Return the same channel as ``response``."""
        return self.channel_

    @shim("Ticker:stop", types="boolean")
    def stop(self, *_: Any) -> bool:
        """Stop the ticker and close its channel; returns ``True``."""
        self.alarm_.cancel()
        self.channel_.close_now_()
        return True
