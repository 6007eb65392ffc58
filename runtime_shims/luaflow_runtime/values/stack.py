"""The stack in Lua's terms: which functions are active, what each is called, and where.

Lua names a function by the instruction that called it (``in local 'f'``, ``in method 'm'``), so the text of the calling
expression is looked up in the generated source.

Source: ``ldebug.c`` (``funcnamefromcode``), ``lauxlib.c`` (``luaL_traceback``, ``luaL_argerror``).
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from dis import opname
from functools import lru_cache
from types import CodeType, FrameType, FunctionType, ModuleType, TracebackType
from typing import Any, NamedTuple, TypeAlias

from luaflow_runtime.values.names import demangle
from luaflow_runtime.values.places import (
    INNER_CODE,
    ITERATOR_STEP,
    RUNTIME,
    TRANSPARENT,
    described,
    helper_of,
    instruction_place,
    is_library_function,
    line_at,
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


class CallName(NamedTuple):
    """What an instruction calls the function that it calls.

    Attributes:
        kind: ``local``, ``upvalue``, ``global``, ``field``, ``method``, ``metamethod``, ``for iterator``; empty when it has no name.
    """

    kind: str
    name: str


NAMELESS = CallName("", "")

# What an instruction calls.

_METAMETHODS = {
    "add": "add", "sub": "sub", "mul": "mul", "div": "div", "mod": "mod", "pow": "pow", "idiv": "idiv", "unm": "unm",
    "band": "band", "bor": "bor", "bxor": "bxor", "shl": "shl", "shr": "shr", "bnot": "bnot", "concat": "concat",
    "length": "len", "eq": "eq", "ne": "eq", "lt": "lt", "gt": "lt", "le": "le", "ge": "le", "index": "index",
    "setindex": "newindex", "closing": "close", "closing_async": "close",
}  # fmt: skip
_OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Mod: "mod", ast.Pow: "pow", ast.FloorDiv: "idiv",
    ast.BitAnd: "band", ast.BitOr: "bor", ast.BitXor: "bxor", ast.LShift: "shl", ast.RShift: "shr", ast.Invert: "bnot",
    ast.USub: "unm", ast.Eq: "eq", ast.NotEq: "eq", ast.Lt: "lt", ast.Gt: "lt", ast.LtE: "le", ast.GtE: "le",
}  # fmt: skip
_ITERATIONS = frozenset({"iterate", "iter_pairs", "iter_ipairs"})
_NAMED = re.compile(r" \((?P<kind>.+?) '(?P<name>.*)'\)", re.DOTALL)


class _Tree:
    """The syntax tree of a generated file, to be asked by place."""

    def __init__(self, text: str) -> None:
        self.ending: dict[tuple[int, int], list[ast.AST]] = {}
        self.assigned: dict[str, list[ast.NamedExpr]] = {}
        self.tails: set[ast.AST] = set()
        self._visit(ast.parse(text), closes=False)

    def _visit(self, root: ast.AST, *, closes: bool) -> None:
        waiting = [(root, closes)]
        while waiting:
            node, inside = waiting.pop()
            end = getattr(node, "end_lineno", None)
            if end is not None:
                self.ending.setdefault((end, node.end_col_offset), []).append(node)  # type: ignore[attr-defined]
            if isinstance(node, ast.NamedExpr):
                self.assigned.setdefault(node.target.id, []).append(node)
            elif isinstance(node, ast.Return) and not inside and node.value is not None:
                self.tails.add(_awaited(node.value))
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                inside = False
            elif isinstance(node, (ast.With, ast.AsyncWith, ast.Try)):
                inside = True
            waiting += [(child, inside) for child in ast.iter_child_nodes(node)]

    def at(self, code: CodeType, instruction: int) -> ast.AST | None:
        """Return the expression or statement of an instruction, for a wait the call that is waited for."""
        line, end, column, end_column = instruction_place(code, instruction)
        if end is None or end_column is None:
            return None
        found = self.ending.get((end, end_column), [])
        exact = [node for node in found if (node.lineno, node.col_offset) == (line, column)]  # type: ignore[attr-defined]
        # A call of a method on a line of its own begins at the method's name.
        calls = [node for node in found if isinstance(node, ast.Call)]
        node = next(iter(exact or calls), None)
        if isinstance(node, ast.Expr):
            node = node.value
        if not isinstance(node, ast.Await):
            return node
        waited = node.value
        if isinstance(waited, ast.Name):
            places = [
                each for each in self.assigned.get(waited.id, ()) if (each.lineno, each.col_offset) > (end, end_column)
            ]
            if places:
                return min(places, key=lambda each: (each.lineno, each.col_offset)).value
        return waited


def _awaited(value: ast.expr) -> ast.expr:
    """Return the call whose results a ``return`` hands on, through the forms of waiting for it."""
    match value:
        case ast.Await(value=inner):
            return inner
        case ast.IfExp(test=ast.Compare(left=ast.Attribute(value=ast.NamedExpr(value=inner)))):
            return inner
    return value


@lru_cache(maxsize=16)
def _parsed(text: str) -> _Tree | None:
    try:
        return _Tree(text)
    except (SyntaxError, RecursionError):
        return None


def _tree(code: CodeType) -> _Tree | None:
    return _parsed("".join(linecache.getlines(code.co_filename)))


def call_name(frame: FrameType, instruction: int, *, by_index: bool = False) -> CallName:
    """Return what an instruction calls the function that it calls.

    Args:
        by_index: The function is the ``__index`` of the object whose method the instruction calls.
    """
    tree = _tree(frame.f_code)
    node = None if tree is None else tree.at(frame.f_code, instruction)
    match node:
        case ast.Call(func=function, args=args):
            helper = helper_of(node)
            if helper == "invoke" and len(args) > 1:
                name = args[1]
                assert isinstance(name, ast.Constant)
                return CallName("metamethod", "index") if by_index else CallName("method", str(name.value))
            if helper in _METAMETHODS:
                return CallName("metamethod", _METAMETHODS[helper])
            if helper in _ITERATIONS or (isinstance(function, ast.Name) and function.id.startswith(ITERATOR_STEP)):
                return CallName("for iterator", "for iterator")
            if helper == "call" and args:
                function = args[0]
            shim = _library_member(function, frame)
            if shim:
                lines = (source_of(frame) or _NO_SOURCE).line_map()[1].get(f"method:{shim}", "").split()
                as_method = str(_line(frame, instruction)) in lines
                return CallName("method" if as_method else "field", shim.rpartition(".")[2])
            found = _NAMED.fullmatch(described(function, frame, node))
            return NAMELESS if found is None else CallName(found["kind"], found["name"])
        case ast.BinOp(op=operator) | ast.UnaryOp(op=operator) | ast.Compare(ops=[operator]):
            name_ = _OPERATORS.get(type(operator))
            return NAMELESS if name_ is None else CallName("metamethod", name_)
        case ast.Attribute(ctx=context) | ast.Subscript(ctx=context):
            return CallName("metamethod", "newindex" if isinstance(context, ast.Store) else "index")
        case ast.With() | ast.AsyncWith():
            return CallName("metamethod", "close")
        case ast.For():
            return CallName("for iterator", "for iterator")
    return NAMELESS


_NO_SOURCE = SourceInfo("", "", "")


_WAITS = frozenset({"SEND", "YIELD_VALUE", "GET_AWAITABLE", "RESUME", "JUMP_BACKWARD_NO_INTERRUPT"})
"""Instructions at which a frame stands that waits for a function."""


def _line(frame: FrameType, instruction: int, python_line: int | None = None) -> int | None:
    """Return the Lua line of an instruction; where it waits for a function, that of the call."""
    source = source_of(frame)
    if source is None:
        return None
    code = frame.f_code
    if instruction >= 0 and opname[code.co_code[instruction]] in _WAITS:
        tree = _tree(code)
        node = None if tree is None else tree.at(code, instruction)
        if isinstance(node, ast.Call):
            return line_at(source, node.lineno, node.col_offset)
    return lua_line(source, code, instruction, python_line)


def _library_member(function: ast.expr, frame: FrameType) -> str:
    """Return Lua's full name of a function that is read from a library's module, or nothing."""
    match function:
        case ast.Attribute(value=ast.Name(id=module), attr=attribute):
            found = frame.f_globals.get(module)
            if isinstance(found, ModuleType):
                return getattr(getattr(getattr(found, attribute, None), "shim_", None), "name", "")
    return ""


def is_tail_call(code: CodeType, instruction: int) -> bool:
    """Whether an instruction calls a function whose results its own function returns as they are."""
    tree = _tree(code)
    return tree is not None and tree.at(code, instruction) in tree.tails


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
    def line(self) -> int | None:
        """Its Lua line."""
        return None if self.source is None else _line(self.frame, self.instruction, self.python_line)

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
        if self.source is None:
            return f"function '{self.library}'"
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
        elif module == "luaflow_runtime.scheduling.resume":
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
