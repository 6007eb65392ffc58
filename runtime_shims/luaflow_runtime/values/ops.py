"""The operations of Lua, exact for any operands.

Emitted code uses Python's own operators where the operand types are known, these functions elsewhere. Python's ``bool`` is
an ``int``: every test here is on the exact class.

Source: Lua 5.4 manual, 3.4; ``lvm.c``, ``ltm.c``, ``lstrlib.c`` (arithmetic on strings).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import islice
from types import BuiltinFunctionType, CoroutineType, FunctionType, MethodType
from typing import Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.text.numbers import float_to_integer, number_to_str, str_to_number, wrap_integer
from luaflow_runtime.text.strings import byte_length, less, less_equal
from luaflow_runtime.text.strings import concat as concat_strings
from luaflow_runtime.values.calls import adjust, call, call_handler, drive, first, first_of_call
from luaflow_runtime.values.errors import (
    LuaError,
    compare_error,
    object_type_name,
    operand_error,
    operation_error,
    representation_error,
    type_argument_error,
)
from luaflow_runtime.values.metatables import index_by, newindex_by
from luaflow_runtime.values.names import ATTRIBUTES, mangle
from luaflow_runtime.values.table import MAX_INTEGER, MIN_INTEGER, Table, iterate_raw, rawget, rawset
from luaflow_runtime.values.types import ABSENT, type_name
from luaflow_runtime.values.userdata import Userdata

_FUNCTIONS: frozenset[Any] = frozenset({FunctionType, BuiltinFunctionType, MethodType})
_NUMBERS: frozenset[Any] = frozenset({int, float})
_MASK = 0xFFFFFFFFFFFFFFFF
NAN = -float("nan")
"""The NaN that the processor makes of 0/0: its sign bit is set, and Lua prints it as ``-nan``."""


def truth(v: Any) -> bool:
    """Return whether a condition holds for ``v``."""
    return v is not None and v is not False


# Metamethods.

_PYTHON_METHODS = {
    "__add": ("__add__", "__radd__"),
    "__sub": ("__sub__", "__rsub__"),
    "__mul": ("__mul__", "__rmul__"),
    "__div": ("__truediv__", "__rtruediv__"),
    "__mod": ("__mod__", "__rmod__"),
    "__idiv": ("__floordiv__", "__rfloordiv__"),
    "__pow": ("__pow__", "__rpow__"),
    "__lt": ("__lt__", "__gt__"),
    "__le": ("__le__", "__ge__"),
    "__unm": ("__neg__", "__neg__"),
    "__len": ("__len__", "__len__"),
}


def metamethod(value: Any, event: str) -> Any:
    """Return the metamethod of a table or userdata for an event (``"__add"``), or None."""
    if isinstance(value, Table):
        meta = value.meta_
        return None if meta is None else meta.__dict__.get(event)
    if isinstance(value, Userdata):
        return value.metamethods_.get(event)
    return string_metamethod(event) if value.__class__ is str else None


def _by_metamethod(event: str, a: Any, b: Any) -> Any:
    """Return the first result of a binary metamethod, ``NotImplemented`` where neither operand has one."""
    handler = metamethod(a, event)
    if handler is None:
        handler = metamethod(b, event)
    if handler is not None:
        return first_of_call(handler, a, b)
    names = _PYTHON_METHODS.get(event)
    if names is not None:
        for receiver, other, name in ((a, b, names[0]), (b, a, names[1])):
            if isinstance(receiver, Userdata):
                method = getattr(type(receiver), name, None)
                if method is not None and method is not getattr(object, name, None):
                    result = method(receiver) if name in ("__neg__", "__len__") else method(receiver, other)
                    if result is not NotImplemented:
                        return result
    return NotImplemented


# Arithmetic.


def add(a: Any, b: Any) -> Any:
    """Return ``a + b``."""
    ca = a.__class__
    cb = b.__class__
    if ca is int and cb is int:
        r = a + b
        return r if MIN_INTEGER <= r <= MAX_INTEGER else wrap_integer(r)
    if (ca is float or ca is int) and (cb is float or cb is int):
        return a + b
    return _arithmetic("__add", add, a, b)


def sub(a: Any, b: Any) -> Any:
    """Return ``a - b``."""
    ca = a.__class__
    cb = b.__class__
    if ca is int and cb is int:
        r = a - b
        return r if MIN_INTEGER <= r <= MAX_INTEGER else wrap_integer(r)
    if (ca is float or ca is int) and (cb is float or cb is int):
        return a - b
    return _arithmetic("__sub", sub, a, b)


def mul(a: Any, b: Any) -> Any:
    """Return ``a * b``."""
    ca = a.__class__
    cb = b.__class__
    if ca is int and cb is int:
        r = a * b
        return r if MIN_INTEGER <= r <= MAX_INTEGER else wrap_integer(r)
    if (ca is float or ca is int) and (cb is float or cb is int):
        return a * b
    return _arithmetic("__mul", mul, a, b)


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    if a == 0 or a != a:
        return a if a != a else NAN
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def div(a: Any, b: Any) -> Any:
    """Return ``a / b``, always a float."""
    if a.__class__ in _NUMBERS and b.__class__ in _NUMBERS:
        # Python divides integers exactly; Lua rounds each to a float first.
        return _divide(float(a), float(b))
    return _arithmetic("__div", div, a, b)


def mod(a: Any, b: Any) -> Any:
    """Return ``a % b``, with the sign of ``b``.

    Raises:
        LuaError: Both are integers and ``b`` is 0.
    """
    ca = a.__class__
    cb = b.__class__
    if ca is int and cb is int:
        if not b:
            raise operation_error("attempt to perform 'n%0'")
        return a % b
    if ca in _NUMBERS and cb in _NUMBERS:
        a = float(a)
        b = float(b)
        if not b or a in (math.inf, -math.inf):
            return a if a != a else b if b != b else NAN
        r = math.fmod(a, b)
        return r + b if (r < 0 < b or b < 0 < r) and b != r else r
    return _arithmetic("__mod", mod, a, b)


def idiv(a: Any, b: Any) -> Any:
    """Return ``a // b``, rounded towards minus infinity.

    Raises:
        LuaError: Both are integers and ``b`` is 0.
    """
    ca = a.__class__
    cb = b.__class__
    if ca is int and cb is int:
        if not b:
            raise operation_error("attempt to divide by zero")
        r = a // b
        return r if r <= MAX_INTEGER else MIN_INTEGER
    if ca in _NUMBERS and cb in _NUMBERS:
        q = _divide(float(a), float(b))
        return q if q - q != 0 or not q else float(math.floor(q)) or math.copysign(0.0, q)
    return _arithmetic("__idiv", idiv, a, b)


def pow(a: Any, b: Any) -> Any:
    """Return ``a ^ b``, always a float."""
    if a.__class__ in _NUMBERS and b.__class__ in _NUMBERS:
        a = float(a)
        b = float(b)
        try:
            return math.pow(a, b)
        except OverflowError:
            return -math.inf if a < 0 and b % 2 == 1 else math.inf
        except ValueError:
            if not a:
                return math.copysign(math.inf, a) if b % 2 == 1 else math.inf
            return NAN
    return _arithmetic("__pow", pow, a, b)


def unm(a: Any) -> Any:
    """Return ``-a``."""
    kind = a.__class__
    if kind is int:
        return -a if a != MIN_INTEGER else a
    if kind is float:
        return -a
    return _arithmetic("__unm", _unm_both, a, a)


def _unm_both(a: Any, _: Any) -> Any:
    return unm(a)


def _number(value: Any) -> Any:
    """Return a number or the number that a string means, else None."""
    kind = value.__class__
    return value if kind in _NUMBERS else str_to_number(value) if kind is str else None


def _arithmetic(event: str, operation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    """Do an operation on operands of which one is no number."""
    if isinstance(a, Table) and (meta := a.meta_) is not None:
        handler: Any = meta.__dict__.get(event)
        if handler.__class__ is FunctionType:
            r = handler(a, b)
            return r if r.__class__ is not tuple and r.__class__ is not CoroutineType else first(drive(r))
    strings = (a.__class__ is str or b.__class__ is str) and not _replaced_for_strings(event)
    if strings:
        result = _of_numerals(event, operation, a, b)
        if result is not NotImplemented:
            return result
        handler = None if a.__class__ is not str else metamethod(b, event)
        if handler is not None and handler.__class__ not in _FUNCTIONS and call_handler(handler) is None:
            # The string library calls it, so the error has neither a position nor a name.
            raise LuaError(f"attempt to call a {object_type_name(handler)} value")
    result = _by_metamethod(event, a, b)
    if result is not NotImplemented:
        return result
    if strings:
        raise _numeral_error(event, a, b)
    culprit = 1 if a.__class__ in _NUMBERS else 0
    raise operand_error("perform arithmetic on", b if culprit else a, culprit)


def _of_numerals(event: str, operation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    """Do an operation on numbers and strings that mean numbers; ``NotImplemented`` for anything else."""
    x = _number(a)
    y = None if x is None else _number(b)
    if y is None:
        return NotImplemented
    if event in ("__mod", "__idiv") and x.__class__ is int and y.__class__ is int and not y:
        # The string library does it, so the error has no position.
        raise LuaError("attempt to perform 'n%0'" if event == "__mod" else "attempt to divide by zero")
    return operation(x, y)


def _numeral_error(event: str, a: Any, b: Any) -> LuaError:
    return operation_error(f"attempt to {event[2:]} a '{type_name(a)}' with a '{type_name(b)}'")


# Bitwise operations.


def _integer(value: Any) -> int | None:
    """Return an integer or the integer that a float equals; strings are not converted."""
    kind = value.__class__
    if kind is int:
        return int(value)
    return float_to_integer(value) if kind is float else None


def _signed(n: int) -> int:
    return n - 0x10000000000000000 if n > MAX_INTEGER else n


def band(a: Any, b: Any) -> Any:
    """Return ``a & b``."""
    if a.__class__ is int and b.__class__ is int:
        return a & b
    return _bitwise("__band", band, a, b)


def bor(a: Any, b: Any) -> Any:
    """Return ``a | b``."""
    if a.__class__ is int and b.__class__ is int:
        return a | b
    return _bitwise("__bor", bor, a, b)


def bxor(a: Any, b: Any) -> Any:
    """Return ``a ~ b``."""
    if a.__class__ is int and b.__class__ is int:
        return a ^ b
    return _bitwise("__bxor", bxor, a, b)


def shl(a: Any, b: Any) -> Any:
    """Return ``a << b``; a negative ``b`` shifts the other way, vacant bits are zero."""
    if a.__class__ is int and b.__class__ is int:
        if b <= -64 or b >= 64:
            return 0
        a &= _MASK
        return _signed((a << b) & _MASK if b >= 0 else a >> -b)
    return _bitwise("__shl", shl, a, b)


def shr(a: Any, b: Any) -> Any:
    """Return ``a >> b``, a logical shift."""
    if a.__class__ is int and b.__class__ is int:
        if b <= -64 or b >= 64:
            return 0
        a &= _MASK
        return _signed(a >> b if b >= 0 else (a << -b) & _MASK)
    return _bitwise("__shr", shr, a, b)


def bnot(a: Any) -> Any:
    """Return ``~a``."""
    if a.__class__ is int:
        return ~a
    return _bitwise("__bnot", _bnot_both, a, a)


def _bnot_both(a: Any, _: Any) -> Any:
    return ~a


def _bitwise(event: str, operation: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    x = _integer(a)
    y = _integer(b)
    if x is not None and y is not None:
        return operation(x, y)
    result = _by_metamethod(event, a, b)
    if result is not NotImplemented:
        return result
    if a.__class__ in _NUMBERS and b.__class__ in _NUMBERS:
        raise representation_error(0 if x is None else 1)
    culprit = 1 if a.__class__ in _NUMBERS else 0
    raise operand_error("perform bitwise operation on", b if culprit else a, culprit)


# Strings and length.


def concat(*parts: Any) -> Any:
    """Return ``parts[0] .. parts[1] .. ...``, from right to left where metamethods are involved."""
    if len(parts) == 2:
        a, b = parts
        if a.__class__ is str and b.__class__ is str and (joined := a + b).isascii():
            return joined
    texts = []
    for part in parts:
        kind = part.__class__
        if kind is str:
            texts.append(part)
        elif kind is int or kind is float:
            texts.append(number_to_str(part))
        else:
            return _concat_any(parts)
    return concat_strings(texts)


def _concat_any(parts: tuple[Any, ...]) -> Any:
    right = parts[-1]
    for at in range(len(parts) - 2, -1, -1):
        left = parts[at]
        left_is_text = left.__class__ is str or left.__class__ in _NUMBERS
        if left_is_text and (right.__class__ is str or right.__class__ in _NUMBERS):
            right = concat(left, right)
            continue
        result = _by_metamethod("__concat", left, right)
        if result is NotImplemented:
            raise operand_error("concatenate", right if left_is_text else left, at + 1 if left_is_text else at)
        right = result
    return right


def length(v: Any) -> Any:
    """Return ``#v``: bytes of a string, a border of a table."""
    if v.__class__ is str:
        return byte_length(v)
    if isinstance(v, Table):
        meta = v.meta_
        if meta is None or (handler := meta.__dict__.get("__len")) is None:
            return len(v.arr_) - 1
        return first_of_call(handler, v, v)
    result = _by_metamethod("__len", v, v)
    if result is NotImplemented:
        raise operand_error("get length of", v, 0)
    return result


# Comparison.


def eq(a: Any, b: Any) -> bool:
    """Return ``a == b``; booleans are no numbers."""
    ca = a.__class__
    cb = b.__class__
    if ca is cb:
        if ca is str or ca is int or ca is float:
            return bool(a == b)
        if a is b:
            return True
    elif ca in _NUMBERS:
        return cb in _NUMBERS and bool(a == b)
    if isinstance(a, Table):
        if a is b or not isinstance(b, Table) or (a.meta_ is None and b.meta_ is None):
            return a is b
    elif not isinstance(a, Userdata) or not isinstance(b, Userdata):
        return a is b
    handler = metamethod(a, "__eq")
    if handler is None:
        handler = metamethod(b, "__eq")
    if handler is not None:
        return truth(first_of_call(handler, a, b))
    return bool(a == b)


def ne(a: Any, b: Any) -> bool:
    """Return ``a ~= b``."""
    return not eq(a, b)


def lt(a: Any, b: Any) -> bool:
    """Return ``a < b``."""
    ca = a.__class__
    cb = b.__class__
    if (ca is int or ca is float) and (cb is int or cb is float):
        return bool(a < b)
    if ca is str and cb is str:
        return less(a, b)
    result = _by_metamethod("__lt", a, b)
    if result is NotImplemented:
        raise compare_error(a, b)
    return truth(result)


def le(a: Any, b: Any) -> bool:
    """Return ``a <= b``; without ``__le`` it is ``not (b < a)``, as Lua 5.4 is built by default."""
    ca = a.__class__
    cb = b.__class__
    if (ca is int or ca is float) and (cb is int or cb is float):
        return bool(a <= b)
    if ca is str and cb is str:
        return less_equal(a, b)
    result = _by_metamethod("__le", a, b)
    if result is not NotImplemented:
        return truth(result)
    result = _by_metamethod("__lt", b, a)
    if result is NotImplemented:
        raise compare_error(a, b)
    return not truth(result)


def gt(a: Any, b: Any) -> bool:
    """Return ``a > b``, which Lua computes as ``b < a``."""
    if a.__class__ in _NUMBERS and b.__class__ in _NUMBERS:
        return bool(a > b)
    return lt(b, a)


def ge(a: Any, b: Any) -> bool:
    """Return ``a >= b``, which Lua computes as ``b <= a``."""
    if a.__class__ in _NUMBERS and b.__class__ in _NUMBERS:
        return bool(a >= b)
    return le(b, a)


# Indexing.


def index(o: Any, k: Any) -> Any:
    """Return ``o[k]``."""
    if isinstance(o, Table):
        if k.__class__ is str:
            name = ATTRIBUTES[k]
            value = o.__dict__.get(name)
            if value is not None or (meta := o.meta_) is None:
                return value
            fields = meta.__dict__
            handler = fields.get("__index")
            if handler is meta and (value := fields.get(name)) is not None:
                return value
        else:
            value = rawget(o, k)
            if value is not None or (meta := o.meta_) is None:
                return value
            handler = meta.__dict__.get("__index")
        return None if handler is None else index_by(handler, o, k)
    if o.__class__ is str or isinstance(o, Userdata):
        return index_object(o, k)
    raise operand_error("index", o, 0)


def index_object(o: Any, k: Any) -> Any:
    """Return ``o[k]`` of a string or userdata: its methods, not bound to it."""
    if o.__class__ is str:
        handler = string_metamethod("__index")
        if handler is None:
            raise operand_error("index", o, 0)
        return index_by(handler, o, k)
    handler = o.metamethods_.get("__index")
    if handler is not None:
        return index_by(handler, o, k)
    if k.__class__ is str:
        return _unbound_method(o.__class__, k)
    return None


def string_metamethod(event: str) -> Any:
    """Return a metamethod of strings: of the running script's own metatable, elsewhere the string library as ``__index``."""
    running = CURRENT.get(None)
    script = None if running is None else running.script
    if script is not None:
        found = rawget(script.string_metatable, event)
        return None if found is STRING_ARITHMETIC.get(event) else found  # the operations do that themselves
    if event != "__index":
        return None
    from luaflow_runtime.lib.string import LIBRARY

    return LIBRARY


def _replaced_for_strings(event: str) -> bool:
    """Return whether the running script has put another metamethod, or none, in the place of strings' own arithmetic."""
    running = CURRENT.get(None)
    script = None if running is None else running.script
    return script is not None and rawget(script.string_metatable, event) is not STRING_ARITHMETIC[event]


def _of_strings(event: str, operation: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def arithmetic(a: Any = None, b: Any = ABSENT, *_: Any) -> Any:
        if b is ABSENT:
            b = _number(a)  # Lua finds the converted first operand where the second one would be
        result = _of_numerals(event, operation, a, b)
        if result is not NotImplemented:
            return result
        handler = None if b.__class__ is str else metamethod(b, event)
        if handler is None:
            raise _numeral_error(event, a, b)
        return first_of_call(handler, a, b)

    return arithmetic


STRING_ARITHMETIC: Mapping[str, Callable[..., Any]] = {
    event: _of_strings(event, operation)
    for event, operation in (
        ("__add", add),
        ("__sub", sub),
        ("__mul", mul),
        ("__mod", mod),
        ("__pow", pow),
        ("__div", div),
        ("__idiv", idiv),
        ("__unm", _unm_both),
    )
}
"""The metamethods that strings have in Lua, by event: they convert strings to numbers."""


@cache
def _unbound_method(cls: type[Userdata], name: str) -> Callable[..., Any] | None:
    """Return a method as Lua code sees it: a function that checks what it is given as the object."""
    # Only methods: what else the class has is Python's.
    member = getattr(cls, mangle(name), None)
    if not isinstance(member, FunctionType):
        return None
    function: Callable[..., Any] = member
    owner: Any = next(base for base in cls.__mro__ if vars(base).get(mangle(name)) is member)

    def method(self: Any = ABSENT, *args: Any) -> Any:
        if not isinstance(self, owner):
            raise type_argument_error(1, name, str(owner.metamethods_.get("__name", owner.__name__)), self)
        return function(self, *args)

    return method


def setindex(o: Any, k: Any, v: Any) -> None:
    """Do ``o[k] = v``."""
    if isinstance(o, Table):
        if o.meta_ is None:
            if k.__class__ is str and v is not None and not o.guard_:
                o.__dict__[ATTRIBUTES[k]] = v
            else:
                rawset(o, k, v)
        else:
            o[k] = v
        return
    handler = metamethod(o, "__newindex")
    if handler is None:
        raise operand_error("index", o, 0)
    newindex_by(handler, o, k, v)


def invoke(o: Any, name: str, *args: Any) -> Any:
    """Do ``o:name(...)`` for any receiver; the result may be a coroutine, as that of a direct call.

    Args:
        name: Lua's name of the method, not mangled.
    """
    if o.__class__ is str:
        found: Any = _methods_of_strings().get(ATTRIBUTES[name])
        if found.__class__ is FunctionType:
            return found(o, *args)
    method = index(o, name)
    if method.__class__ in _FUNCTIONS:
        return method(o, *args)
    if call_handler(method) is None and (isinstance(method, (Table, Userdata)) or not callable(method)):
        raise operation_error(f"attempt to call a {object_type_name(method)} value (method '{name}')")
    return call(method, o, *args)


def _methods_of_strings() -> dict[str, Any]:
    """Return the fields of the table that strings have as ``__index``, where it is one."""
    running = CURRENT.get(None)
    script = None if running is None else running.script
    if script is None:
        return _string_library()
    handler = script.string_metatable.__dict__.get("__index")
    return vars(handler) if isinstance(handler, Table) else {}


@cache
def _string_library() -> dict[str, Any]:
    from luaflow_runtime.lib.string import LIBRARY

    return vars(LIBRARY)


# Loops.


def for_range(start: Any, stop: Any, step: Any = 1) -> Iterable[Any]:
    """Return the values of ``for i = start, stop, step``.

    Raises:
        LuaError: A value is no number, or ``step`` is 0.
    """
    if start.__class__ is int and step.__class__ is int:
        if not step:
            raise operation_error("'for' step is zero")
        if stop.__class__ is not int:
            stop = _integer_limit(stop, step)
        # Python's range cannot overflow, so the loop ends where Lua's does.
        return range(start, stop + 1 if step > 0 else stop - 1, step)
    limit = _loop_number(stop, "limit")
    increment = _loop_number(step, "step")
    value = _loop_number(start, "initial value")
    if not increment:
        raise operation_error("'for' step is zero")
    return _float_range(float(value), float(limit), float(increment))


def _loop_number(value: Any, what: str) -> int | float:
    number: int | float | None = _number(value)
    if number is None:
        raise operation_error(f"bad 'for' {what} (number expected, got {object_type_name(value)})")
    return number


def _integer_limit(stop: Any, step: int) -> int:
    """Return the limit of an integer loop as an integer."""
    limit = _loop_number(stop, "limit")
    if limit.__class__ is int:
        return int(limit)
    if not -(2.0**63) <= limit < 2.0**63:
        # Lua takes the loop to the last integer, or skips it; a NaN counts as minus infinity.
        return MAX_INTEGER + (step < 0) if limit > 0 else MIN_INTEGER - (step > 0)
    return math.floor(limit) if step > 0 else math.ceil(limit)


def _float_range(value: float, limit: float, step: float) -> Iterator[float]:
    # Written as Lua has it: the first test lets a NaN through, the others do not.
    if limit < value if step > 0 else value < limit:
        return
    yield value
    value += step
    while value <= limit if step > 0 else value >= limit:
        yield value
        value += step


def iterate(f: Any, s: Any, c: Any, names: int) -> Iterator[Any]:
    """Return what ``f(s, control)`` gives until the first value is nil, as it comes.

    Args:
        names: How many values of each result are wanted: one is given bare, others as a tuple.
    """
    if f.__class__ not in _FUNCTIONS:
        if metamethod(f, "__call") is None:
            raise operation_error(f"attempt to call a {object_type_name(f)} value (for iterator 'for iterator')")
        f = partial(call, f)
    return _firsts(f, s, c) if names == 1 else _results(f, s, c, names)


def _firsts(step: Callable[..., Any], s: Any, c: Any) -> Iterator[Any]:
    while True:
        c = step(s, c)
        if c.__class__ is tuple or c.__class__ is CoroutineType:
            c = first(drive(c))
        if c is None:
            return
        yield c


def _results(step: Callable[..., Any], s: Any, c: Any, names: int) -> Iterator[tuple[Any, ...]]:
    while True:
        r = step(s, c)
        if r.__class__ is not tuple or len(r) != names:
            r = adjust(drive(r), names)
        c = r[0]
        if c is None:
            return
        yield r


def iter_pairs(t: Any) -> Iterator[tuple[Any, Any]]:
    """Return ``(key, value)`` of ``for k, v in pairs(t)``."""
    if isinstance(t, Table) and t.meta_ is None:
        return iterate_raw(t)
    handler = metamethod(t, "__pairs")
    if handler is not None:
        f, s, c = adjust(drive(call(handler, t)), 3)
        return iterate(f, s, c, 2)
    if isinstance(t, Table):
        return iterate_raw(t)
    raise type_argument_error(1, "for iterator", "table", t)


def iter_ipairs(t: Any) -> Iterator[tuple[int, Any]]:
    """Return ``(i, value)`` of ``for i, v in ipairs(t)``."""
    if isinstance(t, Table) and t.meta_ is None:
        return _ipairs_raw(t)
    if isinstance(t, (Table, Userdata, str)):
        return _ipairs_any(t)
    raise LuaError(f"attempt to index a {object_type_name(t)} value")  # by the iterator, so without a position


def _ipairs_raw(t: Table) -> Iterator[tuple[int, Any]]:
    # Iterators of Python's lists follow insertions and removals as an index does.
    for pair in islice(enumerate(t.arr_), 1, None):
        if pair[1] is None:
            return
        yield pair


def _ipairs_any(t: Any) -> Iterator[tuple[int, Any]]:
    i = 1
    while (value := index(t, i)) is not None:
        yield i, value
        i += 1
