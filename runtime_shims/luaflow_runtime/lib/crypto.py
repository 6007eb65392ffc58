"""Lua's ``crypto`` library: recorded random values, keyed hashes, key derivation, comparison in constant time.

Random values must not be predictable from a workflow's seed, so they are drawn outside and recorded in history. Strings
are byte strings. Encryption and tokens are not part of it: they need a cryptography package that luaflow does not bring.
Source: reference/data.md 8.4.
"""

from __future__ import annotations

import base64
import hashlib
import hmac as hmac_module
from typing import Any

from luaflow_runtime.host import current
from luaflow_runtime.lib.errors import INTERNAL, Error, error_of, invalid
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_string
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import freeze
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT

_MAX_RANDOM = 1 << 20
_MAX_ITERATIONS = 10_000_000
_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


async def _recorded(name: str, *args: Any) -> tuple[Any, Error | None]:
    host = current()
    host.scheduler.check_writable()
    try:
        return await host.scheduler.external(lambda: host.recorded(name, args)), None
    except LuaError as interruption:
        return None, error_of(interruption.value)
    except Exception as failure:
        if host.is_workflow:
            from luaflow_runtime.temporal.failures import recorded_error

            return None, recorded_error(failure)
        return None, Error(str(failure), INTERNAL, False)


def _check_length(value: Any, name: str) -> int | Error:
    length = check_integer(value, 1, name)
    if length <= 0:
        return invalid("length must be positive")
    return length if length <= _MAX_RANDOM else invalid(f"length must not exceed {_MAX_RANDOM}")


@shim("crypto.random.bytes", results=2, types="string?, error?", colour="async")
async def random_bytes(length: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Return ``length`` random bytes, recorded in history."""
    count = _check_length(length, "bytes")
    if isinstance(count, Error):
        return None, count
    drawn, problem = await _recorded("random_bytes", count)
    return (None, problem) if problem is not None else (from_bytes(base64.b64decode(drawn)), None)


@shim("crypto.random_bytes", results=2, types="string?, error?", colour="async")
async def random_bytes_(length: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Do the same as ``crypto.random.bytes``."""
    return await random_bytes(length)


@shim("crypto.random.string", results=2, types="string?, error?", colour="async")
async def random_string(length: Any = ABSENT, charset: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return ``length`` random bytes out of ``charset``, letters and digits by default; recorded in history."""
    count = _check_length(length, "string")
    if isinstance(count, Error):
        return None, count
    letters = _ALPHANUMERIC if charset is None else check_string(charset, 2, "string")
    if not letters:
        return None, invalid("charset must not be empty")
    if letters.isascii():
        return await _recorded("random_string", count, letters)
    choices = to_bytes(letters)
    drawn, problem = await _recorded("random_indices", count, len(choices))
    return (None, problem) if problem is not None else (from_bytes(bytes(choices[at] for at in drawn)), None)


@shim("crypto.random.uuid", results=2, types="string?, error?", colour="async")
async def random_uuid(*_: Any) -> tuple[Any, Any]:
    """Return a random UUID, recorded in history."""
    return await _recorded("random_uuid")


def _hmac(algorithm: str, key: Any, data: Any) -> tuple[str | None, Error | None]:
    secret = check_string(key, 1, algorithm)
    message = check_string(data, 2, algorithm)
    if not secret:
        return None, invalid("key must not be empty")
    return hmac_module.new(to_bytes(secret), to_bytes(message), algorithm).hexdigest(), None


@shim("crypto.hmac.sha256", results=2, types="string?, error?")
def hmac_sha256(key: Any = ABSENT, data: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Return the keyed SHA-256 of ``data`` in hexadecimal."""
    return _hmac("sha256", key, data)


@shim("crypto.hmac.sha512", results=2, types="string?, error?")
def hmac_sha512(key: Any = ABSENT, data: Any = ABSENT, *_: Any) -> tuple[Any, Any]:
    """Return the keyed SHA-512 of ``data`` in hexadecimal."""
    return _hmac("sha512", key, data)


@shim("crypto.pbkdf2", results=2, types="string?, error?")
def pbkdf2(
    password: Any = ABSENT,
    salt: Any = ABSENT,
    iterations: Any = ABSENT,
    length: Any = ABSENT,
    algorithm: Any = None,
    *_: Any,
) -> tuple[Any, Any]:
    """Return ``length`` bytes derived from a password, by SHA-256 or SHA-512."""
    secret = check_string(password, 1, "pbkdf2")
    grain = check_string(salt, 2, "pbkdf2")
    rounds = check_integer(iterations, 3, "pbkdf2")
    size = check_integer(length, 4, "pbkdf2")
    name = "sha256" if algorithm is None else check_string(algorithm, 5, "pbkdf2")
    if not secret:
        return None, invalid("password must not be empty")
    if not grain:
        return None, invalid("salt must not be empty")
    if not 0 < rounds <= _MAX_ITERATIONS:
        return None, invalid(f"iterations must be between 1 and {_MAX_ITERATIONS}")
    if size <= 0:
        return None, invalid("key length must be positive")
    if name not in ("sha256", "sha512"):
        return None, invalid(f"unsupported hash algorithm: {name}")
    return from_bytes(hashlib.pbkdf2_hmac(name, to_bytes(secret), to_bytes(grain), rounds, size)), None


@shim("crypto.constant_time_compare", types="boolean")
def constant_time_compare(left: Any = ABSENT, right: Any = ABSENT, *_: Any) -> bool:
    """Whether two strings are equal, in a time that does not tell where they differ."""
    a = check_string(left, 1, "constant_time_compare")
    b = check_string(right, 2, "constant_time_compare")
    return hmac_module.compare_digest(to_bytes(a), to_bytes(b))


LIBRARY = library(
    "crypto",
    random=freeze(Table(bytes=random_bytes, string=random_string, uuid=random_uuid)),
    random_bytes=random_bytes_,
    hmac=freeze(Table(sha256=hmac_sha256, sha512=hmac_sha512)),
    pbkdf2=pbkdf2,
    constant_time_compare=constant_time_compare,
)
