"""The ``base64`` module: the standard alphabet with padding.

Source: reference data 8.6; the positions in messages are those of Go's ``encoding/base64``.
"""

from __future__ import annotations

import binascii
import re
from typing import Any

from luaflow_runtime.lib.errors import INVALID, Error, new_error
from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import as_string
from luaflow_runtime.text.strings import from_bytes, to_bytes

_WELL_FORMED = re.compile(rb"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_LINE_BREAKS = frozenset(b"\r\n")


def _content(value: Any) -> bytes | None:
    if isinstance(value, int | float):
        return None
    text = as_string(value)
    return None if text is None else to_bytes(text)


def _not_a_string() -> tuple[None, Error]:
    return None, new_error("string expected", INVALID, False)


@shim("base64.encode", results=None, types="string?,error?")
def encode(data: Any = None, *_: Any) -> Any:
    """Return the text form of a byte string; ``nil, err`` for other values."""
    content = _content(data)
    if content is None:
        return _not_a_string()
    return binascii.b2a_base64(content, newline=False).decode("ascii")


@shim("base64.decode", results=None, types="string?,error?")
def decode(text: Any = None, *_: Any) -> Any:
    """Return the bytes of a text form, line breaks ignored; ``nil, err`` when it is malformed."""
    content = _content(text)
    if content is None:
        return _not_a_string()
    letters = content.translate(None, b"\r\n")
    if _WELL_FORMED.fullmatch(letters) is None:
        return None, new_error(f"illegal base64 data at input byte {_fault(content)}", INVALID, False)
    return from_bytes(binascii.a2b_base64(letters))


def _fault(content: bytes) -> int:
    """Return the byte that Go's decoder complains of in malformed text."""
    in_quantum = 0
    for at, c in enumerate(content):
        if c in _LETTERS:
            in_quantum = (in_quantum + 1) % 4
        elif c not in _LINE_BREAKS:
            if c != ord("=") or in_quantum < 2:
                return at
            return _fault_in_padding(content, at + 1, in_quantum)
    return len(content) - in_quantum


def _fault_in_padding(content: bytes, at: int, in_quantum: int) -> int:
    def skip_line_breaks(at: int) -> int:
        while at < len(content) and content[at] in _LINE_BREAKS:
            at += 1
        return at

    if in_quantum == 2:
        at = skip_line_breaks(at)
        if at == len(content):
            return at
        if content[at] != ord("="):
            return at - 1
        at += 1
    return skip_line_breaks(at)


LIBRARY = library("base64", decode=decode, encode=encode)
