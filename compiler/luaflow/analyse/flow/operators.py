"""What operators give, by the values of their operands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import (
    BOOLEAN,
    FEASIBLE,
    FLOAT,
    INTEGER,
    LENGTH,
    MAX,
    MIN,
    NOTHING,
    STRING,
    Value,
    integers,
    join,
)
from luaflow.syntax import ast

if TYPE_CHECKING:
    from luaflow.analyse.flow.engine import Flow

EVENTS = {
    "+": "__add", "-": "__sub", "*": "__mul", "/": "__div", "%": "__mod", "^": "__pow", "//": "__idiv",
    "&": "__band", "|": "__bor", "~": "__bxor", "<<": "__shl", ">>": "__shr", "..": "__concat",
    "==": "__eq", "~=": "__eq", "<": "__lt", ">": "__lt", "<=": "__le", ">=": "__le",
}  # fmt: skip
_COMPARISON = frozenset({"==", "~=", "<", "<=", ">", ">="})
_BITWISE = frozenset({"&", "|", "~", "<<", ">>"})
_OBJECTS = t.TABLE | t.USERDATA
_COUNTED = 1024


def unary(flow: Flow, expr: ast.Unary) -> Value:
    """Return the value of ``-x``, ``~x``, ``#x`` or ``not x``."""
    from luaflow.analyse.flow.engine import Arguments

    operand = flow.value(expr.operand)
    if expr.op == "not":
        return BOOLEAN
    found = NOTHING
    if operand.mask & _OBJECTS:
        handler = flow.metamethod(operand, {"-": "__unm", "~": "__bnot", "#": "__len"}[expr.op])
        if handler.mask & ~t.NIL:
            objects = operand.only(_OBJECTS)
            flow.driven += 1
            found = join(found, flow.call(handler, Arguments((objects, objects))).at(0))
            flow.driven -= 1
    match expr.op:
        case "#":
            return join(found, LENGTH) if operand.mask & (t.STRING | t.TABLE) else found
        case "~":
            return join(found, INTEGER) if operand.mask & (t.NUMBER | t.STRING) else found
    if operand.mask & t.INTEGER:
        found = join(found, integers(-operand.high, -operand.low))
    if operand.mask & t.FLOAT:
        found = join(found, FLOAT)
    if operand.mask & t.STRING:
        found = join(join(found, FLOAT), INTEGER)
    return found


def binary(flow: Flow, expr: ast.Binary) -> Value:
    """Return the value of a binary operator; left-leaning chains are walked without recursion."""
    chain: list[ast.Binary] = []
    node: ast.Expr = expr
    while isinstance(node, ast.Binary):
        chain.append(node)
        node = node.left
    left = flow.value(node)
    for link in reversed(chain):
        right = flow.value(link.right)
        if link.op == "or":
            left = _truthy(flow, link.left, left)
        left = _binary(flow, link, left, right)
        flow.value_of[link] = left
    return left


def _truthy(flow: Flow, expr: ast.Expr, value: Value) -> Value:
    """Return what is left of an expression's value where it is true: of ``a and b`` only ``b``."""
    while isinstance(expr, ast.Paren):
        expr = expr.inner
    if isinstance(expr, ast.Binary) and expr.op == "and":
        return flow.value_of.get(expr.right, value)
    return value


def _binary(flow: Flow, expr: ast.Binary, a: Value, b: Value) -> Value:
    op = expr.op
    if op == "and":
        return join(a.only(t.NIL | t.BOOLEAN), b) if a.mask & ~(t.NIL) else a
    if op == "or":
        return join(a.only(t.ANY & ~t.NIL), b)
    found = with_metamethod(flow, op, a, b)
    if op in _COMPARISON:
        return BOOLEAN
    if op == "..":
        texts = t.STRING | t.NUMBER
        return join(found, STRING) if a.mask & texts and b.mask & texts else found
    numeric = t.NUMBER | t.STRING
    if not (a.mask & numeric and b.mask & numeric):
        return found
    if op in _BITWISE:
        return join(found, _bits(op, a, b, expr))
    if op in ("/", "^"):
        return join(found, FLOAT)
    if (a.mask | b.mask) & t.STRING:
        return join(join(found, FLOAT), INTEGER)
    if (a.mask | b.mask) & t.FLOAT:
        found = join(found, FLOAT)
    if a.mask & t.INTEGER and b.mask & t.INTEGER:
        found = join(found, _integers(op, a, b, expr))
    return found


def with_metamethod(flow: Flow, op: str, a: Value, b: Value) -> Value:
    """Return what the metamethods of the operands may give; they are called."""
    from luaflow.analyse.flow.engine import Arguments

    found = NOTHING
    if (a.mask | b.mask) & _OBJECTS:
        swapped = op in (">", ">=")
        arguments = Arguments((b, a) if swapped else (a, b))
        events = [EVENTS[op]] + (["__lt"] if op in ("<=", ">=") else [])
        flow.driven += 1
        for operand in (a, b):
            for event in events:
                handler = flow.metamethod(operand, event)
                if handler.mask & ~t.NIL:
                    found = join(found, flow.call(handler, arguments).at(0))
                    if event == "__lt" and op in ("<=", ">="):
                        flow.call(handler, Arguments((arguments.at(1), arguments.at(0))))
        flow.driven -= 1
    return found


def _integers(op: str, a: Value, b: Value, expr: ast.Binary) -> Value:
    match op:
        case "+":
            return _counted(a.low + b.low, a.high + b.high, a, b, expr)
        case "-":
            return _counted(a.low - b.high, a.high - b.low, a, b, expr)
        case "*":
            corners = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
            return integers(min(corners), max(corners))
        case "%":
            if b.low > 0:
                if a.low >= 0:
                    return integers(0, min(a.high, b.high - 1))
                return integers(0, b.high - 1)
            return INTEGER
        case "//":
            if b.low > 0:
                corners = [x // y for x in (a.low, a.high) for y in (b.low, b.high)]
                return integers(min(corners), max(corners))
            return INTEGER
    return INTEGER


def _counted(low: int, high: int, a: Value, b: Value, expr: ast.Binary) -> Value:
    """A sum; one step of a counter stays feasible."""
    for operand, other in ((expr.right, a), (expr.left, b)):
        if (
            isinstance(operand, ast.Number)
            and abs(operand.value) <= _COUNTED
            and -FEASIBLE <= other.low
            and other.high <= FEASIBLE
        ):
            return integers(max(low, -FEASIBLE), min(high, FEASIBLE))
    return integers(low, high)


def _bits(op: str, a: Value, b: Value, expr: ast.Binary) -> Value:
    if (a.mask | b.mask) & (t.FLOAT | t.STRING):
        return INTEGER
    match op:
        case "&":
            bounds = [x.high for x in (a, b) if x.low >= 0]
            return integers(0, min(bounds)) if bounds else INTEGER
        case "|" | "~":
            if a.low >= 0 and b.low >= 0:
                return integers(0, (1 << max(a.high, b.high).bit_length()) - 1)
            return INTEGER
        case ">>":
            if b.low == b.high and 0 <= b.low < 64:
                if a.low >= 0:
                    return integers(a.low >> b.low, a.high >> b.low)
                return integers(0, (2**64 - 1) >> b.low) if b.low else INTEGER
            return integers(0, MAX) if a.low >= 0 and b.low >= 0 else INTEGER
        case "<<":
            if b.low == b.high and 0 <= b.low < 64 and a.low >= 0 and a.high << b.low <= MAX:
                return integers(a.low << b.low, a.high << b.low)
    return Value(t.INTEGER, MIN, MAX)
