"""``process.upgrade``: continue-as-new, with all that nobody has received. Source: reference/workflow.md 7.6, decision 21."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

from temporalio import workflow

from luaflow_runtime.lib.errors import INVALID, NOT_FOUND, Error
from luaflow_runtime.messaging.message import Message
from luaflow_runtime.temporal.codec import encode, plain_payload
from luaflow_runtime.temporal.internal_signal import InternalSignal
from luaflow_runtime.temporal.startup import Startup, to_plain
from luaflow_runtime.temporal.updates import UpdateMessage
from luaflow_runtime.values.errors import LuaError

if TYPE_CHECKING:
    from luaflow_runtime.messaging.mailbox import Item
    from luaflow_runtime.temporal.workflow_host import WorkflowHost

MOST_CARRIED: Final = 1_500_000
"""Bytes of messages and events that the next run may be given; the server refuses requests not much larger."""


def continue_as_new(host: WorkflowHost, target: str, args: Sequence[Any]) -> NoReturn:
    """End the run and start the next one.

    Args:
        host: The run.
        target: Entry id of the workflow, empty for the same one.
        args: Lua values for its main function.

    Raises:
        EncodeError: An argument cannot be sent; the run goes on.
        LuaError: There is no such entry, or more is queued than the next run can be given; the run goes on.
        temporalio.workflow.ContinueAsNewError: The run ends.
    """
    assert host.entry is not None
    name = workflow.info().workflow_type
    if target and target != host.entry.id:
        known = host.entry.registry.workflows.get(target)
        if known is None:
            raise LuaError(Error(f"workflow {target} is not in the registry", NOT_FOUND, False))
        name = known.name
    payloads = encode(args)
    host.check_size(payloads)
    size = len(_startup(host).encode().data)
    if size > MOST_CARRIED:
        raise LuaError(_too_large(_items(host), size))
    for arrival in host.scheduler.waiting_arrivals:
        if isinstance(arrival, InternalSignal):
            arrival()  # it may say of links what the next run has to know
    host.carried = _startup(host).encode()
    host.updates.fail_open()
    workflow.continue_as_new(args=payloads, workflow=name)


def _items(host: WorkflowHost) -> list[Item]:
    """Return what nobody has received, oldest first; updates end with the run."""
    return [item for item in host.mailbox().undelivered() if not isinstance(item, UpdateMessage)]


def _startup(host: WorkflowHost) -> Startup:
    watches, children = host.processes.watches, host.processes.children
    return Startup(
        items=_items(host),
        linked=[*watches.linked(), *children.linked()],
        monitored=[*watches.monitored(), *children.monitored()],
        trap_links=host.processes.trap_links,
        runs=watches.runs(),
    )


def _too_large(items: Sequence[Item], size: int) -> Error:
    """Return the error of more queued items than the next run can be given; it names the largest queue."""
    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for item in items:
        queue = f"topic {item.topic_}" if isinstance(item, Message) else "events"
        sizes[queue] += len(plain_payload(to_plain(item)).data)
        counts[queue] += 1
    queue, bytes_ = sizes.most_common(1)[0]
    message = (
        f"{size} bytes of undelivered messages do not fit into the next run, which takes {MOST_CARRIED}; "
        f"the largest queue is {queue}: {counts[queue]} messages, {bytes_} bytes"
    )
    return Error(message, INVALID, False)
