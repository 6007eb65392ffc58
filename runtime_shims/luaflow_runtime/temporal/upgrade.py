"""``process.upgrade``: continue-as-new. Source: reference/workflow.md 7.6, decision 21."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from luaflow_runtime.temporal.workflow_host import WorkflowHost


def continue_as_new(host: WorkflowHost, target: str, args: Sequence[Any]) -> NoReturn:
    """End the run and start the next one."""
    raise NotImplementedError
