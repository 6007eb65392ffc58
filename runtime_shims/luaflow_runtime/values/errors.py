"""Lua errors, and the translation of Python's into them.

Emitted code uses native operations and pays nothing for messages. When one fails, or an operation of ``ops`` refuses its
operands, the failing instruction's place (``code.co_positions``) gives the source text of the expression, and from that the
variable that Lua would name.
"""

from __future__ import annotations

import ast
import linecache
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dis import opname
from types import CodeType, FrameType, TracebackType
from typing import Any

from luaflow_runtime.values.names import demangle, is_lua_name
from luaflow_runtime.values.source import SourceInfo
from luaflow_runtime.values.types import type_name

_RUNTIME = "luaflow_runtime."
_TRANSPARENT = ("luaflow_runtime.values.", "luaflow_runtime.text.", "luaflow_runtime.lua")
"""Modules whose frames are part of an instruction of Lua, not functions that Lua called."""

MAX_TRACEBACK = 22
"""Frames shown of a deep stack, as in Lua: the first 10 and the last 11."""


class LuaError(Exception):
    """An error of Lua code.

    Attributes:
        value: The error value, any Lua value.
        traceback: Lua stack known when the error was made (that of a failure from elsewhere), or empty.
    """

    def __init__(self, value: Any = None, traceback: str = "") -> None:
        super().__init__(value)
        self.value = value
        self.traceback = traceback

    @property
    def lua_traceback(self) -> str:
        """The Lua stack where the error was raised, as ``debug.traceback`` writes it."""
        return self.traceback or lua_traceback(self.__traceback__)

    def __str__(self) -> str:
        value = self.value
        if value.__class__ is str:
            return str(value)
        from luaflow_runtime.values.display import tostring

        try:
            text = tostring(value)
        except LuaError:
            text = f"(error object is a {type_name(value)} value)"
        return text


# Where code is.


def source_of(frame: FrameType) -> SourceInfo | None:
    """Return the source info of a frame of generated code, None of other frames."""
    found = frame.f_globals.get("__luaflow__")
    return found if isinstance(found, SourceInfo) else None


def _line_map(source: SourceInfo) -> tuple[tuple[tuple[int, int, int], ...], dict[str, str]]:
    """Return positions and names of a generated module; empty ones where the package has no line map."""
    return source.line_map()


def _positions(code: CodeType, instruction: int) -> tuple[int | None, int | None, int | None, int | None]:
    """Return line, end line, column, end column of an instruction; columns are byte offsets."""
    for at, position in enumerate(code.co_positions()):
        if at == instruction // 2:
            return position
    return None, None, None, None


_ATTRIBUTE_ACCESS = frozenset({"LOAD_ATTR", "LOAD_METHOD", "STORE_ATTR"})


def lua_line(source: SourceInfo, code: CodeType, instruction: int, line: int | None = None) -> int | None:
    """Return the Lua line of an instruction of generated code, None where it is not known.

    Args:
        instruction: Byte offset of the instruction (``f_lasti``), -1 when only the Python ``line`` is known.
        line: Python line for an instruction that has no place.
    """
    start, end, column, end_column = _positions(code, instruction) if instruction >= 0 else (None, None, None, None)
    if start is None:
        start, column = line, 0
    elif opname[code.co_code[instruction]] in _ATTRIBUTE_ACCESS and end is not None and end_column:
        start, column = end, end_column - 1  # in the name: the object before it may be from an earlier line
    if start is None:
        return None
    positions, _ = _line_map(source)
    at = bisect_right(positions, (start, column or 0, sys.maxsize))
    return positions[at - 1][2] if at else None


def _prefix(source: SourceInfo, code: CodeType, instruction: int, line: int | None) -> str:
    found = lua_line(source, code, instruction, line)
    return f"{source.file}:{'?' if found is None else found}: "


def _frame_prefix(frame: FrameType | None) -> str:
    if frame is None or (source := source_of(frame)) is None:
        return ""
    return _prefix(source, frame.f_code, frame.f_lasti, frame.f_lineno)


def _is_protected_call(frame: FrameType) -> bool:
    """Whether a frame is ``pcall`` or ``xpcall``, which call what Lua gave them."""
    return frame.f_code.co_name in ("pcall", "xpcall") and _module(frame) == "luaflow_runtime.lib.base"


def _is_library_function(frame: FrameType) -> bool:
    """Whether a frame is a function that Lua can name, not a helper of one."""
    return _module(frame).startswith("luaflow_runtime.lib.") and not frame.f_code.co_name.startswith("_")


def _module(frame: FrameType) -> str:
    name = frame.f_globals.get("__name__", "")
    return name if isinstance(name, str) else ""


def _instruction_frame(frame: FrameType | None) -> FrameType | None:
    """Return the generated frame whose instruction runs the operation that ``frame`` is part of.

    None when a library function asked for the operation: Lua gives those errors no position.
    """
    while frame is not None:
        if source_of(frame) is not None:
            return frame
        if not _module(frame).startswith(_TRANSPARENT):
            return None
        frame = frame.f_back
    return None


def _calling_frame(frame: FrameType | None) -> FrameType | None:
    """Return the generated frame that called the library function that ``frame`` is part of, None when Lua did not."""
    inside = False
    while frame is not None:
        if source_of(frame) is not None:
            return frame
        if not _module(frame).startswith(_RUNTIME) or (inside and _is_protected_call(frame)):
            return None
        inside = inside or _is_library_function(frame)
        frame = frame.f_back
    return None


INNER_CODE = frozenset({"<listcomp>", "<genexpr>", "<dictcomp>", "<setcomp>"})
"""Names of code objects that are part of a Lua function, not functions of their own."""


def where(level: int) -> str:
    """Return the prefix ``file.lua:12: `` of a level of the stack, or an empty text.

    Args:
        level: 1 is the Lua function that called the running library function, 2 its caller.
    """
    frame = sys._getframe(1).f_back
    at = 0
    in_library = True
    while frame is not None and at < level:
        if source_of(frame) is not None:
            at += 1
            if at == level:
                return _frame_prefix(frame)
            in_library = False
            if frame.f_code.co_name in INNER_CODE:
                frame = frame.f_back  # the function that the comprehension is part of
                assert frame is not None
        elif _module(frame).startswith(_RUNTIME) and not _module(frame).startswith(_TRANSPARENT):
            # All frames of a library function are one level, and one that calls it by name is another.
            if not in_library or _is_protected_call(frame):
                at += 1
            in_library = True
        frame = frame.f_back
    return ""


# Making errors.


def operation_error(message: str) -> LuaError:
    """Make the error of an operation of Lua code, with the position of its instruction."""
    return LuaError(_frame_prefix(_instruction_frame(sys._getframe(1))) + message)


def runtime_error(message: str) -> LuaError:
    """Make an error of a library function, with the position of the Lua line that called it (``luaL_error``)."""
    return LuaError(_frame_prefix(_calling_frame(sys._getframe(1))) + message)


def argument_error(n: int, function_name: str, message: str) -> LuaError:
    """Make the error of a bad argument.

    Args:
        n: Number of the argument, from 1.
        function_name: Lua's name without the library: ``insert``.
        message: What is wrong with it: ``table expected, got nil``.
    """
    frame = sys._getframe(1)
    prefix = _frame_prefix(_calling_frame(frame))
    return LuaError(f"{prefix}bad argument #{n} to '{_known_name(function_name, frame)}' ({message})")


def type_argument_error(n: int, function_name: str, expected: str, value: Any) -> LuaError:
    """Make the error of an argument of the wrong type; ``ABSENT`` is "no value"."""
    frame = sys._getframe(1)
    prefix = _frame_prefix(_calling_frame(frame))
    message = f"{expected} expected, got {object_type_name(value)}"
    return LuaError(f"{prefix}bad argument #{n} to '{_known_name(function_name, frame)}' ({message})")


def _known_name(function_name: str, frame: FrameType | None) -> str:
    """Return how Lua calls a library function: ``insert``, or ``table.insert`` when ``pcall`` itself called it."""
    library = ""
    while frame is not None and source_of(frame) is None and _module(frame).startswith(_RUNTIME):
        if library and _is_protected_call(frame):
            return function_name if library == "base" else f"{library}.{function_name}"
        if _is_library_function(frame):
            library = _module(frame).rpartition(".")[2]
        frame = frame.f_back
    return function_name


def object_type_name(value: Any) -> str:
    """Return the type's name for messages: ``__name`` of the metatable where that is a string."""
    meta = getattr(value, "meta_", None)
    if meta is not None:
        name = meta.__dict__.get("__name")
        if name.__class__ is str:
            return str(name)
    return type_name(value)


def operand_error(action: str, value: Any, operand: int) -> LuaError:
    """Make ``attempt to <action> a <type> value (<variable>)``.

    Args:
        action: ``index``, ``call``, ``perform arithmetic on`` ...
        value: The refused operand.
        operand: Its index among the operands of the failing expression.
    """
    frame = _instruction_frame(sys._getframe(1))
    message = f"attempt to {action} a {object_type_name(value)} value"
    if frame is None:
        return LuaError(message)
    message += _variable(frame, frame.f_lasti, operand)
    return LuaError(_frame_prefix(frame) + message)


def representation_error(operand: int) -> LuaError:
    """Make the error of a float in a bitwise operation that equals no integer."""
    frame = _instruction_frame(sys._getframe(1))
    if frame is None:
        return LuaError("number has no integer representation")
    variable = _variable(frame, frame.f_lasti, operand)
    return LuaError(f"{_frame_prefix(frame)}number{variable} has no integer representation")


def call_error(value: Any) -> LuaError:
    """Make the error of a call of ``value``."""
    return operand_error("call", value, -1)


def compare_error(a: Any, b: Any) -> LuaError:
    """Make the error of ``a < b`` for operands that have no order."""
    return LuaError(_frame_prefix(_instruction_frame(sys._getframe(1))) + _compare_message(a, b))


def _compare_message(a: Any, b: Any) -> str:
    return _compare_types(object_type_name(a), object_type_name(b))


def _compare_types(a: str, b: str) -> str:
    return f"attempt to compare two {a} values" if a == b else f"attempt to compare {a} with {b}"


# Naming the operand.


def _expression(code: CodeType, instruction: int) -> ast.expr | None:
    """Return the syntax tree of the expression that an instruction belongs to."""
    line, end_line, column, end_column = _positions(code, instruction)
    if line is None or end_line is None or column is None or end_column is None:
        return None
    lines = [linecache.getline(code.co_filename, n).encode() for n in range(line, end_line + 1)]
    if not all(lines):
        return None
    lines[-1] = lines[-1][:end_column]
    lines[0] = lines[0][column:]
    text = b"".join(lines).decode(errors="replace")
    try:
        return ast.parse(f"({text})", mode="eval").body
    except SyntaxError:
        return None


def _whole_expression(code: CodeType, instruction: int) -> ast.expr | None:
    """Return the attribute access that ends where the instruction does.

    Python gives an attribute on a line of its own only the place of its name.
    """
    _, end_line, _, end_column = _positions(code, instruction)
    try:
        tree = ast.parse("".join(linecache.getlines(code.co_filename)))
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.end_lineno, node.end_col_offset) == (end_line, end_column):
            return node
    return None


def _operand_node(node: ast.expr, operand: int) -> ast.expr | None:
    """Return an operand of an expression; -1 is what a call calls."""
    match node:
        case ast.Call(func=func, args=args):
            if operand < 0:
                return func
            return args[operand] if operand < len(args) else None
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            return value
        case ast.UnaryOp(operand=value) | ast.Await(value=value):
            return value
        case ast.BinOp(left=left, right=right):
            return right if operand else left
        case ast.Compare(left=left, comparators=[right]):
            return right if operand else left
    return None


def _variable(frame: FrameType, instruction: int, operand: int) -> str:
    """Return `` (local 'x')`` for an operand of the failing expression, or nothing."""
    node = _expression(frame.f_code, instruction)
    if isinstance(node, ast.Name) and operand >= 0:
        node = _whole_expression(frame.f_code, instruction)
    if node is None:
        return ""
    found = _operand_node(node, operand)
    if found is None:
        return ""
    return _describe(found, frame, node if operand < 0 else None)


def _describe(node: ast.expr, frame: FrameType, call: ast.expr | None) -> str:
    """Return what Lua calls the variable that an expression reads.

    Args:
        call: The call that calls the expression's value, if that is what failed.
    """
    match node:
        case ast.NamedExpr(value=value):
            return _describe(value, frame, call)
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
            return _describe_key("global" if _helper(value) == "globals_table" else "field", key)
        case ast.Call(args=[*args]):
            match _helper(node):
                case "undefined":
                    return _describe_key("global", args[0])
                case "index" if len(args) == 2:
                    return _describe_key("field", args[1])
    return ""


def _is_environment(node: ast.expr, frame: FrameType) -> bool:
    """Whether an expression reads a variable that Lua calls ``_ENV``: its fields are global variables."""
    source = source_of(frame)
    return isinstance(node, ast.Name) and source is not None and _line_map(source)[1].get(node.id, node.id) == "_ENV"


def _describe_key(kind: str, key: ast.expr) -> str:
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        return f" ({kind} '{key.value}')"
    if isinstance(key, ast.Constant) and type(key.value) is int:
        return " (field 'integer index')"  # Lua's own words
    return " (field '?')"


def _helper(node: ast.expr) -> str:
    """Return the name of the helper that an expression calls: ``index`` of ``lua.index(t, k)``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="lua"), attr=name)):
            return name
    return ""


def _value_of(name: str, frame: FrameType) -> Any:
    return frame.f_locals[name] if name in frame.f_locals else frame.f_globals.get(name)


def _is_cell(name: str, frame: FrameType) -> bool:
    """Whether a Python variable holds the box of a Lua variable that closures share."""
    return type(_value_of(name, frame)).__module__ == "luaflow_runtime.lua"


def _describe_name(name: str, frame: FrameType) -> str:
    source = source_of(frame)
    names = {} if source is None else _line_map(source)[1]
    # The compiler keeps a local's name where Python takes it, and maps the others; its own have an empty one.
    lua_name = names.get(name, name)
    if not lua_name or lua_name.startswith("<"):
        return ""
    if lua_name.startswith("_G."):
        return f" (global '{lua_name[3:]}')"
    code = frame.f_code
    # Keyword-only parameters are the loop variables that a closure took when it was made.
    captured = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    if (name in code.co_varnames or name in code.co_cellvars) and name not in captured:
        return f" (local '{lua_name}')"
    if name not in code.co_freevars and getattr(_value_of(name, frame), "shim_", None) is not None:
        return f" (global '{lua_name}')"
    return f" (upvalue '{lua_name}')"


# Python's errors.

_PYTHON_TYPES = {
    "NoneType": "nil",
    "int": "number",
    "float": "number",
    "str": "string",
    "bool": "boolean",
    "function": "function",
    "builtin_function_or_method": "function",
    "method": "function",
    "Table": "table",
    "Library": "table",
    "Thread": "thread",
    "coroutine": "thread",
}
_COMPARISONS = ("'<' ", "'<=' ", "'>' ", "'>=' ")
_BITWISE = frozenset({"&", "|", "^", "<<", ">>", "&=", "|=", "^=", "<<=", ">>=", "~"})


def _lua_type(python_name: str) -> str:
    return _PYTHON_TYPES.get(python_name, "userdata")


def _quoted(text: str) -> list[str]:
    """Return the parts of a message that stand in single quotes."""
    return text.split("'")[1::2]


def _translate_type_error(text: str) -> tuple[str, int] | None:
    """Return Lua's message of a TypeError and the operand to name, or None when it has no counterpart."""
    quoted = _quoted(text)
    if text.endswith("object is not callable"):
        return f"attempt to call a {_lua_type(quoted[0])} value", -1
    if text.startswith(_COMPARISONS):
        _, a, b = quoted
        if quoted[0].startswith(">"):
            a, b = b, a  # Lua has no `>`: it swaps the operands
        return _compare_types(_lua_type(a), _lua_type(b)), -2
    if text.startswith("unsupported operand type(s) for "):
        operator = text[len("unsupported operand type(s) for ") :].split(": ")[0].split(" ")[0]
        a, b = (_lua_type(name) for name in quoted[-2:])
        action = "perform bitwise operation on" if operator in _BITWISE else "perform arithmetic on"
        culprit = 1 if a == "number" else 0
        return f"attempt to {action} a {b if culprit else a} value", culprit
    if text.startswith("bad operand type for unary "):
        action = "perform bitwise operation on" if "unary ~" in text else "perform arithmetic on"
        return f"attempt to {action} a {_lua_type(quoted[-1])} value", 0
    if text.startswith(("can only concatenate str", "can't concat")):
        return f"attempt to concatenate a {_lua_type(text.split(chr(34))[1])} value", 1
    if text.startswith("object of type ") and text.endswith("has no len()"):
        return f"attempt to get length of a {_lua_type(quoted[0])} value", 0
    if text.endswith(("object is not subscriptable", "object does not support item assignment")):
        return f"attempt to index a {_lua_type(quoted[0])} value", 0
    return None


def _translate(exc: BaseException) -> tuple[str, int] | None:
    """Return Lua's message of a native error and the operand to name (-2 for none), or None when it has no counterpart."""
    match exc:
        case AttributeError():
            # The object is missing where an assignment failed.
            known = (
                _lua_type(_quoted(str(exc))[0]) if exc.obj is None and "'" in str(exc) else object_type_name(exc.obj)
            )
            return f"attempt to index a {known} value", 0
        case TypeError():
            return _translate_type_error(str(exc))
        case ZeroDivisionError():
            return "attempt to divide by zero" if "division" in str(exc) else "attempt to perform 'n%0'", -2
        case OverflowError() | ValueError():
            if "cannot convert float" in str(exc):
                return "number has no integer representation", -2
    return None


def _last(tb: TracebackType | None) -> TracebackType | None:
    while tb is not None and tb.tb_next is not None:
        tb = tb.tb_next
    return tb


def _innermost_generated(tb: TracebackType | None) -> TracebackType | None:
    found = None
    while tb is not None:
        if source_of(tb.tb_frame) is not None:
            found = tb
        tb = tb.tb_next
    return found


def is_lua_catchable(exc: BaseException) -> bool:
    """Whether ``pcall`` catches an exception: errors of Lua code, not those of the runtime, the SDK or asyncio."""
    if isinstance(exc, LuaError):
        return True
    if isinstance(exc, RecursionError):
        return True
    if not isinstance(exc, (AttributeError, TypeError, ZeroDivisionError, OverflowError, ValueError)):
        return False
    last = _last(exc.__traceback__)
    return last is not None and source_of(last.tb_frame) is not None and _translate(exc) is not None


def to_lua_error(exc: BaseException) -> LuaError:
    """Return the Lua error that an exception means.

    Args:
        exc: An exception for which ``is_lua_catchable`` holds. Any other one is an internal error of the runtime: it is
            raised again as it is.
    """
    if isinstance(exc, LuaError):
        return exc
    if isinstance(exc, RecursionError):
        at = _innermost_generated(exc.__traceback__)
        prefix = "" if at is None else _traceback_prefix(at)
        return _converted(LuaError(prefix + "stack overflow"), exc)
    if not is_lua_catchable(exc):
        raise exc
    at = _last(exc.__traceback__)
    translated = _translate(exc)
    assert at is not None and translated is not None
    message, operand = translated
    if operand != -2:
        message += _variable(at.tb_frame, at.tb_lasti, operand)
    return _converted(LuaError(_traceback_prefix(at) + message), exc)


def _converted(error: LuaError, exc: BaseException) -> LuaError:
    error.__cause__ = exc
    error.__traceback__ = exc.__traceback__
    return error


def _traceback_prefix(at: TracebackType) -> str:
    source = source_of(at.tb_frame)
    return "" if source is None else _prefix(source, at.tb_frame.f_code, at.tb_lasti, at.tb_lineno)


# Stacks.


def function_name(source: SourceInfo, code: CodeType) -> str:
    """Return how Lua's tracebacks call a function: ``function 'main'``, ``main chunk``."""
    name = code.co_name
    known = _line_map(source)[1].get(name)
    if known:
        return f"function {known}" if known.startswith("<") else f"function '{known}'"
    if name == "chunk" or name == "<module>":
        return "main chunk"
    if name == "<lambda>":
        return "function <?>"
    return f"function '{name}'"


def _traceback_lines(tb: TracebackType | None) -> Iterator[str]:
    """Yield the entries of a Python traceback that are Lua functions, innermost last."""
    # A stack that has overflown holds the same places over and over.
    known: dict[tuple[CodeType, int], str | None] = {}
    while tb is not None:
        place = (tb.tb_frame.f_code, tb.tb_lasti)
        if place not in known:
            source = source_of(tb.tb_frame)
            is_lua = source is not None and place[0].co_name not in INNER_CODE
            known[place] = stack_entry(source, *place, tb.tb_lineno) if source is not None and is_lua else None
        entry = known[place]
        if entry is not None:
            yield entry
        tb = tb.tb_next


def _frame_lines(frame: FrameType | None) -> Iterator[str]:
    """Yield the Lua functions of a stack, innermost first."""
    known: dict[tuple[CodeType, int], str | None] = {}
    while frame is not None:
        place = (frame.f_code, frame.f_lasti)
        if place not in known:
            source = source_of(frame)
            is_lua = source is not None and is_lua_code(source, *place, frame.f_lineno)
            known[place] = stack_entry(source, *place, frame.f_lineno) if source is not None and is_lua else None
        entry = known[place]
        if entry is not None:
            yield entry
        frame = frame.f_back


def is_lua_code(source: SourceInfo, code: CodeType, instruction: int, line: int | None) -> bool:
    """Whether a frame of a generated module is a Lua function, not what starts one (line 0 of the line map)."""
    return code.co_name not in INNER_CODE and lua_line(source, code, instruction, line) != 0


def stack_entry(source: SourceInfo, code: CodeType, instruction: int, line: int | None) -> str:
    """Return a line of a stack: file, line and function."""
    return f"\t{_prefix(source, code, instruction, line)}in {function_name(source, code)}"


def lua_traceback(where: TracebackType | FrameType | None, message: str = "") -> str:
    """Return a stack in the form of ``debug.traceback``.

    Args:
        where: A Python traceback (the stack from where it was caught to where it was raised), or the innermost frame of
            a running stack.
        message: Text above it.
    """
    entries = list(_frame_lines(where)) if isinstance(where, FrameType) else list(_traceback_lines(where))[::-1]
    if len(entries) > MAX_TRACEBACK:
        skipped = len(entries) - 21
        entries[10:-11] = [f"\t...\t(skipping {skipped} levels)"]
    head = [message] if message else []
    return "\n".join([*head, "stack traceback:", *entries])


def lua_frames(tb: TracebackType | None) -> list[tuple[str, int | None, str]]:
    """Return ``(file, line, function)`` of the Lua functions of a traceback, innermost first; the line from 1."""
    found = []
    while tb is not None:
        frame = tb.tb_frame
        source = source_of(frame)
        if source is not None and frame.f_code.co_name not in INNER_CODE:
            line = lua_line(source, frame.f_code, tb.tb_lasti, tb.tb_lineno)
            found.append((source.file, line, function_name(source, frame.f_code)))
        tb = tb.tb_next
    return found[::-1]
