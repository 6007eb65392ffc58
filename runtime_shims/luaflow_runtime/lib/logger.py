"""Lua's ``logger``: structured log lines, silent while a workflow replays. Source: reference/data.md 8.10."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luaflow_runtime.host import Host, current
from luaflow_runtime.lib.errors import Error
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_string
from luaflow_runtime.values.errors import argument_error, type_argument_error, where
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.types import ABSENT
from luaflow_runtime.values.userdata import Userdata


class Logger(Userdata):
    """A logger; ``with`` and ``named`` make new ones.

    Attributes:
        name_: Dotted name, empty for the first.
        fields_: Fields of every line.
    """

    __slots__ = ("fields_", "name_")

    def __init__(self, name: str = "", fields: Mapping[str, Any] | None = None) -> None:
        self.name_ = name
        self.fields_ = dict(fields or {})

    @shim("Logger:debug", results=0)
    def debug(self, message: Any = ABSENT, fields: Any = None, *_: Any) -> tuple[()]:
        """Write a line of level debug."""
        return _write(self, "debug", message, fields, where(1))

    @shim("Logger:info", results=0)
    def info(self, message: Any = ABSENT, fields: Any = None, *_: Any) -> tuple[()]:
        """Write a line of level info."""
        return _write(self, "info", message, fields, where(1))

    @shim("Logger:warn", results=0)
    def warn(self, message: Any = ABSENT, fields: Any = None, *_: Any) -> tuple[()]:
        """Write a line of level warn."""
        return _write(self, "warn", message, fields, where(1))

    @shim("Logger:error", results=0)
    def error(self, message: Any = ABSENT, fields: Any = None, *_: Any) -> tuple[()]:
        """Write a line of level error; the field ``error`` goes to the standard slot and leaves the table."""
        return _write(self, "error", message, fields, where(1))

    @shim("Logger:with", types="userdata.Logger")
    def with_(self, fields: Any = ABSENT, *_: Any) -> Logger:
        """Return a logger that adds fields to every line."""
        if not isinstance(fields, Table):
            raise type_argument_error(1, "with", "table", fields)
        return Logger(self.name_, {**self.fields_, **_plain_fields(fields)})

    @shim("Logger:named", types="userdata.Logger")
    def named(self, name: Any = ABSENT, *_: Any) -> Logger:
        """Return a logger with a name behind this one's."""
        text = check_string(name, 1, "named")
        if not text:
            raise argument_error(1, "named", "name must not be empty")
        return Logger(f"{self.name_}.{text}" if self.name_ else text, self.fields_)


def _write(logger: Logger, level: str, message: Any, fields: Any, position: str) -> tuple[()]:
    if not isinstance(logger, Logger):
        raise type_argument_error(1, level, "logger", logger)
    text = check_string(message, 1, level)
    if fields is not None and not isinstance(fields, Table):
        raise type_argument_error(2, level, "table", fields)
    host = current()
    # All of it also while a workflow replays, when the host is silent: Lua sees the field that goes, and what got a number
    # as its text.
    extra = {**logger.fields_, **(_plain_fields(fields) if fields is not None else {})}
    if level == "error" and fields is not None:
        fields["error"] = None
    if logger.name_:
        extra["logger"] = logger.name_
    host.log(level, text, {**_location(host, position), **extra})
    return ()


def _location(host: Host, position: str) -> dict[str, Any]:
    """Return ``location``: the entry's id and the Lua line of the call."""
    line = position.rstrip(": ").rpartition(":")[2]
    entry = host.entry.id if host.entry is not None else ""
    return {"location": f"{entry}:{line}"} if entry and line else {}


def _plain_fields(table: Table) -> dict[str, Any]:
    return {key: _plain(value) for key, value in iterate_raw(table) if isinstance(key, str)}


def _plain(value: Any) -> Any:
    if isinstance(value, Error):
        return value.full_
    if isinstance(value, Table):
        items = list(iterate_raw(value))
        if items and [key for key, _ in items] == list(range(1, len(items) + 1)):
            return [_plain(item) for _, item in items]
        return _plain_fields(value)
    if value is None or isinstance(value, str | bool | int | float):
        return value
    from luaflow_runtime.values.display import tostring

    return tostring(value)


LIBRARY = Logger()
"""``logger`` itself is the object that Lua code calls."""
