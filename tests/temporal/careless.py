"""A workflow that breaks the rules: the order of its commands depends on Python's hash seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from temporalio import workflow

ACTIVITIES: list[Callable[..., Any]] = []


@workflow.defn(name="careless", sandboxed=False)
class CarelessWorkflow:
    """Starts activities in the order of a set of strings, and waits for none."""

    @workflow.run
    async def run(self) -> None:
        for name in {str(number) for number in range(1, 9)}:
            workflow.start_activity(name, start_to_close_timeout=timedelta(minutes=1))


WORKFLOWS: list[type] = [CarelessWorkflow]
