"""The plugin that gives a Temporal client, worker or replayer all that compiled Lua needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from weakref import WeakSet

from temporalio.plugin import SimplePlugin
from temporalio.worker import ReplayerConfig, Worker, WorkerConfig

from luaflow_runtime.temporal.activity_host import record
from luaflow_runtime.temporal.attributes import namespace_attributes
from luaflow_runtime.temporal.interceptors import ContextInterceptor
from luaflow_runtime.temporal.system import SYSTEM_WORKFLOWS, system_worker
from luaflow_runtime.temporal.system_activities import LOCAL_ACTIVITIES

_served: WeakSet[Worker] = WeakSet()
"""Workers whose system worker runs already, for another plugin of theirs."""


class LuaflowPlugin(SimplePlugin):
    """Interceptors for context values, and the activities and workflows of luaflow's own.

    It may stand on the client, on the worker or on both; everything is added once.
    """

    def __init__(self) -> None:
        self._interceptor = ContextInterceptor()
        super().__init__("luaflow", interceptors=[self._interceptor])

    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        """Add the interceptors, local activities and workflows."""
        config = super().configure_worker(config)
        client = config.get("client")
        self._interceptor.has_codec |= client is not None and client.data_converter.payload_codec is not None
        activities = list(config.get("activities") or ())
        if record in activities or not config.get("workflows"):
            return config
        if not activities:
            # Polling the task queue for remote activities would take tasks from the worker that has them.
            config["no_remote_activities"] = True
        config["activities"] = [*activities, record, *LOCAL_ACTIVITIES]
        config["workflows"] = _with_own(config.get("workflows") or ())
        return config

    def configure_replayer(self, config: ReplayerConfig) -> ReplayerConfig:
        """Add the interceptors and workflows."""
        config = super().configure_replayer(config)
        converter = config.get("data_converter")
        self._interceptor.has_codec |= converter is not None and converter.payload_codec is not None
        config["workflows"] = _with_own(config.get("workflows") or ())
        return config

    async def run_worker(self, worker: Worker, next: Callable[[Worker], Awaitable[None]]) -> None:
        """Read the types of the namespace's search attributes, then run the worker and beside it luaflow's own."""
        client = worker.client
        types = await namespace_attributes(client)
        if types is not None:
            self._interceptor.attribute_types[client.namespace] = types
        if worker in _served or not worker.config(active_config=True).get("workflows"):
            await super().run_worker(worker, next)
            return
        _served.add(worker)
        async with system_worker(client, worker.task_queue):
            await super().run_worker(worker, next)


def _with_own(workflows: Sequence[type]) -> list[type]:
    return [*workflows, *(own for own in SYSTEM_WORKFLOWS if own not in workflows)]


def plugin() -> LuaflowPlugin:
    """Return a new plugin for ``plugins=[...]`` of a client, worker or replayer."""
    return LuaflowPlugin()
