"""A worker that is killed at random moments, fifty times, changes no result and loses no message.

One run uses everything at once: signals by inbox and listen, updates, a query, messages between workflows with replies, children with EXIT,
a monitor, a registered name, timers, select, coroutines, a version, activities, and continue-as-new that carries what is unread.
"""

from __future__ import annotations

import asyncio
import random
import sys
import uuid
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from luaflow.servers.dev_server import DevServer
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle, WorkflowQueryFailedError
from temporalio.service import RPCError

KILLS = 50
SIGNALS = 300
UPDATES = 40

FLOWS = {
    "ledger_workflow": """
        local funcs, time, workflow = require("funcs"), require("time"), require("workflow")

        local quick = funcs.new():with_options({["activity.start_to_close_timeout"] = "2s"})
        local spawner = process.with_options({
            ["workflow.parent_close_policy"] = "abandon", ["workflow.task_timeout"] = "1s",
        })

        local function main(state)
          local adds = process.listen("add", {message = true})
          local bumps = process.listen("bump", {message = true})
          local finish = process.listen("finish")
          local inbox, events = process.inbox(), process.events()
          local ticks, done = channel.new(100), false
          assert(workflow.version("ledger", 1, 2) == 2)
          workflow.query("count", function() return #state.seen end)
          state.runs = state.runs + 1

          if state.runs == 1 then
            local pid, err = spawner:spawn("app:peer_workflow", "app:worker")
            if err then error(err) end
            state.peer = pid
            process.registry.register(state.name, pid)
          end

          coroutine.spawn(function()
            while not done do
              time.sleep("50ms")
              ticks:send(true)
            end
          end)

          local function add(n)
            state.seen[#state.seen + 1] = n
            if n % 10 == 0 then
              local doubled, err = quick:call("app:double", n)
              if err then error(err) end
              state.sum = state.sum + doubled
            end
            if n % 25 == 0 then
              local _, err = spawner:spawn("app:child_workflow", "app:worker", n)
              if err then error(err) end
              state.children = state.children + 1
            end
            if n % 15 == 0 then
              local _, err = process.send(n % 30 == 0 and state.name or state.peer, "ping", n)
              if err then error(err) end
              state.pings = state.pings + 1
            end
          end

          local handled = 0
          local finishing = false
          while not (finishing and state.children == #state.exits and state.pings == #state.pongs) do
            local got = channel.select{
              adds:case_receive(), bumps:case_receive(), inbox:case_receive(), events:case_receive(),
              finish:case_receive(), ticks:case_receive(),
            }
            if got.channel == adds then
              add(got.value:payload():data())
              handled = handled + 1
            elseif got.channel == bumps then
              local message = got.value
              local n = message:payload():data()
              process.send(message:from(), "ack")
              state.bumps[#state.bumps + 1] = n
              process.send(message:from(), "ok", {bumped = n})
              handled = handled + 1
            elseif got.channel == inbox then
              state.pongs[#state.pongs + 1] = got.value:payload():data()
            elseif got.channel == events then
              state.exits[#state.exits + 1] = got.value.result.value or tostring(got.value.result.error)
            elseif got.channel == finish then
              finishing = true
            end
            if handled >= 60 and not finishing then
              process.upgrade(nil, state)
            end
          end
          done = true

          process.monitor(state.peer)
          process.send(state.peer, "stop")
          local pings = events:receive().result.value
          return {
            seen = state.seen, bumps = state.bumps, sum = state.sum, exits = state.exits, pongs = state.pongs,
            peer = pings, runs = state.runs,
          }
        end
        return { main = main }
    """,
    "peer_workflow": """
        local function main()
          local inbox, answered = process.inbox(), {}
          while true do
            local message = inbox:receive()
            if message:topic() == "stop" then return answered end
            local n = message:payload():data()
            answered[#answered + 1] = n
            process.send(message:from(), "pong", n * 2)
          end
        end
        return { main = main }
    """,
    "child_workflow": """
        local time = require("time")
        local function main(n)
          time.sleep("100ms")
          return n * 3
        end
        return { main = main }
    """,
    "double": "return function(n) return n * 2 end",
}


@pytest.fixture(scope="module")
def package(compile_lua: Callable[..., ModuleType]) -> ModuleType:
    return compile_lua(FLOWS)


class Killing:
    """Keeps a worker process running; ``kill`` ends it and starts the next."""

    def __init__(self, package: ModuleType, address: str, task_queue: str) -> None:
        assert package.__file__ is not None
        folder = str(Path(package.__file__).parents[1])
        script = str(Path(__file__).with_name("kill_worker.py"))
        self._arguments = (sys.executable, script, folder, package.__name__, address, task_queue)
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(*self._arguments, stdout=asyncio.subprocess.PIPE)
        assert self._process.stdout is not None
        assert await asyncio.wait_for(self._process.stdout.readline(), 60) == b"serving\n"

    async def stop(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def kill(self) -> None:
        await self.stop()
        await self.start()


async def drive(handle: WorkflowHandle[Any, Any], in_time: Callable[[int], Awaitable[None]]) -> list[Any]:
    """Send numbered signals one after the other, and numbered updates, some at a time; return the answers.

    Args:
        handle: The workflow; it ends some time after this.
        in_time: Waits until it is time for what follows a signal.
    """
    answers: list[Any] = []

    async def update(n: int) -> None:
        # The server keeps an update until the run is there to take it; a client asks again as long as it has no answer.
        while True:
            try:
                answers.append(await handle.execute_update("bump", n, id=f"bump-{n}"))
                return
            except RPCError:
                await asyncio.sleep(0.2)
            except Exception as failure:
                # A run that continued as new says so: the client tries again, as it is told.
                if "continued as new" not in f"{failure} {failure.__cause__}":
                    raise
                await asyncio.sleep(0.2)

    updates = []
    for n in range(1, SIGNALS + 1):
        await handle.signal("add", n)
        if n % (SIGNALS // UPDATES) == 0 and len(updates) < UPDATES:
            updates.append(asyncio.create_task(update(len(updates) + 1)))
        if n % 50 == 0:
            with suppress(RPCError, WorkflowQueryFailedError, asyncio.TimeoutError):
                count = await asyncio.wait_for(handle.query("count"), 5)
                assert 0 <= count <= n
        await in_time(n)
    await asyncio.gather(*updates)
    await handle.signal("finish")
    return answers


async def run(
    server: DevServer, client: Client, package: ModuleType, *, kills: int, rng: random.Random
) -> tuple[Any, list[Any], WorkflowHandle[Any, Any]]:
    task_queue = f"kill-{uuid.uuid4()}"
    killing = Killing(package, server.address, task_queue)
    await killing.start()
    state: dict[str, Any] = {name: [] for name in ("seen", "bumps", "exits", "pongs")}
    state |= {"sum": 0, "runs": 0, "children": 0, "pings": 0, "name": f"peer-{uuid.uuid4()}"}
    handle = await client.start_workflow(
        "app:ledger_workflow",
        state,
        id=f"ledger-{uuid.uuid4()}",
        task_queue=task_queue,
        task_timeout=timedelta(seconds=1),
    )

    killed: list[WorkflowExecutionStatus | None] = []

    async def kill() -> None:
        for _ in range(kills):
            await asyncio.sleep(rng.uniform(0.0, 0.7))
            killed.append((await handle.describe()).status)
            await killing.kill()

    killer = asyncio.create_task(kill())

    async def in_time(n: int) -> None:
        # Signals are spread over all kills: the run is to be in the midst of its work whenever one strikes.
        while len(killed) < kills * n // SIGNALS and not killer.done():
            await asyncio.sleep(0.05)

    try:
        answers = await drive(handle, in_time)
        await killer
        assert killed == [WorkflowExecutionStatus.RUNNING] * kills
        return await asyncio.wait_for(handle.result(), 120), answers, handle
    finally:
        await killing.stop()


def comparable(result: Any, answers: list[Any]) -> Any:
    """What must be the same however often the worker died; the order of what others answer is not."""
    return {
        "seen": result["seen"],
        "sum": result["sum"],
        "bumps": sorted(result["bumps"]),
        "exits": sorted(result["exits"]),
        "pongs": sorted(result["pongs"]),
        "peer": result["peer"],
        "answers": sorted(answer["bumped"] for answer in answers),
    }


@pytest.mark.parametrize("seed", [1])
async def test_nothing_is_lost_when_workers_die(
    temporal_server: DevServer, client: Client, package: ModuleType, replays: Any, seed: int
) -> None:
    undisturbed, (result, answers, handle) = await asyncio.gather(
        run(temporal_server, client, package, kills=0, rng=random.Random(seed)),
        run(temporal_server, client, package, kills=KILLS, rng=random.Random(seed)),
    )
    quiet = comparable(*undisturbed[:2])
    assert comparable(result, answers) == quiet
    assert quiet["seen"] == list(range(1, SIGNALS + 1))
    assert quiet["bumps"] == quiet["answers"] == list(range(1, UPDATES + 1))
    assert quiet["sum"] == sum(2 * n for n in range(10, SIGNALS + 1, 10))
    assert quiet["exits"] == [3 * n for n in range(25, SIGNALS + 1, 25)]
    assert quiet["pongs"] == [2 * n for n in quiet["peer"]] == [2 * n for n in range(15, SIGNALS + 1, 15)]
    assert result["runs"] > 3
    history = await replays(package, handle)
    assert all(event.event_type != EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED for event in history.events)
