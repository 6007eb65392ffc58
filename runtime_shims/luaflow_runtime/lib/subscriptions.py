"""What Lua's globals ``subscribe`` and ``unsubscribe`` do. Source: reference/process.md 2.5 and 2.13."""

from __future__ import annotations

from typing import Any

from luaflow_runtime.host import current
from luaflow_runtime.lib.errors import ALREADY_EXISTS, Error, invalid
from luaflow_runtime.scheduling.channel import Channel
from luaflow_runtime.text.arguments import check_string
from luaflow_runtime.values.errors import type_argument_error


async def subscribe(topic: Any, channel: Any) -> tuple[Any, Any]:
    """Feed a channel of one's own with the values of a topic's messages; the topic may begin with ``@``."""
    name = check_string(topic, 1, "subscribe")
    if not isinstance(channel, Channel):
        raise type_argument_error(2, "subscribe", "channel", channel)
    if not name:
        return None, invalid("topic cannot be empty")
    host = current()
    if await host.scheduler.served(lambda: host.mailbox().subscribe(name, channel)):
        return channel, None
    return None, Error(f"topic {name} has another channel", ALREADY_EXISTS, False)


async def unsubscribe(channel: Any) -> tuple[bool, Error | None]:
    """Stop feeding a channel and close it."""
    from luaflow_runtime.lib.process import end_subscription

    return await end_subscription(channel, "unsubscribe", "subscribed channel")
