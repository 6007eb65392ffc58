"""What a run is given beside its arguments, in the header ``luaflow-messages``: startup messages, or what the run before it
left unread at continue-as-new. Source: decisions 15, 21, 22.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from temporalio.api.common.v1 import Payload

from luaflow_runtime.messaging.events import Event
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.temporal.headers import MESSAGES_HEADER, decode_json, encode_json

if TYPE_CHECKING:
    from luaflow_runtime.messaging.mailbox import Item

_log = logging.getLogger("luaflow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Startup:
    """What a run starts with.

    Attributes:
        items: Messages and events, which come before anything else, oldest first.
        linked: PIDs of workflows that this run is linked to.
        monitored: PIDs of workflows that this run monitors.
        trap_links: See ``Processes``.
        runs: Run from which on a watched workflow is followed, by PID, where it is not the latest one.
    """

    items: Sequence[Item] = ()
    linked: Sequence[str] = ()
    monitored: Sequence[str] = ()
    trap_links: bool = False
    runs: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> Payload:
        """Return the header's payload."""
        data: dict[str, Any] = {
            "items": [["event" if isinstance(item, Event) else "message", to_plain(item)] for item in self.items]
        }
        for name in ("linked", "monitored"):
            if getattr(self, name):
                data[name] = list(getattr(self, name))
        if self.trap_links:
            data["trap_links"] = True
        if self.runs:
            data["runs"] = dict(self.runs)
        return encode_json(data)


def to_plain(item: Item) -> dict[str, Any]:
    """Return a message or event as JSON data."""
    return item.to_plain() if isinstance(item, Event) else item.to_plain_()


def decode_startup(headers: Mapping[str, Payload]) -> Startup | None:
    """Return what the headers of a run's start hold; ``None`` when that is nothing, or malformed, which is logged."""
    data = decode_json(headers, MESSAGES_HEADER, dict)
    if data is None:
        return None
    try:
        return Startup(
            items=[
                Event.from_plain(item) if kind == "event" else Message.from_plain_(item) for kind, item in data["items"]
            ],
            linked=[str(pid) for pid in data.get("linked", ())],
            monitored=[str(pid) for pid in data.get("monitored", ())],
            trap_links=data.get("trap_links") is True,
            runs={str(pid): str(run) for pid, run in data.get("runs", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        _log.warning("ignoring the header %s, which is malformed", MESSAGES_HEADER)
        return None
