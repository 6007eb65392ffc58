"""Lua values to Temporal payloads and back.

A payload made here is plain JSON whose object keys stand in table order: as ``RawValue`` it passes the SDK's converter,
which would sort them, untouched. A string that is not UTF-8 is ``binary/plain`` at top level; inside a table its bytes
are written as ``\\udcXX`` escapes, which read back as the same string. Source: decisions 12, 13 and 17; data.md 8.1, 8.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from temporalio import workflow
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from luaflow_runtime.lib.payload import JSON
from luaflow_runtime.lib.payload import Payload as MessagePayload
from luaflow_runtime.text import jsontext
from luaflow_runtime.text.strings import from_bytes, has_escapes, to_bytes

if TYPE_CHECKING:
    from luaflow_runtime.values.table import Table

MOST_SENT: Final = 2_000_000
"""Bytes of all values of one call, message or result: the server ends a run that sends more than 2 MiB at once."""
CODEC_FUNCTION: Final = "luaflow_has_codec"
"""Name of the extern function that tells a workflow whether a payload codec of the user's makes of its values what it likes."""

_JSON = {"encoding": b"json/plain"}
_BINARY = {"encoding": b"binary/plain"}
_OWN_ENCODINGS = (b"json/plain", b"json/protobuf", b"binary/plain", b"binary/null")
_SCALARS = (str, int, float, bool, type(None))
_PLAIN = frozenset({str, int, float, bool, type(None), dict, list})


def plain_payload(value: Any) -> Payload:
    """Return the JSON payload of a plain value (``dict list str int float bool None``)."""
    return Payload(metadata=_JSON, data=jsontext.dump_plain(value).encode())


def payload(value: Any) -> Payload:
    """Return the payload of a Lua value.

    Raises:
        EncodeError: The value cannot be sent; the message names the key path.
    """
    if value.__class__ is str:
        if has_escapes(value):
            return Payload(metadata=_BINARY, data=to_bytes(value))
    return plain_payload(jsontext.to_plain(value))


def encode(values: Iterable[Any]) -> list[RawValue]:
    """Return arguments for the SDK, one for each Lua value; trailing nils are kept.

    Raises:
        EncodeError: A value cannot be sent.
    """
    return [RawValue(payload(value)) for value in values]


def check_size(payloads: Iterable[Payload]) -> None:
    """Refuse what is more than the server takes at once.

    Raises:
        EncodeError: It is.
    """
    size = sum(len(payload.data) for payload in payloads)
    if size > MOST_SENT:
        raise jsontext.EncodeError(f"{size} bytes are more than the {MOST_SENT} that can be sent at once")


def decode(value: Any, table: type[Table]) -> Any:
    """Return the Lua value of what the SDK's converter decoded.

    Args:
        value: Plain value, which is taken over, or ``bytes`` of a ``binary/plain`` payload.
        table: Class of the tables to make.

    Raises:
        DecodeError: It is nested too deep.
    """
    if isinstance(value, bytes | bytearray):
        return from_bytes(bytes(value))
    if value.__class__ not in _PLAIN:
        value = _plain(value)
    return jsontext.from_plain(value, table)


def decode_all(values: Sequence[Any], table: type[Table]) -> list[Any]:
    """Return the Lua values of decoded arguments."""
    return [decode(value, table) for value in values]


def decode_raw(value: RawValue, table: type[Table]) -> Any:
    """Return the Lua value of a raw payload.

    Raises:
        DecodeError: It holds no JSON, or an unknown encoding.
    """
    content = value.payload
    match content.metadata.get("encoding", b""):
        case b"binary/null":
            return None
        case b"binary/plain":
            return from_bytes(content.data)
        case b"json/plain" | b"json/protobuf":
            return jsontext.loads(content.data, table)
        case other:
            raise jsontext.DecodeError(f"unknown payload encoding {other.decode('ascii', 'replace')!r}")


def decode_result(value: RawValue | None, table: type[Table]) -> Any:
    """Return the Lua value of what an activity or child workflow gave, whoever made it.

    Raises:
        DecodeError: It holds no JSON, and nothing that the user's own converter knows.
    """
    if value is None:
        return None
    try:
        return decode_raw(value, table)
    except jsontext.DecodeError:
        if value.payload.metadata.get("encoding", b"") in _OWN_ENCODINGS:
            raise
    try:
        own = workflow.payload_converter().from_payload(value.payload)
    except Exception as problem:
        raise jsontext.DecodeError(" ".join(str(problem).split())) from None
    return decode(own, table)


def plain_value(value: RawValue) -> Any:
    """Return the plain JSON value of a raw payload.

    Raises:
        DecodeError: It holds no JSON, or nothing that luaflow writes.
    """
    return jsontext.loads_plain(value.payload.data)


def to_payload(value: RawValue) -> MessagePayload:
    """Return the payload of a message that came as a signal or update; it is decoded when Lua asks for the value.

    One that nothing can decode keeps its encoding as its format and its bytes as its value.
    """
    content = value.payload
    encoding = content.metadata.get("encoding", b"").decode("ascii", "replace")
    match encoding:
        case "binary/null":
            return MessagePayload(None)
        case "binary/plain":
            return MessagePayload(from_bytes(content.data))
        case "json/plain" | "json/protobuf":
            return MessagePayload(from_bytes(content.data), JSON)
        case other:
            return MessagePayload(from_bytes(content.data), other or "unknown")


def from_payload(message: MessagePayload) -> Payload:
    """Return a message's payload as it goes over the wire."""
    value = message.value_
    if message.format_ != JSON:
        return payload(value)
    if value[:1] == '"' and has_escapes(text := jsontext.read_first(value)):
        return Payload(metadata=_BINARY, data=to_bytes(text))
    return Payload(metadata=_JSON, data=to_bytes(value))


def _plain(value: Any) -> Any:
    """Make plain what a converter of the user's own decoded to: mappings, sequences, else text."""
    if isinstance(value, _SCALARS):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value)
