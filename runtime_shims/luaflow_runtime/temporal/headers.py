"""luaflow's Temporal headers: context values, the sender of a signal, messages that come with the start of a run.

``luaflow-context`` holds a JSON object; the other runtime's ``wippy-context`` is read when ours is absent. ``luaflow-sender``
holds a PID as a JSON string, ``luaflow-messages`` a JSON object (``Startup``). Headers come from anyone, so a malformed one
is ignored with a log line and never fails a task.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any, TypeVar

from temporalio.api.common.v1 import Payload

from luaflow_runtime.text import jsontext

CONTEXT_HEADER = "luaflow-context"
FOREIGN_CONTEXT_HEADER = "wippy-context"

SENDER_HEADER = "luaflow-sender"
MESSAGES_HEADER = "luaflow-messages"

SIGNAL_SENDER: ContextVar[str] = ContextVar("luaflow_signal_sender", default="")
"""PID of the sender of the signal or update that is being handled."""

CHILD_HEADERS: ContextVar[Mapping[str, Payload]] = ContextVar("luaflow_child_headers", default=MappingProxyType({}))
"""Headers of the child workflow that is being started, beside the parent's context."""

CALLER_CONTEXT: ContextVar[Mapping[str, Any]] = ContextVar("luaflow_caller_context", default=MappingProxyType({}))
"""Context values of the running activity or client code; a client sends them with every workflow it starts."""

T = TypeVar("T")

_log = logging.getLogger("luaflow")


def encode_context(values: Mapping[str, Any]) -> Payload:
    """Return the header payload of context values, which are plain JSON values."""
    return encode_json(values)


def encode_json(value: Any) -> Payload:
    """Return the header payload of a plain JSON value."""
    return Payload(
        metadata={"encoding": b"json/plain"},
        data=json.dumps(value, separators=(",", ":"), allow_nan=False).encode("utf-8"),
    )


def decode_json(headers: Mapping[str, Payload], name: str, kind: type[T]) -> T | None:
    """Return the JSON value of a header; ``None`` when it is absent or no value of that kind, which is logged.

    Args:
        headers: All headers.
        name: The header.
        kind: ``str`` or ``dict``.
    """
    payload = headers.get(name)
    if payload is None:
        return None
    try:
        value = jsontext.loads_plain(payload.data)
    except jsontext.DecodeError:
        value = None
    if not isinstance(value, kind):
        _log.warning("ignoring the header %s, which is malformed", name)
        return None
    return value


def decode_sender(headers: Mapping[str, Payload]) -> str:
    """Return the sender's PID, empty when there is none."""
    return decode_json(headers, SENDER_HEADER, str) or ""


def decode_context(headers: Mapping[str, Payload]) -> Mapping[str, Any]:
    """Return the context values in ``headers``; empty when there are none or they cannot be read."""
    name = CONTEXT_HEADER if CONTEXT_HEADER in headers else FOREIGN_CONTEXT_HEADER
    return decode_json(headers, name, dict) or {}


def with_context(headers: Mapping[str, Payload], values: Mapping[str, Any]) -> Mapping[str, Payload]:
    """Return ``headers`` with the context values added, unless there are none."""
    return {**headers, CONTEXT_HEADER: encode_context(values)} if values else headers


@contextmanager
def context(values: Mapping[str, Any]) -> Iterator[None]:
    """Give context values to every workflow that a client with luaflow's plugin starts inside the ``with`` block.

    Args:
        values: JSON values by name, which Lua code reads with ``ctx.get``.
    """
    token = CALLER_CONTEXT.set({**CALLER_CONTEXT.get(), **values})
    try:
        yield
    finally:
        CALLER_CONTEXT.reset(token)
