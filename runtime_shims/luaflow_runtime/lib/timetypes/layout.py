"""Go's reference-time layouts: ``2006-01-02T15:04:05Z07:00`` and the like.

Source: reference/time.md, 5.1; Go's package ``time`` (``format.go``), whose tokens, tolerance and messages these are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NoReturn

from luaflow_runtime.lib.timetypes.calendar import DAYS_BEFORE, MONTHS, WEEKDAYS, days_from_date, days_in, is_leap
from luaflow_runtime.lib.timetypes.location import UTC, FixedLocation, Location, seconds_of_clock
from luaflow_runtime.text_duration import SECOND, quote

LAYOUTS: Final = {
    "RFC3339": "2006-01-02T15:04:05Z07:00",
    "RFC3339NANO": "2006-01-02T15:04:05.999999999Z07:00",
    "RFC822": "02 Jan 06 15:04 MST",
    "RFC822Z": "02 Jan 06 15:04 -0700",
    "RFC850": "Monday, 02-Jan-06 15:04:05 MST",
    "RFC1123": "Mon, 02 Jan 2006 15:04:05 MST",
    "RFC1123Z": "Mon, 02 Jan 2006 15:04:05 -0700",
    "KITCHEN": "3:04PM",
    "STAMP": "Jan _2 15:04:05",
    "STAMP_MILLI": "Jan _2 15:04:05.000",
    "STAMP_MICRO": "Jan _2 15:04:05.000000",
    "STAMP_NANO": "Jan _2 15:04:05.000000000",
    "DATE_TIME": "2006-01-02 15:04:05",
    "DATE_ONLY": "2006-01-02",
    "TIME_ONLY": "15:04:05",
}
"""The library's layout constants."""

DEFAULT_FORM: Final = "2006-01-02 15:04:05.999999999 -0700 MST"
"""What ``tostring`` of a time uses."""


@cache
def _token() -> re.Pattern[str]:
    """Return the pattern of a layout's tokens; made when first needed, because compiling it takes long."""
    return re.compile(
        r"January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|0[1-6]|002|15|1|2006|2|__2|_2(?!006)|3|4|5|PM|pm"
        r"|-070000|-07:00:00|-0700|-07:00|-07|Z070000|Z07:00:00|Z0700|Z07:00|Z07"
        r"|[.,](?:0+(?![0-9])|9+(?![0-9]))"
    )


def _chunks(layout: str) -> Iterator[tuple[str, str, str]]:
    """Yield ``(text before the token, token, rest of the layout)``; the token is empty at the end."""
    at = 0
    for found in _token().finditer(layout):
        yield layout[at : found.start()], found.group(), layout[found.end() :]
        at = found.end()
    yield layout[at:], "", ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reading:
    """What a calendar and a clock show.

    Attributes:
        zone: Abbreviation of the zone, may be empty.
        offset: Seconds east of UTC.
    """

    year: int
    month: int
    day: int
    year_day: int
    weekday: int
    hour: int
    minute: int
    second: int
    nanosecond: int
    zone: str
    offset: int


def format_reading(layout: str, now: Reading) -> str:
    """Return the text of a reading in a layout."""
    parts: list[str] = []
    for before, token, _ in _chunks(layout):
        parts.append(before)
        if token:
            parts.append(_format_token(token, now))
    return "".join(parts)


def _format_token(token: str, now: Reading) -> str:
    match token:
        case "2006":
            return _number(now.year, 4)
        case "06":
            return f"{abs(now.year) % 100 if now.year >= 0 else 0:02d}"
        case "January":
            return MONTHS[now.month - 1]
        case "Jan":
            return MONTHS[now.month - 1][:3]
        case "01":
            return f"{now.month:02d}"
        case "1":
            return str(now.month)
        case "Monday":
            return WEEKDAYS[now.weekday]
        case "Mon":
            return WEEKDAYS[now.weekday][:3]
        case "2":
            return str(now.day)
        case "_2":
            return f"{now.day:2d}"
        case "02":
            return f"{now.day:02d}"
        case "__2":
            return f"{now.year_day:3d}"
        case "002":
            return f"{now.year_day:03d}"
        case "15":
            return f"{now.hour:02d}"
        case "3":
            return str(now.hour % 12 or 12)
        case "03":
            return f"{now.hour % 12 or 12:02d}"
        case "4":
            return str(now.minute)
        case "04":
            return f"{now.minute:02d}"
        case "5":
            return str(now.second)
        case "05":
            return f"{now.second:02d}"
        case "PM":
            return "PM" if now.hour >= 12 else "AM"
        case "pm":
            return "pm" if now.hour >= 12 else "am"
        case "MST":
            return now.zone or _offset(now.offset, "-0700")
    if token[0] in ".,":
        digits = f"{now.nanosecond:09d}"[: len(token) - 1].ljust(len(token) - 1, "0")
        if token[1] == "9":
            digits = digits[:9].rstrip("0")
            if not digits:
                return ""
        return token[0] + digits
    if token[0] == "Z" and now.offset == 0:
        return "Z"
    return _offset(now.offset, "-" + token[1:])


def _number(value: int, width: int) -> str:
    return f"-{-value:0{width}d}" if value < 0 else f"{value:0{width}d}"


def _offset(offset: int, form: str) -> str:
    """Write an offset as ``-07``, ``-0700``, ``-07:00``, ``-070000`` or ``-07:00:00`` say."""
    minutes = abs(offset) // 60
    sign = "-" if offset <= -60 else "+"
    colon = ":" if ":" in form else ""
    text = f"{sign}{minutes // 60:02d}"
    if len(form) > 3:
        text += f"{colon}{minutes % 60:02d}"
    if len(form) > 6:
        seconds = abs(offset) % 60 if sign == "-" or offset >= 0 else -(-offset % 60)
        text += f"{colon}{_number(seconds, 2)}"
    return text


class _Bad(Exception):
    """The text does not have the form of the token."""


class _OutOfRange(Exception):
    """A part is a number that it cannot be.

    Attributes:
        rest: Text behind the part.
    """

    def __init__(self, part: str, rest: str) -> None:
        super().__init__(f"{part} out of range")
        self.rest = rest


def parse(layout: str, text: str, location: Location) -> tuple[int, Location]:
    """Read a time.

    Args:
        layout: What the text looks like.
        text: The text.
        location: Taken where the text has no zone, and asked for the abbreviations and offsets that it has.

    Returns:
        Nanoseconds since the Unix epoch and the location.

    Raises:
        ValueError: With Go's message.
    """
    return _Parser(layout, text).run(location)


class _Parser:
    """Reads one text by one layout."""

    def __init__(self, layout: str, text: str) -> None:
        self.layout = layout
        self.text = text
        self.year = 0
        self.month = -1
        self.day = -1
        self.year_day = -1
        self.hour = 0
        self.minute = 0
        self.second = 0
        self.nanosecond = 0
        self.half = ""
        self.zone: Location | None = None
        self.offset: int | None = None
        self.zone_name = ""

    def run(self, location: Location) -> tuple[int, Location]:
        rest = self.text
        for before, token, after in _chunks(self.layout):
            try:
                rest = _skip(rest, before)
            except _Mismatch as mismatch:
                self._fail(mismatch.before, mismatch.rest)
            if not token:
                if rest:
                    self._fail_with(f": extra text: {quote(rest)}")
                break
            held = rest
            try:
                rest = self._read(token, rest, after)
            except _OutOfRange as error:
                self._fail_with(f": {error}")
            except _Bad:
                self._fail(token, held)
        if self.half in ("PM", "pm") and self.hour < 12:
            self.hour += 12
        elif self.half in ("AM", "am") and self.hour == 12:
            self.hour = 0
        self._settle_date()
        return self._resolve(location)

    def _fail(self, token: str, rest: str) -> NoReturn:
        raise ValueError(
            f"parsing time {quote(self.text)} as {quote(self.layout)}: cannot parse {quote(rest)} as {quote(token)}"
        )

    def _fail_with(self, message: str) -> NoReturn:
        raise ValueError(f"parsing time {quote(self.text)}{message}")

    def _read(self, token: str, rest: str, after: str) -> str:
        """Take what a token stands for off the text and return what is left."""
        match token:
            case "06":
                year = _to_number(rest[:2], 2)
                self.year = year + (1900 if year >= 69 else 2000)
                return rest[2:]
            case "2006":
                if not _is_digit(rest, 0):
                    raise _Bad
                self.year = _to_number(rest[:4], 4)
                return rest[4:]
            case "January":
                self.month, rest = _look_up(MONTHS, rest)
                return rest
            case "Jan":
                self.month, rest = _look_up([name[:3] for name in MONTHS], rest)
                return rest
            case "Monday":
                return _look_up(WEEKDAYS, rest)[1]
            case "Mon":
                return _look_up([name[:3] for name in WEEKDAYS], rest)[1]
            case "1" | "01":
                self.month, rest = _two_digits(rest, token == "01")
                if not 1 <= self.month <= 12:
                    raise _OutOfRange("month", rest)
                return rest
            case "2" | "_2" | "02":
                if token == "_2":
                    rest = rest.removeprefix(" ")
                self.day, rest = _two_digits(rest, token == "02")
                return rest
            case "__2" | "002":
                if token == "__2":
                    rest = rest.removeprefix(" ").removeprefix(" ")
                self.year_day, rest = _three_digits(rest, token == "002")
                return rest
            case "15":
                self.hour, rest = _two_digits(rest, False)
                if self.hour >= 24:
                    raise _OutOfRange("hour", rest)
                return rest
            case "3" | "03":
                self.hour, rest = _two_digits(rest, token == "03")
                if self.hour > 12:
                    raise _OutOfRange("hour", rest)
                return rest
            case "4" | "04":
                self.minute, rest = _two_digits(rest, token == "04")
                if self.minute >= 60:
                    raise _OutOfRange("minute", rest)
                return rest
            case "5" | "05":
                return self._read_second(token, rest, after)
            case "PM" | "pm":
                half = rest[:2]
                if half not in (("PM", "AM") if token == "PM" else ("pm", "am")):
                    raise _Bad
                self.half = half
                return rest[2:]
            case "MST":
                return self._read_zone_name(rest)
        if token[0] in ".,":
            return self._read_fraction(token, rest)
        return self._read_offset(token, rest)

    def _read_second(self, token: str, rest: str, after: str) -> str:
        self.second, rest = _two_digits(rest, token == "05")
        if self.second >= 60:
            raise _OutOfRange("second", rest)
        # A fraction in the text is taken even where the layout has none.
        if len(rest) >= 2 and rest[0] in ".," and _is_digit(rest, 1):
            _, following, _ = next(_chunks(after))
            if following[:1] not in (".", ","):
                end = 2
                while _is_digit(rest, end):
                    end += 1
                self.nanosecond = _fraction(rest[:end])
                return rest[end:]
        return rest

    def _read_fraction(self, token: str, rest: str) -> str:
        if token[1] == "0":
            if len(rest) < len(token):
                raise _Bad
            self.nanosecond = _fraction(rest[: len(token)])
            return rest[len(token) :]
        if len(rest) < 2 or rest[0] not in ".," or not _is_digit(rest, 1):
            return rest
        end = 1
        while _is_digit(rest, end):
            end += 1
        self.nanosecond = _fraction(rest[:end])
        return rest[end:]

    def _read_offset(self, token: str, rest: str) -> str:
        if token[0] == "Z" and rest[:1] == "Z":
            self.zone = UTC
            return rest[1:]
        width = len(token)
        given = rest[:width]
        if len(given) < width or any(token[at] == ":" and given[at] != ":" for at in range(width)):
            raise _Bad
        digits = given[1:].replace(":", "") if ":" in token else given[1:]
        digits = digits.ljust(6, "0")
        hours, minutes, seconds = (_two_digits(digits[at : at + 2], True)[0] for at in (0, 2, 4))
        rest = rest[width:]
        for value, limit, part in ((seconds, 60, "second"), (minutes, 60, "minute"), (hours, 24, "hour")):
            if value > limit:
                raise _OutOfRange(f"time zone offset {part}", rest)
        offset = (hours * 60 + minutes) * 60 + seconds
        if given[0] not in "+-":
            raise _Bad
        self.offset = -offset if given[0] == "-" else offset
        return rest

    def _read_zone_name(self, rest: str) -> str:
        if rest[:3] == "UTC":
            self.zone = UTC
            return rest[3:]
        length = _zone_name_length(rest)
        if not length:
            raise _Bad
        self.zone_name = rest[:length]
        return rest[length:]

    def _settle_date(self) -> None:
        """Turn a day of the year into month and day, and check the day."""
        if self.year_day >= 0:
            year_day = self.year_day
            month = day = 0
            if is_leap(self.year):
                if year_day == 60:
                    month, day = 2, 29
                elif year_day > 60:
                    year_day -= 1
            if not 1 <= year_day <= 365:
                self._fail_with(": day-of-year out of range")
            if not month:
                month = next(m for m in range(1, 13) if DAYS_BEFORE[m] >= year_day)
                day = year_day - DAYS_BEFORE[month - 1]
            if self.month >= 0 and self.month != month:
                self._fail_with(": day-of-year does not match month")
            if self.day >= 0 and self.day != day:
                self._fail_with(": day-of-year does not match day")
            self.month, self.day = month, day
        if self.month < 0:
            self.month = 1
        if self.day < 0:
            self.day = 1
        if not 1 <= self.day <= days_in(self.month, self.year):
            self._fail_with(": day out of range")

    def _resolve(self, location: Location) -> tuple[int, Location]:
        days = days_from_date(self.year, self.month, self.day)
        clock = days * 86_400 + self.hour * 3600 + self.minute * 60 + self.second
        if self.zone is not None:
            seconds, found = clock, self.zone
        elif self.offset is not None:
            seconds = clock - self.offset
            name, offset = location.zone_at_(seconds)
            same = offset == self.offset and self.zone_name in ("", name)
            found = location if same else FixedLocation(self.zone_name, self.offset)
        elif self.zone_name:
            known = location.offset_named_(self.zone_name, clock)
            if known is not None:
                seconds, found = clock - known, location
            else:
                # As in Go, the reading is taken for UTC: nobody knows the offset.
                hours = self.zone_name[3:] if self.zone_name.startswith("GMT") else ""
                seconds, found = clock, FixedLocation(self.zone_name, int(hours or "0") * 3600)
        else:
            seconds, found = seconds_of_clock(clock, location), location
        return seconds * SECOND + self.nanosecond, found


class _Mismatch(Exception):
    """Literal text of the layout is not in the text.

    Attributes:
        before: The literal text.
        rest: The text where it should begin.
    """

    def __init__(self, before: str, rest: str) -> None:
        self.before = before
        self.rest = rest


def _skip(rest: str, before: str) -> str:
    """Take literal text off; a run of spaces matches any run of spaces."""
    at = 0
    while at < len(before):
        if before[at] == " ":
            if rest and rest[0] != " ":
                raise _Mismatch(before, rest)
            while at < len(before) and before[at] == " ":
                at += 1
            rest = rest.lstrip(" ")
            continue
        if not rest or rest[0] != before[at]:
            raise _Mismatch(before, rest)
        rest = rest[1:]
        at += 1
    return rest


def _is_digit(text: str, at: int) -> bool:
    return at < len(text) and "0" <= text[at] <= "9"


def _to_number(text: str, width: int) -> int:
    digits = text[1:] if text[:1] in ("-", "+") else text
    if len(text) < width or not (digits.isascii() and digits.isdigit()):
        raise _Bad
    return int(text)


def _two_digits(text: str, fixed: bool) -> tuple[int, str]:
    """Take a number of two digits, or one where that is allowed."""
    if not _is_digit(text, 0):
        raise _Bad
    if not _is_digit(text, 1):
        if fixed:
            raise _Bad
        return int(text[0]), text[1:]
    return int(text[:2]), text[2:]


def _three_digits(text: str, fixed: bool) -> tuple[int, str]:
    length = 0
    while length < 3 and _is_digit(text, length):
        length += 1
    if length == 0 or (fixed and length != 3):
        raise _Bad
    return int(text[:length]), text[length:]


def _fraction(text: str) -> int:
    """Return the nanoseconds of ``.123``; digits behind the ninth are dropped."""
    digits = text[1:10]
    if text[0] not in ".," or not (digits.isascii() and digits.isdigit()):
        raise _Bad
    return int(digits.ljust(9, "0"))


def _look_up(names: tuple[str, ...] | list[str], text: str) -> tuple[int, str]:
    """Return the number (from 1) of the name that the text begins with, in any case, and the rest."""
    for number, name in enumerate(names, 1):
        given = text[: len(name)]
        if given.isascii() and given.lower() == name.lower():
            return number, text[len(name) :]
    raise _Bad


def _zone_name_length(text: str) -> int:
    """Return the length of the zone abbreviation that a text begins with, 0 when there is none."""
    if text[:4] in ("ChST", "MeST"):
        return 4
    if len(text) < 3:
        return 0
    if text[:3] == "GMT":
        return 3 + _signed_offset_length(text[3:])
    if text[0] in "+-":
        return _signed_offset_length(text)
    upper = 0
    while upper < 6 and upper < len(text) and "A" <= text[upper] <= "Z":
        upper += 1
    if upper == 5:
        return 5 if text[4] == "T" else 0
    if upper == 4:
        return 4 if text[3] == "T" or text[:4] == "WITA" else 0
    return 3 if upper == 3 else 0


def _signed_offset_length(text: str) -> int:
    """Return the length of ``+3`` or ``-11`` at the beginning of a text, 0 for anything else."""
    found = re.match(r"[+-]([0-9]+)", text)
    if found is None or int(found.group(1)) > 23:
        return 0
    return found.end()
