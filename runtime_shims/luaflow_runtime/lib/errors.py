"""Lua's ``errors`` library: error objects with kind, retryable flag, details and stack.

Source: reference/errors.md 6.1 to 6.3. ``err:message()`` of a wrapped error is the full text of the error inside it; the
context given to ``errors.wrap`` shows in the full text alone (in JSON, logs and inside payloads).
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from types import CodeType
from typing import TYPE_CHECKING, Any, ClassVar

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import argument_error, type_argument_error
from luaflow_runtime.values.places import source_of
from luaflow_runtime.values.source import SourceInfo
from luaflow_runtime.values.stack import is_lua_code, stack_entry
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.types import type_name
from luaflow_runtime.values.userdata import Userdata

if TYPE_CHECKING:
    from collections.abc import Callable

NOT_FOUND = "NotFound"
ALREADY_EXISTS = "AlreadyExists"
INVALID = "Invalid"
PERMISSION_DENIED = "PermissionDenied"
UNAVAILABLE = "Unavailable"
INTERNAL = "Internal"
CANCELED = "Canceled"
CONFLICT = "Conflict"
TIMEOUT = "Timeout"
RATE_LIMITED = "RateLimited"
UNKNOWN = ""


_STACK_ENTRY = re.compile(r"\t(?P<source>.+):(?P<line>[0-9]+): in (?P<name>.*)")
_MAX_DEPTH = 200

Captured = tuple[tuple[SourceInfo, CodeType, int, int | None], ...]
"""The Lua functions of a stack, innermost first; written out only when somebody asks."""


def capture_stack() -> Captured:
    """Return the Lua stack of the caller."""
    found: list[tuple[SourceInfo, CodeType, int, int | None]] = []
    frame = sys._getframe(1)
    while frame is not None and len(found) < _MAX_DEPTH:
        source = source_of(frame)
        if source is not None:
            found.append((source, frame.f_code, frame.f_lasti, frame.f_lineno))
        frame = frame.f_back  # type: ignore[assignment]
    return tuple(found)


def stack_text(stack: Captured) -> str:
    """Write a stack as ``debug.traceback`` does; empty when there is nothing in it."""
    entries = [stack_entry(*place) for place in stack if is_lua_code(*place)]
    return "\n".join(["stack traceback:", *entries]) if entries else ""


def _concat(left: Any, right: Any) -> str:
    from luaflow_runtime.values.ops import concat

    text: str = concat(
        left.message_ if isinstance(left, Error) else left, right.message_ if isinstance(right, Error) else right
    )
    return text


class Error(Userdata):
    """An error object; ``type(e) == "userdata"``.

    Attributes:
        message_: What ``message()`` and ``tostring`` give.
        full_: Message with all contexts in front, outermost first.
        kind_: Kind, empty when unknown.
        retryable_: ``None`` when nobody said.
        details_: Plain values by string keys; empty when there are none.
        remote_: Stack of the place that it came from, as text, empty for an error made here.
        made_: Lua stack where it was made here.
    """

    __slots__ = ("details_", "full_", "kind_", "made_", "message_", "remote_", "retryable_")

    metamethods_: ClassVar[Mapping[str, Callable[..., Any]]] = {"__concat": _concat}

    def __init__(
        self,
        message: str,
        kind: str = UNKNOWN,
        retryable: bool | None = None,
        details: Mapping[str, Any] | None = None,
        *,
        remote: str = "",
        made: Captured = (),
        full: str | None = None,
    ) -> None:
        self.message_ = message
        self.full_ = message if full is None else full
        self.kind_ = kind
        self.retryable_ = retryable
        self.details_: dict[str, Any] = dict(details) if details else {}
        self.remote_ = remote
        self.made_ = made

    @property
    def stack_(self) -> str:
        """The stack as text: the remote one, then where it was made or received."""
        return "\n".join(filter(None, (self.remote_, stack_text(self.made_))))

    @property
    def lua_text_(self) -> str:
        """What ``tostring``, ``..`` and the string library take it for."""
        return self.message_

    def __str__(self) -> str:
        return self.message_

    @shim("Error:kind", types="string")
    def kind(self, *_: Any) -> str:
        """Return the kind, empty when unknown."""
        return self.kind_

    @shim("Error:message", types="string")
    def message(self, *_: Any) -> str:
        """Return the message."""
        return self.message_

    @shim("Error:retryable", types="boolean?")
    def retryable(self, *_: Any) -> Any:
        """Return whether a retry may help; nil when nobody said."""
        return self.retryable_

    @shim("Error:details", types="table?")
    def details(self, *_: Any) -> Any:
        """Return a fresh table of the details, nil when there are none. A list comes back as its text."""
        return _details_table(self.details_) if self.details_ else None

    @shim("Error:stack", types="string")
    def stack(self, *_: Any) -> str:
        """Return the Lua stack; of an error from elsewhere the remote one first."""
        return self.stack_


def new_error(
    message: str, kind: str = UNKNOWN, retryable: bool | None = None, details: Mapping[str, Any] | None = None
) -> Error:
    """Make an error object for a library's second result; ``details`` are plain values."""
    return Error(message, kind, retryable, details)


def invalid(message: str) -> Error:
    """Make the error of a bad argument: kind Invalid, not retryable."""
    return Error(message, INVALID, False)


def error_of(value: Any) -> Error:
    """Return the error object that a raised Lua value stands for where it leaves Lua (errors.md 6.5).

    Args:
        value: An error object, which is returned as it is, or any other Lua value, which becomes text.
    """
    if isinstance(value, Error):
        return value
    if isinstance(value, str):
        return Error(value, INTERNAL)
    return Error(tostring(value), INTERNAL)


def _table_class() -> type[Table]:
    host = CURRENT.get(None)
    return Table if host is None else host.table


def _details_table(details: Mapping[str, Any]) -> Table:
    table = _table_class()()
    for key, value in details.items():
        if isinstance(value, Mapping):
            value = _details_table(value)
        elif isinstance(value, list):
            value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        table[key] = value
    return table


def details_of(table: Table) -> dict[str, Any]:
    """Return what an error keeps of a details table: string keys with scalars and such tables."""
    details: dict[str, Any] = {}
    for key, value in iterate_raw(table):
        if not isinstance(key, str):
            continue
        if isinstance(value, Table):
            details[key] = details_of(value)
        elif isinstance(value, str | bool | int | float):
            details[key] = value
        elif isinstance(value, Error):
            details[key] = value.full_
    return details


@shim("errors.new", types="userdata.Error")
def new(options: Any = None, *_: Any) -> Error:
    """Make an error of a message, or of a table ``{message=, kind=, retryable=, details=}``.

    Raises:
        LuaError: The argument is neither string nor table, or a field has the wrong type.
    """
    if isinstance(options, str):
        return Error(options, made=capture_stack())
    if not isinstance(options, Table):
        raise argument_error(1, "new", f"expected string or table, got {type_name(options)}")
    message = _field(options, "message", str, "string")
    if message is None:
        raise argument_error(1, "new", "field 'message' must be a string, got nil")
    details = _field(options, "details", Table, "table")
    return Error(
        message,
        _field(options, "kind", str, "string") or UNKNOWN,
        _field(options, "retryable", bool, "boolean"),
        details_of(details) if details is not None else None,
        made=capture_stack(),
    )


def _field(options: Table, name: str, wanted: type, lua_type: str) -> Any:
    value = options[name]
    if value is not None and not isinstance(value, wanted):
        raise argument_error(1, "new", f"field '{name}' must be a {lua_type}, got {type_name(value)}")
    return value


@shim("errors.wrap", types="userdata.Error")
def wrap(error: Any = None, context: Any = None, *_: Any) -> Error:
    """Put context in front of an error: kind, retryable and details are kept.

    Raises:
        LuaError: An argument is neither error nor string.
    """
    if isinstance(error, str):
        error = Error(error)
    elif not isinstance(error, Error):
        raise type_argument_error(1, "wrap", "error or string", error)
    if isinstance(context, Error):
        context = context.full_
    elif not isinstance(context, str):
        raise type_argument_error(2, "wrap", "string or error", context)
    return Error(
        error.full_,
        error.kind_,
        error.retryable_,
        error.details_,
        remote=error.remote_,
        made=error.made_ or capture_stack(),
        full=f"{context}: {error.full_}",
    )


@shim("errors.is", types="boolean")
def is_(error: Any = None, kind: Any = None, *_: Any) -> bool:
    """Whether ``error`` is an error object of exactly this kind.

    Raises:
        LuaError: ``kind`` is no string.
    """
    if not isinstance(kind, str):
        raise type_argument_error(2, "is", "string", kind)
    return isinstance(error, Error) and error.kind_ == kind


@shim("errors.call_stack", types="table?")
def call_stack(error: Any = None, *_: Any) -> Any:
    """Return ``{thread=, frames={{level, source, line, name, type}, ...}}`` of an error's stack, nil without one."""
    if not isinstance(error, Error) or not error.stack_:
        return None
    table = _table_class()
    frames = [
        table(level=level, source=place["source"], line=int(place["line"]), name=place["name"], type="Lua")
        for level, place in enumerate(_STACK_ENTRY.finditer(error.stack_))
    ]
    return table(thread="main", frames=table(*frames)) if frames else None


LIBRARY = library(
    "errors",
    new=new,
    wrap=wrap,
    is_=is_,
    call_stack=call_stack,
    NOT_FOUND=NOT_FOUND,
    ALREADY_EXISTS=ALREADY_EXISTS,
    INVALID=INVALID,
    PERMISSION_DENIED=PERMISSION_DENIED,
    UNAVAILABLE=UNAVAILABLE,
    INTERNAL=INTERNAL,
    CANCELED=CANCELED,
    CONFLICT=CONFLICT,
    TIMEOUT=TIMEOUT,
    RATE_LIMITED=RATE_LIMITED,
    UNKNOWN=UNKNOWN,
)
