"""Random values that a workflow records in history; drawn by a local activity, elsewhere on the spot."""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Callable
from random import SystemRandom
from typing import Any

_RANDOM = SystemRandom()
"""The generator behind ``secrets``, whose import loads cryptography that few programs need."""


def _random_bytes(count: int) -> str:
    return base64.b64encode(os.urandom(count)).decode("ascii")


def _random_string(count: int, charset: str) -> str:
    return "".join(_RANDOM.choice(charset) for _ in range(count))


def _random_indices(count: int, below: int) -> list[int]:
    return [_RANDOM.randrange(below) for _ in range(count)]


def _random_uuid() -> str:
    return str(uuid.UUID(bytes=os.urandom(16), version=4))


_DRAWS: dict[str, Callable[..., Any]] = {
    "random_bytes": _random_bytes,
    "random_indices": _random_indices,
    "random_string": _random_string,
    "random_uuid": _random_uuid,
}


def draw(name: str, args: tuple[Any, ...]) -> Any:
    """Draw a value.

    Args:
        name: ``random_bytes(n)``: Base64 of n bytes; ``random_string(n, charset)``: text of n characters, charset of
            ASCII; ``random_indices(n, below)``: n numbers from 0; ``random_uuid()``.
        args: Plain JSON values.

    Raises:
        ValueError: There is no such draw.
    """
    function = _DRAWS.get(name)
    if function is None:
        raise ValueError(f"unknown recorded value {name!r}; the worker runs an older luaflow")
    return function(*args)
