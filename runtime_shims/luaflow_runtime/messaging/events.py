"""Events of ``process.events()``. Source: reference/process.md 2.6, reference/README.md "Cancellation"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from luaflow_runtime.lib.errors import Error
from luaflow_runtime.lib.payload import Payload
from luaflow_runtime.messaging.message import payload_from_plain
from luaflow_runtime.shim import shim
from luaflow_runtime.values.metatables import set_metatable

if TYPE_CHECKING:
    from luaflow_runtime.values.table import Table

CANCEL: Final = "pid.cancel"
EXIT: Final = "pid.exit"
LINK_DOWN: Final = "pid.link.down"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Event:
    """What happened to a process.

    Attributes:
        kind: ``CANCEL``, ``EXIT`` or ``LINK_DOWN``.
        sender: PID of the process it is about; of a cancellation, who asked for it.
        at: When: Unix seconds, of a cancellation an RFC 3339 text.
        value: Payload of what a finished process returned, ``None`` for nil.
        error: What it failed with.
        fields: Further fields, plain: ``reason`` and ``deadline`` of a cancellation.
    """

    kind: str
    sender: str
    at: float | int | str
    value: Payload | None = None
    error: Error | None = None
    fields: Mapping[str, Any] | None = None

    def to_table(self, table: type[Table], metatable: Table) -> Table:
        """Return the event as Lua sees it; each call gives a fresh table.

        Args:
            table: Class of the tables to make.
            metatable: What ``event_metatable`` gave.
        """
        made = table(kind=self.kind)
        made["from"] = self.sender
        made["at"] = self.at
        if self.kind != CANCEL:
            result = table()
            result["value"] = None if self.value is None else self.value.unmarshal()[0]
            result["error"] = self.error
            made["result"] = result
        for name, field in (self.fields or {}).items():
            made[name] = field
        return set_metatable(made, metatable)

    def to_plain(self) -> dict[str, Any]:
        """Return the event as JSON data, for ``from_plain``."""
        value, error = self.value, self.error
        return {
            "kind": self.kind,
            "from": self.sender,
            "at": self.at,
            "value": None if value is None else [value.format_, value.value_],
            "error": None if error is None else error_to_plain(error),
            "fields": dict(self.fields or {}),
        }

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> Event:
        """Return the event of what ``to_plain`` gave.

        Raises:
            AttributeError, KeyError, TypeError, ValueError: It is something else.
        """
        value, error, at, fields = data["value"], data["error"], data["at"], data["fields"]
        if not isinstance(at, str | int | float):
            raise TypeError("a moment is a text or a number")
        if not all(isinstance(field, str | int | float | None) for field in fields.values()):
            raise TypeError("fields of events are plain")
        return cls(
            kind=str(data["kind"]),
            sender=str(data["from"]),
            at=at,
            value=None if value is None else payload_from_plain(value),
            error=None if error is None else error_from_plain(error),
            fields=dict(fields) or None,
        )


def event_metatable(table: type[Table]) -> Table:
    """Return the metatable of a run's events: it offers ``event:payload()`` and does not travel with the event."""
    methods, metatable = table(), table()
    methods["payload"] = _payload
    metatable["__index"] = methods
    return metatable


@shim("Event:payload", types="userdata.Payload")
def _payload(event: Any = None, *_: Any) -> Payload:
    """Return a Payload of the event itself: some programs treat events as messages."""
    return Payload(event)


def error_to_plain(error: Error) -> dict[str, Any]:
    """Return an error object as JSON data, for ``error_from_plain``."""
    return {
        "message": error.message_,
        "full": error.full_,
        "kind": error.kind_,
        "retryable": error.retryable_,
        "details": error.details_,
        "stack": error.stack_,
    }


def error_from_plain(data: Mapping[str, Any]) -> Error:
    """Return the error object of what ``error_to_plain`` gave.

    Raises:
        KeyError, TypeError, ValueError: It is something else.
    """
    retryable = data["retryable"]
    return Error(
        str(data["message"]),
        str(data["kind"]),
        retryable if isinstance(retryable, bool) else None,
        {**(data["details"] or {})},
        remote=str(data["stack"]),
        full=str(data["full"]),
    )
