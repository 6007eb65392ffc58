"""The plugin that gives a Temporal client, worker or replayer all that compiled Lua needs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from temporalio.plugin import SimplePlugin
from temporalio.worker import Worker, WorkerConfig

from luaflow_runtime.temporal.activity_host import record
from luaflow_runtime.temporal.attributes import namespace_attributes
from luaflow_runtime.temporal.interceptors import ContextInterceptor


class LuaflowPlugin(SimplePlugin):
    """Interceptors for context values, and the local activity that draws recorded random values.

    It may stand on the client, on the worker or on both; everything is added once.
    """

    def __init__(self) -> None:
        self._interceptor = ContextInterceptor()
        super().__init__("luaflow", interceptors=[self._interceptor])

    def configure_worker(self, config: WorkerConfig) -> WorkerConfig:
        """Add the interceptors and the local activity."""
        config = super().configure_worker(config)
        activities = list(config.get("activities") or ())
        if record in activities or not config.get("workflows"):
            return config
        if not activities:
            # Polling the task queue for remote activities would take tasks from the worker that has them.
            config["no_remote_activities"] = True
        config["activities"] = [*activities, record]
        return config

    async def run_worker(self, worker: Worker, next: Callable[[Worker], Awaitable[None]]) -> None:
        """Read the types of the namespace's search attributes, then run the worker."""
        client = worker.client
        types = await namespace_attributes(client)
        if types is not None:
            self._interceptor.attribute_types[client.namespace] = types
        await super().run_worker(worker, next)


def plugin() -> LuaflowPlugin:
    """Return a new plugin for ``plugins=[...]`` of a client, worker or replayer."""
    return LuaflowPlugin()
