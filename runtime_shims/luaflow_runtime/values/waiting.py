"""The operations of Lua where a metamethod may suspend: ``lua.waiting.add(a, b)``.

Each does what its namesake in ``values.ops`` does. Where a metamethod returns a coroutine they return one, which gives what the
operation gives; emitted code awaits it. The others drive metamethods, as Lua does where C code is in between.

Source: Lua 5.4 manual, 2.4 and 4.5.2 (metamethods may yield); ``lvm.c`` (``luaV_finishOp``).
"""

from __future__ import annotations

from collections.abc import Callable
from types import BuiltinFunctionType, CoroutineType, FunctionType, MethodType
from typing import Any

from luaflow_runtime.values import ops
from luaflow_runtime.values.calls import adjust, call, call_handler
from luaflow_runtime.values.calls import first as first_of
from luaflow_runtime.values.metatables import MAX_CHAIN
from luaflow_runtime.values.table import Table, key_error, rawget, rawset

_FUNCTIONS: frozenset[Any] = frozenset({FunctionType, BuiltinFunctionType, MethodType})


async def _finished(coroutine: Any, finish: Callable[[Any], Any]) -> Any:
    return finish(await coroutine)


def _result(r: Any, finish: Callable[[Any], Any]) -> Any:
    """Return what an operation makes of a metamethod's result, now or when the metamethod has waited."""
    return _finished(r, finish) if r.__class__ is CoroutineType else finish(r)


def _true(r: Any) -> bool:
    return ops.truth(first_of(r))


def _untrue(r: Any) -> bool:
    return not ops.truth(first_of(r))


def _none(_: Any) -> None:
    return None


def _handler(event: str, a: Any, b: Any) -> Any:
    """Return the metamethod of two operands of which one is a table, or None."""
    if not isinstance(a, Table) and not isinstance(b, Table):
        return None
    handler = ops.metamethod(a, event)
    return ops.metamethod(b, event) if handler is None else handler


def _binary(event: str, operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def waiting(a: Any, b: Any) -> Any:
        handler = _handler(event, a, b)
        if handler.__class__ is not FunctionType and call_handler(handler) is None:
            return operation(a, b)  # says what is wrong with a metamethod that cannot be called
        return _result(call(handler, a, b), first_of)

    return waiting


add = _binary("__add", ops.add)
sub = _binary("__sub", ops.sub)
mul = _binary("__mul", ops.mul)
div = _binary("__div", ops.div)
mod = _binary("__mod", ops.mod)
idiv = _binary("__idiv", ops.idiv)
pow = _binary("__pow", ops.pow)
band = _binary("__band", ops.band)
bor = _binary("__bor", ops.bor)
bxor = _binary("__bxor", ops.bxor)
shl = _binary("__shl", ops.shl)
shr = _binary("__shr", ops.shr)


def _unary(event: str, operation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def waiting(a: Any) -> Any:
        handler = _handler(event, a, a)
        return operation(a) if handler is None else _result(call(handler, a, a), first_of)

    return waiting


unm = _unary("__unm", ops.unm)
bnot = _unary("__bnot", ops.bnot)
length = _unary("__len", ops.length)


def eq(a: Any, b: Any) -> Any:
    """Do ``a == b``."""
    return _equal(a, b, _true, ops.eq)


def ne(a: Any, b: Any) -> Any:
    """Do ``a ~= b``."""
    return _equal(a, b, _untrue, ops.ne)


def _equal(a: Any, b: Any, finish: Callable[[Any], bool], operation: Callable[[Any, Any], bool]) -> Any:
    handler = None
    if a is not b and isinstance(a, Table) and isinstance(b, Table):
        handler = _handler("__eq", a, b)
    return operation(a, b) if handler is None else _result(call(handler, a, b), finish)


def lt(a: Any, b: Any) -> Any:
    """Do ``a < b``."""
    handler = _handler("__lt", a, b)
    return ops.lt(a, b) if handler is None else _result(call(handler, a, b), _true)


def le(a: Any, b: Any) -> Any:
    """Do ``a <= b``."""
    handler = _handler("__le", a, b)
    if handler is not None:
        return _result(call(handler, a, b), _true)
    handler = _handler("__lt", b, a)
    return ops.le(a, b) if handler is None else _result(call(handler, b, a), _untrue)


def gt(a: Any, b: Any) -> Any:
    """Do ``a > b``."""
    return lt(b, a) if isinstance(a, Table) or isinstance(b, Table) else ops.gt(a, b)


def ge(a: Any, b: Any) -> Any:
    """Do ``a >= b``."""
    return le(b, a) if isinstance(a, Table) or isinstance(b, Table) else ops.ge(a, b)


def concat(*parts: Any) -> Any:
    """Do ``parts[0] .. parts[1] .. ...``."""
    if not any(isinstance(part, Table) for part in parts):
        return ops.concat(*parts)
    return _concat(parts[:-1], parts[-1])


def _concat(parts: tuple[Any, ...], right: Any) -> Any:
    while parts:
        *before, left = parts
        handler = _handler("__concat", left, right)
        if handler is None:
            if not isinstance(left, Table) and not isinstance(right, Table):
                right = ops.concat(left, right)
            else:
                right = ops.concat(*parts, right)  # says what is wrong
        else:
            r = call(handler, left, right)
            if r.__class__ is CoroutineType:
                return _concat_behind(tuple(before), r)
            right = first_of(r)
        parts = tuple(before)
    return right


async def _concat_behind(parts: tuple[Any, ...], coroutine: Any) -> Any:
    r = _concat(parts, first_of(await coroutine))
    return await r if r.__class__ is CoroutineType else r


def index(o: Any, k: Any) -> Any:
    """Do ``o[k]``."""
    t = o
    for _ in range(MAX_CHAIN):
        if not isinstance(t, Table):
            return ops.index(t, k)
        value = rawget(t, k)
        if value is not None or t.meta_ is None:
            return value
        handler = t.meta_.__dict__.get("__index")
        if handler is None:
            return None
        if handler.__class__ in _FUNCTIONS:
            return _result(handler(t, k), first_of)
        if not isinstance(handler, Table):
            return ops.index(t, k)
        t = handler
    raise key_error("'__index' chain too long; possible loop")


def setindex(o: Any, k: Any, v: Any) -> Any:
    """Do ``o[k] = v``; the result is None."""
    t = o
    for _ in range(MAX_CHAIN):
        handler = None
        if isinstance(t, Table) and t.meta_ is not None and not t.is_frozen_:
            handler = t.meta_.__dict__.get("__newindex")
        if handler is None or rawget(t, k) is not None:
            if t is not o and isinstance(t, Table):
                rawset(t, k, v)
            else:
                ops.setindex(t, k, v)
            return None
        if handler.__class__ in _FUNCTIONS:
            return _result(handler(t, k, v), _none)
        if not isinstance(handler, Table):
            ops.setindex(t, k, v)
            return None
        t = handler
    raise key_error("'__newindex' chain too long; possible loop")


def pairs(t: Any) -> Any:
    """Do ``pairs(t)``: three values."""
    from luaflow_runtime.lib.base import pairs as pairs_of

    handler = ops.metamethod(t, "__pairs") if isinstance(t, Table) else None
    return pairs_of(t) if handler is None else _result(call(handler, t), _three)


def _three(r: Any) -> tuple[Any, ...]:
    return adjust(r, 3)
