"""Lowers table constructors.

For the reader they are ``Table(sku=sku, qty=2)``. Where they run often, a maker for their fields stands at module level:

    make_sku_qty = lua.record(Table, "sku", "qty")

``setmetatable({...}, C)`` has one that makes the table in the class of ``C`` at once: ``lua.instance``.
"""

from __future__ import annotations

from luaflow_runtime.values.names import mangle

from luaflow.analyse.statics import ShimRef
from luaflow.ir import nodes as ir
from luaflow.lower import expressions
from luaflow.lower.context import FunctionContext
from luaflow.resolve.scopes import is_multi
from luaflow.syntax import ast

_MOST_FIELDS = 24


def table(ctx: FunctionContext, expr: ast.Table) -> ir.Expr:
    """Lower a table constructor."""
    line = ctx.module.line(expr.span[0])
    if not expr.fields and _is_class(ctx, expr):
        # The class of tables whose fields others inherit from the start: changing it later slows their accesses down.
        return ir.Call(ir.Attribute(ir.Variable("Table", line=line), "watched_", line=line), [], line=line)
    names = _record(ctx, expr)
    if names is not None:
        maker = ctx.module.maker("record", names)
        return ir.Call(ir.Variable(maker, line=line), _values(ctx, expr), line=line)
    if not _keeps_order(expr) or _meets_rest(expr):
        return _ordered(ctx, expr, line)
    positional: list[ast.Expr] = []
    fields: list[tuple[str, ir.Expr]] = []
    keyed: list[tuple[ir.Expr, ir.Expr]] = []
    seen: set[str] = set()
    for item in expr.fields:
        if item.key is None:
            positional.append(item.value)
        elif isinstance(item.key, ast.String) and not keyed and item.key.value not in seen:
            seen.add(item.key.value)
            fields.append((mangle(item.key.value), field_value(ctx, item.value, item.key.value)))
        else:
            keyed.append((expressions.value(ctx, item.key), expressions.value(ctx, item.value)))
    if positional and expr.fields[-1].key is None:
        items, rest = expressions.spread(ctx, positional)
    else:
        items, rest = [expressions.value(ctx, item) for item in positional], None
    return ir.Constructor(items, rest, fields, keyed, line=line)


def _is_class(ctx: FunctionContext, expr: ast.Table) -> bool:
    """Whether a script's table serves as a metatable. (Elsewhere code is written for its reader.)"""
    facts = ctx.module.facts
    site = facts.flow.tables.get(expr)
    return facts.statics.openness is not None and site is not None and site.is_meta


def _meets_rest(expr: ast.Table) -> bool:
    """Whether keys that are not names stand beside positional values of unknown number, which win over them."""
    if not expr.fields or expr.fields[-1].key is not None or not is_multi(expr.fields[-1].value):
        return False
    return any(item.key is not None and not isinstance(item.key, ast.String) for item in expr.fields)


def _keeps_order(expr: ast.Table) -> bool:
    """Whether Python's order, positional values before named ones, is as good as Lua's, which goes from left to right."""
    named = False
    for item in expr.fields:
        if item.key is not None:
            named = named or _acts(item.value) or _acts(item.key)
        elif named and _acts(item.value):
            return False
    return True


def _acts(expr: ast.Expr) -> bool:
    """Whether evaluating an expression may run code of others."""
    return not isinstance(
        expr, (ast.Nil, ast.Boolean, ast.Number, ast.String, ast.Name, ast.Function, ast.Vararg)
    ) and not (isinstance(expr, ast.Table) and not expr.fields)


def _ordered(ctx: FunctionContext, expr: ast.Table, line: int) -> ir.Expr:
    """A constructor whose positional and named values must be evaluated in the order they are written."""
    kinds = ""
    items: list[ir.Expr] = []
    rest: ir.Expr | None = None
    for item in expr.fields:
        if item.key is not None:
            kinds += "k"
            items += [expressions.value(ctx, item.key), expressions.value(ctx, item.value)]
        elif item is expr.fields[-1]:
            last, rest = expressions.spread(ctx, [item.value])
            kinds += "v" * len(last)
            items += last
        else:
            kinds += "v"
            items.append(expressions.value(ctx, item.value))
    empty = ir.Constructor([], None, [], [], line=line)
    return ir.Helper("constructed", [empty, ir.Constant(kinds), *items], rest, line=line)


def field_value(ctx: FunctionContext, expr: ast.Expr, key: str) -> ir.Expr:
    """Lower what is stored under a name; a function is called after it."""
    if isinstance(expr, ast.Function) and key:
        from luaflow.lower.functions import define

        return define(ctx, expr, key)
    return expressions.value(ctx, expr)


def instance(ctx: FunctionContext, expr: ast.Call, line: int) -> ir.Expr | None:
    """Lower ``setmetatable({...}, C)``, where it runs often."""
    match expr.args:
        case [ast.Table() as fields, meta]:
            static = ctx.module.facts.statics.of(expr.func)
            if not isinstance(static, ShimRef) or static.name != "setmetatable":
                return None
            names = _record(ctx, fields)
            if names is None or not isinstance(meta, ast.Name):
                return None
            values = _values(ctx, fields)
            lowered = expressions.value(ctx, meta)
            maker = ctx.module.maker("instance", names)
            return ir.Call(ir.Variable(maker, line=line), [lowered, *values], line=line)
    return None


def _record(ctx: FunctionContext, expr: ast.Table) -> tuple[str, ...] | None:
    """Return the names of a constructor that has a maker."""
    # A script is compiled to be run, not to be read: all its tables are made in their final class.
    if not (ctx.is_hot or ctx.module.facts.statics.openness is not None) or len(expr.fields) > _MOST_FIELDS:
        return None
    names = []
    for item in expr.fields:
        if not isinstance(item.key, ast.String) or not expressions.is_field_name(item.key.value):
            return None
        if isinstance(item.value, ast.Nil):
            return None
        names.append(mangle(item.key.value))
    return tuple(names) if len(set(names)) == len(names) else None


def _values(ctx: FunctionContext, expr: ast.Table) -> list[ir.Expr]:
    return [field_value(ctx, item.value, item.key.value) for item in expr.fields if isinstance(item.key, ast.String)]
