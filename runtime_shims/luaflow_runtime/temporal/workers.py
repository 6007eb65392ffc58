"""Workers, built from ``temporal.worker`` entries, and run until they are told to stop.

Source: reference/entries.md 1.5 and 1.6.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig

from luaflow_runtime.entry import Registry, WorkerSpec
from luaflow_runtime.lib.plain import OptionError
from luaflow_runtime.temporal.deep_stack import deep_executor, raise_recursion_limit
from luaflow_runtime.temporal.options import choice, duration, flag, integer, number, text
from luaflow_runtime.temporal.placeholders import Environment, PlaceholderError
from luaflow_runtime.temporal.queues import queue_of

DEFAULT_STOP_TIMEOUT = timedelta(seconds=10)

_SIZES = {
    "max_concurrent_activity_execution_size": ("max_concurrent_activities", 1000, 1),
    "max_concurrent_workflow_task_execution_size": ("max_concurrent_workflow_tasks", 1000, 1),
    "max_concurrent_local_activity_execution_size": ("max_concurrent_local_activities", 1000, 1),
    "max_concurrent_activity_task_pollers": ("max_concurrent_activity_task_polls", 20, 1),
    "max_concurrent_workflow_task_pollers": ("max_concurrent_workflow_task_polls", 20, 2),
}
"""Option to SDK argument, default and least value."""

_RATES = {
    "worker_activities_per_second": "max_activities_per_second",
    "task_queue_activities_per_second": "max_task_queue_activities_per_second",
}

_DURATIONS = {
    "sticky_schedule_to_start_timeout": "sticky_queue_schedule_to_start_timeout",
    "max_heartbeat_throttle_interval": "max_heartbeat_throttle_interval",
    "default_heartbeat_throttle_interval": "default_heartbeat_throttle_interval",
    "worker_stop_timeout": "graceful_shutdown_timeout",
}

_WITHOUT_COUNTERPART: Mapping[str, Callable[[Any, str], Any]] = {
    "max_concurrent_session_execution_size": integer,
    "max_concurrent_eager_activity_execution_size": integer,
    "worker_local_activities_per_second": number,
    "deadlock_detection_timeout": duration,
    "enable_logging_in_replay": flag,
    "enable_session_worker": flag,
    "disable_registration_aliasing": flag,
}
"""Options that the SDK for Python does not have: they are checked, and named in a warning when they ask for something."""

_BEHAVIORS = {"pinned": VersioningBehavior.PINNED, "auto_upgrade": VersioningBehavior.AUTO_UPGRADE}
_SPECIAL = frozenset(
    {
        "identity",
        "disable_workflow_worker",
        "local_activity_worker_only",
        "disable_eager_activities",
        "deployment_name",
        "build_id",
        "build_id_env",
        "use_versioning",
        "default_versioning_behavior",
        "workflow_failure",
    }
)


@dataclass(frozen=True, slots=True)
class WorkerArguments:
    """What ``Worker`` takes.

    Attributes:
        arguments: Keyword arguments, task queue, workflows and activities among them.
        ignored: Names of options without effect.
    """

    arguments: dict[str, Any]
    ignored: tuple[str, ...]


def worker_arguments(spec: WorkerSpec, registry: Registry, environ: Mapping[str, str] | None = None) -> WorkerArguments:
    """Return the arguments of a worker entry.

    Args:
        spec: The entry.
        registry: Entries of its package.
        environ: Process environment if not given.

    Raises:
        OptionError: An option is unusable, or a placeholder has no value; the message names the entry.
    """
    environment = Environment(registry, os.environ if environ is None else environ)
    try:
        options = {key: value for key, value in environment.resolve(dict(spec.options)).items() if value is not None}
        return _arguments(spec, registry, options, environment)
    except (OptionError, PlaceholderError) as problem:
        raise OptionError(f"{spec.id}: {problem}") from None


def _arguments(
    spec: WorkerSpec, registry: Registry, options: Mapping[str, Any], environment: Environment
) -> WorkerArguments:
    arguments: dict[str, Any] = {
        "task_queue": _task_queue(spec, registry, environment),
        "workflows": list(spec.workflows),
        "activities": list(spec.activities),
        "graceful_shutdown_timeout": duration(environment.resolve(spec.stop_timeout), "lifecycle.stop_timeout")
        if spec.stop_timeout
        else DEFAULT_STOP_TIMEOUT,
        "sticky_queue_schedule_to_start_timeout": timedelta(seconds=5),
    }
    for name, (argument, default, least) in _SIZES.items():
        arguments[argument] = integer(options.get(name, default), f"worker_options.{name}", least=least)
    for name, argument in _RATES.items():
        rate = number(options.get(name, 0), f"worker_options.{name}")
        if rate:
            arguments[argument] = rate
    for name, argument in _DURATIONS.items():
        if name in options:
            arguments[argument] = duration(options[name], f"worker_options.{name}")
    ignored = [name for name in options if name not in _KNOWN]
    for name, check in _WITHOUT_COUNTERPART.items():
        if name in options and check(options[name], f"worker_options.{name}"):
            ignored.append(name)
    if options.get("identity"):
        arguments["identity"] = text(options["identity"], "worker_options.identity")

    def chosen(name: str) -> bool:
        return flag(options.get(name, False), f"worker_options.{name}")

    if chosen("disable_eager_activities"):
        arguments["disable_eager_activity_execution"] = True
    if chosen("disable_workflow_worker"):
        if chosen("local_activity_worker_only"):
            raise OptionError(
                "worker_options: disable_workflow_worker and local_activity_worker_only exclude each other"
            )
        arguments["workflows"] = []
    elif chosen("local_activity_worker_only"):
        arguments["no_remote_activities"] = True
    deployment = _deployment(options, environment, chosen("use_versioning"))
    if deployment is not None:
        arguments["deployment_config"] = deployment
    return WorkerArguments(arguments, tuple(sorted(ignored)))


_KNOWN = frozenset({*_SIZES, *_RATES, *_DURATIONS, *_WITHOUT_COUNTERPART, *_SPECIAL})


def _task_queue(spec: WorkerSpec, registry: Registry, environment: Environment) -> str:
    client = registry.clients.get(spec.client)
    prefix = environment.resolve(str(client.data.get("tq_prefix") or "")) if client is not None else ""
    return text(f"{prefix}{environment.resolve(spec.task_queue)}", "task_queue")


def _deployment(
    options: Mapping[str, Any], environment: Environment, use_versioning: bool
) -> WorkerDeploymentConfig | None:
    name = text(options.get("deployment_name", ""), "worker_options.deployment_name", empty=True)
    build = str(options.get("build_id", ""))
    if not build and options.get("build_id_env"):
        build = environment.companion(str(options["build_id_env"]))
    behavior = options.get("default_versioning_behavior")
    chosen = (
        VersioningBehavior.UNSPECIFIED
        if behavior is None
        else choice(behavior, "worker_options.default_versioning_behavior", "versioning_behavior_", _BEHAVIORS)
    )
    if not name and not build:
        if use_versioning:
            raise OptionError("worker_options.use_versioning needs deployment_name and build_id")
        return None
    if use_versioning and not (name and build):
        raise OptionError("worker_options.use_versioning needs deployment_name and build_id")
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=name, build_id=build),
        use_worker_versioning=use_versioning,
        default_versioning_behavior=chosen if use_versioning else VersioningBehavior.UNSPECIFIED,
    )


def build_worker(
    spec: WorkerSpec,
    client: Client,
    registry: Registry,
    *,
    task_queue: str | None = None,
    environ: Mapping[str, str] | None = None,
    warn: Callable[[str], None] | None = None,
) -> Worker | None:
    """Build a worker.

    Args:
        spec: The worker entry.
        client: A connection with luaflow's plugin, as ``connection.connect`` makes it.
        registry: Entries of the package.
        task_queue: A queue that wins over the entry's.
        environ: Process environment if not given.
        warn: Gets one line when options have no effect, or nothing runs on the worker.

    Returns:
        The worker; ``None`` when no workflow and no activity is declared for it.

    Raises:
        OptionError: An option is unusable.
    """
    parsed = worker_arguments(spec, registry, environ)
    arguments = parsed.arguments
    if parsed.ignored and warn is not None:
        warn(f"{spec.id}: worker_options without effect here: {', '.join(parsed.ignored)}")
    if not arguments["workflows"] and not arguments["activities"]:
        if warn is not None:
            warn(f"{spec.id}: no workflow and no activity is declared for this worker")
        return None
    if task_queue:
        arguments["task_queue"] = task_queue
    if arguments["workflows"]:
        raise_recursion_limit()
        arguments["workflow_task_executor"] = deep_executor()
    return Worker(client, **arguments)


async def run_workers(workers: Sequence[Worker], stop: asyncio.Event, ready: Callable[[], None] | None = None) -> None:
    """Run workers until ``stop`` is set, then let running activities finish within each worker's stop timeout.

    Args:
        workers: Built workers.
        stop: Set to stop them; a second stop is up to the caller, who may cancel.
        ready: Called once all of them poll.

    Raises:
        Exception: What ended a worker that nobody stopped; the others are stopped first.
    """
    running = [asyncio.create_task(worker.run()) for worker in workers]
    stopped = asyncio.create_task(stop.wait())
    if ready is not None:
        ready()
    try:
        await asyncio.wait({stopped, *running}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
        await asyncio.gather(*(worker.shutdown() for worker, task in zip(workers, running) if not task.done()))
        outcomes = await asyncio.gather(*running, return_exceptions=True)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome


def missing_attributes(wanted: Mapping[str, str], known: Mapping[str, str], namespace: str) -> list[str]:
    """Return a line for each search attribute that a namespace lacks or has with another type.

    Args:
        wanted: ``SEARCH_ATTRIBUTES`` of a package: name to type.
        known: What ``attributes.namespace_attributes`` gives.
        namespace: Its name.
    """
    lines: list[str] = []
    for name, kind in sorted(wanted.items()):
        have = known.get(name)
        if have is None:
            lines.append(
                f"search attribute {name!r} is missing in namespace {namespace!r}; add it with "
                f"`temporal operator search-attribute create --namespace {namespace} --name {name} --type {kind}`"
            )
        elif have != kind and {have, kind} not in ({"Int", "Double"}, {"Keyword", "Text"}, {"Keyword", "Datetime"}):
            lines.append(
                f"search attribute {name!r} is of type {have} in namespace {namespace!r}, the code sets {kind}"
            )
    return lines


__all__ = ["WorkerArguments", "build_worker", "missing_attributes", "queue_of", "run_workers", "worker_arguments"]
