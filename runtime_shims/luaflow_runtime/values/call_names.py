"""What an instruction calls the function that it calls: ``local 'f'``, ``method 'm'``, ``metamethod 'add'``.

The instruction's place (``code.co_positions``) leads to the calling expression in the syntax tree of the generated source.

Source: ``ldebug.c`` (``funcnamefromcode``).
"""

from __future__ import annotations

import ast
import linecache
import re
from dis import opname
from functools import lru_cache
from types import CodeType, FrameType, ModuleType
from typing import NamedTuple

from luaflow_runtime.values.places import (
    ITERATOR_STEP,
    described,
    helper_of,
    instruction_place,
    line_at,
    lua_line,
    parse_python,
    source_of,
)
from luaflow_runtime.values.source import SourceInfo


class CallName(NamedTuple):
    """What an instruction calls the function that it calls.

    Attributes:
        kind: ``local``, ``upvalue``, ``global``, ``field``, ``method``, ``metamethod``, ``for iterator``; empty when it has no name.
    """

    kind: str
    name: str


NAMELESS = CallName("", "")

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
        self.calls: dict[ast.AST, ast.Call] = {}
        self.tails: set[ast.AST] = set()
        self._visit(parse_python(text), closes=False)

    def _visit(self, root: ast.AST, *, closes: bool) -> None:
        waiting = [(root, closes)]
        while waiting:
            node, inside = waiting.pop()
            end = getattr(node, "end_lineno", None)
            if end is not None:
                self.ending.setdefault((end, node.end_col_offset), []).append(node)  # type: ignore[attr-defined]
            if isinstance(node, ast.NamedExpr):
                self.assigned.setdefault(node.target.id, []).append(node)
            elif isinstance(node, ast.Call):
                self.calls[node.func] = node
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
        if not isinstance(node, (ast.Await, ast.YieldFrom)):
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
        case ast.Await(value=inner) | ast.YieldFrom(value=inner):
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
                as_method = str(line_of(frame, instruction)) in lines
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


def read_call_name(frame: FrameType, instruction: int) -> CallName:
    """Return what is called when an instruction reads the function of a call from an object."""
    tree = _tree(frame.f_code)
    node = None if tree is None else tree.at(frame.f_code, instruction)
    call = None if tree is None or node is None else tree.calls.get(node)
    if call is None:
        return NAMELESS
    found = _NAMED.fullmatch(described(call.func, frame, call))
    return NAMELESS if found is None else CallName(found["kind"], found["name"])


_NO_SOURCE = SourceInfo("", "", "")


_WAITS = frozenset({"SEND", "YIELD_VALUE", "GET_AWAITABLE", "RESUME", "JUMP_BACKWARD_NO_INTERRUPT"})
"""Instructions at which a frame stands that waits for a function."""


def line_of(frame: FrameType, instruction: int, python_line: int | None = None) -> int | None:
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
        case ast.Name(id=name):
            return getattr(frame.f_globals.get(name), "stands_for_", "")
    return ""


def is_tail_call(code: CodeType, instruction: int) -> bool:
    """Whether an instruction calls a function whose results its own function returns as they are."""
    tree = _tree(code)
    return tree is not None and tree.at(code, instruction) in tree.tails
