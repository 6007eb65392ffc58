"""``string.pack``, ``string.unpack`` and ``string.packsize``.

Source: Lua 5.4 manual, 6.4.2; ``lstrlib.c`` (``getoption``, ``getdetails``), for a 64-bit little-endian machine.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any, Literal

from luaflow_runtime.text.arguments import check_integer, check_number, check_string
from luaflow_runtime.text.numbers import wrap_integer
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.errors import argument_error, runtime_error

_MAX_INTEGER_SIZE = 16
_NATIVE_ALIGNMENT = 8
_INTEGER_SIZE = 8
_MAX_SIZE = 0x7FFF_FFFF
"""Lua keeps sizes in an ``int``: it reads digits only as long as one more cannot overflow it."""

_Kind = Literal["int", "uint", "float", "fixed", "string", "zero", "padding", "align", "none"]

_SIZED: dict[str, tuple[_Kind, int]] = {
    "b": ("int", 1),
    "B": ("uint", 1),
    "h": ("int", 2),
    "H": ("uint", 2),
    "l": ("int", 8),
    "L": ("uint", 8),
    "j": ("int", 8),
    "J": ("uint", 8),
    "T": ("uint", 8),
    "f": ("float", 4),
    "n": ("float", 8),
    "d": ("float", 8),
    "z": ("zero", 0),
    "x": ("padding", 1),
    "X": ("align", 0),
}


@dataclass(frozen=True, slots=True)
class _Field:
    """One option of a format: ``padding`` bytes, then ``size`` bytes (or more, for strings) of its kind."""

    kind: _Kind
    size: int
    padding: int
    little: bool


class _Reader:
    """Reads a format option by option; an option's alignment depends on what was packed before it."""

    def __init__(self, form: str, function_name: str) -> None:
        self.form = form.partition("\0")[0]  # to Lua a zero byte ends it
        self.function_name = function_name
        self.at = 0
        self.little = True
        self.max_alignment = 1

    def more(self) -> bool:
        """Tell whether an option is left."""
        return self.at < len(self.form)

    def _digits(self) -> int | None:
        start = self.at
        n = 0
        while self.at < len(self.form) and "0" <= self.form[self.at] <= "9" and n <= (_MAX_SIZE - 9) // 10:
            n = n * 10 + int(self.form[self.at])
            self.at += 1
        return n if self.at > start else None

    def _size(self, default: int) -> int:
        n = self._digits()
        if n is None:
            return default
        if not 1 <= n <= _MAX_INTEGER_SIZE:
            raise runtime_error(f"integral size ({n}) out of limits [1,16]")
        return n

    def _option(self) -> tuple[_Kind, int]:
        option = self.form[self.at]
        self.at += 1
        if option in _SIZED:
            return _SIZED[option]
        match option:
            case "i":
                return "int", self._size(4)
            case "I":
                return "uint", self._size(4)
            case "s":
                return "string", self._size(8)
            case "c":
                size = self._digits()
                if size is None:
                    raise runtime_error("missing size for format option 'c'")
                return "fixed", size
            case " ":
                pass
            case "<" | "=":
                self.little = True
            case ">":
                self.little = False
            case "!":
                self.max_alignment = self._size(_NATIVE_ALIGNMENT)
            case _:
                shown = from_bytes(to_bytes(option)[:1])
                raise runtime_error(f"invalid format option '{shown}'")
        return "none", 0

    def next(self, total: int) -> _Field:
        """Return the next option, with the padding it needs behind ``total`` bytes."""
        kind, size = self._option()
        align = size
        if kind == "align":
            if self.at == len(self.form):
                raise argument_error(1, self.function_name, "invalid next option for option 'X'")
            following, align = self._option()
            if following == "fixed" or align == 0:
                raise argument_error(1, self.function_name, "invalid next option for option 'X'")
        padding = 0
        if align > 1 and kind not in ("fixed", "padding", "none", "zero"):
            align = min(align, self.max_alignment)
            if align & (align - 1):
                raise argument_error(1, self.function_name, "format asks for alignment not power of 2")
            padding = -total & (align - 1)
        return _Field(kind, size, padding, self.little)


def pack(form: str, values: tuple[Any, ...]) -> str:
    """Return the values as a byte string.

    Args:
        form: Format string.
        values: One value for each option that takes one; surplus ones are ignored, missing ones are nil.
    """
    out = bytearray()
    n = 1
    reader = _Reader(form, "pack")
    while reader.more():
        field = reader.next(len(out))
        out += bytes(field.padding)
        if field.kind in ("align", "none"):
            continue
        if field.kind == "padding":
            out.append(0)
            continue
        n += 1
        value = values[n - 2] if n - 2 < len(values) else None
        out += _packed(field, value, n)
    return from_bytes(bytes(out))


def _packed(field: _Field, value: Any, n: int) -> bytes:
    size = field.size
    order: Literal["little", "big"] = "little" if field.little else "big"
    match field.kind:
        case "int":
            integer = check_integer(value, n, "pack")
            if size < _INTEGER_SIZE and not -(1 << size * 8 - 1) <= integer < 1 << size * 8 - 1:
                raise argument_error(n, "pack", "integer overflow")
            return integer.to_bytes(size, order, signed=True)
        case "uint":
            integer = check_integer(value, n, "pack")
            if size < _INTEGER_SIZE and not 0 <= integer < 1 << size * 8:
                raise argument_error(n, "pack", "unsigned overflow")
            # Lua extends the sign only of signed options.
            return (integer & 0xFFFF_FFFF_FFFF_FFFF).to_bytes(size, order)
        case "float":
            number = float(check_number(value, n, "pack"))
            code = ("<" if field.little else ">") + ("f" if size == 4 else "d")
            try:
                return struct.pack(code, number)
            except OverflowError:
                # C converts a double out of a float's range to infinity.
                return struct.pack(code, float("inf") if number > 0 else float("-inf"))
        case "fixed":
            data = to_bytes(check_string(value, n, "pack"))
            if len(data) > size:
                raise argument_error(n, "pack", "string longer than given size")
            return data.ljust(size, b"\0")
        case "string":
            data = to_bytes(check_string(value, n, "pack"))
            if size < _INTEGER_SIZE and len(data) >= 1 << size * 8:
                raise argument_error(n, "pack", "string length does not fit in given size")
            return len(data).to_bytes(size, order) + data
        case _:
            data = to_bytes(check_string(value, n, "pack"))
            if b"\0" in data:
                raise argument_error(n, "pack", "string contains zeros")
            return data + b"\0"


def packsize(form: str) -> int:
    """Return the size of what a format without variable-length options packs."""
    total = 0
    reader = _Reader(form, "packsize")
    while reader.more():
        field = reader.next(total)
        if field.kind in ("string", "zero"):
            raise argument_error(1, "packsize", "variable-length format")
        size = field.size + field.padding
        if total > 0x7FFF_FFFF - size:
            raise argument_error(1, "packsize", "format result too large")
        total += size
    return total


def unpack(form: str, data: bytes, init: int) -> tuple[Any, ...]:
    """Return the values packed in ``data``, then the 1-based position behind the last byte read.

    Args:
        form: Format string.
        data: Packed bytes.
        init: Where to begin, 0-based, within the data.
    """
    at = init
    values: list[Any] = []
    reader = _Reader(form, "unpack")
    while reader.more():
        field = reader.next(at)
        at += field.padding
        if field.size > len(data) - at:
            raise argument_error(2, "unpack", "data string too short")
        if field.kind in ("align", "none"):
            continue
        order: Literal["little", "big"] = "little" if field.little else "big"
        chunk = data[at : at + field.size]
        at += field.size
        match field.kind:
            case "int" | "uint":
                values.append(_integer(chunk, order, field.kind == "int"))
            case "float":
                values.append(
                    struct.unpack(("<" if field.little else ">") + ("f" if field.size == 4 else "d"), chunk)[0]
                )
            case "fixed":
                values.append(from_bytes(chunk))
            case "string":
                length = _integer(chunk, order, False) & 0xFFFF_FFFF_FFFF_FFFF
                if length > len(data) - at:
                    raise argument_error(2, "unpack", "data string too short")
                values.append(from_bytes(data[at : at + length]))
                at += length
            case "zero":
                end = data.find(b"\0", at)
                if end < 0:
                    raise argument_error(2, "unpack", "unfinished string for format 'z'")
                values.append(from_bytes(data[at:end]))
                at = end + 1
            case _:
                pass
    return (*values, at + 1)


def _integer(chunk: bytes, order: Literal["little", "big"], signed: bool) -> int:
    size = len(chunk)
    if size <= _INTEGER_SIZE:
        return wrap_integer(int.from_bytes(chunk, order, signed=signed))
    low, high = (chunk[:_INTEGER_SIZE], chunk[_INTEGER_SIZE:])
    if order == "big":
        low, high = chunk[-_INTEGER_SIZE:], chunk[:-_INTEGER_SIZE]
    value = int.from_bytes(low, order, signed=True)
    fill = 0xFF if signed and value < 0 else 0
    if any(byte != fill for byte in high):
        raise runtime_error(f"{size}-byte integer does not fit into Lua Integer")
    return value
