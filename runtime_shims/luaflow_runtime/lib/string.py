"""Lua's ``string`` library.

Source: Lua 5.4 manual, 6.4. ``gfind`` is ``gmatch`` by its old name. Positions count bytes. Error objects are taken for their
message where a string is wanted.
"""

from __future__ import annotations

from builtins import len as _count
from collections.abc import Callable
from functools import partial
from types import FunctionType
from typing import Any

from luaflow_runtime.lib.library import library
from luaflow_runtime.shim import shim
from luaflow_runtime.text import pack as packing
from luaflow_runtime.text import patterns, strings
from luaflow_runtime.text.arguments import as_string, check_integer, check_string, optional_integer
from luaflow_runtime.text.format import lua_format, parse_format
from luaflow_runtime.text.gsub import Replacement, certainly_none
from luaflow_runtime.text.gsub import gsub as substitute
from luaflow_runtime.values.calls import MAX_RESULTS, call, drive, first
from luaflow_runtime.values.errors import argument_error, runtime_error, type_argument_error
from luaflow_runtime.values.ops import index
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import ABSENT, type_name

MAX_SIZE = 0x7FFF_FFFF
"""Largest string that ``rep`` makes: beyond it a mistake is more likely than a wish."""

_ASCII_UPPER = bytes(range(97, 123)).upper()
_TO_UPPER = bytes.maketrans(bytes(range(97, 123)), _ASCII_UPPER)
_TO_LOWER = bytes.maketrans(_ASCII_UPPER, bytes(range(97, 123)))


@shim("string.byte", results=None, types="integer?")
def byte(s: Any = ABSENT, i: Any = None, j: Any = None, *_: Any) -> Any:
    """Return the codes of bytes ``i`` (default 1) to ``j`` (default ``i``), as many values."""
    if j is None and s.__class__ is str and i.__class__ is int and i > 0 and s.isascii():
        # The usual call.
        return ord(s[i - 1]) if i <= _count(s) else ()
    if s.__class__ is not str:
        s = check_string(s, 1, "byte")
    if i is None:
        i = 1
    elif i.__class__ is not int:
        i = check_integer(i, 2, "byte")
    if j is None and s.isascii():
        if i < 0:
            i += _count(s) + 1
        return ord(s[i - 1]) if 0 < i <= _count(s) else ()
    b = strings.to_bytes(s)
    start, stop = strings.slice_range(i, i if j is None else check_integer(j, 3, "byte"), _count(b))
    if stop - start >= MAX_RESULTS:
        raise runtime_error("stack overflow (string slice too long)")
    chosen = b[start:stop]
    return chosen[0] if _count(chosen) == 1 else tuple(chosen)


@shim("string.char", types="string")
def char(first_code: Any = ABSENT, *more: Any) -> str:
    """Return the string of the given byte codes."""
    if not more:
        if first_code.__class__ is int and 0 <= first_code < 128:
            return chr(first_code)
        if first_code is ABSENT:
            return ""
    values = []
    for n, code in enumerate((first_code, *more), 1):
        value = check_integer(code, n, "char")
        if not 0 <= value <= 255:
            raise argument_error(n, "char", "value out of range")
        values.append(value)
    return strings.from_bytes(bytes(values))


def _start(init: Any, s: str, n: int, function_name: str) -> int:
    """Return the 0-based byte where a search begins; it may lie behind the string."""
    if init is None:
        return 0
    i = check_integer(init, n, function_name)
    if i > 0:
        return i - 1
    return 0 if i == 0 else max(strings.byte_length(s) + i, 0)


@shim("string.find", results=None, types="integer?,integer?")
def find(s: Any = ABSENT, pattern: Any = ABSENT, init: Any = None, plain: Any = None, *_: Any) -> Any:
    """Return first and last position of the first match and its captures, or nil."""
    if s.__class__ is not str:
        s = check_string(s, 1, "find")
    if pattern.__class__ is not str:
        pattern = check_string(pattern, 2, "find")
    start = 0
    if init is not None:
        start = init - 1 if init.__class__ is int and init > 0 else _start(init, s, 3, "find")
        if start > (_count(s) if s.isascii() else strings.byte_length(s)):
            return None
    if plain is not None and plain is not False:
        return patterns.find_plain(s, pattern, start)
    return patterns.find(s, pattern, start)


@shim("string.match", results=None, types="any")
def match(s: Any = ABSENT, pattern: Any = ABSENT, init: Any = None, *_: Any) -> Any:
    """Return the captures of the first match (the whole match when there are none), or nil."""
    if s.__class__ is not str:
        s = check_string(s, 1, "match")
    if pattern.__class__ is not str:
        pattern = check_string(pattern, 2, "match")
    start = 0
    if init is not None:
        start = init - 1 if init.__class__ is int and init > 0 else _start(init, s, 3, "match")
        if start > (_count(s) if s.isascii() else strings.byte_length(s)):
            return None
    return patterns.match(s, pattern, start)


def _gmatch(function_name: str, s: Any, pattern: Any, init: Any) -> Callable[..., Any]:
    text = check_string(s, 1, function_name)
    wanted = check_string(pattern, 2, function_name)
    start = _start(init, text, 3, function_name)
    width, results = patterns.gmatch(text, wanted, start)

    def gmatch_step(*_: Any) -> Any:
        return next(results, ())

    # The generic `for` takes the results from here, without a call for each.
    gmatch_step.__dict__["results_"] = width, results
    return gmatch_step


@shim("string.gmatch", types="function")
def gmatch(s: Any = ABSENT, pattern: Any = ABSENT, init: Any = None, *_: Any) -> Callable[..., Any]:
    """Return an iterator function over the matches."""
    return _gmatch("gmatch", s, pattern, init)


@shim("string.gfind", types="function")
def gfind(s: Any = ABSENT, pattern: Any = ABSENT, init: Any = None, *_: Any) -> Callable[..., Any]:
    """Return an iterator function over the matches (``gmatch`` by its old name)."""
    return _gmatch("gfind", s, pattern, init)


def _replacement_text(result: Any) -> str | None:
    """Return what a function or table gave for a match as text; ``None`` keeps the match."""
    value = first(drive(result))
    if value is None or value is False:
        return None
    text = as_string(value)
    if text is None:
        raise runtime_error(f"invalid replacement value (a {type_name(value)})")
    return text


def _by_table(table: Table) -> Replacement:
    return lambda capture, *others: index(table, capture)


def _replacement(value: Any) -> str | Replacement:
    if isinstance(value, str):
        return value
    if value.__class__ is FunctionType:
        function: Replacement = value
        return function
    if isinstance(value, Table):
        return _by_table(value)
    if type_name(value) == "function":
        return partial(call, value)
    text = as_string(value)
    if text is None:
        raise type_argument_error(3, "gsub", "string/function/table", value)
    return text


@shim("string.gsub", results=2, types="string,integer")
def gsub(
    s: Any = ABSENT, pattern: Any = ABSENT, replacement: Any = ABSENT, limit: Any = None, *_: Any
) -> tuple[str, int]:
    """Return ``s`` with its matches replaced, and how many there were.

    Args:
        s: Subject.
        pattern: Lua pattern.
        replacement: String with ``%0`` to ``%9``, table looked up by the first capture, or function of the captures.
        limit: Most replacements.
    """
    if s.__class__ is not str:
        s = check_string(s, 1, "gsub")
    if pattern.__class__ is not str:
        pattern = check_string(pattern, 2, "gsub")
    most = None if limit is None else check_integer(limit, 4, "gsub")
    if replacement.__class__ is not str:
        if most is None and isinstance(replacement, Table) and certainly_none(s, pattern):
            return s, 0
        replacement = _replacement(replacement)
    return substitute(s, pattern, replacement, most, _replacement_text)


@shim("string.format", types="string")
def format(form: Any = ABSENT, *args: Any) -> str:
    """Return the arguments formatted as ``form`` says."""
    parsed = parse_format(form if form.__class__ is str else check_string(form, 1, "format"))
    if parsed.simple and parsed.known.get((*map(type, args),)):
        text: str = parsed.python % args
        if text.isascii():
            return text
    return lua_format(parsed, args)


@shim("string.len", types="integer")
def len(s: Any = ABSENT, *_: Any) -> int:
    """Return the number of bytes."""
    text = s if s.__class__ is str else check_string(s, 1, "len")
    return _count(text) if text.isascii() else strings.byte_length(text)


@shim("string.lower", types="string")
def lower(s: Any = ABSENT, *_: Any) -> str:
    """Return ``s`` with ASCII capitals made small."""
    text: str = s if s.__class__ is str else check_string(s, 1, "lower")
    return text.lower() if text.isascii() else strings.from_bytes(strings.to_bytes(text).translate(_TO_LOWER))


@shim("string.upper", types="string")
def upper(s: Any = ABSENT, *_: Any) -> str:
    """Return ``s`` with small ASCII letters made capitals."""
    text: str = s if s.__class__ is str else check_string(s, 1, "upper")
    return text.upper() if text.isascii() else strings.from_bytes(strings.to_bytes(text).translate(_TO_UPPER))


@shim("string.rep", types="string")
def rep(s: Any = ABSENT, n: Any = ABSENT, separator: Any = None, *_: Any) -> str:
    """Return ``n`` copies of ``s`` with ``separator`` between them."""
    text = s if s.__class__ is str else check_string(s, 1, "rep")
    count = n if n.__class__ is int else check_integer(n, 2, "rep")
    if separator is None and 0 <= count <= 0xFFFF and _count(text) <= 0xFFF and text.isascii():
        return text * count
    between = "" if separator is None else check_string(separator, 3, "rep")
    if count <= 0:
        return ""
    if (strings.byte_length(text) + strings.byte_length(between)) * count > MAX_SIZE:
        raise runtime_error("resulting string too large")
    if not between:
        return strings.repeat(text, count)
    return strings.concat2(strings.repeat(strings.concat2(text, between), count - 1), text)


@shim("string.reverse", types="string")
def reverse(s: Any = ABSENT, *_: Any) -> str:
    """Return the bytes of ``s`` in reverse order."""
    text: str = s if s.__class__ is str else check_string(s, 1, "reverse")
    return text[::-1] if text.isascii() else strings.from_bytes(strings.to_bytes(text)[::-1])


@shim("string.sub", types="string")
def sub(s: Any = ABSENT, i: Any = ABSENT, j: Any = None, *_: Any) -> str:
    """Return bytes ``i`` to ``j`` (default the last) of ``s``, both included."""
    if s.__class__ is not str:
        s = check_string(s, 1, "sub")
    if i.__class__ is not int:
        i = check_integer(i, 2, "sub")
    if j is None:
        j = -1
    elif j.__class__ is not int:
        j = check_integer(j, 3, "sub")
    if i > 0 and s.isascii():
        # The usual calls, without another.
        text: str = s[i - 1 : j] if j >= 0 else s[i - 1 :] if j == -1 else strings.sub(s, i, j)
        return text
    return strings.sub(s, i, j)


@shim("string.pack", types="string")
def pack(form: Any = ABSENT, *values: Any) -> str:
    """Return the values packed as ``form`` says."""
    return packing.pack(check_string(form, 1, "pack"), values)


@shim("string.packsize", types="integer")
def packsize(form: Any = ABSENT, *_: Any) -> int:
    """Return the size of what ``form`` packs."""
    return packing.packsize(check_string(form, 1, "packsize"))


@shim("string.unpack", results=None)
def unpack(form: Any = ABSENT, s: Any = ABSENT, init: Any = None, *_: Any) -> Any:
    """Return the values packed in ``s`` and the position behind them."""
    text = check_string(form, 1, "unpack")
    data = strings.to_bytes(check_string(s, 2, "unpack"))
    start = strings.slice_range(optional_integer(init, 1, 3, "unpack"), -1, _count(data))[0]
    if start > _count(data):
        raise argument_error(3, "unpack", "initial position out of string")
    values = packing.unpack(text, data, start)
    return values[0] if _count(values) == 1 else values


@shim("string.dump", types="string", effect="dynamic-code")
def dump(function: Any = ABSENT, strip: Any = None, *_: Any) -> str:
    """Raise: compiled functions have no bytecode."""
    if type_name(function) != "function":
        raise type_argument_error(1, "dump", "function", function)
    raise runtime_error("unable to dump given function")


LIBRARY = library(
    "string",
    byte=byte,
    char=char,
    dump=dump,
    find=find,
    format=format,
    gfind=gfind,
    gmatch=gmatch,
    gsub=gsub,
    len=len,
    lower=lower,
    match=match,
    pack=pack,
    packsize=packsize,
    rep=rep,
    reverse=reverse,
    sub=sub,
    unpack=unpack,
    upper=upper,
)
