"""Queries: ``state``, ``pid`` and those that ``workflow.query`` registers. Source: reference/workflow.md 7.5, prototypes 4."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from temporalio import workflow
from temporalio.common import RawValue

if TYPE_CHECKING:
    from luaflow_runtime.temporal.workflow_host import WorkflowHost


def answer(host: WorkflowHost, name: str, args: Sequence[RawValue]) -> Any:
    """Answer a query.

    Raises:
        ValueError: Nobody registered it.
    """
    if name == "state":
        return {}
    if name == "pid":
        return workflow.info().workflow_id
    raise ValueError(f"unknown query type: {name}")
