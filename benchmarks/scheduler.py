"""Channel hand-off, spawn and select in Lua against ``asyncio.Queue``, ``Task`` and ``wait``, both inside a Temporal workflow.

A worker on a dev server runs both; an interceptor takes the CPU time of the workflow's thread from the start of the
workflow function to its end, all in one workflow task.
"""

from __future__ import annotations

import asyncio
import importlib
import time
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program that Lua and Python have.

    Attributes:
        what: What is measured, against what.
        operations: How many it does.
        goal: What the ratio should be.
        least: What it must be.
    """

    what: str
    operations: int
    goal: float = 0.3
    least: float = 0.5


PROGRAMS = {
    "unbuffered": Program(what="channel hand-off against asyncio.Queue", operations=20_000),
    "spawn": Program(what="spawn against asyncio.Task", operations=10_000),
    "spawn_blocked": Program(what="spawn, block, wake against asyncio.Task, Event, Queue", operations=10_000),
    "select": Program(what="select over ten channels against asyncio.wait", operations=2000, goal=0.2, least=0.4),
    "select_kept": Program(
        what="the same, with tasks that are kept from one wait to the next", operations=2000, goal=0.5, least=1.0
    ),
}


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
            for name, program in PROGRAMS.items():
                operations = program.operations // 10 if quick else program.operations
                cost: dict[str, float] = {}
                for number in range(2 if quick else 15):
                    answers = set()
                    for queue in ("compiled", "plain"):
                        answers.add(
                            await client.execute_workflow(
                                "bench:concurrency",
                                args=[name, operations],
                                id=f"{name}-{queue}-{number}",
                                task_queue=queue,
                            )
                        )
                        cost[queue] = min(Stopwatch.seconds, cost.get(queue, Stopwatch.seconds))
                    if len(answers) != 1:
                        raise SystemExit(f"{name} does not do the same in both: {answers}")
                results.append(
                    Result(
                        benchmark="scheduler",
                        what=program.what,
                        ratio=cost["compiled"] / cost["plain"],
                        goal=program.goal,
                        least=program.least,
                    )
                )
    return results


def measure(quick: bool) -> list[Result]:
    """Return the cost of concurrency relative to asyncio's."""
    return asyncio.run(measure_all(quick))


if __name__ == "__main__":
    main(measure, __doc__)
