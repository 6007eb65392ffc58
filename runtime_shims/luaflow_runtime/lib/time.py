"""Lua's ``time`` library.

Source: reference/time.md. Inside a workflow ``now`` is workflow time and sleeps and timers are durable; all the rest is
computation and the same everywhere. Integral values are integers.
"""

from __future__ import annotations

from typing import Any

from luaflow_runtime import host
from luaflow_runtime.lib.errors import INVALID, NOT_FOUND, Error, new_error
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.timetypes import layout as layouts
from luaflow_runtime.lib.timetypes import timers
from luaflow_runtime.lib.timetypes.calendar import MONTHS, WEEKDAYS
from luaflow_runtime.lib.timetypes.duration import Duration, duration_ns
from luaflow_runtime.lib.timetypes.location import LOCAL, UTC, FixedLocation, Location, load
from luaflow_runtime.lib.timetypes.moment import Time, check_location, moment, whole
from luaflow_runtime.lib.timetypes.timers import Ticker, Timer, positive_duration_ns
from luaflow_runtime.scheduling.channel import Channel
from luaflow_runtime.shim import shim
from luaflow_runtime.text_duration import HOUR as HOUR
from luaflow_runtime.text_duration import MICROSECOND as MICROSECOND
from luaflow_runtime.text_duration import MILLISECOND as MILLISECOND
from luaflow_runtime.text_duration import MINUTE as MINUTE
from luaflow_runtime.text_duration import NANOSECOND as NANOSECOND
from luaflow_runtime.text_duration import SECOND as SECOND
from luaflow_runtime.values.errors import type_argument_error
from luaflow_runtime.values.types import ABSENT

_Failure = tuple[None, Error]


def _invalid(error: ValueError) -> _Failure:
    return None, new_error(str(error), INVALID, False)


@shim("time.now", types="userdata.Time")
def now(*_: Any) -> Time:
    """Return the present moment, in the local zone; in workflows workflow time in UTC."""
    return timers.now(host.current())


@shim("time.sleep", results=None, types="nil, error?", colour="async")
async def sleep(duration: Any = None, *_: Any) -> tuple[()] | _Failure:
    """Wait; nothing to wait for when the duration is not positive.

    Returns:
        Nothing; ``nil`` and an error object (Invalid) when ``duration`` is none.
    """
    try:
        nanoseconds = duration_ns(duration)
    except ValueError as error:
        return _invalid(error)
    if nanoseconds > 0:
        where = host.current()
        await where.scheduler.external(lambda: where.sleep(nanoseconds))
    return ()


@shim("time.after", results=None, types="userdata.Channel?, error?")
def after(duration: Any = None, *_: Any) -> Channel | _Failure:
    """Return a channel that delivers the moment when ``duration`` is over; ``nil`` and an error (Invalid) for a bad one."""
    try:
        nanoseconds = positive_duration_ns(duration)
    except ValueError as error:
        return _invalid(error)
    return Timer(host.current(), nanoseconds).channel_


@shim("time.timer", results=None, types="userdata.Timer?, error?")
def timer(duration: Any = None, *_: Any) -> Timer | _Failure:
    """Return a timer that fires once; ``nil`` and an error (Invalid) for a bad duration."""
    try:
        nanoseconds = positive_duration_ns(duration)
    except ValueError as error:
        return _invalid(error)
    return Timer(host.current(), nanoseconds)


@shim("time.ticker", results=None, types="userdata.Ticker?, error?")
def ticker(duration: Any = None, *_: Any) -> Ticker | _Failure:
    """Return a ticker that fires again and again; ``nil`` and an error (Invalid) for a bad duration."""
    try:
        nanoseconds = positive_duration_ns(duration)
    except ValueError as error:
        return _invalid(error)
    return Ticker(host.current(), nanoseconds)


@shim("time.date", types="userdata.Time")
def date(
    year: Any = ABSENT,
    month: Any = ABSENT,
    day: Any = ABSENT,
    hour: Any = ABSENT,
    minute: Any = ABSENT,
    second: Any = ABSENT,
    nanosecond: Any = ABSENT,
    location: Any = None,
    *_: Any,
) -> Time:
    """Return the moment of a date and clock reading; what is out of range counts on. ``location`` is local by default.

    Raises:
        LuaError: One of the seven numbers is missing.
    """
    given = (year, month, day, hour, minute, second, nanosecond)
    y, mo, d, h, mi, s, ns = (whole(value, n, "date") for n, value in enumerate(given, 1))
    where = LOCAL if location is None else check_location(location, 8, "date")
    return moment(y, mo, d, h * 3600 + mi * 60 + s, ns, where)


@shim("time.unix", types="userdata.Time")
def unix(seconds: Any = ABSENT, nanoseconds: Any = ABSENT, *_: Any) -> Time:
    """Return the moment of a Unix time, in the local zone."""
    return Time(whole(seconds, 1, "unix") * SECOND + whole(nanoseconds, 2, "unix"), LOCAL)


@shim("time.parse", results=None, types="userdata.Time?, error?")
def parse(layout: Any = ABSENT, text: Any = ABSENT, location: Any = None, *_: Any) -> Time | _Failure:
    """Read a time by a Go layout.

    Args:
        layout: Go layout.
        text: What to read.
        location: Where the reading is, if the text does not say; local by default.

    Returns:
        The time; ``nil`` and an error (Invalid) with Go's message.
    """
    if layout.__class__ is not str:
        raise type_argument_error(1, "parse", "string", layout)
    if text.__class__ is not str:
        raise type_argument_error(2, "parse", "string", text)
    where = LOCAL if location is None else check_location(location, 3, "parse")
    try:
        return Time(*layouts.parse(layout, text, where))
    except ValueError as error:
        return _invalid(error)


@shim("time.parse_duration", results=None, types="userdata.Duration?, error?")
def parse_duration(value: Any = None, *_: Any) -> Duration | _Failure:
    """Return the duration that a string, a number of nanoseconds or a ``Duration`` stands for; else an error (Invalid)."""
    try:
        return Duration(duration_ns(value))
    except ValueError as error:
        return _invalid(error)


@shim("time.load_location", results=None, types="userdata.Location?, error?")
def load_location(name: Any = ABSENT, *_: Any) -> Location | _Failure:
    """Return a location by name: ``UTC``, ``Local`` or one of the IANA database; an error (Invalid, NotFound) otherwise."""
    if name.__class__ is not str:
        raise type_argument_error(1, "load_location", "string", name)
    if not name:
        return None, new_error("location name must not be empty", INVALID, False)
    found = load(name)
    return (None, new_error(f"unknown time zone {name}", NOT_FOUND, False)) if found is None else found


@shim("time.fixed_zone", types="userdata.Location")
def fixed_zone(name: Any = ABSENT, offset: Any = ABSENT, *_: Any) -> Location:
    """Return a location with one offset, in seconds east of UTC."""
    if name.__class__ is not str:
        raise type_argument_error(1, "fixed_zone", "string", name)
    return FixedLocation(name, whole(offset, 2, "fixed_zone"))


LIBRARY = library(
    "time",
    now=now,
    sleep=sleep,
    after=after,
    timer=timer,
    ticker=ticker,
    date=date,
    unix=unix,
    parse=parse,
    parse_duration=parse_duration,
    load_location=load_location,
    fixed_zone=fixed_zone,
    utc=UTC,
    localtz=LOCAL,
    NANOSECOND=NANOSECOND,
    MICROSECOND=MICROSECOND,
    MILLISECOND=MILLISECOND,
    SECOND=SECOND,
    MINUTE=MINUTE,
    HOUR=HOUR,
    **{name.upper(): number for number, name in enumerate(MONTHS, 1)},
    **{name.upper(): number for number, name in enumerate(WEEKDAYS)},
    **layouts.LAYOUTS,
)
