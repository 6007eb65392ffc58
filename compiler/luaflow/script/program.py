"""Compiles the chunks of a script.

What a script requires by literal names is found and read before it starts, so that the analysis sees the whole program. Unless
something in it opens it (``load``, a global table that goes anywhere: see ``analyse.openness``), calls of library functions are bound
when they are compiled, and only what may suspend is ``async``. All other chunks are compiled alone, with nothing taken for certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from luaflow_runtime.lib.package import load_builtin
from luaflow_runtime.script import ScriptState, chunk_id, read_file, search_path
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import add_names
from luaflow_runtime.values.names import mangle

from luaflow.analyse.flow.engine import Flow
from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.openness import LIBRARIES, OPEN, Meanings, Openness, Survey, fold_path
from luaflow.analyse.program import OUTSIDE, PackageFacts, combine, summarise
from luaflow.analyse.shims import ShimIndex, shim_index
from luaflow.analyse.statics import Statics
from luaflow.deep import survives_depth
from luaflow.diagnostics.model import UserError
from luaflow.lower import lower
from luaflow.resolve import Scopes, resolve_script
from luaflow.script.memory import CompiledChunk, assemble
from luaflow.script.messages import lua_message
from luaflow.source import Source
from luaflow.syntax.ast import Chunk
from luaflow.syntax.parser import parse

_REMEMBERED = 100
"""Loaded chunks that are kept, so that loading the same text again is cheap."""
_STANDARD = LIBRARIES - {"package"}
_REACHES_ALL = frozenset({"_G", "_ENV", "package", "require", "debug", "load", "loadstring", "loadfile", "dofile"})
"""Globals by which a program may reach libraries that it does not name."""


@dataclass(frozen=True, slots=True, eq=False)
class ParsedChunk:
    """A chunk before analysis.

    Attributes:
        name: Its chunk name: ``@file.lua``.
        entry: Its id in the program.
    """

    name: str
    entry: str
    source: Source
    tree: Chunk
    scopes: Scopes


_LINE_END = re.compile("\r\n|\n\r|\r")


def one_line_end(text: str) -> str:
    """Return a chunk's text with a newline for each of the line ends that Lua knows; it makes them newlines in strings, too."""
    return _LINE_END.sub("\n", text) if "\r" in text else text


@survives_depth
def parse_chunk(text: str, name: str, entry: str) -> ParsedChunk:
    """Read a chunk.

    Raises:
        LuaError: It is no Lua.
    """
    shown = chunk_id(name)
    source = Source(shown, shown, one_line_end(text))
    try:
        tree = parse(source)
    except UserError as error:
        raise LuaError(lua_message(error, source)) from None
    tree.comments.clear()
    return ParsedChunk(name, entry, source, tree, resolve_script(tree))


class Program:
    """Chunks that are analysed together.

    Args:
        chunks: The main chunk first.
        openness: What is certain about their globals.
        libraries: The standard libraries that they can reach.
        runtime_modules: Modules of the runtime that they require by name.
        colour_all: Compile as if every function might suspend.
    """

    def __init__(
        self,
        chunks: Sequence[ParsedChunk],
        openness: Openness,
        libraries: frozenset[str] = _STANDARD,
        runtime_modules: frozenset[str] = frozenset(),
        *,
        colour_all: bool = False,
    ) -> None:
        self.chunks = chunks
        self.openness = openness
        self.runtime_modules = runtime_modules
        shims = _certain(libraries, openness)
        self.facts = {chunk.entry: _facts(chunk, shims, runtime_modules, openness) for chunk in chunks}
        flow = _flow(list(self.facts.values()))
        for facts in self.facts.values():
            facts.share_flow(flow)
        summaries = [summarise(entry, facts, {}) for entry, facts in self.facts.items()]
        if openness.is_open:
            summaries.append(OUTSIDE)
        suspending = frozenset(name.partition(":")[2] for name, shim in shims.methods.items() if shim.colour == "async")
        self.package: PackageFacts = combine(summaries, suspending, colour_all=colour_all, digest=False)

    @survives_depth
    def compile(self, chunk: ParsedChunk) -> CompiledChunk:
        """Return the Python of one of the chunks.

        Raises:
            LuaError: It nests deeper than Python takes.
        """
        try:
            module = lower(chunk.source, self.facts[chunk.entry], self.package, chunk.entry)
        except UserError as error:
            raise LuaError(lua_message(error, chunk.source)) from None
        return assemble(module, chunk.source.name, chunk.name)


@survives_depth
def _flow(facts: list[ModuleFacts]) -> Flow:
    return Flow(facts)


@survives_depth
def _facts(chunk: ParsedChunk, shims: ShimIndex, runtime_modules: frozenset[str], openness: Openness) -> ModuleFacts:
    statics = Statics(chunk.scopes, shims, sorted(runtime_modules), {}, openness)
    return ModuleFacts(chunk.tree, chunk.scopes, statics, is_main=False)


@lru_cache(maxsize=8)
def _certain(libraries: frozenset[str], openness: Openness) -> ShimIndex:
    """Return the runtime's functions that nothing in a program can replace."""
    index = shim_index(libraries)

    def replaced(name: str) -> bool:
        library = name.partition(".")[0]
        # A method of a string is looked up in its metatable.
        of_strings = library != name and library == "string" and openness.touches_strings
        return library == "package" or of_strings or openness.replaces(name)

    methods = {name.partition(".")[2] for name in openness.added if name.startswith("string.")}
    return index.without(replaced, methods)


class ScriptCompiler:
    """Compiles the chunks of one script; see ``luaflow_runtime.script.ChunkCompiler``.

    Args:
        colour_all: Compile as if every function might suspend.

    Attributes:
        program: The main file and its modules, once ``read_program`` was called.
        libraries: The standard libraries that it can reach.
    """

    def __init__(self, *, colour_all: bool = False) -> None:
        self.colour_all = colour_all
        self.program: Program | None = None
        self.libraries = LIBRARIES
        self._known: dict[tuple[str, str], ParsedChunk] = {}
        self._loaded: dict[tuple[str, str], tuple[CompiledChunk, PackageFacts]] = {}

    def __call__(self, state: ScriptState, text: str, name: str, environment: Any) -> Callable[..., Any]:
        """Return a chunk as a function."""
        text = one_line_end(text)
        program = self.program
        chunk = self._known.get((name, text)) if environment is state.globals else None
        if program is not None and chunk is not None:
            compiled, package = program.compile(chunk), program.package
        else:
            compiled, package = self._compile_alone(text, name)
        add_names(state.table, sorted(map(mangle, package.field_names)), map(mangle, package.methods))
        function: Callable[..., Any] = compiled.run(state.table, G=environment)["chunk"]
        return function

    def _compile_alone(self, text: str, name: str) -> tuple[CompiledChunk, PackageFacts]:
        """Compile a chunk without the others; programs that load the same text over and over get what was made before."""
        made = self._loaded.pop((name, text), None)
        if made is None:
            chunk = parse_chunk(text, name, "script")
            program = Program([chunk], OPEN, colour_all=self.colour_all)
            made = program.compile(chunk), program.package
            if len(self._loaded) >= _REMEMBERED:
                del self._loaded[next(iter(self._loaded))]
        self._loaded[name, text] = made
        return made

    @property
    def may_wait(self) -> bool:
        """Whether the program may call something of the runtime that waits, beyond what Lua's own libraries have."""
        program = self.program
        return program is None or program.openness.is_open or bool(program.runtime_modules)

    @survives_depth
    def read_program(self, text: str, name: str, path: str) -> None:
        """Read a script and what it requires, for the analysis of all of it together.

        Args:
            text: The main chunk.
            name: Its chunk name.
            path: The first value of ``package.path``.

        Raises:
            LuaError: The main chunk is no Lua.
        """
        main = parse_chunk(text, name, "main")
        reader = _Reader(_libraries(main))
        reader.chunk(main, path)
        openness = reader.survey.result(reader.why)
        self.libraries = reader.libraries
        self.program = Program(
            reader.chunks,
            openness,
            (self.libraries - {"package"}) | reader.runtime_modules,
            frozenset(reader.runtime_modules),
            colour_all=self.colour_all,
        )
        self._known = {(chunk.name, chunk.source.text): chunk for chunk in reader.chunks}


class _Reader:
    """Finds the chunks of a program."""

    def __init__(self, libraries: frozenset[str]) -> None:
        self.libraries = libraries
        self.chunks: list[ParsedChunk] = []
        self.runtime_modules: set[str] = set()
        self.survey = Survey(_member_names(libraries - {"package"}))
        self.why = ""
        self._files: set[str] = set()

    def chunk(self, parsed: ParsedChunk, path: str) -> None:
        """Take a chunk and the modules that it requires."""
        self.chunks.append(parsed)
        required = self.survey.chunk(parsed.tree, parsed.scopes)
        meanings = Meanings(parsed.scopes, self.survey.members)
        paths = [path]
        for expr in required.paths:
            folded = fold_path(expr, paths[-1], meanings)
            if folded is None:
                self.why = self.why or "assigns `package.path` what is known only at run time"
                return
            paths.append(folded)
        for name in required.names:
            if name not in LIBRARIES and name != "_G":
                self.module(name, paths)

    def module(self, name: str, paths: Sequence[str]) -> None:
        """Read a required module, by every path that is in force somewhere."""
        found = False
        for path in paths:
            file = search_path(name, path)
            if file.__class__ is tuple:
                continue
            found = True
            if file in self._files:
                continue
            self._files.add(file)
            try:
                parsed = parse_chunk(read_file(file), f"@{file}", f"module {len(self._files)}")
            except LuaError:
                continue  # `require` will say so; nothing of it runs
            self.chunk(parsed, paths[-1])
        if found:
            return
        if load_builtin(name) is not None:
            self.runtime_modules.add(name)
        else:
            # It may be preloaded, which is fine, or be written by the script itself.
            self.why = self.why or f"requires `{name}`, which is not there yet"


def _libraries(main: ParsedChunk) -> frozenset[str]:
    """Return the standard libraries that a program can reach, by its main chunk."""
    names = main.scopes.free_names
    if names & _REACHES_ALL:
        return LIBRARIES
    # Where there is no colon, no method of a string is called.
    return (LIBRARIES & names) | ({"string"} if ":" in main.source.text else set())


def _member_names(libraries: frozenset[str]) -> list[str]:
    index = shim_index(libraries)
    return [*index.base, *index.functions, *index.constants]
