"""Which operations of a chunk became Python's own, and why the others did not: ``luaflow compile --stats``.

Needs a lowered chunk: the decisions are noted where they fall (``ModuleContext.count_native``); the reasons are read from
the values of the operands afterwards.
"""

from __future__ import annotations

from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import Value
from luaflow.ir import nodes as ir
from luaflow.lower.context import ModuleContext
from luaflow.syntax import ast

_COMPARISON = frozenset({"==", "~=", "<", "<=", ">", ">="})
_BITWISE = frozenset({"&", "|", "~", "<<", ">>"})


def operations(ctx: ModuleContext) -> list[ir.Operation]:
    """Return the operations of a chunk, in the order of the source."""
    found = sorted(ctx.natives.items(), key=lambda item: item[0].span)
    return [
        ir.Operation(_kind(expr), native, "" if native else _reason(ctx, expr), ctx.line(expr.span[0]))
        for expr, native in found
    ]


def _kind(expr: ast.Expr) -> str:
    match expr:
        case ast.Binary(op=".."):
            return "concatenation"
        case ast.Binary(op=op) if op in _COMPARISON:
            return "comparison"
        case ast.Binary(op=op) if op in _BITWISE:
            return "bitwise"
        case ast.Unary(op="#"):
            return "length"
        case ast.Index():
            return "element"
        case ast.MethodCall():
            return "method call"
    return "arithmetic"


def _operands(expr: ast.Expr) -> list[ast.Expr]:
    match expr:
        case ast.Binary():
            return [expr.left, expr.right]
        case ast.Unary():
            return [expr.operand]
        case ast.Index():
            return [expr.obj, expr.key]
        case ast.MethodCall():
            return [expr.obj]
    return []


def _reason(ctx: ModuleContext, expr: ast.Expr) -> str:
    if expr in ctx.rare:
        return "outside of loops: written for the reader"
    values = [ctx.facts.value_of(operand) for operand in _operands(expr)]
    if any(not value.mask for value in values):
        return "never reached, as far as can be seen"
    if any(_is_unknown(value) for value in values):
        return "a value comes from outside: an argument, an import, a result of the runtime"
    if isinstance(expr, ast.MethodCall):
        return "the method may be the object's own or inherited"
    if isinstance(expr, ast.Index):
        key = values[1]
        if key.mask & ~(t.NUMBER | t.NIL):
            return "the key may be something else than a number"
        return "the table may be absent, a string, or have a metatable that takes part"
    masks = 0
    for value in values:
        masks |= value.mask
    if masks & t.STRING:
        return "an operand may be a string"
    if masks & t.BOOLEAN:
        return "an operand may be a boolean"
    if masks & (t.TABLE | t.USERDATA):
        return "an operand may have a metamethod"
    if masks & t.FLOAT:
        return "floats: Python rounds differently, or raises where Lua gives inf or nan"
    return "Python's result may leave 64 bits, or it raises where Lua gives a number"


def _is_unknown(value: Value) -> bool:
    return value.is_open and bool(value.mask & t.STRING) and bool(value.mask & t.TABLE)
