"""Lua's ``os`` library.

In workflows only what is pure may be called: ``os.time`` and ``os.date`` of a given time, ``os.difftime``; the local time zone
is UTC there.

Source: Lua 5.4 manual, 6.9; reference time 5.7; decision 10.
"""

from __future__ import annotations

import os as _os
import subprocess
import tempfile
import time as _time
from typing import Any, NoReturn

from luaflow_runtime import host
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.refusal import in_workflow, refuse_in_workflow
from luaflow_runtime.scheduling.thread import ClosingExit
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string
from luaflow_runtime.text.calendar import BrokenDown, InvalidSpecifierError, break_down, format_date, utc_seconds
from luaflow_runtime.text.numbers import float_to_integer, str_to_number
from luaflow_runtime.text.strings import canonical, from_bytes, to_bytes
from luaflow_runtime.values.errors import argument_error, runtime_error, type_argument_error
from luaflow_runtime.values.ops import index, setindex
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT

_INT_MAX = 0x7FFF_FFFF
_INT_MIN = -0x8000_0000


def _now() -> int:
    try:
        nanoseconds = host.current().now_ns()
    except LookupError:
        nanoseconds = _time.time_ns()
    return nanoseconds // 1_000_000_000


def _local(seconds: int) -> BrokenDown:
    """Return the date in the local zone: UTC in workflows, the process's elsewhere."""
    if in_workflow():
        return break_down(seconds, zone="UTC")
    try:
        local = _time.localtime(seconds)
    except (OverflowError, OSError, ValueError):
        raise _unrepresentable("date") from None
    return break_down(seconds, is_dst=local.tm_isdst > 0, offset=local.tm_gmtoff, zone=local.tm_zone)


def _unrepresentable(what: str) -> Exception:
    return runtime_error(f"{what} result cannot be represented in this installation")


def _field(table: Any, key: str, default: int | None, delta: int) -> int:
    """Read a field of a date table, less ``delta``; ``default`` when it is absent."""
    value = index(table, key)
    if value is None:
        if default is None:
            raise runtime_error(f"field '{key}' missing in date table")
        return default
    number = str_to_number(value) if isinstance(value, str) else value
    if isinstance(number, float):
        number = float_to_integer(number)
    if not isinstance(number, int) or isinstance(number, bool):
        raise runtime_error(f"field '{key}' is not an integer")
    if not (number - delta <= _INT_MAX if number >= 0 else _INT_MIN + delta <= number):
        raise runtime_error(f"field '{key}' is out-of-bound")
    return number - delta


def _set_fields(table: Any, date: BrokenDown) -> None:
    setindex(table, "year", date.year)
    setindex(table, "month", date.month)
    setindex(table, "day", date.day)
    setindex(table, "hour", date.hour)
    setindex(table, "min", date.minute)
    setindex(table, "sec", date.second)
    setindex(table, "yday", date.yearday)
    setindex(table, "wday", date.weekday + 1)
    setindex(table, "isdst", date.is_dst)


@shim("os.time", types="integer", effect="clock")
def time(fields: Any = None, *_: Any) -> int:
    """Return seconds since the Unix epoch: now, or of a date table, whose fields it normalises.

    Args:
        fields: ``year``, ``month`` and ``day``; ``hour`` (12), ``min`` (0), ``sec`` (0), ``isdst``, in the local zone.
    """
    if fields is None:
        refuse_in_workflow("os.time", "clock")
        return _now()
    if not isinstance(fields, Table):
        raise type_argument_error(1, "time", "table", fields)
    year = _field(fields, "year", None, 1900) + 1900
    month = _field(fields, "month", None, 1) + 1
    day = _field(fields, "day", None, 0)
    hour = _field(fields, "hour", 12, 0)
    minute = _field(fields, "min", 0, 0)
    second = _field(fields, "sec", 0, 0)
    dst = index(fields, "isdst")
    if in_workflow():
        seconds = utc_seconds(year, month, day, hour, minute, second)
    else:
        is_dst = -1 if dst is None else int(dst is not False)
        try:
            seconds = int(_time.mktime((year, month, day, hour, minute, second, 0, 0, is_dst)))
        except (OverflowError, ValueError):
            raise _unrepresentable("time") from None
    date = _local(seconds)
    if not _INT_MIN <= date.year - 1900 <= _INT_MAX:
        raise _unrepresentable("time")
    _set_fields(fields, date)
    return seconds


@shim("os.date", types="any", effect="clock")
def date(form: Any = None, seconds: Any = None, *_: Any) -> Any:
    """Return a time as text, or as a table for the formats ``*t`` and ``!*t``.

    Args:
        form: ``strftime`` format, default ``%c``; ``!`` in front asks for UTC instead of the local zone.
        seconds: Seconds since the Unix epoch, default now.
    """
    text = "%c" if form is None else check_string(form, 1, "date")
    if seconds is None:
        refuse_in_workflow("os.date", "clock")
        at = _now()
    else:
        at = check_integer(seconds, 2, "date")
    utc = text.startswith("!")
    if utc:
        text = text[1:]
    broken = break_down(at) if utc else _local(at)
    if not _INT_MIN <= broken.year - 1900 <= _INT_MAX:
        raise _unrepresentable("date")
    if text == "*t":
        table = _new_table()
        _set_fields(table, broken)
        return table
    try:
        return format_date(text, broken)
    except InvalidSpecifierError as error:
        raise argument_error(1, "date", f"invalid conversion specifier '%{error.rest}'") from None


def _new_table() -> Table:
    try:
        return host.current().table()
    except LookupError:
        return Table()


@shim("os.clock", types="float", effect="clock")
def clock(*_: Any) -> float:
    """Return the processor time used by the program, in seconds."""
    refuse_in_workflow("os.clock", "clock")
    return _time.process_time()


@shim("os.difftime", types="float")
def difftime(later: Any = ABSENT, earlier: Any = ABSENT, *_: Any) -> float:
    """Return the seconds from ``earlier`` to ``later``."""
    return float(check_integer(later, 1, "difftime") - check_integer(earlier, 2, "difftime"))


@shim("os.getenv", types="string?", effect="environment")
def getenv(name: Any = ABSENT, *_: Any) -> Any:
    """Return an environment variable, nil when it is not set."""
    refuse_in_workflow("os.getenv", "environment")
    value = _os.environb.get(to_bytes(check_string(name, 1, "getenv")))
    return None if value is None else from_bytes(value)


@shim("os.setlocale", types="string?", effect="environment")
def setlocale(locale: Any = None, category: Any = None, *_: Any) -> Any:
    """Return the locale: always ``C``; nil for any other."""
    refuse_in_workflow("os.setlocale", "environment")
    of = "all" if category is None else check_string(category, 2, "setlocale")
    if of not in ("all", "collate", "ctype", "monetary", "numeric", "time"):
        raise argument_error(2, "setlocale", f"invalid option '{of}'")
    if locale is None or check_string(locale, 1, "setlocale") in ("", "C", "POSIX"):
        return "C"
    return None


@shim("os.exit", results=0, effect="host")
def exit(code: Any = None, close: Any = None, *_: Any) -> NoReturn:
    """End the program with an exit code: ``true`` for success, ``false`` for failure, or a number.

    Args:
        close: Close pending to-be-closed variables before.
    """
    refuse_in_workflow("os.exit", "host")
    end = SystemExit if close is None or close is False else ClosingExit
    if code is None or code is True:
        raise end(0)
    raise end(1 if code is False else check_integer(code, 1, "exit") & 0xFF)


@shim("os.execute", results=None, types="boolean?,string,integer", effect="io")
def execute(command: Any = None, *_: Any) -> Any:
    """Run a shell command; returns success, ``exit`` or ``signal``, and the code. ``true`` without a command."""
    refuse_in_workflow("os.execute", "io")
    if command is None:
        return True
    code = subprocess.run(to_bytes(check_string(command, 1, "execute")), shell=True, check=False).returncode
    if code < 0:
        return None, "signal", -code
    return True if code == 0 else None, "exit", code


def _file_result(error: OSError, name: str | None) -> tuple[None, str, int]:
    message = _os.strerror(error.errno or 0)
    return None, message if name is None else f"{name}: {message}", error.errno or 0


@shim("os.remove", results=None, types="boolean?,string,integer", effect="io")
def remove(name: Any = ABSENT, *_: Any) -> Any:
    """Delete a file or an empty directory; returns true, or nil, a message and the error number."""
    refuse_in_workflow("os.remove", "io")
    path = check_string(name, 1, "remove")
    raw = to_bytes(path)
    try:
        if _os.path.isdir(raw) and not _os.path.islink(raw):
            _os.rmdir(raw)
        else:
            _os.remove(raw)
    except OSError as error:
        return _file_result(error, path)
    return True


@shim("os.rename", results=None, types="boolean?,string,integer", effect="io")
def rename(old: Any = ABSENT, new: Any = ABSENT, *_: Any) -> Any:
    """Rename a file; returns true, or nil, a message and the error number."""
    refuse_in_workflow("os.rename", "io")
    path = check_string(old, 1, "rename")
    target = check_string(new, 2, "rename")
    try:
        _os.rename(to_bytes(path), to_bytes(target))
    except OSError as error:
        return _file_result(error, None)
    return True


@shim("os.tmpname", types="string", effect="io")
def tmpname(*_: Any) -> str:
    """Create an empty temporary file and return its name."""
    refuse_in_workflow("os.tmpname", "io")
    descriptor, name = tempfile.mkstemp(prefix="lua_")
    _os.close(descriptor)
    return canonical(name)


platform = "wippy"
"""The platform that programs for the Lua runtime ask for."""

LIBRARY = library(
    "os",
    clock=clock,
    date=date,
    difftime=difftime,
    execute=execute,
    exit=exit,
    getenv=getenv,
    platform=platform,
    remove=remove,
    rename=rename,
    setlocale=setlocale,
    time=time,
    tmpname=tmpname,
)
