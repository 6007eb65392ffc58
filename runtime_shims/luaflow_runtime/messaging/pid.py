"""PIDs: what names a process or workflow in messages. Source: reference/process.md 2.2, decision 16."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from luaflow_runtime.text.strings import has_escapes

UPDATE_HOST: Final = "update"
"""Host part of the PID that stands for a pending Temporal update."""
LONGEST_ID: Final = 1000
"""Bytes of the longest id or signal name that the Temporal server takes."""
SYSTEM_PID: Final = "{|topology}"
"""Sender of events that come from no process."""


@dataclass(frozen=True, slots=True)
class Pid:
    """A PID, taken apart.

    Attributes:
        host: ``node@host`` or ``host``; ``update`` for a pending update.
        name: What is unique on the host: the workflow id, the update id.
    """

    host: str
    name: str

    def __str__(self) -> str:
        return f"{{{self.host}|{self.name}}}"

    @property
    def is_update(self) -> bool:
        """Whether it stands for a pending Temporal update."""
        return self.host == UPDATE_HOST


def parse_pid(text: str) -> Pid | None:
    """Return the PID that a text stands for; ``None`` for a text that is none and may be a registered name.

    It is cut at the first ``|`` and the last ``}``: ids may hold both. What no process can be called is no PID: bytes that are not
    UTF-8, and more than the Temporal server takes for an id.
    """
    if len(text) < 2 or text[0] != "{" or text[-1] != "}":
        return None
    host, bar, name = text[1:-1].partition("|")
    return Pid(host, name) if bar and name and is_identifier(name) else None


def is_identifier(text: str, longest: int = LONGEST_ID) -> bool:
    """Tell whether the Temporal server takes a text as an id, type, task queue or signal name: UTF-8, not too long."""
    if text.isascii():
        return len(text) <= longest
    return not has_escapes(text) and len(text.encode()) <= longest


def workflow_pid(client: str, worker: str, workflow_id: str) -> Pid:
    """Return the PID of a workflow whose entry is known.

    Args:
        client: Id of the client entry of its worker.
        worker: Id of its worker entry.
        workflow_id: Temporal's workflow id.
    """
    return Pid(f"{client}@{worker}", workflow_id)


def foreign_pid(task_queue: str, workflow_id: str) -> Pid:
    """Return the PID of a workflow of no known entry."""
    return Pid(f"@{task_queue}", workflow_id)


def update_pid(update_id: str) -> str:
    """Return the PID that a pending update has as the sender of its message."""
    return str(Pid(UPDATE_HOST, update_id))
