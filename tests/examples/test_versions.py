"""Code that changes under running workflows, by ``workflow.version``."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import luaflow_runtime
from temporalio.client import Client
from temporalio.worker import Replayer

BEFORE = """
local funcs = require("funcs")
return function(input)
    return {result = funcs.call("app:old_payment", input)}
end
"""

# As examples/versioning, with the range left open.
VERSIONED = """
local funcs = require("funcs")
local workflow = require("workflow")
return function(input)
    local result
    local version = workflow.version("payment-v2", MIN, MAX)
    if version < 2 then
        result = funcs.call("app:old_payment", input)
    else
        result = funcs.call("app:new_payment", input)
    end
    return {version = version, result = result}
end
"""

ACTIVITIES = {"old_payment": 'return function() return "old" end', "new_payment": 'return function() return "new" end'}


def versioned(low: int, high: int) -> dict[str, str]:
    return {"payment_workflow": VERSIONED.replace("MIN", str(low)).replace("MAX", str(high)), **ACTIVITIES}


async def test_a_run_keeps_its_recorded_version(
    client: Client, worker: Callable[..., Any], compile_lua: Callable[..., Any]
) -> None:
    before = compile_lua({"payment_workflow": BEFORE, **ACTIVITIES})
    first, second = compile_lua(versioned(1, 1)), compile_lua(versioned(1, 2))
    careful, closed = compile_lua(versioned(-1, 2)), compile_lua(versioned(2, 3))
    histories = []
    for package, result in (
        (before, {"result": "old"}),
        (first, {"version": 1, "result": "old"}),
        (second, {"version": 2, "result": "new"}),
    ):
        async with worker(client, package) as task_queue:
            handle = await client.start_workflow(
                "app:payment_workflow", {"amount": 1}, id=str(uuid.uuid4()), task_queue=task_queue
            )
            assert await handle.result() == result
        histories.append(await handle.fetch_history())
    unversioned, at_one, at_two = histories

    async def replay(package: Any, history: Any) -> Exception | None:
        replayer = Replayer(workflows=package.WORKFLOWS, plugins=[luaflow_runtime.plugin()])
        return (await replayer.replay_workflow(history, raise_on_replay_failure=False)).replay_failure

    # Newer code takes the old branch for the run that recorded version 1; -1 admits runs from before the call.
    assert await replay(second, at_one) is None
    assert await replay(second, at_two) is None
    assert await replay(careful, unversioned) is None
    assert await replay(closed, at_two) is None
    # Out of range: the workflow task fails with a message that names change, version and range.
    for package, history, version, low, high in ((second, unversioned, -1, 1, 2), (closed, at_one, 1, 2, 3)):
        failure = str(await replay(package, history))
        for part in ("payment-v2", str(version), str(low), str(high)):
            assert part in failure, failure
