"""Context values in Temporal headers.

``luaflow-context`` holds a JSON object. The other runtime's ``wippy-context`` is read when ours is absent. Headers come
from anyone, so a malformed one is ignored with a log line and never fails a task.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from temporalio.api.common.v1 import Payload

CONTEXT_HEADER = "luaflow-context"
FOREIGN_CONTEXT_HEADER = "wippy-context"

CALLER_CONTEXT: ContextVar[Mapping[str, Any]] = ContextVar("luaflow_caller_context", default=MappingProxyType({}))
"""Context values of the running activity or client code; a client sends them with every workflow it starts."""

_log = logging.getLogger("luaflow")


def encode_context(values: Mapping[str, Any]) -> Payload:
    """Return the header payload of context values, which are plain JSON values."""
    return Payload(
        metadata={"encoding": b"json/plain"},
        data=json.dumps(values, separators=(",", ":"), allow_nan=False).encode("utf-8"),
    )


def decode_context(headers: Mapping[str, Payload]) -> Mapping[str, Any]:
    """Return the context values in ``headers``; empty when there are none or they cannot be read."""
    name = CONTEXT_HEADER
    payload = headers.get(name)
    if payload is None:
        name = FOREIGN_CONTEXT_HEADER
        payload = headers.get(name)
        if payload is None:
            return {}
    try:
        values = json.loads(payload.data)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        _log.warning("ignoring the header %s, which is not a JSON object", name)
        return {}
    return values


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
