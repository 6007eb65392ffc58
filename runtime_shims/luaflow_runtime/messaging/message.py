"""Messages. Source: reference/process.md 2.5."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from luaflow_runtime.lib.payload import JSON, Payload
from luaflow_runtime.scheduling.channel import FedChannel
from luaflow_runtime.shim import shim
from luaflow_runtime.text import jsontext
from luaflow_runtime.values.userdata import Userdata

if TYPE_CHECKING:
    from luaflow_runtime.values.table import Table


class Message(Userdata):
    """A message as the inbox gives it.

    Attributes:
        topic_: Topic, for a signal its name.
        sender_: PID of the sender, empty when it is none of ours.
        payloads_: The values that were sent.
    """

    __slots__ = ("payloads_", "sender_", "topic_")

    def __init__(self, topic: str, sender: str, payloads: Sequence[Payload]) -> None:
        self.topic_ = topic
        self.sender_ = sender
        self.payloads_ = payloads

    def __str__(self) -> str:
        return f"process.Message{{topic={self.topic_}}}"

    @shim("Message:topic", types="string")
    def topic(self, *_: Any) -> str:
        """Return the topic."""
        return self.topic_

    @shim("Message:from", types="string")
    def from_(self, *_: Any) -> str:
        """Return the sender's PID, empty when it is none of ours."""
        return self.sender_

    @shim("Message:payload", types="any")
    def payload(self, *_: Any) -> Any:
        """Return nil when nothing was sent, the Payload of one value, an array of Payloads for several."""
        payloads = self.payloads_
        if len(payloads) == 1:
            return payloads[0]
        if not payloads:
            return None
        from luaflow_runtime.host import current

        return current().table(*payloads)

    def value_(self, table: type[Table]) -> Any:
        """Return what ``listen`` gives without ``{message = true}``: nil, the value, or an array of the values.

        What cannot be decoded is its text.
        """
        values = [_value(payload) for payload in self.payloads_]
        if len(values) == 1:
            return values[0]
        return table(*values) if values else None

    def to_plain_(self) -> dict[str, Any]:
        """Return the message as JSON data, for ``from_plain``."""
        return {
            "topic": self.topic_,
            "from": self.sender_,
            "payloads": [[payload.format_, payload.value_] for payload in self.payloads_],
        }

    @classmethod
    def from_plain_(cls, data: Mapping[str, Any]) -> Message:
        """Return the message of what ``to_plain_`` gave.

        Raises:
            KeyError, TypeError, ValueError: It is something else.
        """
        topic, sender = data["topic"], data["from"]
        if not isinstance(topic, str) or not isinstance(sender, str):
            raise TypeError("a message needs topic and sender")
        return cls(topic, sender, tuple(payload_from_plain(payload) for payload in data["payloads"]))


def payload_from_plain(data: Any) -> Payload:
    """Return the payload that ``[format, value]`` describes.

    Raises:
        TypeError, ValueError: It is something else.
    """
    format, value = data
    if not isinstance(format, str) or not (isinstance(value, str) or (value is None and format != JSON)):
        raise TypeError("a payload is a format and a text")
    return Payload(value, format)


def _value(payload: Payload) -> Any:
    value, error = payload.unmarshal()
    return payload.value_ if error is not None else value


class MessageChannel(FedChannel):
    """The channel of an inbox: declares what it gives, so that the compiler knows the methods of a received message."""

    __slots__ = ()

    @shim("MessageChannel:receive", results=2, types="userdata.Message?, boolean", colour="async")
    def receive(self, *_: Any) -> Coroutine[Any, Any, tuple[Any, bool]]:
        """See ``Channel.receive``."""
        return super().receive()


def encoded(values: Iterable[Any]) -> tuple[Payload, ...]:
    """Return the payloads of Lua values, encoded here and now: what changes in a table afterwards does not travel.

    Raises:
        EncodeError: A value cannot be sent; the message names the key path.
    """
    return tuple(Payload(jsontext.dumps(value), JSON) for value in values)
