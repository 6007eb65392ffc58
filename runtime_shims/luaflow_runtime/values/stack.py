"""The stack in Lua's terms: which functions are active, what each is called, and where.

Lua names a function by the instruction that called it.

Source: ``lauxlib.c`` (``luaL_traceback``, ``luaL_argerror``).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import Any, TypeAlias

from luaflow_runtime.values.call_names import NAMELESS, CallName, call_name, is_tail_call, line_of
from luaflow_runtime.values.names import demangle
from luaflow_runtime.values.places import (
    INNER_CODE,
    RUNTIME,
    TRANSPARENT,
    is_library_function,
    line_prefix,
    lua_line,
    module_of,
    source_of,
)
from luaflow_runtime.values.source import SourceInfo

MAX_TRACEBACK = 22
"""Levels shown of a deep stack, as in Lua: the first 10 and the last 11."""

Place: TypeAlias = tuple[FrameType, int, int | None]
"""A frame, its instruction and its Python line."""


# Levels.

_STANDS_FOR = {"_protect": "pcall", "_protect_with": "xpcall"}
"""What waits for a function on behalf of the library function that called it."""


@dataclass(slots=True, eq=False)
class Level:
    """An active function.

    Attributes:
        frame: Its frame.
        instruction: The instruction that it is at.
        source: Where its code came from; ``None`` of a library function, which Lua calls a C function.
        caller: Frame and instruction of the Lua function that called it; ``None`` when something else did.
        by_index: It was called as ``__index`` in the look-up of a method.
        is_outermost: Nothing that Lua sees called it.
        is_tail: What called it has returned its results to its own caller: that level is gone.
    """

    frame: FrameType
    instruction: int
    python_line: int | None
    source: SourceInfo | None
    library: str = ""
    caller: tuple[FrameType, int] | None = field(default=None)
    by_index: bool = False
    is_outermost: bool = False
    is_tail: bool = False

    @property
    def code(self) -> CodeType:
        return self.frame.f_code

    @property
    def is_named(self) -> bool:
        """Whether it is a library function that Lua finds under a name, not one that a library made."""
        name = self.code.co_name
        return hasattr(self.frame.f_globals.get(_STANDS_FOR.get(name, name)), "shim_")

    @property
    def line(self) -> int | None:
        """Its Lua line."""
        return None if self.source is None else line_of(self.frame, self.instruction, self.python_line)

    @property
    def place(self) -> str:
        """File and Lua line, ``[C]`` for a library function."""
        if self.source is None:
            return "[C]"
        line = self.line
        return f"{self.source.file}:{'?' if line is None else line}"

    @property
    def call(self) -> CallName:
        """What its caller calls it."""
        if self.caller is None or self.is_tail:
            return NAMELESS
        return call_name(*self.caller, by_index=self.by_index)

    @property
    def title(self) -> str:
        """What tracebacks call it."""
        if self.source is None and self.is_named:
            return f"function '{self.library}'"
        if self.source is None:
            kind, name = self.call
            return f"{kind} '{name}'" if kind else "?"
        if self.code.co_name == "chunk":
            return "main chunk"
        known = global_name(self.frame)
        if known:
            return f"function '{known}'"
        if self.is_outermost:
            return function_name(self.source, self.code)
        kind, name = self.call
        if kind:
            return f"{kind} '{name}'"
        return f"function <{self.source.file}:{lua_line(self.source, self.code, -1, self.code.co_firstlineno)}>"

    @property
    def text(self) -> str:
        """Its line of a traceback."""
        tail = "\n\t(...tail calls...)" if self.is_tail else ""
        return f"\t{self.place}: in {self.title}{tail}"


def function_name(source: SourceInfo, code: CodeType) -> str:
    """Return how a function is called where it is defined: ``function 'main'``, ``main chunk``."""
    name = code.co_name
    known = source.line_map()[1].get(name)
    if known:
        return f"function {known}" if known.startswith("<") else f"function '{known}'"
    if name == "chunk" or name == "<module>":
        return "main chunk"
    if name == "<lambda>":
        return "function <?>"
    return f"function '{name}'"


def global_name(frame: FrameType) -> str:
    """Return under which name a Lua function stands in a global table or a loaded module of a script, or nothing."""
    from luaflow_runtime.host import CURRENT

    host = CURRENT.get(None)
    state = getattr(host, "script", None)
    if state is None:
        return ""
    code = frame.f_code
    for module, table in vars(state.loaded).items():
        for name, value in getattr(table, "__dict__", {}).items():
            if isinstance(value, FunctionType) and value.__code__ is code:
                return demangle(name) if module == "_G" else f"{demangle(module)}.{demangle(name)}"
    return ""


def library_name(frame: FrameType) -> str:
    """Return the full name of a library function: ``string.rep``, ``error``."""
    library = module_of(frame).rpartition(".")[2]
    name = frame.f_code.co_name
    declared = getattr(frame.f_globals.get(_STANDS_FOR.get(name, name)), "shim_", None)
    if declared is not None:
        return str(declared.name)
    return name if library == "base" else f"{library}.{name.removesuffix('_')}"


def active(frame: FrameType | None) -> Iterator[Place]:
    """Give the frames of a running stack, innermost first; below a message handler those of the error that it handles."""
    while frame is not None:
        if frame.f_code.co_name == "_handled" and module_of(frame) == "luaflow_runtime.lib.base":
            places = raised(frame.f_locals["exc"].__traceback__)
            yield from places
            frame = places[-1][0] if places else frame
        else:
            yield frame, frame.f_lasti, frame.f_lineno
        frame = frame.f_back


def raised(tb: TracebackType | None) -> list[Place]:
    """Return the frames of a traceback, innermost first."""
    places: list[Place] = []
    while tb is not None:
        places.append((tb.tb_frame, tb.tb_lasti, tb.tb_lineno))
        tb = tb.tb_next
    return places[::-1]


def levels(places: Iterable[Place]) -> Iterator[Level]:
    """Give the levels of a stack, innermost first; it ends where a coroutine was resumed.

    Args:
        places: Its frames, innermost first.
    """
    level: Level | None = None
    named = True
    gone = False
    through: list[str] = []
    for frame, instruction, line in places:
        source = source_of(frame)
        module = module_of(frame)
        if source is not None:
            if lua_line(source, frame.f_code, instruction, line) == 0:
                continue  # what starts a function of an entry
            if not named and level is not None:
                level.caller = frame, instruction
                level.by_index = any(name.startswith("index") for name in through)
                named = True
                if level.source is not None and not _is_metamethod(level) and is_tail_call(frame.f_code, instruction):
                    level.is_tail = gone = True
                    through = []
                    continue
            elif gone and is_tail_call(frame.f_code, instruction):
                continue
            if frame.f_code.co_name in INNER_CODE:
                continue
            gone = False
            through = []
            if level is not None:
                yield level
            level = Level(frame, instruction, line, source)
            named = False
        elif module == "luaflow_runtime.scheduling.resume" or (
            level is not None
            and frame.f_code.co_name in ("resume", "iterate_wrapped")
            and level.code.co_name != "resume_wrapped"
            and module == "luaflow_runtime.lib.coroutine"
        ):
            named = True  # nothing called it by a name
            break
        elif module.startswith(TRANSPARENT):
            through.append(frame.f_code.co_name)
        elif module.startswith(RUNTIME) and (is_library_function(frame) or frame.f_code.co_name in _STANDS_FOR):
            name = frame.f_code.co_name
            protects = name in ("pcall", "xpcall") or name in _STANDS_FOR
            if level is not None and level.source is None and not named and not protects:
                level = Level(frame, instruction, line, None, library_name(frame))  # one that another one is made of
                continue
            gone = False
            through = []
            if level is not None:
                yield level
            level = Level(frame, instruction, line, None, library_name(frame))
            named = False
    if level is not None:
        level.is_outermost = not named
        yield level


def _is_metamethod(level: Level) -> bool:
    return level.caller is not None and call_name(*level.caller, by_index=level.by_index).kind == "metamethod"


def library_call(frame: FrameType | None) -> Level | None:
    """Return the level of the library function that a frame is part of."""
    return next(levels(active(frame)), None)


def where(level: int) -> str:
    """Return the prefix ``file.lua:12: `` of a level of the stack, or an empty text.

    Args:
        level: 1 is the Lua function that called the running library function, 2 its caller.
    """
    for depth, found in enumerate(levels(active(sys._getframe(1)))):
        if depth == level:
            return "" if found.source is None else f"{found.place}: "
    return ""


# Tracebacks.


def is_lua_code(source: SourceInfo, code: CodeType, instruction: int, line: int | None) -> bool:
    """Whether a frame of a generated module is a Lua function, not what starts one (line 0 of the line map)."""
    return code.co_name not in INNER_CODE and lua_line(source, code, instruction, line) != 0


def stack_entry(source: SourceInfo, code: CodeType, instruction: int, line: int | None) -> str:
    """Return the line of a stack for a function whose caller is not known: file, line, and its name where it is defined."""
    return f"\t{line_prefix(source, code, instruction, line)}in {function_name(source, code)}"


def traceback_text(stack: Iterable[Level], message: str = "", end: str = "") -> str:
    """Return levels as ``debug.traceback`` writes them.

    Args:
        message: Text above.
        end: What called the outermost one.
    """
    known: dict[tuple[Any, ...], str] = {}
    entries: list[str] = []
    for level in stack:
        caller = None if level.caller is None else (level.caller[0].f_code, level.caller[1])
        place = (level.code, level.instruction, caller, level.is_tail, level.is_outermost, level.library)
        if place not in known:
            known[place] = level.text  # a stack that has overflown holds the same places over and over
        entries.append(known[place])
    if end:
        entries.append(end)
    return _text(entries, message)


def definitions_text(tb: TracebackType | None) -> str:
    """Return the Lua functions of a traceback by their names where they are defined, those that are gone in Lua included.

    For readers of a failure, who have the source and no running program.
    """
    known: dict[tuple[CodeType, int], str] = {}
    entries: list[str] = []
    for frame, instruction, line in raised(tb):
        source = source_of(frame)
        place = (frame.f_code, instruction)
        if source is None or not is_lua_code(source, *place, line):
            continue
        if place not in known:
            known[place] = stack_entry(source, *place, line)
        entries.append(known[place])
    return _text(entries, "")


def _text(entries: list[str], message: str) -> str:
    if len(entries) > MAX_TRACEBACK:
        skipped = len(entries) - 21
        entries[10:-11] = [f"\t...\t(skipping {skipped} levels)"]
    head = [message] if message else []
    return "\n".join([*head, "stack traceback:", *entries])
