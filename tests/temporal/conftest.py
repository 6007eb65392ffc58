"""A Temporal dev server for the whole session."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from temporalio.testing import WorkflowEnvironment


def temporal_cli() -> str | None:
    """Return the Temporal CLI that this machine has."""
    cached = Path.home() / ".cache" / "luaflow" / "bin" / "temporal"
    return (
        os.environ.get("LUAFLOW_TEMPORAL_CLI") or shutil.which("temporal") or (str(cached) if cached.exists() else None)
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[WorkflowEnvironment]:
    program = temporal_cli()
    if program is None:
        pytest.skip("no Temporal CLI here")
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=program,
        ui=False,
        dev_server_log_level="error",
        dev_server_extra_args=["--search-attribute", "customer=Keyword", "--search-attribute", "total=Int"],
    ) as environment:
        yield environment
