"""``Time`` objects: moments, shown in a location.

Source: reference/time.md, 5.3. Arithmetic and normalisation are those of Go's ``time.Time``.
"""

from __future__ import annotations

import math
from typing import Any

from luaflow_runtime.lib.timetypes.calendar import date_from_days, days_from_date, weekday_from_days
from luaflow_runtime.lib.timetypes.duration import Duration, duration_ns
from luaflow_runtime.lib.timetypes.layout import DEFAULT_FORM, LAYOUTS, Reading, format_reading
from luaflow_runtime.lib.timetypes.location import LOCAL, UTC, Location, seconds_of_clock
from luaflow_runtime.shim import shim
from luaflow_runtime.text_duration import SECOND
from luaflow_runtime.values.errors import argument_error, type_argument_error
from luaflow_runtime.values.types import ABSENT
from luaflow_runtime.values.userdata import Userdata

ZERO_NS = -62_135_596_800 * SECOND
"""The zero time, 1 January of the year 1, from which ``round`` and ``truncate`` count."""


def whole(value: Any, n: int, function_name: str) -> int:
    """Return number argument ``n``, its fraction cut.

    Raises:
        LuaError: It is no finite number.
    """
    if value.__class__ is int:
        return value
    if value.__class__ is not float:
        raise type_argument_error(n, function_name, "number", value)
    if not math.isfinite(value):
        raise argument_error(n, function_name, "number has no integer representation")
    return int(value)


def check_location(value: Any, n: int, function_name: str) -> Location:
    """Return argument ``n``, which must be a ``Location``."""
    if not isinstance(value, Location):
        raise type_argument_error(n, function_name, "Location", value)
    return value


class Time(Userdata):
    """A moment with a location for its calendar and clock.

    Attributes:
        ns_: Nanoseconds since the Unix epoch, any size.
        zone_: The location.
    """

    __slots__ = ("ns_", "zone_")

    def __init__(self, nanoseconds: int, location: Location) -> None:
        self.ns_ = nanoseconds
        self.zone_ = location

    def __str__(self) -> str:
        return format_reading(DEFAULT_FORM, self.reading_())

    # For the runtime

    def clock_seconds_(self) -> int:
        """Return the calendar and clock as seconds since the Unix epoch, as if they were UTC."""
        seconds = self.ns_ // SECOND
        return seconds + self.zone_.zone_at_(seconds)[1]

    def date_(self) -> tuple[int, int, int, int]:
        """Return year, month, day and day of the year."""
        return date_from_days(self.clock_seconds_() // 86_400)

    def reading_(self) -> Reading:
        """Return all that calendar and clock show."""
        seconds = self.ns_ // SECOND
        zone, offset = self.zone_.zone_at_(seconds)
        days, rest = divmod(seconds + offset, 86_400)
        year, month, day, year_day = date_from_days(days)
        return Reading(
            year=year,
            month=month,
            day=day,
            year_day=year_day,
            weekday=weekday_from_days(days),
            hour=rest // 3600,
            minute=rest // 60 % 60,
            second=rest % 60,
            nanosecond=self.ns_ % SECOND,
            zone=zone,
            offset=offset,
        )

    # Arithmetic and comparison

    @shim("Time:add", types="userdata.Time")
    def add(self, duration: Any = ABSENT, *_: Any) -> Time:
        """Return the moment a duration later.

        Raises:
            LuaError: ``duration`` is none.
        """
        try:
            return Time(self.ns_ + duration_ns(duration), self.zone_)
        except ValueError as error:
            raise argument_error(1, "add", str(error)) from None

    @shim("Time:sub", types="userdata.Duration")
    def sub(self, other: Any = ABSENT, *_: Any) -> Duration:
        """Return the duration since ``other``."""
        return Duration(self.ns_ - _check_time(other, "sub").ns_)

    @shim("Time:add_date", types="userdata.Time")
    def add_date(self, years: Any = ABSENT, months: Any = ABSENT, days: Any = ABSENT, *_: Any) -> Time:
        """Return the same clock reading on a later date; the 31st of a short month counts into the next one."""
        more = [whole(value, n, "add_date") for n, value in enumerate((years, months, days), 1)]
        year, month, day, _day_of_year = self.date_()
        clock = self.clock_seconds_() % 86_400
        return moment(year + more[0], month + more[1], day + more[2], clock, self.ns_ % SECOND, self.zone_)

    @shim("Time:after", types="boolean")
    def after(self, other: Any = ABSENT, *_: Any) -> bool:
        """Whether this moment is later than ``other``."""
        return self.ns_ > _check_time(other, "after").ns_

    @shim("Time:before", types="boolean")
    def before(self, other: Any = ABSENT, *_: Any) -> bool:
        """Whether this moment is earlier than ``other``."""
        return self.ns_ < _check_time(other, "before").ns_

    @shim("Time:equal", types="boolean")
    def equal(self, other: Any = ABSENT, *_: Any) -> bool:
        """Whether this is the same moment as ``other``, in whatever location."""
        return self.ns_ == _check_time(other, "equal").ns_

    @shim("Time:round", types="userdata.Time")
    def round(self, unit: Any = ABSENT, *_: Any) -> Time:
        """Return the nearest multiple of a ``Duration`` since the zero time; halves go up."""
        size = _check_duration(unit, "round")
        if size <= 0:
            return self
        rest = (self.ns_ - ZERO_NS) % size
        return Time(self.ns_ - rest if rest + rest < size else self.ns_ + size - rest, self.zone_)

    @shim("Time:truncate", types="userdata.Time")
    def truncate(self, unit: Any = ABSENT, *_: Any) -> Time:
        """Return the multiple of a ``Duration`` since the zero time that is not after this moment."""
        size = _check_duration(unit, "truncate")
        if size <= 0:
            return self
        return Time(self.ns_ - (self.ns_ - ZERO_NS) % size, self.zone_)

    @shim("Time:is_zero", types="boolean")
    def is_zero(self, *_: Any) -> bool:
        """Whether this is the first moment of the year 1 in UTC."""
        return self.ns_ == ZERO_NS

    # Text

    @shim("Time:format", types="string")
    def format(self, layout: Any = ABSENT, *_: Any) -> str:
        """Return the text in a Go layout."""
        if layout.__class__ is not str:
            raise type_argument_error(1, "format", "string", layout)
        return format_reading(layout, self.reading_())

    @shim("Time:format_rfc3339", types="string")
    def format_rfc3339(self, *_: Any) -> str:
        """Return the text in the layout ``RFC3339``, without a fraction."""
        return format_reading(LAYOUTS["RFC3339"], self.reading_())

    # Parts

    @shim("Time:unix", types="integer")
    def unix(self, *_: Any) -> int:
        """Return whole seconds since the Unix epoch."""
        return self.ns_ // SECOND

    @shim("Time:unix_nano", types="integer")
    def unix_nano(self, *_: Any) -> int:
        """Return nanoseconds since the Unix epoch."""
        return self.ns_

    @shim("Time:date", results=3, types="integer, integer, integer")
    def date(self, *_: Any) -> tuple[int, int, int]:
        """Return year, month and day."""
        return self.date_()[:3]

    @shim("Time:clock", results=3, types="integer, integer, integer")
    def clock(self, *_: Any) -> tuple[int, int, int]:
        """Return hour, minute and second."""
        rest = self.clock_seconds_() % 86_400
        return rest // 3600, rest // 60 % 60, rest % 60

    @shim("Time:year", types="integer")
    def year(self, *_: Any) -> int:
        """Return the year."""
        return self.date_()[0]

    @shim("Time:month", types="integer")
    def month(self, *_: Any) -> int:
        """Return the month, 1 to 12."""
        return self.date_()[1]

    @shim("Time:day", types="integer")
    def day(self, *_: Any) -> int:
        """Return the day of the month, from 1."""
        return self.date_()[2]

    @shim("Time:hour", types="integer")
    def hour(self, *_: Any) -> int:
        """Return the hour, 0 to 23."""
        return self.clock()[0]

    @shim("Time:minute", types="integer")
    def minute(self, *_: Any) -> int:
        """Return the minute, 0 to 59."""
        return self.clock()[1]

    @shim("Time:second", types="integer")
    def second(self, *_: Any) -> int:
        """Return the second, 0 to 59."""
        return self.clock()[2]

    @shim("Time:nanosecond", types="integer")
    def nanosecond(self, *_: Any) -> int:
        """Return the nanoseconds within the second."""
        return self.ns_ % SECOND

    @shim("Time:weekday", types="integer")
    def weekday(self, *_: Any) -> int:
        """Return the day of the week, 0 for Sunday to 6 for Saturday."""
        return weekday_from_days(self.clock_seconds_() // 86_400)

    @shim("Time:year_day", types="integer")
    def year_day(self, *_: Any) -> int:
        """Return the day of the year, 1 to 366."""
        return self.date_()[3]

    # Locations

    @shim("Time:in_location", types="userdata.Time")
    def in_location(self, location: Any = ABSENT, *_: Any) -> Time:
        """Return the same moment in another location."""
        return Time(self.ns_, check_location(location, 1, "in_location"))

    @shim("Time:utc", types="userdata.Time")
    def utc(self, *_: Any) -> Time:
        """Return the same moment in UTC."""
        return Time(self.ns_, UTC)

    @shim("Time:in_local", types="userdata.Time")
    def in_local(self, *_: Any) -> Time:
        """Return the same moment in the machine's zone, in workflows in UTC."""
        return Time(self.ns_, LOCAL)

    @shim("Time:location", types="userdata.Location")
    def location(self, *_: Any) -> Location:
        """Return the location."""
        return self.zone_


def _check_time(value: Any, function_name: str) -> Time:
    if value.__class__ is not Time:
        raise type_argument_error(1, function_name, "Time", value)
    return value


def _check_duration(value: Any, function_name: str) -> int:
    if value.__class__ is not Duration:
        raise type_argument_error(1, function_name, "Duration", value)
    return value.ns_


def moment(year: int, month: int, day: int, clock: int, nanosecond: int, location: Location) -> Time:
    """Return the moment of a date and clock reading in a location; parts out of range count on.

    Args:
        year: Any year.
        month: From 1.
        day: From 1.
        clock: Seconds since midnight.
        nanosecond: Nanoseconds to add.
        location: Where the calendar and clock are.
    """
    more, nanosecond = divmod(nanosecond, SECOND)
    seconds = days_from_date(year, month, day) * 86_400 + clock + more
    return Time(seconds_of_clock(seconds, location) * SECOND + nanosecond, location)
