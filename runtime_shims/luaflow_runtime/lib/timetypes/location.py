"""``Location`` objects: time zones.

Zone rules come from the operating system's files, or from the ``tzdata`` package where there are none. Workers that share a
task queue must have the same rules for the zones that workflows use, as with any other data they read.

Source: reference/time.md, 5.5.
"""

from __future__ import annotations

import datetime
import time
from abc import abstractmethod
from typing import Any

from luaflow_runtime import host
from luaflow_runtime.lib.timetypes import calendar
from luaflow_runtime.shim import shim
from luaflow_runtime.values.userdata import Userdata

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_CYCLE_S = 146_097 * 86_400
"""Seconds in which the calendar repeats itself: 400 years."""


class Location(Userdata):
    """A time zone."""

    __slots__ = ()

    @property
    @abstractmethod
    def name_(self) -> str:
        """The name that ``string()`` gives."""

    @abstractmethod
    def zone_at_(self, seconds: int) -> tuple[str, int]:
        """Return abbreviation and offset (seconds east of UTC) in effect at a time in seconds since the Unix epoch."""

    def offset_named_(self, abbreviation: str, seconds: int) -> int | None:
        """Return the offset of a zone abbreviation, ``None`` when this location has no such zone.

        Args:
            abbreviation: Such as ``CEST``.
            seconds: Clock reading as seconds since the Unix epoch, as if it were UTC.
        """
        zones = self.zones_near_(seconds)
        for name, offset in zones:
            if name == abbreviation and self.zone_at_(seconds - offset)[0] == abbreviation:
                return offset
        return next((offset for name, offset in zones if name == abbreviation), None)

    def zones_near_(self, seconds: int) -> list[tuple[str, int]]:
        """Return abbreviations and offsets, those of the year around a time first, then those of other decades."""
        month = 30 * 86_400
        near = range(seconds - 7 * month, seconds + 7 * month, month)
        far = range(-60 * 365 * 86_400, 70 * 365 * 86_400, 3 * month)
        return list(dict.fromkeys(self.zone_at_(at) for part in (near, far) for at in part))

    def __str__(self) -> str:
        return self.name_

    @shim("Location:string", types="string")
    def string(self, *_: Any) -> str:
        """Return the name."""
        return self.name_


class FixedLocation(Location):
    """A zone with one offset."""

    __slots__ = ("fixed_name_", "offset_")

    def __init__(self, name: str, offset: int) -> None:
        self.fixed_name_ = name
        self.offset_ = offset

    @property
    def name_(self) -> str:
        """The given name."""
        return self.fixed_name_

    def zone_at_(self, seconds: int) -> tuple[str, int]:
        """Return name and offset."""
        return self.fixed_name_, self.offset_

    def zones_near_(self, seconds: int) -> list[tuple[str, int]]:
        """Return the one zone."""
        return [(self.fixed_name_, self.offset_)]


class LocalLocation(Location):
    """The machine's zone; UTC in workflows, where the machine must not matter."""

    __slots__ = ()

    @property
    def name_(self) -> str:
        """``Local``, in workflows ``UTC``."""
        return "UTC" if _in_workflow() else "Local"

    def zone_at_(self, seconds: int) -> tuple[str, int]:
        """Ask the operating system, in workflows nobody."""
        if _in_workflow():
            return "UTC", 0
        local = time.localtime(_same_calendar_year(seconds))
        return local.tm_zone, local.tm_gmtoff


class NamedLocation(Location):
    """A zone of the IANA database."""

    __slots__ = ("rules_",)

    def __init__(self, rules: datetime.tzinfo) -> None:
        self.rules_ = rules

    @property
    def name_(self) -> str:
        """The database's name, such as ``Europe/Paris``."""
        return str(self.rules_)

    def zone_at_(self, seconds: int) -> tuple[str, int]:
        """Apply the zone's rules."""
        at = (_EPOCH + datetime.timedelta(seconds=_same_calendar_year(seconds))).astimezone(self.rules_)
        offset = at.utcoffset()
        assert offset is not None  # zoneinfo knows every moment
        return at.tzname() or "", offset.days * 86_400 + offset.seconds


UTC = FixedLocation("UTC", 0)
LOCAL = LocalLocation()


def load(name: str) -> Location | None:
    """Return the location of a name of the IANA database, ``UTC`` or ``Local``; ``None`` when there is none."""
    if name == "UTC":
        return UTC
    if name == "Local":
        return LOCAL
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # not at import time: few programs need it

    try:
        return NamedLocation(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def seconds_of_clock(seconds: int, location: Location) -> int:
    """Return seconds since the Unix epoch of a clock reading in ``location``.

    Args:
        seconds: The reading as if it were UTC. One that a zone change skips or repeats is resolved as Go does.
    """
    offset = location.zone_at_(seconds)[1]
    if offset:
        other = location.zone_at_(seconds - offset)[1]
        if other != offset:
            offset = other
    return seconds - offset


def _in_workflow() -> bool:
    try:
        return host.current().is_workflow
    except LookupError:
        return False


def _same_calendar_year(seconds: int) -> int:
    """Return a time in a year that Python's calendar has, with the same date but for the year."""
    year = calendar.date_from_days(seconds // 86_400)[0]
    if 2 <= year <= 9998:
        return seconds
    return seconds % _CYCLE_S + (-4 if year < 2 else 2) * _CYCLE_S
