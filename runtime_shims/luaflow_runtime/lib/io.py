"""Lua's ``io`` library, for functions and scripts.

Files are byte streams; text is Lua's form of their bytes.

Source: Lua 5.4 manual, 6.8; ``liolib.c``.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.refusal import refuse_in_workflow
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import as_string, check_integer, check_string, optional_integer
from luaflow_runtime.text.numbers import number_to_str, str_to_number
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.errors import LuaError, argument_error, runtime_error, type_argument_error
from luaflow_runtime.values.run_state import run_state
from luaflow_runtime.values.types import ABSENT
from luaflow_runtime.values.userdata import Userdata

_MODE = re.compile(r"[rwa]\+?b?")
_TEXTS = frozenset((str, int))
"""Types that Lua writes as Python does."""
_MAX_NUMERAL = 200
"""Characters of a numeral that ``read("n")`` looks at, as in Lua (``L_MAXLENNUM``)."""


class File(Userdata):
    """A Lua file handle.

    Attributes:
        stream_: A binary stream of Python, None when closed; asked for anew by standard files.
        process_: The process behind a ``popen`` stream.
        standard_: ``stdin``, ``stdout`` or ``stderr``, else empty.
        appends_: Whether each write goes to the end, and reads are possible too (mode ``a+``).
    """

    __slots__ = ("appends_", "open_stream_", "process_", "standard_")

    metamethods_: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, stream: Any, process: subprocess.Popen[bytes] | None = None, standard: str = "") -> None:
        self.open_stream_ = stream
        self.process_ = process
        self.standard_ = standard
        self.appends_ = False

    @property
    def is_closed_(self) -> bool:
        return self.open_stream_ is None and not self.standard_

    @property
    def stream_(self) -> Any:
        if self.standard_:
            # Looked up at each use: Python code may redirect it.
            text = getattr(sys, self.standard_)
            return getattr(text, "buffer", None) or _TextStream(text)
        if self.open_stream_ is None:
            raise runtime_error("attempt to use a closed file")
        return self.open_stream_

    def __str__(self) -> str:
        if self.is_closed_:
            return "file (closed)"
        return f"file (0x{run_state().number_of(self):014x})"

    @shim("File:close", results=None, types="boolean?,string?,integer?", effect="io")
    def close(self, *_: Any) -> Any:
        """Close the file; for a process return how it ended."""
        _check_file(self, "close")
        stream = self.stream_
        if self.standard_:
            return None, "cannot close standard file"
        self.open_stream_ = None
        try:
            stream.close()
        except OSError as error:
            return _failure(error)
        if self.process_ is not None:
            return exit_values(self.process_.wait())
        return True

    @shim("File:flush", results=None, types="boolean?,string?,integer?", effect="io")
    def flush(self, *_: Any) -> Any:
        """Write what is buffered; return true."""
        try:
            _check_file(self, "flush").stream_.flush()
        except OSError as error:
            return _failure(error)
        return True

    @shim("File:lines", types="function", effect="io")
    def lines(self, *formats: Any) -> Any:
        """Return an iterator over what ``read(...)`` gives, lines by default."""
        return _line_reader(_check_file(self, "lines"), formats, closes=False)

    @shim("File:read", results=None, effect="io")
    def read(self, *formats: Any) -> Any:
        """Read by formats: ``l`` a line, ``L`` a line with its end, ``a`` all, ``n`` a numeral, a number of bytes."""
        return _read(_check_file(self, "read").stream_, formats, 1)

    @shim("File:seek", results=None, types="integer?,string?,integer?", effect="io")
    def seek(self, whence: Any = None, offset: Any = None, *_: Any) -> Any:
        """Move to ``offset`` from ``set``, ``cur`` or ``end`` and return the position, in bytes."""
        stream = _check_file(self, "seek").stream_
        origin = "cur" if whence is None else check_string(whence, 1, "seek")
        if origin not in ("set", "cur", "end"):
            raise argument_error(1, "seek", f"invalid option '{origin}'")
        distance = 0 if offset is None else check_integer(offset, 2, "seek")
        try:
            return stream.seek(distance, ("set", "cur", "end").index(origin))
        except (OSError, ValueError) as error:
            return _failure(error)

    @shim("File:setvbuf", types="boolean", effect="io")
    def setvbuf(self, mode: Any = ABSENT, size: Any = None, *_: Any) -> Any:
        """Accept a buffering mode; Python's buffering stays."""
        stream = _check_file(self, "setvbuf").stream_
        name = check_string(mode, 1, "setvbuf")
        if name not in ("no", "full", "line"):
            raise argument_error(1, "setvbuf", f"invalid option '{name}'")
        optional_integer(size, 0, 2, "setvbuf")
        return stream is not None

    @shim("File:write", results=None, types="userdata?,string?,integer?", effect="io")
    def write(self, *values: Any) -> Any:
        """Write strings and numbers; return the file."""
        return _write(_check_file(self, "write"), values)


class _TextStream:
    """A binary view of a text stream that has none."""

    def __init__(self, text: Any) -> None:
        self._text = text

    def write(self, data: bytes) -> None:
        self._text.write(data.decode("utf-8", "replace"))

    def flush(self) -> None:
        self._text.flush()

    def readline(self) -> bytes:
        return str(self._text.readline()).encode()

    def read(self, size: int = -1) -> bytes:
        return str(self._text.read(size)).encode()


def _check_file(file: Any, name: str, n: int = 1) -> File:
    if not isinstance(file, File):
        raise type_argument_error(n, name, "FILE*", file)
    return file


def _failure(error: Exception, path: str = "") -> tuple[Any, ...]:
    """Return what Lua's functions give when the system refuses something."""
    number = error.errno if isinstance(error, OSError) and error.errno is not None else 9
    reason = os.strerror(number)
    return None, f"{path}: {reason}" if path else reason, number


def exit_values(code: int) -> tuple[Any, str, int]:
    """Return Lua's three values for how a process ended.

    Args:
        code: Exit code, negative for the signal that killed it.
    """
    if code < 0:
        return None, "signal", -code
    return (True if code == 0 else None), "exit", code


def _write(file: File, values: tuple[Any, ...]) -> Any:
    stream = file.open_stream_ or file.stream_
    if file.appends_:
        # Python keeps a position of its own for reading and writing; C appends wherever it is.
        stream.seek(0, os.SEEK_END)
    write_bytes = stream.write
    if _TEXTS.issuperset(map(type, values)):
        values = ("".join(map(str, values)),)
    try:
        for n, value in enumerate(values, 1):
            kind = value.__class__
            if kind is str:
                write_bytes(value.encode("utf-8", "surrogateescape"))
            elif kind is float:
                # C's `%.14g` alone: only `tostring` adds the `.0` of an integral float.
                write_bytes(number_to_str(value).removesuffix(".0").encode())
            else:
                write_bytes(to_bytes(check_string(value, n, "write")))
    except (OSError, ValueError) as error:
        return _failure(error)
    if file.standard_ == "stderr":
        stream.flush()
    return file


# Reading.


def _read(stream: Any, formats: tuple[Any, ...], first_argument: int, function_name: str = "read") -> Any:
    """Return what the formats read, nil for the first that fails, nothing after it."""
    results = []
    try:
        if not formats:
            line = stream.readline()
            return from_bytes(line.removesuffix(b"\n")) if line else None
        for n, wanted in enumerate(formats, first_argument):
            value = _read_one(stream, wanted, n, function_name)
            results.append(value)
            if value is None:
                break
    except OSError as error:
        return _failure(error)
    return results[0] if len(results) == 1 else tuple(results)


def _read_one(stream: Any, wanted: Any, n: int, function_name: str) -> Any:
    if wanted.__class__ is int or wanted.__class__ is float:
        size = check_integer(wanted, n, function_name)
        if size == 0:
            return "" if stream.peek(1) else None
        if size < 0:
            raise LuaError("not enough memory")  # a size has no sign
        data = stream.read(size)
        return from_bytes(data) if data else None
    name = check_string(wanted, n, function_name).removeprefix("*")
    match name[:1]:
        case "l" | "L":
            line = stream.readline()
            if not line:
                return None
            return from_bytes(line.removesuffix(b"\n") if name[0] == "l" else line)
        case "a":
            return from_bytes(stream.read())
        case "n":
            return _read_number(stream)
    raise argument_error(n, function_name, "invalid format")


def _read_number(stream: Any) -> int | float | None:
    """Read the longest text that may begin a numeral; nil when it is none."""
    if not stream.readable():
        raise OSError(errno.EBADF, "")
    taken = bytearray()

    def peek() -> bytes:
        return bytes(stream.peek(1)[:1])

    def accept(characters: bytes) -> bool:
        c = peek()
        if not c or c not in characters:
            return False
        if len(taken) >= _MAX_NUMERAL:
            taken.clear()  # too long: not a numeral
            return False
        taken.extend(stream.read(1))
        return True

    while (c := peek()) and c in b" \f\n\r\t\v":
        stream.read(1)
    accept(b"+-")
    digits = b"0123456789"
    exponent = b"eE"
    count = 0
    if accept(b"0"):
        if accept(b"xX"):
            digits += b"abcdefABCDEF"
            exponent = b"pP"
        else:
            count = 1
    while accept(digits):
        count += 1
    if accept(b"."):
        while accept(digits):
            count += 1
    if count and accept(exponent):
        accept(b"+-")
        while accept(b"0123456789"):
            pass
    return str_to_number(taken.decode("ascii"))


def _line_reader(file: File, formats: tuple[Any, ...], *, closes: bool) -> Callable[..., Any]:
    if file.is_closed_:
        raise runtime_error("attempt to use a closed file")

    def next_line(*_: Any) -> Any:
        if file.is_closed_:
            raise runtime_error("file is already closed")
        r = _read(file.stream_, formats, 2, "for iterator")
        if (r[0] if r.__class__ is tuple else r) is not None:
            return r
        if r.__class__ is tuple and len(r) == 3:
            raise runtime_error(r[1])
        if closes:
            file.close()
        return ()

    return next_line


# The library.


STDIN = File(None, standard="stdin")
STDOUT = File(None, standard="stdout")
STDERR = File(None, standard="stderr")


class _Directory:
    """What C opens for reading where Python refuses."""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        return

    def flush(self) -> None:
        return

    def _refuse(self, *_: Any) -> Any:
        raise OSError(errno.EISDIR, "")

    read = readline = peek = seek = _refuse

    def write(self, _: bytes) -> None:
        raise OSError(errno.EBADF, "")


def _open(path: str, mode: str) -> File:
    try:
        file = File(open(to_bytes(path), mode.replace("b", "") + "b"))
    except IsADirectoryError:
        if mode.startswith("r") and "+" not in mode:
            return File(_Directory())
        raise
    file.appends_ = mode.startswith("a+")
    return file


def _default(kind: str) -> File:
    """Return the run's default ``input`` or ``output``."""
    file = run_state().files.get(kind)
    return (STDIN if kind == "input" else STDOUT) if file is None else file


def _open_default(kind: str) -> File:
    """Return the run's default ``input`` or ``output`` for reading or writing."""
    file = _default(kind)
    if file.open_stream_ is None and file.is_closed_:
        raise runtime_error(f"default {kind} file is closed")
    return file


@shim("io.open", results=None, types="userdata.File?,string?,integer?", effect="io")
def open_(path: Any = ABSENT, mode: Any = None, *_: Any) -> Any:
    """Open a file; nil, a message and the system's number when that fails."""
    refuse_in_workflow("io.open", "io")
    name = check_string(path, 1, "open")
    how = "r" if mode is None else check_string(mode, 2, "open")
    if not _MODE.fullmatch(how):
        raise argument_error(2, "open", "invalid mode")
    try:
        return _open(name, how)
    except (OSError, ValueError) as error:
        return _failure(error, name)


@shim("io.close", results=None, types="boolean?,string?,integer?", effect="io")
def close(file: Any = ABSENT, *_: Any) -> Any:
    """Close a file, by default the default output."""
    refuse_in_workflow("io.close", "io")
    return _check_file(_default("output") if file is ABSENT else file, "close").close()


def _redirect(kind: str, mode: str, target: Any) -> File:
    if target is not None:
        name = as_string(target)
        if name is None:
            file = _check_file(target, kind)
            if file.is_closed_:
                raise runtime_error("attempt to use a closed file")
            run_state().files[kind] = file
        else:
            try:
                run_state().files[kind] = _open(name, mode)
            except OSError as error:
                raise _cannot_open(name, error) from None
    return _default(kind)


def _cannot_open(name: str, error: OSError) -> LuaError:
    return runtime_error(f"cannot open file '{name}' ({os.strerror(error.errno or 0)})")


@shim("io.input", types="userdata.File", effect="io")
def input(file: Any = None, *_: Any) -> Any:
    """Set the default input if a file or name is given; return it."""
    refuse_in_workflow("io.input", "io")
    return _redirect("input", "r", file)


@shim("io.output", types="userdata.File", effect="io")
def output(file: Any = None, *_: Any) -> Any:
    """Set the default output if a file or name is given; return it."""
    refuse_in_workflow("io.output", "io")
    return _redirect("output", "w", file)


@shim("io.lines", results=None, effect="io")
def lines(path: Any = None, *formats: Any) -> Any:
    """Return an iterator over a file, which is closed at its end; without a name over the default input."""
    refuse_in_workflow("io.lines", "io")
    if path is None:
        return _line_reader(_default("input"), formats, closes=False)
    name = check_string(path, 1, "lines")
    try:
        file = _open(name, "r")
    except OSError as error:
        raise _cannot_open(name, error) from None
    return _line_reader(file, formats, closes=True), None, None, file


@shim("io.popen", results=None, types="userdata.File?,string?,integer?", effect="io")
def popen(command: Any = ABSENT, mode: Any = None, *_: Any) -> Any:
    """Start a command of the shell and return a file that reads its output or writes its input."""
    refuse_in_workflow("io.popen", "io")
    text = to_bytes(check_string(command, 1, "popen"))
    how = "r" if mode is None else check_string(mode, 2, "popen")
    if how not in ("r", "w"):
        raise argument_error(2, "popen", "invalid mode")
    reads = how == "r"
    sys.stdout.flush()
    process = subprocess.Popen(
        text,
        shell=True,
        stdout=subprocess.PIPE if reads else None,
        stdin=None if reads else subprocess.PIPE,
    )
    return File(process.stdout if reads else process.stdin, process)


@shim("io.read", results=None, effect="io")
def read(*formats: Any) -> Any:
    """Read from the default input."""
    refuse_in_workflow("io.read", "io")
    return _read(_open_default("input").stream_, formats, 1)


@shim("io.tmpfile", results=None, types="userdata.File?,string?,integer?", effect="io")
def tmpfile(*_: Any) -> Any:
    """Return a file that is removed when it is closed."""
    refuse_in_workflow("io.tmpfile", "io")
    try:
        return File(tempfile.TemporaryFile("w+b"))
    except OSError as error:
        return _failure(error)


@shim("io.type", types="string?", effect="io")
def type_(value: Any = ABSENT, *_: Any) -> Any:
    """Return ``file``, ``closed file``, or nil for what is no file."""
    if value is ABSENT:
        raise argument_error(1, "type", "value expected")
    return None if not isinstance(value, File) else "closed file" if value.is_closed_ else "file"


@shim("io.write", results=None, types="userdata.File?,string?,integer?", effect="io")
def write(*values: Any) -> Any:
    """Write to the default output."""
    running = CURRENT.get(None)
    if running is not None and running.is_workflow:
        refuse_in_workflow("io.write", "io")
    return _write(_open_default("output"), values)


@shim("io.flush", results=None, types="boolean?,string?,integer?", effect="io")
def flush(*_: Any) -> Any:
    """Write what the default output has buffered."""
    refuse_in_workflow("io.flush", "io")
    return _open_default("output").flush()


def _close_quietly(file: File, *_: Any) -> Any:
    if not file.is_closed_:
        file.close()
    return ()


def _text_of(file: Any = ABSENT, *_: Any) -> str:
    return str(_check_file(file, "tostring"))


File.metamethods_ = {"__name": "FILE*", "__close": _close_quietly, "__gc": _close_quietly, "__tostring": _text_of}
METHODS = ("close", "flush", "lines", "read", "seek", "setvbuf", "write")

LIBRARY = library(
    "io",
    close,
    flush,
    input,
    lines,
    open_,
    output,
    popen,
    read,
    tmpfile,
    type_,
    write,
    stderr=STDERR,
    stdin=STDIN,
    stdout=STDOUT,
)
