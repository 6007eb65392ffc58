"""Dates of the Gregorian calendar as ``strftime`` of the C locale writes them, for any year.

Python's own functions end at the year 9999 and follow the process's locale.

Source: C99 7.23.3.5; ``loslib.c`` of Lua 5.4.
"""

from __future__ import annotations

from dataclasses import dataclass

DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SECONDS_A_DAY = 86400


def days_from_civil(year: int, month: int, day: int) -> int:
    """Return the days from 1970-01-01 to a date; months outside 1 to 12 and any day are carried over."""
    year += (month - 1) // 12
    month = (month - 1) % 12 + 1
    # Years that begin in March put the leap day at the end.
    year -= month <= 2
    era = year // 400
    year_of_era = year - era * 400
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5
    return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719468 + day - 1


def utc_seconds(year: int, month: int, day: int, hour: int, minute: int, second: int) -> int:
    """Return seconds since the epoch of a UTC date; fields out of range are carried over."""
    return days_from_civil(year, month, day) * _SECONDS_A_DAY + hour * 3600 + minute * 60 + second


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


@dataclass(frozen=True, slots=True)
class BrokenDown:
    """A date and time of day.

    Attributes:
        month: 1 to 12.
        weekday: 0 to 6 from Sunday.
        yearday: 1 to 366.
        offset: Seconds east of UTC.
        zone: Abbreviation of the time zone.
    """

    year: int
    month: int
    day: int
    hour: int
    minute: int
    second: int
    weekday: int
    yearday: int
    is_dst: bool = False
    offset: int = 0
    zone: str = "GMT"


def break_down(seconds: int, *, is_dst: bool = False, offset: int = 0, zone: str = "GMT") -> BrokenDown:
    """Return the date of ``seconds`` since the epoch in a zone ``offset`` seconds east of UTC."""
    days, rest = divmod(seconds + offset, _SECONDS_A_DAY)
    shifted = days + 719468
    era, day_of_era = divmod(shifted, 146097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted_month = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * shifted_month + 2) // 5 + 1
    month = shifted_month + (3 if shifted_month < 10 else -9)
    year = year_of_era + era * 400 + (month <= 2)
    return BrokenDown(
        year,
        month,
        day,
        rest // 3600,
        rest // 60 % 60,
        rest % 60,
        (days + 4) % 7,
        days - days_from_civil(year, 1, 1) + 1,
        is_dst,
        offset,
        zone,
    )


def _iso_week(date: BrokenDown) -> tuple[int, int]:
    """Return ISO 8601's year and week."""
    monday_based = (date.weekday + 6) % 7
    week = (date.yearday - 1 - monday_based + 10) // 7
    if week < 1:
        year = date.year - 1
        return year, _weeks_in(year)
    if week > _weeks_in(date.year):
        return date.year + 1, 1
    return date.year, week


def _weeks_in(year: int) -> int:
    first = (days_from_civil(year, 1, 1) + 4) % 7
    return 53 if first == 4 or (first == 3 and _is_leap(year)) else 52


def _two(n: int) -> str:
    return f"{n:02d}"


_COMPOSED = {
    "c": "%a %b %e %H:%M:%S %Y",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "r": "%I:%M:%S %p",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
}
_PLAIN = frozenset("aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%")
_MODIFIED = {"E": frozenset("cCxXyY"), "O": frozenset("deHImMSuUVwWy")}


def _field(date: BrokenDown, letter: str) -> str:
    match letter:
        case "a":
            return DAYS[date.weekday][:3]
        case "A":
            return DAYS[date.weekday]
        case "b" | "h":
            return MONTHS[date.month - 1][:3]
        case "B":
            return MONTHS[date.month - 1]
        case "C":
            return _century(date.year)
        case "d":
            return _two(date.day)
        case "e":
            return f"{date.day:2d}"
        case "g":
            return _two(_iso_week(date)[0] % 100)
        case "G":
            return str(_iso_week(date)[0])
        case "H":
            return _two(date.hour)
        case "I":
            return _two((date.hour - 1) % 12 + 1)
        case "j":
            return f"{date.yearday:03d}"
        case "m":
            return _two(date.month)
        case "M":
            return _two(date.minute)
        case "n":
            return "\n"
        case "p":
            return "PM" if date.hour >= 12 else "AM"
        case "S":
            return _two(date.second)
        case "t":
            return "\t"
        case "u":
            return str(date.weekday or 7)
        case "U":
            return _two((date.yearday + 6 - date.weekday) // 7)
        case "V":
            return _two(_iso_week(date)[1])
        case "w":
            return str(date.weekday)
        case "W":
            return _two((date.yearday + 6 - (date.weekday + 6) % 7) // 7)
        case "y":
            return _two(date.year % 100)
        case "Y":
            return str(date.year)
        case "z":
            minutes = abs(date.offset) // 60
            return f"{'-' if date.offset < 0 else '+'}{minutes // 60:02d}{minutes % 60:02d}"
        case "Z":
            return date.zone
        case _:
            return "%"


def _century(year: int) -> str:
    return str(year // 100)  # the C library does not fill it up


class InvalidSpecifierError(ValueError):
    """A conversion that Lua does not know.

    Attributes:
        rest: The format from that conversion on, without its ``%``.
    """

    def __init__(self, rest: str) -> None:
        super().__init__(rest)
        self.rest = rest


def format_date(form: str, date: BrokenDown) -> str:
    """Format a date.

    Args:
        form: ``strftime`` format.
        date: What to format.

    Raises:
        InvalidSpecifierError: A conversion that Lua refuses.
    """
    parts: list[str] = []
    rest = form
    while True:
        literal, percent, rest = rest.partition("%")
        parts.append(literal)
        if not percent:
            return "".join(parts)
        letter, used = rest[:1], 1
        if letter in _MODIFIED and letter and rest[1:2] in _MODIFIED[letter] and rest[1:2]:
            letter, used = rest[1], 2
        elif letter not in _PLAIN:
            raise InvalidSpecifierError(rest)
        composed = _COMPOSED.get(letter)
        parts.append(format_date(composed, date) if composed else _field(date, letter))
        rest = rest[used:]
