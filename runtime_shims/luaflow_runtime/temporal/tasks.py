"""Tasks of the SDK that nobody waits for any more."""

from __future__ import annotations

import asyncio
from typing import Any


def forget(task: asyncio.Task[Any]) -> None:
    """Look at the outcome of an abandoned task, which asyncio would report as lost otherwise; a done callback."""
    if not task.cancelled():
        task.exception()
