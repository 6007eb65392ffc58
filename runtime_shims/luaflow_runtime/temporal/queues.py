"""Names of task queues, from worker entries and placeholders."""

from __future__ import annotations

from luaflow_runtime.entry import Registry


def queue_of(registry: Registry, worker: str, task_queue: str = "") -> str:
    """Return a task queue as the server knows it.

    Args:
        registry: Entries of the package.
        worker: Id of a worker entry, whose queue it is, with its client's prefix.
        task_queue: A queue given outright, which wins and gets no prefix.

    Returns:
        The name; empty for a worker that is not in the registry.

    Raises:
        PlaceholderError: A placeholder has no value.
    """
    if task_queue:
        return _resolved(registry, task_queue)
    if worker not in registry.worker_queues:
        return ""
    client, name = registry.worker_queues[worker]
    spec = registry.clients.get(client)
    prefix = str(spec.data.get("tq_prefix") or "") if spec is not None else ""
    return _resolved(registry, prefix) + _resolved(registry, name)


def _resolved(registry: Registry, text: str) -> str:
    if "${" not in text:
        return text
    from luaflow_runtime.temporal.placeholders import Environment

    return str(Environment(registry).resolve(text))
