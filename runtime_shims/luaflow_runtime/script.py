"""The state of code that is compiled while the program runs: globals, loaded modules, the metatable of strings.

A script (``luaflow exec``) has one from its start; a function gets one when it first calls ``load`` and a compiler is there.
No two states share a table.

Source: Lua 5.4 manual, 6.3; ``loadlib.c``, ``lobject.c`` (``luaO_chunkid``).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any, Protocol

from luaflow_runtime.lib.base import LIBRARY as BASE
from luaflow_runtime.lib.base import STANDARD_LIBRARIES
from luaflow_runtime.lib.package import CONFIG, load_builtin
from luaflow_runtime.text.arguments import check_string
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.calls import adjust, call, drive
from luaflow_runtime.values.errors import LuaError, runtime_error
from luaflow_runtime.values.ops import STRING_ARITHMETIC, index, setindex
from luaflow_runtime.values.table import Table, iterate_raw, rawget, rawset
from luaflow_runtime.values.types import ABSENT, type_name

DEFAULT_PATH = "./?.lua;./?/init.lua"
DEFAULT_C_PATH = "./?.so"
_NO_C = "dynamic libraries not enabled; check your Lua installation"
_ID_SIZE = 60


class ChunkCompiler(Protocol):
    """Compiles chunks for a state; given by luaflow's commands, because the runtime never imports the compiler."""

    def __call__(self, state: ScriptState, text: str, name: str, environment: Any) -> Callable[..., Any]:
        """Return a chunk as a function.

        Args:
            state: Where it will run.
            text: The source.
            name: Its chunk name as ``load`` takes it: ``@file``, ``=name`` or the source itself.
            environment: The value of its ``_ENV``.

        Raises:
            LuaError: A syntax error, with the text that Lua has for it.
        """
        raise NotImplementedError


class ScriptState:
    """Everything that one running script can change of its libraries.

    Args:
        table: Class of its tables.
        compile_chunk: The compiler.
        libraries: The standard libraries that it needs: what no code of the script can name is not even imported.
        path: The first value of ``package.path``.
        c_path: The first value of ``package.cpath``.

    Attributes:
        globals: ``_G``.
        loaded: ``package.loaded``.
        is_open: Whether every call of its code waits if what it calls does, so that functions may hand that on.
        readers: How many reader functions of ``load`` are running inside each other.
    """

    def __init__(
        self,
        table: type[Table],
        compile_chunk: ChunkCompiler,
        *,
        libraries: Collection[str] = STANDARD_LIBRARIES,
        path: str = DEFAULT_PATH,
        c_path: str = DEFAULT_C_PATH,
    ) -> None:
        self.table = table
        self.compile_chunk = compile_chunk
        self.is_open = False
        self.readers = 0
        self.globals = _copied(table, BASE)
        self.loaded = table()
        self.package = self._package(path, c_path)
        for name in STANDARD_LIBRARIES:
            if name in libraries:
                self._provide(name, self.package if name == "package" else _copied(table, load_builtin(name)))
        self._provide("_G", self.globals)

    @cached_property
    def string_metatable(self) -> Table:
        """The metatable of all strings."""
        strings = rawget(self.loaded, "string")
        library = _copied(self.table, load_builtin("string")) if strings is None else strings
        return self.table(**STRING_ARITHMETIC, __index=library)

    def _provide(self, name: str, library: Table) -> None:
        self.globals[name] = library
        self.loaded[name] = library

    # Loading

    def load(self, text: str, name: str, mode: str | None = None, environment: Any = ABSENT) -> Callable[..., Any]:
        """Return a compiled chunk; see ``ChunkCompiler``. Without an environment it gets the globals.

        Args:
            mode: ``"t"`` for text, ``"b"`` for binary chunks, of which there are none, or both.

        Raises:
            LuaError: A syntax error, or a chunk of a kind that ``mode`` does not name.
        """
        allowed = "bt" if mode is None else mode
        kind = "binary" if text[:1] == "\x1b" else "text"
        if kind[0] not in allowed:
            raise LuaError(f"attempt to load a {kind} chunk (mode is '{allowed}')")
        if kind == "binary":
            shown = "binary string" if name[:1] == "\x1b" else name.removeprefix("@").removeprefix("=")
            raise LuaError(f"{shown}: bad binary format (truncated chunk)")
        return self.compile_chunk(self, text, name, self.globals if environment is ABSENT else environment)

    def load_file(self, path: str | None, mode: str | None = None, environment: Any = ABSENT) -> Callable[..., Any]:
        """Return the compiled chunk of a file, of standard input where there is no path.

        Raises:
            LuaError: It cannot be read, or is no Lua.
        """
        text = skip_first_line(sys.stdin.buffer.read()) if path is None else read_file(path)
        name = "=stdin" if path is None else f"@{path}"
        return self.load(text, name, mode, environment)

    # Modules

    def require(self, name: str) -> Any:
        """Return what a module gave when it was first required, and at that first time what its loader was given.

        Raises:
            LuaError: No searcher finds it, or its chunk fails.
        """
        known = index(self.loaded, name)
        if known is not None and known is not False:
            return known
        loader, data = self._find_loader(name)
        value = drive(call(loader, name, data))
        if value.__class__ is tuple:
            value = value[0] if value else None
        if value is not None:
            setindex(self.loaded, name, value)
        elif index(self.loaded, name) is None:
            setindex(self.loaded, name, True)
        return index(self.loaded, name), data

    def _find_loader(self, name: str) -> tuple[Any, Any]:
        searchers = index(self.package, "searchers")
        if not isinstance(searchers, Table):
            raise runtime_error("'package.searchers' must be a table")
        tried = ""
        at = 1
        while True:
            searcher = rawget(searchers, at)
            if searcher is None:
                raise runtime_error(f"module '{name}' not found:{tried}")
            found, data = adjust(drive(call(searcher, name)), 2)
            if type_name(found) == "function":
                return found, data
            if found.__class__ is str:
                tried += f"\n\t{found}"
            at += 1

    def _package(self, path: str, c_path: str) -> Table:
        """Return the table ``package``; its functions know this state."""
        table = self.table
        preload = table()

        def search_preload(name: Any = ABSENT, *_: Any) -> Any:
            wanted = check_string(name, 1, "search_preload")
            loader = index(preload, wanted)
            return f"no field package.preload['{wanted}']" if loader is None else (loader, ":preload:")

        def search_lua(name: Any = ABSENT, *_: Any) -> Any:
            wanted = check_string(name, 1, "search_lua")
            found = search_path(wanted, self._path_field("path"))
            if found.__class__ is tuple:
                return found[1]
            try:
                return self.load_file(found), found
            except LuaError as error:
                raise LuaError(f"error loading module '{wanted}' from file '{found}':\n\t{error}") from error

        def search_c(name: Any = ABSENT, *_: Any) -> Any:
            wanted = check_string(name, 1, "search_c")
            found = search_path(wanted, self._path_field("cpath"))
            if found.__class__ is tuple:
                return found[1]
            raise LuaError(f"error loading module '{wanted}' from file '{found}':\n\t{_NO_C}")

        def search_others(name: Any = ABSENT, *_: Any) -> Any:
            """Stands where Lua searches for a C library that holds several modules; knows luaflow's own modules instead."""
            wanted = check_string(name, 1, "search_others")
            library = load_builtin(wanted)
            if library is not None:
                return (lambda *_: library), ":luaflow:"
            root, dot, _rest = wanted.partition(".")
            return search_c(root) if dot else None

        package = table(
            config=CONFIG,
            cpath=c_path,
            loaded=self.loaded,
            loadlib=_load_library,
            path=path,
            preload=preload,
            searchers=table(search_preload, search_lua, search_c, search_others),
            searchpath=search_path,
        )
        return package

    def _path_field(self, name: str) -> str:
        value = index(self.package, name)
        if value.__class__ is not str:
            raise runtime_error(f"'package.{name}' must be a string")
        return str(value)


def _copied(table: type[Table], library: Table) -> Table:
    """Return a table of one state's own with the fields of a library."""
    made = table()
    for key, value in iterate_raw(library):
        rawset(made, key, value)
    return made


def _load_library(path: Any = ABSENT, function: Any = ABSENT, *_: Any) -> Any:
    """Refuse ``package.loadlib`` in the words of a Lua that was built without dynamic libraries."""
    file = check_string(path, 1, "loadlib")
    check_string(function, 2, "loadlib")
    if not os.access(to_bytes(file), os.R_OK):
        return None, f"{file}: cannot open shared object file: No such file or directory", "open"
    return None, _NO_C, "absent"


def search_path(name: Any = ABSENT, path: Any = ABSENT, separator: Any = None, replacement: Any = None, *_: Any) -> Any:
    """Return the first readable file that a path template gives for a name, else nil and all that were tried."""
    wanted = check_string(name, 1, "searchpath")
    templates = check_string(path, 2, "searchpath")
    old = "." if separator is None else check_string(separator, 3, "searchpath")
    new = "/" if replacement is None else check_string(replacement, 4, "searchpath")
    if old:
        wanted = wanted.replace(old, new)
    files = templates.replace("?", wanted).split(";")
    for file in files:
        if os.access(to_bytes(file), os.R_OK):
            return file
    return None, "\n\t".join(f"no file '{file}'" for file in files)


def read_file(path: str) -> str:
    """Return the text of a Lua file, without what a first line for the shell says.

    Raises:
        LuaError: ``cannot open file: reason``.
    """
    try:
        with open(to_bytes(path), "rb") as file:
            data = file.read()
    except IsADirectoryError as error:
        raise LuaError(f"cannot read {path}: {error.strerror}") from error
    except OSError as error:
        raise LuaError(f"cannot open {path}: {error.strerror}") from error
    return skip_first_line(data)


def skip_first_line(data: bytes) -> str:
    """Return a file's text. A byte order mark goes, and a first line that begins with ``#``, up to its line break."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    if data.startswith(b"#"):
        end = data.find(b"\n")
        data = b"" if end < 0 else data[end:]
    return from_bytes(data)


def chunk_id(name: str) -> str:
    """Return how messages call a chunk: ``file.lua`` or ``[string "..."]``, in at most 59 bytes."""
    raw = to_bytes(name).partition(b"\0")[0]
    if raw.startswith(b"="):
        return from_bytes(raw[1:] if len(raw) < _ID_SIZE else raw[1:_ID_SIZE])
    if raw.startswith(b"@"):
        return from_bytes(raw[1:] if len(raw) < _ID_SIZE else b"..." + raw[len(raw) - (_ID_SIZE - 4) :])
    room = _ID_SIZE - len('[string "..."]') - 1
    line, newline, _ = raw.partition(b"\n")
    if len(raw) < room and not newline:
        return from_bytes(b'[string "' + raw + b'"]')
    return from_bytes(b'[string "' + line[:room] + b'..."]')
