"""Where running code is, in terms of Lua: the line of an instruction, and the variable that an expression reads.

``code.co_positions`` gives the place of an instruction in the generated source, the line map its Lua line, and the text there
the expression that it belongs to.
"""

from __future__ import annotations

import ast
import linecache
import sys
from bisect import bisect_right
from dis import opname
from threading import RLock
from types import CodeType, FrameType
from typing import Any, Literal

from luaflow_runtime.values.names import demangle, is_lua_name
from luaflow_runtime.values.source import SourceInfo

RUNTIME = "luaflow_runtime."
TRANSPARENT = ("luaflow_runtime.values.", "luaflow_runtime.text.", "luaflow_runtime.lua")
"""Modules whose frames are part of an instruction of Lua, not functions that Lua called."""


ITERATOR_STEP = "step_"
"""Begin of the Python name of the iterator function of a loop that is written out."""


# Where code is.


def source_of(frame: FrameType) -> SourceInfo | None:
    """Return the source info of a frame of generated code, None of other frames."""
    found = frame.f_globals.get("__luaflow__")
    return found if isinstance(found, SourceInfo) else None


def instruction_place(code: CodeType, instruction: int) -> tuple[int | None, int | None, int | None, int | None]:
    """Return line, end line, column, end column of an instruction; columns are byte offsets."""
    for at, position in enumerate(code.co_positions()):
        if at == instruction // 2:
            return position
    return None, None, None, None


_PARSING = RLock()
_ATTRIBUTE_ACCESS = frozenset({"LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR"})


def lua_line(source: SourceInfo, code: CodeType, instruction: int, line: int | None = None) -> int | None:
    """Return the Lua line of an instruction of generated code, None where it is not known.

    Args:
        instruction: Byte offset of the instruction (``f_lasti``), -1 when only the Python ``line`` is known.
        line: Python line for an instruction that has no place.
    """
    start, end, column, end_column = (
        instruction_place(code, instruction) if instruction >= 0 else (None, None, None, None)
    )
    if start is None:
        start, column = line, 0
    elif opname[code.co_code[instruction]] in _ATTRIBUTE_ACCESS and end is not None and end_column:
        start, column = end, end_column - 1  # in the name: the object before it may be from an earlier line
    return None if start is None else line_at(source, start, column or 0)


def line_at(source: SourceInfo, start: int, column: int) -> int | None:
    """Return the Lua line of a place in generated code, columns from 0; None where it is not known."""
    positions, _ = source.line_map()
    at = bisect_right(positions, (start, column, sys.maxsize))
    if (not at or positions[at - 1][0] != start) and at < len(positions) and positions[at][0] == start:
        at += 1  # a statement begins at its keyword, before the first name
    return positions[at - 1][2] if at else None


def line_prefix(source: SourceInfo, code: CodeType, instruction: int, line: int | None) -> str:
    found = lua_line(source, code, instruction, line)
    return f"{source.file}:{'?' if found is None else found}: "


def frame_prefix(frame: FrameType | None) -> str:
    if frame is None or (source := source_of(frame)) is None:
        return ""
    return line_prefix(source, frame.f_code, frame.f_lasti, frame.f_lineno)


def is_protected_call(frame: FrameType) -> bool:
    """Whether a frame is ``pcall`` or ``xpcall``, which call what Lua gave them."""
    return frame.f_code.co_name in ("pcall", "xpcall") and module_of(frame) == "luaflow_runtime.lib.base"


def is_library_function(frame: FrameType) -> bool:
    """Whether a frame is a function that Lua can name, not a helper of one."""
    return module_of(frame).startswith("luaflow_runtime.lib.") and not frame.f_code.co_name.startswith("_")


def module_of(frame: FrameType) -> str:
    name = frame.f_globals.get("__name__", "")
    return name if isinstance(name, str) else ""


def instruction_frame(frame: FrameType | None) -> FrameType | None:
    """Return the generated frame whose instruction runs the operation that ``frame`` is part of.

    None when a library function asked for the operation: Lua gives those errors no position.
    """
    while frame is not None:
        if source_of(frame) is not None:
            return frame
        if not module_of(frame).startswith(TRANSPARENT):
            return None
        frame = frame.f_back
    return None


def calling_frame(frame: FrameType | None) -> FrameType | None:
    """Return the generated frame that called the library function that ``frame`` is part of, None when Lua did not."""
    inside = False
    while frame is not None:
        if source_of(frame) is not None:
            return frame
        if not module_of(frame).startswith(RUNTIME) or (inside and is_protected_call(frame)):
            return None
        inside = inside or is_library_function(frame)
        frame = frame.f_back
    return None


INNER_CODE = frozenset({"<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>"})
"""Names of code objects that are part of a Lua function, not functions of their own."""


# Naming the operand.


def parse_python(text: str, mode: Literal["exec", "eval"] = "exec") -> Any:
    """Return the syntax tree of Python text; see ``ast.parse``.

    One thread at a time: CPython 3.11 counts the depth of a tree that it builds for all threads together, and raises
    SystemError where two workflows have come upon an error at once.

    Raises:
        SyntaxError: It is no Python.
    """
    with _PARSING:
        return ast.parse(text, mode=mode)


def _expression(code: CodeType, instruction: int) -> ast.expr | None:
    """Return the syntax tree of the expression that an instruction belongs to."""
    line, end_line, column, end_column = instruction_place(code, instruction)
    if line is None or end_line is None or column is None or end_column is None:
        return None
    lines = [linecache.getline(code.co_filename, n).encode() for n in range(line, end_line + 1)]
    if not all(lines):
        return None
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    text = b"".join(lines).decode(errors="replace")
    try:
        expression: ast.expr = parse_python(f"({text})", "eval").body
        return expression
    except SyntaxError:
        return None


def _whole_expression(code: CodeType, instruction: int) -> ast.expr | None:
    """Return the attribute access that ends where the instruction does.

    Python gives an attribute on a line of its own only the place of its name.
    """
    _, end_line, _, end_column = instruction_place(code, instruction)
    try:
        tree = parse_python("".join(linecache.getlines(code.co_filename)))
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.end_lineno, node.end_col_offset) == (end_line, end_column):
            return node
    return None


def reads_length(frame: FrameType, instruction: int) -> bool:
    """Whether an instruction takes the array part of a table for its length, ``len(t.arr_) - 1``, or its last element."""
    _, end_line, _, end_column = instruction_place(frame.f_code, instruction)
    line = linecache.getline(frame.f_code.co_filename, end_line or 0).encode()
    return line[end_column:].startswith((b") - 1", b"[-1]"))


def _operand_node(node: ast.expr, operand: int) -> ast.expr | None:
    """Return an operand of an expression; -1 is what a call calls."""
    match node:
        case ast.Call(func=func, args=args):
            if operand < 0:
                return func
            return args[operand] if operand < len(args) else None
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            return value
        case ast.UnaryOp(operand=value) | ast.Await(value=value) | ast.YieldFrom(value=value):
            return value
        case ast.BinOp(left=left, right=right):
            return right if operand else left
        case ast.Compare(left=left, comparators=[right]):
            return right if operand else left
    return None


def operand_name(frame: FrameType, instruction: int, operand: int) -> str:
    """Return `` (local 'x')`` for an operand of the failing expression, or nothing."""
    node = _expression(frame.f_code, instruction)
    if isinstance(node, ast.Name) and operand >= 0:
        node = _whole_expression(frame.f_code, instruction)
    if node is None:
        return ""
    found = _operand_node(node, operand)
    if found is None:
        return ""
    return described(found, frame, node if operand < 0 else None)


def described(node: ast.expr, frame: FrameType, call: ast.expr | None) -> str:
    """Return what Lua calls the variable that an expression reads.

    Args:
        call: The call that calls the expression's value, if that is what failed.
    """
    match node:
        case ast.NamedExpr(value=value):
            return described(value, frame, call)
        case ast.IfExp(test=ast.Compare(left=ast.Attribute(value=ast.NamedExpr(value=value), attr="__class__"))):
            return described(value, frame, call)  # awaited if it suspends
        case ast.Name(id=name):
            return _describe_name(name, frame)
        case ast.Attribute(value=ast.Name(id=name), attr="value") if _is_cell(name, frame):
            return _describe_name(name, frame)
        case ast.Attribute(value=value, attr=attr):
            if not is_lua_name(attr):
                return ""
            kind = "global" if _is_environment(value, frame) else "field"
            if isinstance(call, ast.Call) and call.args and ast.dump(call.args[0]) == ast.dump(value):
                kind = "method"
            return f" ({kind} '{demangle(attr)}')"
        case ast.Constant(value=str() as text):
            return f" (constant '{text}')"
        case ast.Subscript(value=value, slice=key):
            return _describe_key("global" if helper_of(value) == "globals_table" else "field", key)
        case ast.Call(args=[*args]):
            match helper_of(node):
                case "undefined":
                    return _describe_key("global", args[0])
                case "first" if isinstance(args[0], ast.Constant):
                    return described(args[0], frame, None)
                case "index" | "get" if len(args) == 2:
                    return _describe_key(_kind_of_access(args[0], frame, call), args[1])
    return ""


def _kind_of_access(obj: ast.expr, frame: FrameType, call: ast.expr | None) -> str:
    """Return what Lua calls ``obj[k]`` where ``lua.index`` reads it."""
    if _is_environment(obj, frame):
        return "global"
    read = obj.target if isinstance(obj, ast.NamedExpr) else obj
    passed = call.args[0] if isinstance(call, ast.Call) and call.args else None
    is_method = isinstance(passed, ast.Name) and isinstance(read, ast.Name) and passed.id == read.id
    return "method" if is_method else "field"


def _is_environment(node: ast.expr, frame: FrameType) -> bool:
    """Whether an expression reads a variable that Lua calls ``_ENV``: its fields are global variables."""
    source = source_of(frame)
    return isinstance(node, ast.Name) and source is not None and source.line_map()[1].get(node.id, node.id) == "_ENV"


def _describe_key(kind: str, key: ast.expr) -> str:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return f" ({kind} '{key.value}')"
    if isinstance(key, ast.Constant) and type(key.value) is int:
        return " (field 'integer index')"  # Lua's own words
    return " (field '?')"


def helper_of(node: ast.expr) -> str:
    """Return the name of the helper that an expression calls: ``index`` of ``lua.index(t, k)``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="lua"), attr=name)):
            return name
        case ast.Call(func=ast.Attribute(value=ast.Attribute(value=ast.Name(id="lua"), attr="waiting"), attr=name)):
            return name
    return ""


def _value_of(name: str, frame: FrameType) -> Any:
    return frame.f_locals[name] if name in frame.f_locals else frame.f_globals.get(name)


def is_shim(value: Any) -> bool:
    """Whether a value is a function of the runtime that Lua can name."""
    return getattr(value, "shim_", None) is not None


def _is_cell(name: str, frame: FrameType) -> bool:
    """Whether a Python variable holds the box of a Lua variable that closures share."""
    return type(_value_of(name, frame)).__module__ == "luaflow_runtime.lua"


def _describe_name(name: str, frame: FrameType) -> str:
    source = source_of(frame)
    names = {} if source is None else source.line_map()[1]
    # The compiler keeps a local's name where Python takes it, and maps the others; its own have an empty one.
    lua_name = names.get(name, name)
    if not lua_name and name.startswith(ITERATOR_STEP):
        return " (for iterator 'for iterator')"
    if not lua_name or lua_name.startswith("<"):
        return ""
    if lua_name.startswith("["):  # an element of a table that was read before
        return f" (field '{lua_name[1:-1]}')"
    if lua_name.startswith("_G."):
        return f" (global '{lua_name[3:]}')"
    code = frame.f_code
    outside = name in frame.f_globals and name not in frame.f_locals
    if code.co_name == "chunk" and outside and lua_name != "_ENV" and not is_shim(_value_of(name, frame)):
        return f" (local '{lua_name}')"  # functions and literals that need no state of a run
    # Keyword-only parameters are the loop variables that a closure took when it was made.
    captured = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    if (name in code.co_varnames or name in code.co_cellvars) and name not in captured:
        return f" (local '{lua_name}')"
    value = _value_of(name, frame)
    if name not in code.co_freevars and is_shim(value):
        return f" (global '{value.shim_.name}')"  # Python's name of it may differ
    return f" (upvalue '{lua_name}')"
