"""Lua's ``math`` library, with what 5.4 keeps of older versions.

Source: Lua 5.4 manual, 6.7; ``lmathlib.c``.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from typing import Any

from luaflow_runtime.host import CURRENT
from luaflow_runtime.lib.library import library
from luaflow_runtime.lib.random_numbers import Xoshiro256
from luaflow_runtime.lib.refusal import refuse_in_workflow
from luaflow_runtime.shim import shim
from luaflow_runtime.text.arguments import check_integer, check_number
from luaflow_runtime.text.numbers import float_to_integer, str_to_number, wrap_integer
from luaflow_runtime.values.errors import LuaError, argument_error, runtime_error
from luaflow_runtime.values.ops import NAN, gt, lt
from luaflow_runtime.values.ops import pow as operator_pow
from luaflow_runtime.values.run_state import RunState, run_state
from luaflow_runtime.values.table import MAX_INTEGER, MIN_INTEGER
from luaflow_runtime.values.types import ABSENT


def _float(x: Any, n: int, name: str) -> float:
    return float(x) if x.__class__ is float or x.__class__ is int else float(check_number(x, n, name))


def _apply(function: Callable[[float], float], x: float) -> float:
    """Return ``function(x)`` with C's answers where Python raises."""
    try:
        return function(x)
    except ValueError:
        return NAN
    except OverflowError:
        return math.inf


def _whole(x: float) -> int | float:
    """Return an integral float as an integer where it fits."""
    integer = float_to_integer(x)
    return x if integer is None else integer


@shim("math.abs", types="number")
def abs(x: Any = ABSENT, *_: Any) -> Any:
    """Return the absolute value; that of the smallest integer is itself."""
    if x.__class__ is int:
        return x if x >= 0 else wrap_integer(-x)
    return math.fabs(check_number(x, 1, "abs"))


@shim("math.ceil", types="number")
def ceil(x: Any = ABSENT, *_: Any) -> Any:
    """Return the smallest integral value not below ``x``, an integer where it fits."""
    if x.__class__ is int:
        return x
    # A numeral counts as a float, as in Lua.
    number = x if x.__class__ is float else float(check_number(x, 1, "ceil"))
    if number - number != 0:
        return number
    whole = math.ceil(number)
    return whole if MIN_INTEGER <= whole <= MAX_INTEGER else number


@shim("math.floor", types="number")
def floor(x: Any = ABSENT, *_: Any) -> Any:
    """Return the largest integral value not above ``x``, an integer where it fits."""
    if x.__class__ is int:
        return x
    # A numeral counts as a float, as in Lua.
    number = x if x.__class__ is float else float(check_number(x, 1, "floor"))
    if number - number != 0:
        return number
    whole = math.floor(number)
    return whole if MIN_INTEGER <= whole <= MAX_INTEGER else number


def _remainder(name: str, a: Any, b: Any) -> Any:
    if a.__class__ is int and b.__class__ is int:
        if not b:
            raise argument_error(2, name, "zero")
        r = (a if a >= 0 else -a) % (b if b >= 0 else -b)
        return r if a >= 0 else -r
    y = check_number(b, 2, name)  # checked first in Lua too
    try:
        return math.fmod(check_number(a, 1, name), y)
    except ValueError:
        return NAN


@shim("math.fmod", types="number")
def fmod(a: Any = ABSENT, b: Any = ABSENT, *_: Any) -> Any:
    """Return the remainder of a division that rounds towards zero."""
    return _remainder("fmod", a, b)


@shim("math.mod", types="number")
def mod(a: Any = ABSENT, b: Any = ABSENT, *_: Any) -> Any:
    """Return the remainder of a division that rounds towards zero (``fmod`` by its old name)."""
    return _remainder("mod", a, b)


@shim("math.modf", results=2, types="number,float")
def modf(x: Any = ABSENT, *_: Any) -> Any:
    """Return the part before the decimal point and the part behind it."""
    number = check_number(x, 1, "modf")
    if number.__class__ is int:
        return number, 0.0
    if number - number != 0:
        return (number, number) if number != number else (number, 0.0)
    behind, before = math.modf(number)
    return _whole(before), behind or 0.0


@shim("math.sqrt", types="float")
def sqrt(x: Any = ABSENT, *_: Any) -> float:
    """Return the square root."""
    return _apply(math.sqrt, _float(x, 1, "sqrt"))


@shim("math.exp", types="float")
def exp(x: Any = ABSENT, *_: Any) -> float:
    """Return e to the power ``x``."""
    return _apply(math.exp, _float(x, 1, "exp"))


def _log(function: Callable[[float], float], x: float) -> float:
    return function(x) if x > 0 else -math.inf if x == 0 else x if x != x else NAN


@shim("math.log", types="float")
def log(x: Any = ABSENT, base: Any = None, *_: Any) -> float:
    """Return the logarithm, the natural one by default."""
    number = _float(x, 1, "log")
    if base is None:
        return _log(math.log, number)
    radix = _float(base, 2, "log")
    if radix == 2.0:
        return _log(math.log2, number)
    if radix == 10.0:
        return _log(math.log10, number)
    a = _log(math.log, number)
    b = _log(math.log, radix)
    return a / b if b else NAN if a == 0 or a != a else math.copysign(math.inf, a)


@shim("math.log10", types="float")
def log10(x: Any = ABSENT, *_: Any) -> float:
    """Return the logarithm to base 10."""
    return _log(math.log10, _float(x, 1, "log10"))


@shim("math.pow", types="float")
def pow(x: Any = ABSENT, y: Any = ABSENT, *_: Any) -> Any:
    """Return ``x ^ y``."""
    return operator_pow(_float(x, 1, "pow"), _float(y, 2, "pow"))


@shim("math.sin", types="float")
def sin(x: Any = ABSENT, *_: Any) -> float:
    """Return the sine of an angle in radians."""
    return _apply(math.sin, _float(x, 1, "sin"))


@shim("math.cos", types="float")
def cos(x: Any = ABSENT, *_: Any) -> float:
    """Return the cosine of an angle in radians."""
    return _apply(math.cos, _float(x, 1, "cos"))


@shim("math.tan", types="float")
def tan(x: Any = ABSENT, *_: Any) -> float:
    """Return the tangent of an angle in radians."""
    return _apply(math.tan, _float(x, 1, "tan"))


@shim("math.asin", types="float")
def asin(x: Any = ABSENT, *_: Any) -> float:
    """Return the arc sine in radians."""
    number = _float(x, 1, "asin")
    return math.asin(number) if -1 <= number <= 1 else math.nan


@shim("math.acos", types="float")
def acos(x: Any = ABSENT, *_: Any) -> float:
    """Return the arc cosine in radians."""
    number = _float(x, 1, "acos")
    return math.acos(number) if -1 <= number <= 1 else math.nan


@shim("math.atan", types="float")
def atan(y: Any = ABSENT, x: Any = None, *_: Any) -> float:
    """Return the angle of the point ``(x, y)`` in radians; ``x`` is 1 by default."""
    return math.atan2(_float(y, 1, "atan"), 1.0 if x is None else _float(x, 2, "atan"))


@shim("math.atan2", types="float")
def atan2(y: Any = ABSENT, x: Any = None, *_: Any) -> float:
    """Return what ``math.atan`` does: Lua 5.4 has it under both names."""
    return math.atan2(_float(y, 1, "atan2"), 1.0 if x is None else _float(x, 2, "atan2"))


def _signed_overflow(function: Callable[[float], float], x: float) -> float:
    try:
        return function(x)
    except OverflowError:
        return math.copysign(math.inf, x)


@shim("math.cosh", types="float")
def cosh(x: Any = ABSENT, *_: Any) -> float:
    """Return the hyperbolic cosine."""
    return _apply(math.cosh, _float(x, 1, "cosh"))


@shim("math.sinh", types="float")
def sinh(x: Any = ABSENT, *_: Any) -> float:
    """Return the hyperbolic sine."""
    return _signed_overflow(math.sinh, _float(x, 1, "sinh"))


@shim("math.tanh", types="float")
def tanh(x: Any = ABSENT, *_: Any) -> float:
    """Return the hyperbolic tangent."""
    return math.tanh(_float(x, 1, "tanh"))


@shim("math.deg", types="float")
def deg(x: Any = ABSENT, *_: Any) -> float:
    """Return an angle in degrees that is given in radians."""
    return _float(x, 1, "deg") * (180.0 / math.pi)


@shim("math.rad", types="float")
def rad(x: Any = ABSENT, *_: Any) -> float:
    """Return an angle in radians that is given in degrees."""
    return _float(x, 1, "rad") * (math.pi / 180.0)


@shim("math.frexp", results=2, types="float,integer")
def frexp(x: Any = ABSENT, *_: Any) -> tuple[float, int]:
    """Return ``m`` in [0.5, 1) and ``e`` such that ``x = m * 2^e``."""
    return math.frexp(_float(x, 1, "frexp"))


@shim("math.ldexp", types="float")
def ldexp(m: Any = ABSENT, e: Any = ABSENT, *_: Any) -> float:
    """Return ``m * 2^e``."""
    mantissa = _float(m, 1, "ldexp")
    exponent = check_integer(e, 2, "ldexp")
    return _signed_overflow(lambda number: math.ldexp(number, _exponent(exponent)), mantissa)


def _exponent(exponent: int) -> int:
    """Return an exponent cut to C's ``int``, as Lua does, and to what Python's ``ldexp`` takes, which means the same."""
    narrow = ((exponent + 0x80000000) & 0xFFFFFFFF) - 0x80000000
    return -5000 if narrow < -5000 else 5000 if narrow > 5000 else narrow


@shim("math.max", types="any")
def max(x: Any = ABSENT, y: Any = ABSENT, *rest: Any) -> Any:
    """Return the greatest argument by ``<``."""
    if not rest and (x.__class__ is float or x.__class__ is int) and (y.__class__ is float or y.__class__ is int):
        return y if x < y else x
    return _best("max", x, y, rest, lt)


@shim("math.min", types="any")
def min(x: Any = ABSENT, y: Any = ABSENT, *rest: Any) -> Any:
    """Return the least argument by ``<``."""
    if not rest and (x.__class__ is float or x.__class__ is int) and (y.__class__ is float or y.__class__ is int):
        return y if y < x else x
    return _best("min", x, y, rest, gt)


def _best(name: str, x: Any, y: Any, rest: tuple[Any, ...], replaced_by: Callable[[Any, Any], bool]) -> Any:
    if x is ABSENT:
        raise argument_error(1, name, "value expected")
    if y is ABSENT:
        return x
    best = x
    for other in (y, *rest):
        if replaced_by(best, other):
            best = other
    return best


@shim("math.tointeger", types="integer?")
def tointeger(x: Any = ABSENT, *_: Any) -> Any:
    """Return the integer that a number or numeral equals, else nil."""
    if x is ABSENT:
        raise argument_error(1, "tointeger", "value expected")
    number: Any = str_to_number(x) if x.__class__ is str else x
    if number.__class__ is int:
        return number
    return float_to_integer(number) if number.__class__ is float else None


@shim("math.type", types="string?")
def type_(x: Any = ABSENT, *_: Any) -> Any:
    """Return ``integer``, ``float``, or nil for what is no number."""
    if x is ABSENT:
        raise argument_error(1, "type", "value expected")
    return "integer" if x.__class__ is int else "float" if x.__class__ is float else None


@shim("math.ult", types="boolean")
def ult(a: Any = ABSENT, b: Any = ABSENT, *_: Any) -> bool:
    """Return whether ``a`` is below ``b`` when both are taken as unsigned."""
    mask = 0xFFFFFFFFFFFFFFFF
    return (check_integer(a, 1, "ult") & mask) < (check_integer(b, 2, "ult") & mask)


# Random numbers.


def _generator(state: RunState) -> Xoshiro256:
    if state.random is None:
        state.random = Xoshiro256(int.from_bytes(os.urandom(8), "little"), int.from_bytes(os.urandom(8), "little"))
    generator: Xoshiro256 = state.random
    return generator


@shim("math.random", types="number", effect="random")
def random(low: Any = ABSENT, high: Any = ABSENT, *more: Any) -> Any:
    """Return a float in [0, 1), or an integer from 1 to m, from m to n, or of all 64 bits for 0."""
    running = CURRENT.get(None)
    if running is not None and running.is_workflow:
        refuse_in_workflow("math.random", "random")
    generator = _generator(run_state())
    if low is ABSENT:
        return generator.next_float()
    if high is ABSENT:
        last = low if low.__class__ is int else _bound(generator, low, 1)
        if last == 0:
            return wrap_integer(generator.next())
        begin = 1
    elif not more:
        begin = low if low.__class__ is int else _bound(generator, low, 1)
        last = high if high.__class__ is int else _bound(generator, high, 2)
    else:
        generator.next()  # Lua draws before it looks at the arguments
        raise runtime_error("wrong number of arguments")
    if begin > last:
        generator.next()
        raise argument_error(1, "random", "interval is empty")
    return begin + generator.below_or_equal(last - begin)


def _bound(generator: Xoshiro256, value: Any, n: int) -> int:
    try:
        return check_integer(value, n, "random")
    except LuaError:
        generator.next()
        raise


@shim("math.randomseed", results=2, types="integer,integer", effect="random")
def randomseed(*args: Any) -> tuple[int, int]:
    """Seed the generator, without arguments at random; return the two halves of the seed."""
    refuse_in_workflow("math.randomseed", "random")
    if args:
        seed = check_integer(args[0], 1, "randomseed")
        more = check_integer(args[1], 2, "randomseed") if len(args) > 1 and args[1] is not None else 0
    else:
        seed = wrap_integer(int.from_bytes(os.urandom(8), "little"))
        more = wrap_integer(int.from_bytes(os.urandom(8), "little"))
    run_state().random = Xoshiro256(seed, more)
    return seed, more


_FUNCTIONS: tuple[Callable[..., Any], ...] = (
    abs,
    acos,
    asin,
    atan,
    atan2,
    ceil,
    cos,
    cosh,
    deg,
    exp,
    floor,
    fmod,
    frexp,
    ldexp,
    log,
    log10,
    max,
    min,
    mod,
    modf,
    pow,
    rad,
    random,
    randomseed,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
    tointeger,
    type_,
    ult,
)

LIBRARY = library(
    "math",
    *_FUNCTIONS,
    huge=math.inf,
    maxinteger=MAX_INTEGER,
    mininteger=MIN_INTEGER,
    pi=math.pi,
)
