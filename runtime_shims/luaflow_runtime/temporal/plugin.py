"""The plugin that gives a Temporal client, worker or replayer all that compiled Lua needs."""

from __future__ import annotations

from temporalio.plugin import SimplePlugin
from temporalio.worker import WorkerConfig

from luaflow_runtime.temporal.activity_host import record
from luaflow_runtime.temporal.interceptors import ContextInterceptor


class LuaflowPlugin(SimplePlugin):
    """Interceptors for context values, and the local activity that draws recorded random values.

    It may stand on the client, on the worker or on both; everything is added once.
    """

    def __init__(self) -> None:
        super().__init__("luaflow", interceptors=[ContextInterceptor()])

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


def plugin() -> LuaflowPlugin:
    """Return a new plugin for ``plugins=[...]`` of a client, worker or replayer."""
    return LuaflowPlugin()
