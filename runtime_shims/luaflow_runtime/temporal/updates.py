"""Temporal updates as messages, answered by ack, nak, ok and error. Source: reference/workflow.md 7.4, decision 21, prototypes 4.

The server calls an update accepted as soon as it is delivered; refusing it in the validator would let Lua code run whose
effects history does not hold. A refused update is therefore one that failed with type ``UpdateRejected``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from temporalio import workflow
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from luaflow_runtime.lib.errors import Error, invalid
from luaflow_runtime.lib.payload import Payload
from luaflow_runtime.messaging.mailbox import Delivery
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.messaging.pid import update_pid
from luaflow_runtime.temporal.codec import from_payload, to_payload
from luaflow_runtime.text.jsontext import EncodeError

if TYPE_CHECKING:
    from luaflow_runtime.temporal.workflow_host import WorkflowHost

REJECTED: Final = "UpdateRejected"
"""Type of the failure after ``nak``, and of an update whose arguments cannot be read."""
FAILED: Final = "UpdateFailed"
"""Type of the failure after ``error``."""
CONTINUED: Final = "UpdateContinuedAsNew"
"""Type of the failure of an update that continue-as-new found without an answer."""


class UpdateMessage(Message):
    """The message that an update is: the next run has no use for it, since the update ends with this one."""

    __slots__ = ()


class OpenUpdate:
    """An update that waits for an answer.

    Attributes:
        answer: What the client gets: a ``RawValue``, or an ``ApplicationError``.
        is_accepted: Whether Lua has sent ``ack``.
    """

    __slots__ = ("answer", "is_accepted")

    def __init__(self) -> None:
        self.answer: asyncio.Future[RawValue] = asyncio.get_running_loop().create_future()
        self.is_accepted = False


class Updates:
    """Updates of one run that are not answered yet."""

    def __init__(self, host: WorkflowHost) -> None:
        self.host = host
        self._open: dict[str, OpenUpdate] = {}

    async def handle(self, name: str, args: Sequence[RawValue]) -> Any:
        """Deliver an update in its turn among the other arrivals and wait for its answer.

        Raises:
            ApplicationError: It was refused, failed or cannot be read.
        """
        payloads = [to_payload(value) for value in args]
        for number, payload in enumerate(payloads, 1):
            _, problem = payload.unmarshal()
            if problem is not None:
                reason = f"argument {number} of update {name} cannot be read: {problem.message_}"
                raise ApplicationError(reason, type=REJECTED, non_retryable=True)
        info = workflow.current_update_info()
        assert info is not None
        update = self._open[info.id] = OpenUpdate()
        message = UpdateMessage(name, update_pid(info.id), payloads)
        self.host.scheduler.arrive(Delivery(self.host.mailbox(), message))
        return await update.answer

    def reply(self, update_id: str, topic: str, payloads: Sequence[Payload]) -> tuple[Any, Error | None]:
        """Take an answer that Lua has sent.

        Returns:
            True, or nothing and what is wrong with it; the update then waits as before.
        """
        update = self._open.get(update_id)
        if update is None:
            return None, Error(f"unknown update: {update_id}")
        answer = [RawValue(from_payload(payload)) for payload in payloads]
        try:
            self.host.check_size(answer)
        except EncodeError as refused:
            return None, invalid(str(refused))
        match topic:
            case "ack" | "nak" if update.is_accepted:
                return None, Error("update already accepted")
            case "ok" | "error" if not update.is_accepted:
                return None, Error("update not accepted (state: pending)")
            case "ack":
                update.is_accepted = True
                return True, None
            case "nak":
                failure = ApplicationError(_reason(payloads, "update rejected"), type=REJECTED, non_retryable=True)
                update.answer.set_exception(failure)
            case "ok":
                update.answer.set_result(answer[0] if answer else RawValue(from_payload(Payload(None))))
            case "error":
                failure = ApplicationError(_reason(payloads, "update failed"), type=FAILED, non_retryable=True)
                update.answer.set_exception(failure)
            case _:
                return None, Error(f"unknown update response: {topic} (expected ack/nak/ok/error)")
        del self._open[update_id]
        return True, None

    def fail_open(self) -> None:
        """Fail all open updates, in the order of their arrival: the run continues as new."""
        for update in self._open.values():
            text = "the workflow continued as new before it answered the update; send the update again"
            update.answer.set_exception(ApplicationError(text, type=CONTINUED))
        self._open.clear()


def _reason(payloads: Sequence[Payload], default: str) -> str:
    """Return why an update is refused: a string as it is, any other value as JSON text."""
    if not payloads:
        return default
    value, _ = payloads[0].unmarshal()
    if value is None:
        return default
    return value if isinstance(value, str) else str(payloads[0].value_)
