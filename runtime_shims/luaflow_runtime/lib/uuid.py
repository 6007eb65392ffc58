"""Lua's ``uuid`` library.

In workflows v1, v4 and v7 come from the run's deterministic generator and the workflow's clock: a replay makes the same
ones, and they cost no event in history. Source: reference/data.md 8.3.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any

from luaflow_runtime.host import current
from luaflow_runtime.lib.errors import Error, invalid
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text.strings import from_bytes, to_bytes

_FORM = re.compile(
    r"(?:urn:uuid:)?(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\Z"
    r"|\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}\Z"
    r"|[0-9a-f]{32}\Z",
    re.IGNORECASE,
)
_GREGORIAN = 0x01B21DD213814000
"""100-nanosecond steps from 1582-10-15, where version 1 begins, to the Unix epoch."""


@shim("uuid.v1", results=2, types="string, error?")
def v1(*_: Any) -> tuple[str, Any]:
    """Return a UUID of time and a random node."""
    host = current()
    steps = host.now_ns() // 100 + _GREGORIAN
    node = host.random_bits(48) | 0x010000000000
    value = uuid.UUID(
        fields=(
            steps & 0xFFFFFFFF,
            (steps >> 32) & 0xFFFF,
            (steps >> 48) & 0x0FFF,
            host.random_bits(6),
            host.random_bits(8),
            node,
        ),
        version=1,
    )
    return str(value), None


@shim("uuid.v4", results=2, types="string, error?")
def v4(*_: Any) -> tuple[str, Any]:
    """Return a random UUID."""
    return str(uuid.UUID(int=current().random_bits(128), version=4)), None


@shim("uuid.v7", results=2, types="string, error?")
def v7(*_: Any) -> tuple[str, Any]:
    """Return a UUID of Unix milliseconds and random bits."""
    host = current()
    milliseconds = host.now_ns() // 1_000_000 & 0xFFFFFFFFFFFF
    high = milliseconds << 16 | 0x7000 | host.random_bits(12)
    return str(uuid.UUID(int=high << 64 | 0x2 << 62 | host.random_bits(62))), None


def _named(version: int, namespace: Any, name: Any) -> tuple[str | None, Error | None]:
    if namespace.__class__ is not str or name.__class__ is not str:
        return None, invalid("namespace and name must be strings")
    space = _read(namespace)
    if space is None:
        return None, invalid("invalid namespace UUID")
    data = to_bytes(name)
    digest = (hashlib.md5 if version == 3 else hashlib.sha1)(space.bytes + data, usedforsecurity=False).digest()
    return str(uuid.UUID(bytes=digest[:16], version=version)), None


@shim("uuid.v3", results=2, types="string?, error?")
def v3(namespace: Any = None, name: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the UUID of a name, by MD5."""
    return _named(3, namespace, name)


@shim("uuid.v5", results=2, types="string?, error?")
def v5(namespace: Any = None, name: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the UUID of a name, by SHA-1."""
    return _named(5, namespace, name)


def _read(text: str) -> uuid.UUID | None:
    if not _FORM.match(text):
        return None
    return uuid.UUID(text.lower().removeprefix("urn:uuid:").strip("{}"))


def _checked(value: Any) -> tuple[uuid.UUID | None, Error | None]:
    if value.__class__ is not str:
        return None, invalid("input must be a string")
    found = _read(value)
    return (found, None) if found is not None else (None, invalid("invalid UUID format"))


@shim("uuid.validate", types="boolean")
def validate(value: Any = None, *_: Any) -> bool:
    """Whether a value is the text of a UUID."""
    return value.__class__ is str and _read(value) is not None


def _version(value: uuid.UUID) -> int:
    return value.bytes[6] >> 4


@shim("uuid.version", results=2, types="integer?, error?")
def version(value: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the version number."""
    found, problem = _checked(value)
    return (None, problem) if found is None else (_version(found), None)


def _variant(value: uuid.UUID) -> str:
    bits = value.bytes[8]
    if bits & 0xC0 == 0x80:
        return "RFC4122"
    if bits & 0xE0 == 0xC0:
        return "Microsoft"
    return "Future" if bits & 0xE0 == 0xE0 else "NCS"


@shim("uuid.variant", results=2, types="string?, error?")
def variant(value: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the variant: ``RFC4122``, ``Microsoft``, ``NCS`` or ``Future``."""
    found, problem = _checked(value)
    return (None, problem) if found is None else (_variant(found), None)


@shim("uuid.parse", results=2, types="table?, error?")
def parse(value: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return ``{version, variant, timestamp?, node?}``; the timestamp in Unix seconds, the node as 6 bytes."""
    found, problem = _checked(value)
    if found is None:
        return None, problem
    kind = _version(found)
    table = current().table(version=kind, variant=_variant(found))
    if kind == 1:
        table["timestamp"] = (found.time - _GREGORIAN) // 10_000_000
        table["node"] = from_bytes(found.bytes[10:])
    elif kind == 7:
        table["timestamp"] = int.from_bytes(found.bytes[:6], "big") // 1000
    return table, None


@shim("uuid.format", results=2, types="string?, error?")
def format(value: Any = None, form: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the text of a UUID as ``standard``, ``simple`` (32 digits) or ``urn``."""
    found, problem = _checked(value)
    if found is None:
        return None, problem
    match form:
        case None | "standard":
            return str(found), None
        case "simple":
            return found.hex, None
        case "urn":
            return found.urn, None
    return None, invalid("unsupported format")


LIBRARY = library(
    "uuid",
    v1=v1,
    v3=v3,
    v4=v4,
    v5=v5,
    v7=v7,
    validate=validate,
    version=version,
    variant=variant,
    parse=parse,
    format_=format,
)
