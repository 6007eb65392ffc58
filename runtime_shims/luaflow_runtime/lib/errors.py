"""Lua's ``errors`` library: error objects with kind, retryable flag, details and stack.

Source: reference errors 6.1 to 6.3. ``err:message()`` of a wrapped error is the full text of the error inside it; the
context given to ``errors.wrap`` shows in the full text alone (what logs, JSON and the wire carry).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.userdata import Userdata

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


class Error(Userdata):
    """An error object; ``type(e) == "userdata"``.

    Attributes:
        message_: What ``message()`` and ``tostring`` give.
        full_: Message with all contexts in front, outermost first.
        kind_: Kind, empty when unknown.
        retryable_: ``None`` when nobody said.
        details_: Plain values, string keys; empty when there are none.
        stack_: Lua stack as text, innermost call first, one line each, empty when unknown.
    """

    __slots__ = ("details_", "full_", "kind_", "message_", "retryable_", "stack_")

    def __init__(
        self,
        message: str,
        kind: str = UNKNOWN,
        retryable: bool | None = None,
        details: Mapping[str, Any] | None = None,
        stack: str = "",
        full: str | None = None,
    ) -> None:
        self.message_ = message
        self.full_ = message if full is None else full
        self.kind_ = kind
        self.retryable_ = retryable
        self.details_ = dict(details) if details else {}
        self.stack_ = stack

    @property
    def lua_text_(self) -> str:
        """What ``tostring``, ``..`` and the string library take it for."""
        return self.message_


def new_error(
    message: str, kind: str = UNKNOWN, retryable: bool | None = None, details: Mapping[str, Any] | None = None
) -> Error:
    """Make an error object for a library's second result; ``details`` are plain values."""
    return Error(message, kind, retryable, details)


__all__ = ["Error", "LuaError", "new_error"]
