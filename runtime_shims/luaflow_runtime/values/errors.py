"""Lua errors, and the translation of Python's into them.

Emitted code uses native operations and pays nothing for messages. When one fails, or an operation of ``ops`` refuses its
operands, the failing instruction's place (``code.co_positions``) gives the source text of the expression, and from that the
variable that Lua would name.
"""

from __future__ import annotations

import sys
from types import FrameType, TracebackType
from typing import Any

from luaflow_runtime.values.call_names import NAMELESS, call_name, read_call_name
from luaflow_runtime.values.places import (
    INNER_CODE,
    calling_frame,
    frame_prefix,
    instruction_frame,
    line_prefix,
    lua_line,
    operand_name,
    reads_length,
    source_of,
)
from luaflow_runtime.values.stack import (
    active,
    definitions_text,
    function_name,
    levels,
    library_call,
    raised,
    traceback_text,
    where,
)
from luaflow_runtime.values.types import type_name

__all__ = [
    "LuaError",
    "argument_error",
    "call_error",
    "compare_error",
    "is_lua_catchable",
    "lua_frames",
    "lua_traceback",
    "object_type_name",
    "operand_error",
    "operation_error",
    "representation_error",
    "runtime_error",
    "to_lua_error",
    "type_argument_error",
    "where",
]


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
        """The Lua stack where the error was raised: functions by the names of their definitions."""
        return self.traceback or definitions_text(self.__traceback__)

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


# Making errors.


def operation_error(message: str) -> LuaError:
    """Make the error of an operation of Lua code, with the position of its instruction."""
    return LuaError(frame_prefix(instruction_frame(sys._getframe(1))) + message)


def runtime_error(message: str) -> LuaError:
    """Make an error of a library function, with the position of the Lua line that called it (``luaL_error``)."""
    return LuaError(frame_prefix(calling_frame(sys._getframe(1))) + message)


def argument_error(n: int, function_name: str, message: str) -> LuaError:
    """Make the error of a bad argument.

    Args:
        n: Number of the argument, from 1; the object of a method counts, that of a runtime object's method does not.
        function_name: Lua's name without the library: ``insert``.
        message: What is wrong with it: ``table expected, got nil``.
    """
    return _argument_error(n, function_name, message, sys._getframe(1))


def type_argument_error(n: int, function_name: str, expected: str, value: Any) -> LuaError:
    """Make the error of an argument of the wrong type; ``ABSENT`` is "no value". See ``argument_error``."""
    message = f"{expected} expected, got {object_type_name(value)}"
    return _argument_error(n, function_name, message, sys._getframe(1))


def _argument_error(n: int, function_name: str, message: str, frame: FrameType) -> LuaError:
    prefix = frame_prefix(calling_frame(frame))
    level = library_call(frame)
    name = function_name
    if level is not None and level.source is None and not level.is_outermost:
        kind, called = level.call
        of_object = level.code.co_varnames[:1] == ("self",)
        if kind == "method" and not of_object:
            n -= 1
            if not n:
                return LuaError(f"{prefix}calling '{called}' on bad self ({message})")
        elif of_object and (kind != "field" or called != function_name):
            n += 1  # `file.read(file, "x")` and the like: only `file:read("x")` is a Python call of the object's method
        library = "" if of_object else level.library.rpartition(".")[0]
        name = called or ("?" if of_object else f"{library}.{function_name}" if library else function_name)
    return LuaError(f"{prefix}bad argument #{n} to '{name}' ({message})")


def object_type_name(value: Any) -> str:
    """Return the type's name for messages: ``__name`` of the metatable where that is a string."""
    meta = getattr(value, "meta_", None)
    if meta is not None:
        name = meta.__dict__.get("__name")
        if name.__class__ is str:
            return str(name)
    name = type_name(value)
    # A table's fields are attributes of the instance: read from the class.
    return str(value.__class__.metamethods_.get("__name", name)) if name == "userdata" else name


def operand_error(action: str, value: Any, operand: int) -> LuaError:
    """Make ``attempt to <action> a <type> value (<variable>)``.

    Args:
        action: ``index``, ``call``, ``perform arithmetic on`` ...
        value: The refused operand.
        operand: Its index among the operands of the failing expression.
    """
    frame = instruction_frame(sys._getframe(1))
    message = f"attempt to {action} a {object_type_name(value)} value"
    if frame is None:
        return LuaError(message)
    called = call_name(frame, frame.f_lasti) if operand < 0 else NAMELESS
    if called.kind == "metamethod":
        message += f" (metamethod '{called.name}')"
    else:
        message += operand_name(frame, frame.f_lasti, operand)
    return LuaError(frame_prefix(frame) + message)


def representation_error(operand: int) -> LuaError:
    """Make the error of a float in a bitwise operation that equals no integer."""
    frame = instruction_frame(sys._getframe(1))
    if frame is None:
        return LuaError("number has no integer representation")
    variable = operand_name(frame, frame.f_lasti, operand)
    return LuaError(f"{frame_prefix(frame)}number{variable} has no integer representation")


def call_error(value: Any) -> LuaError:
    """Make the error of a call of ``value``."""
    return operand_error("call", value, -1)


def compare_error(a: Any, b: Any) -> LuaError:
    """Make the error of ``a < b`` for operands that have no order."""
    return LuaError(frame_prefix(instruction_frame(sys._getframe(1))) + _compare_message(a, b))


def _compare_message(a: Any, b: Any) -> str:
    return _compare_types(object_type_name(a), object_type_name(b))


def _compare_types(a: str, b: str) -> str:
    return f"attempt to compare two {a} values" if a == b else f"attempt to compare {a} with {b}"


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
    "File": "FILE*",
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
    if isinstance(exc, AttributeError) and exc.name == "arr_" and reads_length(at.tb_frame, at.tb_lasti):
        message = message.replace("index", "get length of", 1)
    called = NAMELESS
    if isinstance(exc, AttributeError) and exc.obj.__class__ is str:
        called = read_call_name(at.tb_frame, at.tb_lasti)
    if called.kind:
        message = f"attempt to call a nil value ({called.kind} '{called.name}')"  # a string can be indexed
    elif operand != -2:
        message += operand_name(at.tb_frame, at.tb_lasti, operand)
    return _converted(LuaError(_traceback_prefix(at) + message), exc)


def _converted(error: LuaError, exc: BaseException) -> LuaError:
    error.__cause__ = exc
    error.__traceback__ = exc.__traceback__
    return error


def _traceback_prefix(at: TracebackType) -> str:
    source = source_of(at.tb_frame)
    return "" if source is None else line_prefix(source, at.tb_frame.f_code, at.tb_lasti, at.tb_lineno)


# Stacks.


def lua_traceback(stack: TracebackType | FrameType | None, message: str = "", end: str = "") -> str:
    """Return a stack in the form of ``debug.traceback``.

    Args:
        stack: A Python traceback (from where the error was caught to where it was raised), or the innermost frame of a
            running stack.
        message: Text above it.
        end: A line for what called the outermost function.
    """
    places = active(stack) if isinstance(stack, FrameType) else raised(stack)
    return traceback_text(levels(places), message, end)


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
