"""Channel hand-off and spawn in Lua against ``asyncio.Queue`` and ``asyncio.Task``, both inside a Temporal workflow.

A worker on a dev server runs both; an interceptor takes the CPU time of the workflow's thread from the start of the
workflow function to its end, all in one workflow task.
"""

from __future__ import annotations

import asyncio
import importlib
import time
from typing import Any

import luaflow_runtime
from measure import Result, compiled, main
from temporalio.client import Client
from temporalio.worker import (
    ExecuteWorkflowInput,
    Interceptor,
    Worker,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

PROGRAMS = {
    "unbuffered": ("channel hand-off against asyncio.Queue", 20_000),
    "spawn": ("spawn against asyncio.Task", 10_000),
    "spawn_blocked": ("spawn, block, wake against asyncio.Task, Event, Queue", 10_000),
}
"""Name to what it is and how many operations it does."""


class Stopwatch(Interceptor):
    """Notes how long each workflow function ran."""

    seconds = 0.0

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[WorkflowInboundInterceptor]:
        return _Timed


class _Timed(WorkflowInboundInterceptor):
    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:
        start = time.thread_time()
        result = await super().execute_workflow(input)
        Stopwatch.seconds = time.thread_time() - start
        return result


async def measure_all(quick: bool) -> list[Result]:
    from handwritten.concurrency import Concurrency
    from luaflow.servers.dev_server import dev_server
    from luaflow.servers.temporal_cli import find_temporal_cli

    compiled("scheduler")
    package = importlib.import_module("bench_flows")
    results = []
    async with dev_server(find_temporal_cli()) as server:
        client = await Client.connect(server.address)
        # Debug mode: a slow machine must not end a long workflow task.
        shared: dict[str, Any] = {"interceptors": [Stopwatch()], "debug_mode": True}
        async with (
            Worker(
                client, task_queue="compiled", workflows=package.WORKFLOWS, plugins=[luaflow_runtime.plugin()], **shared
            ),
            Worker(client, task_queue="plain", workflows=[Concurrency], **shared),
        ):
            for program, (what, operations) in PROGRAMS.items():
                operations = operations // 10 if quick else operations
                cost: dict[str, float] = {}
                for number in range(2 if quick else 15):
                    answers = set()
                    for queue in ("compiled", "plain"):
                        answers.add(
                            await client.execute_workflow(
                                "bench:concurrency",
                                args=[program, operations],
                                id=f"{program}-{queue}-{number}",
                                task_queue=queue,
                            )
                        )
                        cost[queue] = min(Stopwatch.seconds, cost.get(queue, Stopwatch.seconds))
                    if len(answers) != 1:
                        raise SystemExit(f"{program} does not do the same in both: {answers}")
                results.append(
                    Result(
                        benchmark="scheduler", what=what, ratio=cost["compiled"] / cost["plain"], goal=0.3, least=0.5
                    )
                )
    return results


def measure(quick: bool) -> list[Result]:
    """Return the cost of concurrency relative to asyncio's."""
    return asyncio.run(measure_all(quick))


if __name__ == "__main__":
    main(measure, __doc__)
