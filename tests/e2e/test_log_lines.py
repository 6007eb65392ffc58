"""What a log line does besides writing is the same on every replay."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

from temporalio.client import Client

from tests.conftest import CompileLua

LOGS = """
local logger, funcs, time = require("logger"), require("funcs"), require("time")
return function()
  local fields = { error = "gone", callback = print, other = { time.now } }
  logger:error("happened", fields)
  time.sleep(1)
  return funcs.call("app:echo", { left = fields.error or "nothing", text = tostring({}), [tostring(fields)] = true })
end
"""


async def test_a_replayed_log_line_leaves_the_same_traces(
    client: Client,
    worker: Callable[..., AbstractAsyncContextManager[str]],
    compile_lua: CompileLua,
) -> None:
    package = compile_lua(
        {"logs_workflow": LOGS, "echo": "return function(...) return ... end"}, modules=("funcs", "logger", "time")
    )
    results: list[Any] = []
    for cached in (1000, 0):  # without a cache each workflow task replays what was before
        async with worker(client, package, max_cached_workflows=cached) as queue:
            handle = await client.start_workflow("app:logs_workflow", id=str(uuid.uuid4()), task_queue=queue)
            results.append(await handle.result())
    assert results[0]["left"] == "nothing"
    assert results[0] == results[1]
