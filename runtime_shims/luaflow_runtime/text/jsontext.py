"""JSON and Lua values: for the ``json`` library and for every payload that crosses Temporal.

A table with keys 1..n is an array, any other table an object, in the order of ``pairs``. An empty table is ``[]`` unless it
once had a string key or was decoded from ``{}``.

Two policies: strict (payloads) refuses what JSON cannot hold and names the key path; lenient (``json.encode``) writes ``null``
for it.

Bytes that are not UTF-8 are surrogate escapes in Lua strings; strict encoding writes them as the JSON escapes ``\\udc80`` to
``\\udcff``, which no text contains, so that they come back as the bytes they were.

Source: reference data 8.1; decisions 7, 12, 13, 17.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite, isnan
from typing import Any, NoReturn

from luaflow_runtime.text.numbers import MAX_INTEGER, MIN_INTEGER, number_to_str
from luaflow_runtime.text.strings import canonical, has_escapes
from luaflow_runtime.values.names import demangle, mangle
from luaflow_runtime.values.table import FALSE_KEY, TRUE_KEY, Table
from luaflow_runtime.values.types import type_name

MAX_DEPTH = 128
"""Most tables or JSON containers inside each other."""

NESTED = "cannot encode recursively nested tables"
TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"
SPARSE = "cannot encode sparse array"
MIXED = "cannot encode mixed or invalid key types"

_OBJECT_MARK = "object_"
"""A deleted field that keeps an empty table an object. No Lua key has this attribute."""

_SHAPE_KEYS = 64
"""Objects with more keys are maps rather than records: their keys are not remembered."""

_PRINTERS = {"Time": ":format_rfc3339()", "Duration": ":milliseconds()"}
"""For the messages: the method that gives what can be sent."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))
_ASCII_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":"))
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_SPACES = re.compile(r"[ \t\n\r]*")


class EncodeError(Exception):
    """A value that JSON cannot hold.

    Attributes:
        path: Keys from the outermost value to the refused one: ``items[2].callback``; empty for that value itself.
        reason: Why it is refused.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.path = ""
        self.reason = reason

    def inside(self, key: str | int) -> EncodeError:
        """Return the error as seen from the table that holds the refused value under ``key``."""
        step = f"[{key}]" if isinstance(key, int) else key if key.isidentifier() else f'["{key}"]'
        separator = "." if self.path and not self.path.startswith("[") else ""
        self.path = f"{step}{separator}{self.path}"
        return self

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class DecodeError(Exception):
    """Text that is no JSON value, or one nested too deep."""


# Encoding.


def to_plain(value: Any, *, lenient: bool = False) -> Any:
    """Turn a Lua value into Python's JSON values; tables become new lists and dicts in table order.

    Args:
        value: Any Lua value.
        lenient: Turn what JSON cannot hold into ``None`` instead of refusing it.

    Raises:
        EncodeError: A cycle, a sparse or mixed table (both policies); NaN, infinities, functions, threads and userdata
            (strict).
    """
    try:
        return _plain(value, lenient, 0)
    except EncodeError as error:
        if error.reason == TOO_DEEP and (cycle := _cycle(value)) is not None:
            raise cycle from None
        raise


def _plain(value: Any, lenient: bool, depth: int) -> Any:
    kind = value.__class__
    if kind is str or kind is int or kind is bool or value is None:
        return value
    if kind is float:
        if value - value == 0.0:
            return value
        return _refuse(lenient, "NaN has no JSON form" if isnan(value) else "an infinity has no JSON form")
    if isinstance(value, Table):
        return _container(value, lenient, depth + 1)
    if getattr(kind, "lua_text_", None) is not None:
        # An error object is sent as its full text.
        return value.full_
    name = type_name(value)
    if name != "userdata":
        return _refuse(lenient, f"a {name} has no JSON form")
    printer = _PRINTERS.get(kind.__name__)
    return _refuse(lenient, f"a {kind.__name__} has no JSON form" + (f"; send what {printer} gives" if printer else ""))


def _refuse(lenient: bool, reason: str) -> None:
    if not lenient:
        raise EncodeError(reason)


def _container(t: Table, lenient: bool, depth: int) -> list[Any] | dict[str, Any]:
    if depth > MAX_DEPTH:
        raise EncodeError(TOO_DEEP)
    fields = t.__dict__
    arr = t.arr_
    others = t.hash_
    has_items = len(arr) > 1
    if fields:
        plain: dict[str, Any] = {}
        for name, value in fields.items():
            if value is None:
                continue
            key = name if name[-1:] != "_" else demangle(name)
            kind = value.__class__
            if kind is str or kind is int or kind is bool or (kind is float and value - value == 0.0):
                plain[key] = value
            else:
                try:
                    plain[key] = _plain(value, lenient, depth)
                except EncodeError as error:
                    raise error.inside(key) from None
        if plain and has_items:
            raise EncodeError(MIXED)
        if not has_items:
            if others or arr:
                _other_keys(t, plain, lenient, depth, bool(plain))
            return plain
    elif others or (arr and arr[0] is not None):
        plain = {}
        _other_keys(t, plain, lenient, depth, has_items)
        if plain:
            return plain
    return _array(arr, lenient, depth)


def _array(arr: Any, lenient: bool, depth: int) -> list[Any]:
    items: list[Any] = []
    for i in range(1, len(arr)):
        value = arr[i]
        kind = value.__class__
        if kind is str or kind is int or kind is bool or (kind is float and value - value == 0.0):
            items.append(value)
        elif value is None:
            raise EncodeError(SPARSE)
        else:
            try:
                items.append(_plain(value, lenient, depth))
            except EncodeError as error:
                raise error.inside(i) from None
    return items


def _other_keys(t: Table, plain: dict[str, Any], lenient: bool, depth: int, beside: bool) -> None:
    """Add the keys outside the array part that are no strings.

    Args:
        t: The table.
        plain: The object so far.
        lenient: Policy.
        depth: Depth of the table.
        beside: Whether the table has string keys or array items, too.
    """
    entries: list[tuple[Any, Any]] = [] if t.hash_ is None else [(k, v) for k, v in t.hash_.items() if v is not None]
    if t.arr_[0] is not None:
        entries.insert(0, (0, t.arr_[0]))
    for key, value in entries:
        if key.__class__ is int:
            if key > 0:
                raise EncodeError(MIXED if plain or (beside and t.__dict__) else SPARSE)
            if not lenient:
                raise EncodeError(f"the integer key {key} has no place in an array or object")
            continue
        if len(t.arr_) > 1:
            raise EncodeError(MIXED)
        if key is TRUE_KEY:
            name = "true"
        elif key is FALSE_KEY:
            name = "false"
        elif key.__class__ is float:
            name = number_to_str(key)
        else:
            raise EncodeError(MIXED)
        if name in plain:
            raise EncodeError(f'two keys are written as "{name}"')
        try:
            plain[name] = _plain(value, lenient, depth)
        except EncodeError as error:
            raise error.inside(name) from None


def _entries(t: Table) -> Iterator[tuple[str | int, Any]]:
    yield from enumerate(t.arr_)
    yield from ((demangle(name), value) for name, value in t.__dict__.items())
    yield from ((type_name(key), value) for key, value in (t.hash_ or {}).items())


def _cycle(value: Any) -> EncodeError | None:
    """Return the error of a table that holds itself, with the path to where it does; ``None`` when there is none."""
    if not isinstance(value, Table):
        return None
    path: list[str | int] = []
    open_tables = {id(value)}
    done: set[int] = set()
    stack: list[tuple[Table, Iterator[tuple[str | int, Any]]]] = [(value, _entries(value))]
    while stack:
        table, entries = stack[-1]
        for key, inner in entries:
            if not isinstance(inner, Table) or id(inner) in done:
                continue
            path.append(key)
            if id(inner) in open_tables:
                error = EncodeError(NESTED)
                for step in reversed(path):
                    error.inside(step)
                return error
            open_tables.add(id(inner))
            stack.append((inner, _entries(inner)))
            break
        else:
            stack.pop()
            open_tables.discard(id(table))
            done.add(id(table))
            if path:
                path.pop()
    return None


def dump_plain(plain: Any) -> str:
    """Write Python's JSON values as compact JSON, object keys in their order, other bytes as ``\\udc80`` to ``\\udcff``."""
    text = _ENCODER.encode(plain)
    return _ASCII_ENCODER.encode(plain) if has_escapes(text) else text


def dumps(value: Any) -> str:
    """Write a Lua value as compact JSON, strict policy; see ``to_plain`` for the errors."""
    return dump_plain(to_plain(value))


def dumps_lenient(value: Any) -> str:
    """Write a Lua value as ``json.encode`` does: lenient, safe inside HTML, other bytes as U+FFFD."""
    text = _ENCODER.encode(to_plain(value, lenient=True))
    # These characters stand only inside strings.
    if "<" in text or ">" in text or "&" in text:
        text = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    if not text.isascii():
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        text = _ESCAPED_BYTE.sub("\ufffd", text)
    return text


# Decoding.


def from_plain(obj: Any, table_class: type[Table]) -> Any:
    """Turn Python's JSON values into a Lua value.

    Takes the lists and dicts over: they must not be used afterwards. ``null`` inside an object is an absent field, inside
    an array a hole. Integers beyond 64 bits become floats.

    Args:
        obj: What ``json.loads`` gives.
        table_class: Class of the tables to make.

    Raises:
        DecodeError: Nested too deep, or no JSON value.
    """
    return _value(obj, table_class, 0)


def _value(obj: Any, table_class: type[Table], depth: int) -> Any:
    kind = obj.__class__
    if kind is str:
        return obj if obj.isascii() else canonical(obj)
    if kind is int:
        return obj if MIN_INTEGER <= obj <= MAX_INTEGER else _large(obj)
    if kind is dict:
        return _from_object(obj, table_class, depth + 1)
    if kind is list:
        return _from_array(obj, table_class, depth + 1)
    if kind is float or kind is bool or obj is None:
        return obj
    raise DecodeError(f"{kind.__name__} is no JSON value")


def _large(n: int) -> float:
    try:
        return float(n)
    except OverflowError:
        return float("inf") if n > 0 else float("-inf")


@lru_cache(maxsize=1024)
def _attributes(keys: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the attributes of an object's keys, ``None`` when they are the keys themselves.

    Objects in payloads repeat a few shapes, so this is asked once for each shape. Keys come from outside: none may name an
    attribute of Python or of the runtime.
    """
    names = tuple(mangle(canonical(key)) for key in keys)
    return None if names == keys else names


def _from_object(obj: dict[str, Any], table_class: type[Table], depth: int) -> Table:
    if depth > MAX_DEPTH:
        raise DecodeError(TOO_DEEP)
    for key, value in obj.items():
        kind = value.__class__
        if kind is str:
            if not value.isascii():
                obj[key] = canonical(value)
        elif kind is dict:
            obj[key] = _from_object(value, table_class, depth + 1)
        elif kind is not float and kind is not bool and value is not None:
            obj[key] = _value(value, table_class, depth)
    keys = tuple(obj)
    names = _attributes(keys) if len(keys) <= _SHAPE_KEYS else _attributes.__wrapped__(keys)
    if names is not None:
        obj = dict(zip(names, obj.values()))
    elif not obj:
        obj[_OBJECT_MARK] = None
    table = table_class()
    table.__dict__ = obj
    return table


def _from_array(obj: list[Any], table_class: type[Table], depth: int) -> Table:
    if depth > MAX_DEPTH:
        raise DecodeError(TOO_DEEP)
    arr: list[Any] = [None]
    for value in obj:
        if value.__class__ is dict:
            arr.append(_from_object(value, table_class, depth + 1))
        else:
            arr.append(_value(value, table_class, depth))
    while len(arr) > 1 and arr[-1] is None:
        arr.pop()
    table = table_class()
    if len(arr) > 1:
        table.arr_ = arr
    return table


def mark_object(table: Table) -> Table:
    """Make an empty table encode as ``{}``; returns it."""
    if not table.__dict__ and not table.is_frozen_:
        table.__dict__[_OBJECT_MARK] = None
    return table


def _constant(name: str) -> NoReturn:
    raise ValueError(f"invalid literal {name}")


def _large_integer(digits: str) -> int | float:
    # int() refuses thousands of digits; no such number fits 64 bits anyway.
    return int(digits) if len(digits) < 400 else float(digits)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    obj = dict(pairs)
    if len(obj) != len(pairs):
        raise ValueError("duplicate object key")
    return obj


_DECODER = json.JSONDecoder()
_LONG_DECODER = json.JSONDecoder(parse_int=_large_integer)
_FINITE_DECODER = json.JSONDecoder(parse_int=_large_integer, parse_constant=_constant)
_STRICT_DECODER = json.JSONDecoder(parse_int=_large_integer, parse_constant=_constant, object_pairs_hook=_unique)


def loads(text: str | bytes, table_class: type[Table]) -> Any:
    """Read the JSON of a payload, as lenient as other readers are: the last of equal keys wins, ``NaN`` is read.

    Raises:
        DecodeError: No JSON, not UTF-8, or nested too deep.
    """
    try:
        if isinstance(text, bytes):
            text = text.decode()
        try:
            obj = _DECODER.decode(text)
        except json.JSONDecodeError:
            raise
        except ValueError:
            obj = _LONG_DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise DecodeError(_reason(error)) from None
    return from_plain(obj, table_class)


def loads_plain(text: bytes) -> Any:
    """Read JSON from anyone into Python's JSON values, which can be written again and hold Lua strings in canonical form.

    Raises:
        DecodeError: No JSON, not UTF-8, nested too deep, or a number out of range.
    """
    try:
        obj = _FINITE_DECODER.decode(text.decode())
    except (ValueError, RecursionError) as error:
        raise DecodeError(_reason(error)) from None
    return _checked(obj, 0)


def _checked(obj: Any, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise DecodeError(TOO_DEEP)
    if isinstance(obj, str):
        return canonical(obj)
    if isinstance(obj, float) and not isfinite(obj):
        raise DecodeError("number out of range")
    if isinstance(obj, dict):
        return {canonical(key): _checked(value, depth + 1) for key, value in obj.items()}
    if isinstance(obj, list):
        return [_checked(value, depth + 1) for value in obj]
    return obj


def read_first(text: str) -> Any:
    """Read the first JSON value of a Lua string into Python's JSON values; what follows it is ignored.

    Raises:
        DecodeError: No JSON, equal keys in an object, or not UTF-8.
    """
    if has_escapes(text):
        raise DecodeError("invalid UTF-8")
    start = _SPACES.match(text)
    assert start is not None
    try:
        return _STRICT_DECODER.raw_decode(text, start.end())[0]
    except (ValueError, RecursionError) as error:
        raise DecodeError(_reason(error)) from None


def loads_first(text: str, table_class: type[Table]) -> Any:
    """Read the first JSON value of a Lua string as ``json.decode`` does.

    Raises:
        DecodeError: As ``read_first``, or nested too deep.
    """
    return from_plain(read_first(text), table_class)


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return TOO_DEEP
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at line {error.lineno} column {error.colno}"
    return "invalid UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
