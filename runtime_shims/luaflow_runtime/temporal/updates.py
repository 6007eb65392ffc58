"""Temporal updates as messages, answered by ack, nak, ok and error. Source: reference/workflow.md 7.4, decision 21, prototypes 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from temporalio.common import RawValue

from luaflow_runtime.lib.errors import Error
from luaflow_runtime.lib.payload import Payload

if TYPE_CHECKING:
    from luaflow_runtime.temporal.workflow_host import WorkflowHost


class Updates:
    """Updates of one run that are not answered yet."""

    def __init__(self, host: WorkflowHost) -> None:
        self.host = host

    async def handle(self, name: str, args: Sequence[RawValue]) -> Any:
        """Deliver an update and wait for its answer."""
        raise NotImplementedError

    def reply(self, update_id: str, topic: str, payloads: Sequence[Payload]) -> tuple[Any, Error | None]:
        """Take an answer that Lua has sent."""
        raise NotImplementedError
