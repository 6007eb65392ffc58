"""Cron expressions, as the Temporal server reads them: it fails the task of a workflow that gives it another one, for ever.

Source: the server's parser, robfig/cron ``ParseStandard``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from luaflow_runtime.text_duration import parse_duration_ns

_DESCRIPTORS: Final = {"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"}
_EVERY: Final = "@every "
_MONTHS: Final = {name: at for at, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_DAYS: Final = {name: at for at, name in enumerate("sun mon tue wed thu fri sat".split())}
_FIELDS: Final[tuple[tuple[int, int, Mapping[str, int]], ...]] = (
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, _MONTHS),
    (0, 6, _DAYS),
)
"""Least value, greatest value and names of minute, hour, day of the month, month and day of the week."""
_RANGE: Final = re.compile(r"(?:[*?]|(\w+)(?:-(\w+))?)(?:/([0-9]+))?", re.ASCII)


def is_schedule(text: str) -> bool:
    """Tell whether the server takes a text as a cron schedule."""
    if text.startswith(("TZ=", "CRON_TZ=")):
        zone, _, text = text.partition(" ")
        if not _is_zone(zone.partition("=")[2]):
            return False
        text = text.strip()
    if text.startswith(_EVERY):
        try:
            parse_duration_ns(text.removeprefix(_EVERY))
        except ValueError:
            return False
        return True
    fields = text.split()
    if text.startswith("@"):
        return text in _DESCRIPTORS
    return len(fields) == len(_FIELDS) and all(
        _is_field(field, *allowed) for field, allowed in zip(fields, _FIELDS, strict=True)
    )


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _is_field(field: str, least: int, most: int, names: Mapping[str, int]) -> bool:
    return all(_is_range(part, least, most, names) for part in field.split(","))


def _is_range(part: str, least: int, most: int, names: Mapping[str, int]) -> bool:
    found = _RANGE.fullmatch(part)
    if found is None:
        return False
    first, last, step = found.groups()
    start = least if first is None else _number(first, names)
    end = start if last is None else _number(last, names)
    return start is not None and end is not None and least <= start <= end <= most and step != "0" * len(step or "x")


def _number(text: str, names: Mapping[str, int]) -> int | None:
    return int(text) if text.isdecimal() else names.get(text.lower())
