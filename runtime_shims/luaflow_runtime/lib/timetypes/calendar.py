"""The proleptic Gregorian calendar for any year, in days since 1970-01-01."""

from __future__ import annotations

DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365)
"""Days of a common year before each month, from index 0 for January."""

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
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def is_leap(year: int) -> bool:
    """Whether a year has a 29th of February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in(month: int, year: int) -> int:
    """Return the number of days of month 1 to 12."""
    if month == 2 and is_leap(year):
        return 29
    return DAYS_BEFORE[month] - DAYS_BEFORE[month - 1]


def days_from_date(year: int, month: int, day: int) -> int:
    """Return days since 1970-01-01; months and days out of range count on (month 13 is the next January)."""
    year += (month - 1) // 12
    month = (month - 1) % 12 + 1
    before = year - 1
    days = before * 365 + before // 4 - before // 100 + before // 400 - 719_162
    days += DAYS_BEFORE[month - 1] + (1 if month > 2 and is_leap(year) else 0)
    return days + day - 1


def date_from_days(days: int) -> tuple[int, int, int, int]:
    """Return ``(year, month, day, day of the year from 1)`` of days since 1970-01-01."""
    days += 719_162
    n400, days = divmod(days, 146_097)
    n100 = min(days // 36_524, 3)
    days -= n100 * 36_524
    n4, days = divmod(days, 1_461)
    n1 = min(days // 365, 3)
    days -= n1 * 365
    year = n400 * 400 + n100 * 100 + n4 * 4 + n1 + 1
    year_day = days + 1
    if is_leap(year):
        if days == 59:
            return year, 2, 29, year_day
        if days > 59:
            days -= 1
    month = days // 31 + 1
    if DAYS_BEFORE[month] <= days:
        month += 1
    return year, month, days - DAYS_BEFORE[month - 1] + 1, year_day


def weekday_from_days(days: int) -> int:
    """Return 0 for Sunday to 6 for Saturday."""
    return (days + 4) % 7
