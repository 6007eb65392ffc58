"""What a host offers the ``process`` library beyond its own mailbox: other processes.

Each method checks and encodes at once and returns an operation, which the library performs when its turn among the
external operations comes: so commands stand in history in the order in which Lua asked.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

if TYPE_CHECKING:
    from luaflow_runtime.lib.payload import Payload
    from luaflow_runtime.messaging.message import Message
    from luaflow_runtime.values.table import Table

Operation: TypeAlias = Callable[[], Coroutine[Any, Any, tuple[Any, Any]]]
"""A prepared operation: performed once, it gives ``(value, None)`` or ``(None, error object)``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StartRequest:
    """A process to start; its end is an event for who started it, whether it asked for that or not.

    Attributes:
        target: Entry id, checked for form.
        host: Worker entry id or task queue, empty for that of the caller.
        args: Lua values for its main function.
        options: Lua table of ``workflow.*`` options, not to be changed, or nothing.
        name: Name given by ``with_name``, or empty.
        messages: Startup messages, encoded; their sender is filled in by the host.
        context: Context values added to the caller's own.
        linked: Link caller and process.
    """

    target: str
    host: str
    args: Sequence[Any]
    options: Table | None = None
    name: str = ""
    messages: Sequence[Message] = ()
    context: Mapping[str, Any] = field(default_factory=dict)
    linked: bool = False


class Processes(ABC):
    """Other processes, seen from a running one.

    Attributes:
        trap_links: Whether the end of a linked process is an event, not a failure of this one.
    """

    trap_links: bool = False

    @property
    @abstractmethod
    def pid(self) -> str:
        """The PID of the running process."""

    @abstractmethod
    def send(self, destination: str, topic: str, payloads: Sequence[Payload]) -> Operation:
        """Send a message to a PID or a registered name; gives ``True``."""

    @abstractmethod
    def start(self, request: StartRequest) -> Operation:
        """Start a process; gives its PID once it has started.

        Raises:
            EncodeError: An argument cannot be sent.
            OptionError: An option is unusable.
        """

    @abstractmethod
    def execute(self, request: StartRequest) -> Operation:
        """Start a process and wait; gives its result.

        Raises:
            EncodeError: An argument cannot be sent.
            OptionError: An option is unusable.
        """

    @abstractmethod
    def terminate(self, destination: str) -> Operation:
        """End a process at once; gives ``True``."""

    @abstractmethod
    def cancel(self, destination: str, reason: str, deadline_ns: int | None) -> Operation:
        """Ask a process to end; gives ``True``.

        Args:
            destination: PID or registered name.
            reason: Why, or empty.
            deadline_ns: Nanoseconds after which it is terminated if it still runs.
        """

    @abstractmethod
    def monitor(self, destination: str) -> Operation:
        """Let EXIT of a process be delivered; gives ``True``."""

    @abstractmethod
    def unmonitor(self, destination: str) -> Operation:
        """Undo ``monitor``; gives ``True``."""

    @abstractmethod
    def link(self, destination: str) -> Operation:
        """Let the failure of either process reach the other; gives ``True``."""

    @abstractmethod
    def unlink(self, destination: str) -> Operation:
        """Undo ``link``; gives ``True``."""

    @abstractmethod
    def register(self, name: str, pid: str) -> Operation:
        """Register a name for a PID; gives ``True``."""

    @abstractmethod
    def lookup(self, name: str) -> Operation:
        """Find the PID of a registered name."""

    @abstractmethod
    def unregister(self, name: str) -> Operation:
        """Release a name; gives whether it was registered."""

    @abstractmethod
    def upgrade(self, target: str, args: Sequence[Any]) -> NoReturn:
        """Replace the running code by that of an entry, keeping the PID.

        Args:
            target: Entry id, empty for the same one.
            args: Lua values for its main function.

        Raises:
            EncodeError: An argument cannot be sent.
        """
        raise NotImplementedError
