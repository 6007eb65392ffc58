"""Lowers accesses by keys that are not names: ``t[i]``.

Outside of what runs often they are ``lua.index(t, i)`` and ``t[i] = v``, for the reader. In loops, and in functions that loops
call, a list element of a table that is known is taken from the list itself; Python raises where it is not there, and the exact
helper takes over:

    try:
        item_ = t.arr_[i]
    except (IndexError, AttributeError):
        item_ = lua.index(t, i)
"""

from __future__ import annotations

from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import Value
from luaflow.analyse.statics import ShimRef
from luaflow.ir import nodes as ir
from luaflow.lower import expressions
from luaflow.lower.context import FunctionContext
from luaflow.lower.operators import is_plain_table, is_pure
from luaflow.resolve import Variable
from luaflow.syntax import ast

_READ_ERRORS = ("IndexError", "AttributeError")
_WRITE_ERRORS = ("IndexError", "AttributeError", "TypeError")


def read(ctx: FunctionContext, expr: ast.Index, table: ir.Expr, key: ir.Expr, line: int) -> ir.Expr:
    """Return ``table[key]`` as an expression; statements that it needs stand before the current one."""
    if is_access_by_name(ctx, expr, "__index"):
        ctx.module.count_native(expr, True)
        facts = ctx.module.facts
        if is_pure(key) and facts.value_of(expr.obj).mask == t.TABLE and facts.value_of(expr.key).mask == t.STRING:
            # What `lua.get` does, without the call: neither can fail.
            attribute = ir.Item(ir.Attribute(ir.Variable("lua"), "ATTRIBUTES"), key, line=line)
            return ir.Call(ir.Attribute(ir.Attribute(table, "__dict__", line=line), "get"), [attribute], line=line)
        return ir.Helper("get", [table, key], line=line)
    exact = ir.Helper("index", [table, key], line=line)
    if not ctx.is_hot or not is_list_access(ctx, expr, "__index"):
        ctx.module.count_native(expr, False, rare=not ctx.is_hot)
        return exact
    ctx.module.count_native(expr, True)
    known = ctx.module.facts.value_of(expr.key)
    if is_last(expr) and is_plain_table(ctx, ctx.module.facts.value_of(expr.obj), "__len"):
        return ir.Item(ir.Attribute(table, "arr_", line=line), ir.Constant(-1), line=line)
    if ctx.may_hoist and is_pure(table):
        key = simple(ctx, key)
        temp = ctx.element_temporary(key)
        made = attempt(ctx, ir.Variable(temp, line=line), table, key, known, line)
        ctx.before.append(made)
        return ir.Variable(temp, line=line)
    if not is_pure(table) or known.low < 0 or known.mask != t.INTEGER:
        ctx.module.count_native(expr, False)
        return exact
    array = ctx.scratch("a")
    length = ir.Call(ir.Variable("len", line=line), [ir.Bind(array, ir.Attribute(table, "arr_", line=line))], line=line)
    tested = key
    if not isinstance(key, (ir.Variable, ir.Constant)):
        bound = ctx.scratch("k")
        tested, key = ir.Bind(bound, key), ir.Variable(bound, line=line)
    return ir.Choice(
        ir.Operator("<", tested, length, line=line),
        ir.Item(ir.Variable(array), key, line=line),
        ir.Helper("index", [table, key], line=line),
        line=line,
    )


def attempt(ctx: FunctionContext, target: ir.Target, table: ir.Expr, key: ir.Expr, known: Value, line: int) -> ir.Stat:
    """Return a statement that reads an element into a variable. ``known``: what the key may be."""
    taken: ir.Expr = ir.Item(ir.Attribute(table, "arr_", line=line), key, line=line)
    exact = ir.Helper("index", [table, key], line=line)
    if known.low < 0:
        # Python would count from the end.
        taken = ir.Choice(ir.Operator(">=", key, ir.Constant(0), line=line), taken, exact, line=line)
    return ir.Try(
        [ir.Assign([target], taken, line=line)],
        _READ_ERRORS if known.mask == t.INTEGER else _WRITE_ERRORS,
        [ir.Assign([target], exact, line=line)],
        line=line,
    )


def read_into(ctx: FunctionContext, target: ir.Target, expr: ast.Expr, line: int) -> list[ir.Stat] | None:
    """Lower ``x = t[i]`` without a temporary, where it is such an access."""
    if not isinstance(target, ir.Variable) or not isinstance(expr, ast.Index) or not ctx.is_hot or not ctx.may_hoist:
        return None
    if isinstance(expr.key, ast.String) or not is_list_access(ctx, expr, "__index") or is_last(expr):
        return None
    table = expressions.value(ctx, expr.obj)
    key = expressions.value(ctx, expr.key)
    known = ctx.module.facts.value_of(expr.key)
    if not is_pure(table) or not ctx.may_hoist or _mentions(table, target.name) or _mentions(key, target.name):
        ctx.module.count_native(expr, True)
        if not is_pure(table) or not ctx.may_hoist:
            return [ir.Assign([target], read(ctx, expr, table, key, line), line=line)]
        temp = ctx.element_temporary(key)
        ctx.before.append(attempt(ctx, ir.Variable(temp, line=line), table, simple(ctx, key), known, line))
        return [ir.Assign([target], ir.Variable(temp, line=line), line=line)]
    ctx.module.count_native(expr, True)
    return [attempt(ctx, target, table, simple(ctx, key), known, line)]


def _mentions(expr: ir.Expr, name: str) -> bool:
    from luaflow.lower.outline import own_nodes

    return any(isinstance(node, ir.Variable) and node.name == name for node in own_nodes(expr))


def simple(ctx: FunctionContext, expr: ir.Expr) -> ir.Expr:
    """Return an expression that can stand twice: a variable or a constant."""
    if isinstance(expr, (ir.Variable, ir.Constant)):
        return expr
    temp = ctx.temporary("key")
    ctx.before.append(ir.Assign([ir.Variable(temp)], expr, line=expr.line))
    return ir.Variable(temp, line=expr.line)


def is_list_access(ctx: FunctionContext, expr: ast.Index, event: str) -> bool:
    """Whether ``t[i]`` is an access to the list of a table: its key is a number, its metatable takes no part."""
    facts = ctx.module.facts
    key = facts.value_of(expr.key)
    if not key.mask & t.INTEGER or key.mask & ~(t.NUMBER | t.NIL) or (key.mask & t.NIL and key.low < 0):
        return False
    return is_plain_table(ctx, facts.value_of(expr.obj), event)


def is_access_by_name(ctx: FunctionContext, expr: ast.Index, event: str) -> bool:
    """Whether ``t[k]`` is an access by a string in what runs often, and the table's metatable takes no part."""
    facts = ctx.module.facts
    if not ctx.is_hot or isinstance(expr.key, ast.String) or facts.value_of(expr.key).mask & ~t.NIL != t.STRING:
        return False
    return is_plain_table(ctx, facts.value_of(expr.obj), event)


def is_last(expr: ast.Index) -> bool:
    """Whether an access is ``t[#t]`` for a variable ``t``."""
    return _same_name(expr.key.operand, expr.obj) if isinstance(expr.key, ast.Unary) and expr.key.op == "#" else False


def is_next(expr: ast.Index) -> bool:
    """Whether an access is ``t[#t + 1]`` for a variable ``t``, or a field of one."""
    match expr.key:
        case ast.Binary(op="+", left=ast.Unary(op="#", operand=operand), right=ast.Number(value=1)):
            return _same_name(operand, expr.obj)
    return False


def _same_name(a: ast.Expr, b: ast.Expr) -> bool:
    match a, b:
        case ast.Name(name=x), ast.Name(name=y):
            return x == y
        case (
            ast.Index(obj=ast.Name(name=x), key=ast.String(value=m)),
            ast.Index(obj=ast.Name(name=y), key=ast.String(value=n)),
        ):
            return x == y and m == n
    return False


def write(ctx: FunctionContext, target: ast.Index, value: ast.Expr, line: int) -> list[ir.Stat] | None:
    """Lower ``t[i] = v`` in what runs often; nothing where the general form must stand."""
    facts = ctx.module.facts
    if is_access_by_name(ctx, target, "__newindex"):
        ctx.module.count_native(target, True)
        parts = [expressions.value(ctx, part) for part in (target.obj, target.key, value)]
        return [ir.Evaluate(ir.Helper("put", parts, line=line), line=line)]
    if not is_stored_natively(ctx, target):
        return None
    stored = facts.value_of(value)
    appends = is_next(target)
    if appends and not is_plain_table(ctx, facts.value_of(target.obj), "__len", "__newindex"):
        return None
    table = expressions.value(ctx, target.obj)
    if not is_pure(table):
        return None
    if appends:
        ctx.module.count_native(target, True)
        added = expressions.value(ctx, value)
        if not_nil(stored):
            return append(ctx, table, added, ir.Helper("append", [], line=line), line)
        added = added if isinstance(added, (ir.Variable, ir.Constant)) else _held(ctx, added)
        native = append(ctx, table, added, ir.Helper("append", [], line=line), line)
        there = ir.Operator("is not", added, ir.Constant(None), line=line)
        refused: list[ir.Stat] = []
        if facts.value_of(target.obj).mask & t.NIL:
            refused = [ir.Evaluate(ir.Helper("append", [table, added], line=line), line=line)]
        return [ir.If([(there, native)], refused, line=line)]
    key = simple(ctx, expressions.value(ctx, target.key))
    lowered = expressions.value(ctx, value)
    if not isinstance(lowered, (ir.Variable, ir.Constant)):
        lowered = _held(ctx, lowered)
    return store(ctx, target, table, key, lowered, stored, line)


def is_stored_natively(ctx: FunctionContext, target: ast.Index) -> bool:
    """Whether an assignment to an element goes to the list of a table, in what runs often."""
    if isinstance(target.key, ast.String):
        return False
    if not ctx.is_hot:
        ctx.module.count_native(target, False, rare=True)
        return False
    native = is_list_access(ctx, target, "__newindex")
    ctx.module.count_native(target, native)
    return native


def store(
    ctx: FunctionContext,
    target: ast.Index,
    table: ir.Expr,
    key: ir.Expr,
    value: ir.Expr,
    stored: Value,
    line: int,
) -> list[ir.Stat]:
    """Return the statements of ``table[key] = value`` where ``is_stored_natively``; all three can stand twice."""
    ctx.module.count_native(target, True)
    array = ir.Attribute(table, "arr_", line=line)
    exact: ir.Stat = ir.Assign([ir.Item(table, key, line=line)], value, line=line)
    known = ctx.module.facts.value_of(target.key)
    conditions: list[ir.Expr] = []
    if not not_nil(stored) and not (isinstance(value, ir.Constant) and value.value is not None):
        conditions.append(ir.Operator("is not", value, ir.Constant(None), line=line))
    # What the function reads, too, is there as a rule.
    is_new = known.mask == t.INTEGER and ctx.element_of(target) not in ctx.elements_read
    fills = is_new and (bool(conditions) or _fills(ctx, target))
    # Python would count from the end; and index 0 of a table without elements is there, in a tuple.
    least = 1 if fills else 0
    if known.low < least:
        conditions.append(ir.Operator(">=", key, ir.Constant(least), line=line))
    if not fills:
        native: ir.Stat = ir.Assign([ir.Item(array, key, line=line)], value, line=line)
        attempted: list[ir.Stat] = [ir.Try([native], _WRITE_ERRORS, [exact], line=line)]
        return [ir.If([(_all(conditions), attempted)], [exact], line=line)] if conditions else attempted
    held = ctx.scratch("a")
    length = ir.Call(ir.Variable("len", line=line), [ir.Bind(held, array)], line=line)
    taken = ir.Variable(held, line=line)
    there = ir.Operator("<", key, length, line=line)
    next_one = ir.Operator("==", key, ir.Call(ir.Variable("len", line=line), [taken], line=line), line=line)
    is_list = ir.Operator("is", ir.Attribute(taken, "__class__", line=line), ir.Variable("list"), line=line)
    added = ir.Call(ir.Attribute(taken, "append", line=line), [value], line=line)
    return [
        ir.If(
            [
                (_all([*conditions, there]), [ir.Assign([ir.Item(taken, key, line=line)], value, line=line)]),
                (_all([*conditions, next_one, is_list]), [ir.Evaluate(added, line=line)]),
            ],
            [exact],
            line=line,
        )
    ]


def _all(conditions: list[ir.Expr]) -> ir.Expr:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = ir.Operator("and", whole, condition, line=condition.line)
    return whole


def _held(ctx: FunctionContext, value: ir.Expr) -> ir.Expr:
    temp = ctx.temporary("value")
    ctx.before.append(ir.Assign([ir.Variable(temp)], value, line=value.line))
    return ir.Variable(temp, line=value.line)


def append(ctx: FunctionContext, table: ir.Expr, value: ir.Expr, exact: ir.Expr, line: int) -> list[ir.Stat]:
    """Lower ``t[#t + 1] = v`` and ``table.insert(t, v)``. ``exact``: a helper or a function that does it for any values."""
    if not isinstance(value, (ir.Variable, ir.Constant)):
        value = _held(ctx, value)
    native = ir.Call(ir.Attribute(ir.Attribute(table, "arr_", line=line), "append", line=line), [value], line=line)
    if isinstance(exact, ir.Helper):
        exact.args = [table, value]
    else:
        exact = ir.Call(exact, [table, value], line=line)
    return [ir.Try([ir.Evaluate(native, line=line)], ("AttributeError",), [ir.Evaluate(exact, line=line)], line=line)]


def insertion(ctx: FunctionContext, expr: ast.Call, line: int) -> list[ir.Stat] | None:
    """Lower the statement ``table.insert(t, v)`` in what runs often."""
    facts = ctx.module.facts
    static = facts.statics.of(expr.func)
    if not ctx.is_hot or not isinstance(static, ShimRef) or static.name != "table.insert" or len(expr.args) != 2:
        return None
    target, value = expr.args
    if isinstance(value, (ast.Vararg, ast.Call, ast.MethodCall)) and ctx.module.call_count(value) != 1:
        return None
    if not not_nil(facts.value_of(value)) or not is_plain_table(ctx, facts.value_of(target), "__len", "__newindex"):
        return None
    table = expressions.value(ctx, target)
    if not is_pure(table):
        return None
    exact = expressions.shim_function(ctx, static.name, line)
    return append(ctx, table, expressions.value(ctx, value), exact, line)


def _fills(ctx: FunctionContext, target: ast.Index) -> bool:
    """Whether a key is a counter, so that the element may be a new one: then a test is cheaper than an exception."""
    key = target.key
    if not isinstance(key, ast.Name):
        return True
    variable: Variable | None = ctx.module.facts.variable(key)
    if variable is None:
        return True
    if variable.kind == "for":
        return ctx.counts_from_literal(variable)
    return variable.assigned > 0


def not_nil(value: Value) -> bool:
    """Whether a value is certainly not nil."""
    return bool(value.mask) and not value.mask & t.NIL
