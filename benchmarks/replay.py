"""Replay rate of compiled workflows against the same written by hand in Python, without sandbox and in the default one.

Histories are recorded once on a dev server of this run; all variants replay the same ones, taking turns.
"""

from __future__ import annotations

import asyncio
import importlib
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import cycle, islice, permutations
from typing import Any

import luaflow_runtime
from measure import Result, compiled, lower_quartile, main
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer, Worker

CUSTOMER = {
    "customer_id": "c-17",
    "shipping_address": {"street": "1 Main Street", "city": "Springfield", "zip": "12345"},
}
LINES = [
    {"kind": kind, "name": f"{kind} {number}", "price": 10 + number, "quantity": number}
    for number in range(1, 6)
    for kind in ("book", "bundle", "item")
]
ACTIVITIES = {"plain": (0.95, 0.85), "sandboxed": (1.8, 1.6)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """A workflow that is replayed.

    Attributes:
        what: What it does.
        argument: What it is given.
        rounds: How often it is replayed.
        messages: How many signals it is sent.
        goals: Hand-written variants that it is measured against, and goal and least of its rate relative to theirs.
    """

    what: str
    argument: dict[str, Any]
    rounds: int
    messages: int = 0
    goals: Mapping[str, tuple[float, float]] = field(default_factory=lambda: ACTIVITIES)


FLOWS = {
    "order": Flow(what="two activities and a timer", argument={"id": "o-1", "total": 120, **CUSTOMER}, rounds=300),
    "sequence": Flow(what="100 activities", argument={"steps": 100, **CUSTOMER}, rounds=30),
    "objects": Flow(what="object-oriented library", argument={"id": "o-1", "lines": LINES, **CUSTOMER}, rounds=300),
    "signals": Flow(
        what="100 signals, 10 coroutines, 20 timers",
        argument={"messages": 100, "sleepers": 10, "naps": 2},
        rounds=60,
        messages=100,
        goals={"plain": (1.0, 0.8)},
    ),
}


async def record(client: Client, package: Any, name: str) -> WorkflowHistory:
    """Run a workflow once and return its history."""
    flow = FLOWS[name]
    async with Worker(
        client,
        task_queue="bench",
        workflows=package.WORKFLOWS,
        activities=package.ACTIVITIES,
        plugins=[luaflow_runtime.plugin()],
    ):
        handle = await client.start_workflow(f"bench:{name}", flow.argument, id=name, task_queue="bench")
        for number in range(flow.messages):
            await handle.signal("item", {"amount": number, **CUSTOMER})
        result = await handle.result()
        if result["status"] != "completed":
            raise SystemExit(f"the workflow {name} failed: {result}")
        return await handle.fetch_history()


async def replay(replayers: Mapping[str, Replayer], history: WorkflowHistory, rounds: int) -> dict[str, float]:
    """Return the CPU seconds of one replay by each replayer.

    They take turns at every single replay. CPU seconds of the process, Temporal's core included, because wall time
    also measures what else the machine does; a replay never waits for anything.
    """

    async def endless() -> AsyncIterator[WorkflowHistory]:
        while True:
            yield history

    async with AsyncExitStack() as stack:
        results = {
            name: await stack.enter_async_context(replayer.workflow_replay_iterator(endless()))
            for name, replayer in replayers.items()
        }
        costs: dict[str, list[float]] = {name: [] for name in replayers}
        # Each order as often as the others: a replay pays for the cold caches and the garbage of the one before it.
        orders = cycle(permutations(results))
        for order in islice(orders, rounds):
            for name in order:
                start = time.process_time()
                result = await anext(results[name])
                costs[name].append(time.process_time() - start)
                if result.replay_failure is not None:
                    raise SystemExit(f"{history.workflow_id} does not replay ({name}): {result.replay_failure}")
    return {name: lower_quartile(found) for name, found in costs.items()}


def compiled_replayer(package: Any) -> Replayer:
    """Return the replayer of compiled workflows."""
    return Replayer(workflows=package.WORKFLOWS, plugins=[luaflow_runtime.plugin()])


def by_hand(name: str, variant: str) -> Replayer:
    """Return the replayer of a hand-written variant of a workflow."""
    module = importlib.import_module(f"handwritten.{name}")
    prefix = "Sandboxed" if variant == "sandboxed" else ""
    return Replayer(workflows=[getattr(module, f"{prefix}{name.title()}")])


async def measure_all(quick: bool) -> list[Result]:
    from luaflow.servers.dev_server import dev_server
    from luaflow.servers.temporal_cli import find_temporal_cli

    compiled("replay")
    package = importlib.import_module("bench_flows")
    async with dev_server(find_temporal_cli()) as server:
        client = await Client.connect(server.address)
        histories = {name: await record(client, package, name) for name in FLOWS}
    results = []
    for name, flow in FLOWS.items():
        variants = {"compiled": compiled_replayer(package), **{one: by_hand(name, one) for one in flow.goals}}
        cost = await replay(variants, histories[name], 3 if quick else flow.rounds)
        for baseline, (goal, least) in flow.goals.items():
            results.append(
                Result(
                    benchmark="replay",
                    what=f"{flow.what}: rate against hand-written, {'no sandbox' if baseline == 'plain' else 'sandbox'}",
                    ratio=cost[baseline] / cost["compiled"],
                    goal=goal,
                    least=least,
                    higher_is_better=True,
                )
            )
    return results


def measure(quick: bool) -> list[Result]:
    """Return replay rates relative to Python's."""
    return asyncio.run(measure_all(quick))


if __name__ == "__main__":
    main(measure, __doc__)
