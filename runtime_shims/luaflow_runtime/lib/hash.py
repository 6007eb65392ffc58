"""The ``hash`` module: digests and keyed digests of strings.

Source: reference data 8.5. Wrong-typed arguments give ``nil, err`` of kind Invalid. ``hmac_*`` take the data first.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from luaflow_runtime.lib.errors import INVALID, Error, new_error
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import as_string
from luaflow_runtime.text.strings import from_bytes, to_bytes

Result = tuple[str | None, Error | None]

_MASK_32 = 0xFFFF_FFFF
_MASK_64 = 0xFFFF_FFFF_FFFF_FFFF


def _text_of(value: Any) -> bytes | None:
    """Return the bytes of a string; numbers are none here."""
    if isinstance(value, int | float):
        return None
    text = as_string(value)
    return None if text is None else to_bytes(text)


def _invalid(what: str) -> Error:
    return new_error(f"{what} must be a string", INVALID, False)


def _printed(digest: bytes, raw: Any) -> str:
    return digest.hex() if raw is None or raw is False else from_bytes(digest)


def _digest(algorithm: str, data: Any, raw: Any) -> Result:
    content = _text_of(data)
    if content is None:
        return None, _invalid("data")
    return _printed(hashlib.new(algorithm, content, usedforsecurity=False).digest(), raw), None


def _keyed(algorithm: str, data: Any, secret: Any, raw: Any) -> Result:
    content = _text_of(data)
    if content is None:
        return None, _invalid("data")
    key = _text_of(secret)
    if key is None:
        return None, _invalid("secret")
    return _printed(hmac.digest(key, content, algorithm), raw), None


@shim("hash.md5", results=2, types="string?,error?")
def md5(data: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the MD5 digest in hexadecimal, or as bytes when ``raw`` is true."""
    return _digest("md5", data, raw)


@shim("hash.sha1", results=2, types="string?,error?")
def sha1(data: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the SHA-1 digest in hexadecimal, or as bytes when ``raw`` is true."""
    return _digest("sha1", data, raw)


@shim("hash.sha256", results=2, types="string?,error?")
def sha256(data: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the SHA-256 digest in hexadecimal, or as bytes when ``raw`` is true."""
    return _digest("sha256", data, raw)


@shim("hash.sha512", results=2, types="string?,error?")
def sha512(data: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the SHA-512 digest in hexadecimal, or as bytes when ``raw`` is true."""
    return _digest("sha512", data, raw)


@shim("hash.hmac_md5", results=2, types="string?,error?")
def hmac_md5(data: Any = None, secret: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the HMAC of ``data`` under ``secret`` with MD5."""
    return _keyed("md5", data, secret, raw)


@shim("hash.hmac_sha1", results=2, types="string?,error?")
def hmac_sha1(data: Any = None, secret: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the HMAC of ``data`` under ``secret`` with SHA-1."""
    return _keyed("sha1", data, secret, raw)


@shim("hash.hmac_sha256", results=2, types="string?,error?")
def hmac_sha256(data: Any = None, secret: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the HMAC of ``data`` under ``secret`` with SHA-256."""
    return _keyed("sha256", data, secret, raw)


@shim("hash.hmac_sha512", results=2, types="string?,error?")
def hmac_sha512(data: Any = None, secret: Any = None, raw: Any = None, *_: Any) -> Result:
    """Return the HMAC of ``data`` under ``secret`` with SHA-512."""
    return _keyed("sha512", data, secret, raw)


@shim("hash.fnv32", results=2, types="integer?,error?")
def fnv32(data: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the 32-bit FNV-1 hash."""
    content = _text_of(data)
    if content is None:
        return None, _invalid("data")
    value = 0x811C_9DC5
    for byte in content:
        value = value * 0x0100_0193 & _MASK_32 ^ byte
    return value, None


@shim("hash.fnv64", results=2, types="float?,error?")
def fnv64(data: Any = None, *_: Any) -> tuple[Any, Any]:
    """Return the 64-bit FNV-1 hash as a float, which loses its lowest bits."""
    content = _text_of(data)
    if content is None:
        return None, _invalid("data")
    value = 0xCBF2_9CE4_8422_2325
    for byte in content:
        value = value * 0x0000_0100_0000_01B3 & _MASK_64 ^ byte
    return float(value), None


LIBRARY = library(
    "hash",
    fnv32=fnv32,
    fnv64=fnv64,
    hmac_md5=hmac_md5,
    hmac_sha1=hmac_sha1,
    hmac_sha256=hmac_sha256,
    hmac_sha512=hmac_sha512,
    md5=md5,
    sha1=sha1,
    sha256=sha256,
    sha512=sha512,
)
