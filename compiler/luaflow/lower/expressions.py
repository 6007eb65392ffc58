"""Lowers expressions.

``value`` gives an expression of exactly one value, ``result`` one that gives what a call gives, ``test`` a Python boolean.
Function expressions become ``def`` statements in ``ctx.before``: making a function has no effect, so that order is free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from luaflow_runtime.values.names import mangle

from luaflow.analyse import types as t
from luaflow.analyse.flow.methods import place_of
from luaflow.analyse.openness import LIBRARIES
from luaflow.analyse.statics import ConstantRef, ImportRef, LiteralRef, ModuleRef, ShimRef, Static, TypeRef
from luaflow.ir import nodes as ir
from luaflow.lower import calls, constructors, elements, operators, typevalues, waiting
from luaflow.lower.context import FunctionContext
from luaflow.lower.naming import GLOBALS, identifier
from luaflow.resolve.scopes import is_multi
from luaflow.syntax import ast

if TYPE_CHECKING:
    from luaflow.resolve import Variable


def value(ctx: FunctionContext, expr: ast.Expr) -> ir.Expr:
    """Lower an expression to exactly one value."""
    line = ctx.module.line(expr.span[0])
    match expr:
        case ast.Nil():
            return ir.Constant(None, line=line)
        case ast.Boolean() | ast.Number() | ast.String():
            return ir.Constant(expr.value, line=line)
        case ast.Vararg():
            return ir.Helper("nth", [ir.Variable(ctx.rest), ir.Constant(0)], line=line)
        case ast.Name():
            return name(ctx, expr)
        case ast.Paren():
            return value(ctx, expr.inner)
        case ast.Index():
            return index(ctx, expr)
        case ast.Call() | ast.MethodCall():
            return calls.single(ctx, expr)
        case ast.Function():
            from luaflow.lower.functions import define

            return define(ctx, expr, expr.name)
        case ast.Table():
            return constructors.table(ctx, expr)
        case ast.Unary():
            return operators.unary(ctx, expr)
        case ast.Binary():
            return operators.binary(ctx, expr)


def result(ctx: FunctionContext, expr: ast.Expr) -> ir.Expr:
    """Lower an expression in a place that takes all its values: calls as they are, others as one value."""
    if isinstance(expr, (ast.Call, ast.MethodCall)):
        return calls.call(ctx, expr)
    if isinstance(expr, ast.Vararg):
        return ir.Values([], ir.Variable(ctx.rest), line=ctx.module.line(expr.span[0]))
    return value(ctx, expr)


def spread(ctx: FunctionContext, exprs: list[ast.Expr]) -> tuple[list[ir.Expr], ir.Expr | None]:
    """Lower an expression list: the single values, and a tuple of the values behind them if their number is unknown."""
    if not exprs:
        return [], None
    items = [value(ctx, expr) for expr in exprs[:-1]]
    last = exprs[-1]
    if isinstance(last, ast.Vararg):
        return items, ir.Variable(ctx.rest)
    if is_multi(last):
        count = ctx.module.call_count(last)
        if count != 1:
            return items, calls.multi(ctx, last)
    return [*items, value(ctx, last)], None


# Names


def name(ctx: FunctionContext, expr: ast.Name) -> ir.Expr:
    """Lower a variable that is read."""
    line = ctx.module.line(expr.span[0])
    facts = ctx.module.facts
    static = facts.statics.of(expr)
    variable = facts.variable(expr)
    if variable is None or isinstance(static, (ModuleRef, ShimRef, ConstantRef)):
        if static is not None:
            return static_value(ctx, static, line)
        return global_name(ctx, expr, line)
    return variable_value(ctx, variable, line)


def variable_value(ctx: FunctionContext, variable: Variable, line: int) -> ir.Expr:
    """Read a local or upvalue."""
    python = ctx.module.names.of[variable]
    return ir.Boxed(python, line=line) if ctx.is_boxed(variable) else ir.Variable(python, line=line)


def global_name(ctx: FunctionContext, expr: ast.Name, line: int) -> ir.Expr:
    """Read a global that nothing declares: nil, or what the base library has beside functions."""
    if expr.name == "_VERSION":
        return ir.Constant("Lua 5.4", line=line)
    if expr.name in ("_G", "_ENV"):
        return ir.Helper("globals_table", [], line=line)
    if expr.name == "require":
        ctx.module.base.add("require")
        return ir.Variable("require", line=line)
    return ir.Helper("undefined", [ir.Constant(expr.name)], line=line)


def static_value(ctx: FunctionContext, static: Static, line: int) -> ir.Expr:
    """Name a module, a shim, a constant of a module, or an imported library."""
    match static:
        case LiteralRef(value=literal):
            return ir.Constant(literal, line=line)
        case ImportRef(entry=entry):
            return ir.Call(ir.Variable("library"), [ir.Variable(import_name(ctx, entry))], line=line)
        case ShimRef(name=full):
            return shim_function(ctx, full, line)
        case TypeRef(name=declared):
            return typevalues.type_value(ctx.module, declared, line)
        case ModuleRef(name=full):
            module, _, rest = full.partition(".")
            node: ir.Expr
            if ctx.module.facts.scopes.environment is not None and module in LIBRARIES:
                # A script's own table, which it may add to.
                node = ir.Attribute(ir.Variable(GLOBALS, line=line), module, line=line)
            else:
                use_library(ctx, module)
                node = ir.Attribute(ir.Variable(module, line=line), "LIBRARY", line=line)
            for part in rest.split(".") if rest else ():
                node = ir.Attribute(node, mangle(part), line=line)
            return node
        case ConstantRef(name=full):
            module, *path = full.split(".")
            use_library(ctx, module)
            attribute = ctx.module.facts.statics.shims.attributes.get(full)
            if attribute is not None:
                return ir.Attribute(ir.Variable(module, line=line), attribute, line=line)
            node = ir.Attribute(ir.Variable(module, line=line), "LIBRARY", line=line)
            for part in path:
                node = ir.Attribute(node, mangle(part), line=line)
            return node


def import_name(ctx: FunctionContext, entry: str) -> str:
    """Return the Python name under which an imported entry's ``ENTRY`` is known."""
    known = ctx.module.imports.get(entry)
    if known is None:
        wish = identifier(entry.partition(":")[2]).upper()
        known = wish
        number = 1
        while known in ctx.module.imports.values() or known in ctx.module.names.reserved:
            number += 1
            known = f"{wish}_{number}"
        ctx.module.imports[entry] = known
    return known


def use_library(ctx: FunctionContext, module: str) -> None:
    ctx.module.libraries[module] = module


def shim_function(ctx: FunctionContext, full: str, line: int) -> ir.Expr:
    """Name a runtime function: ``tostring``, ``funcs.call``, ``crypto.LIBRARY.random.bytes``."""
    module, _, rest = full.partition(".")
    attribute = ctx.module.facts.statics.shims.attributes.get(full)
    if not rest:
        python = attribute or full
        ctx.module.base.add(python)
        return ir.Variable(python, line=line)
    use_library(ctx, module)
    node: ir.Expr = ir.Variable(module, line=line)
    if attribute is not None:
        return ir.Attribute(node, attribute, line=line)
    node = ir.Attribute(node, "LIBRARY", line=line)
    for part in rest.split("."):
        node = ir.Attribute(node, mangle(part), line=line)
    return node


# Fields and constructors


def index(ctx: FunctionContext, expr: ast.Index) -> ir.Expr:
    """Lower ``obj[key]`` as a value."""
    line = ctx.module.line(expr.key.span[0])
    static = ctx.module.facts.statics.of(expr)
    if static is not None:
        return static_value(ctx, static, line)
    obj = receiver(ctx, expr.obj)
    if waiting.waits(ctx, "__index", expr.obj):
        return waiting.helper(ctx, "index", [obj, value(ctx, expr.key)], line)
    if isinstance(expr.key, ast.String) and is_field_name(expr.key.value):
        # In Python a method read from an object is bound to it already.
        method = ctx.module.facts.class_of(expr.obj) is not None and bool(ctx.module.facts.runtime_methods(expr))
        bound = (
            expr.key.value in ctx.module.package.methods
            and place_of(ctx.module.facts.flow, ctx.module.facts.value_of(expr.obj), expr.key.value) != "own"
        )
        native = not method and not bound and (expr.dot or ctx.module.facts.type_of(expr.obj) == t.TABLE)
        if may_be_string(ctx, expr.obj) or not native:
            return ir.Helper("index", [obj, ir.Constant(expr.key.value)], line=line)
        return ir.Attribute(obj, mangle(expr.key.value), line=line)
    return elements.read(ctx, expr, obj, value(ctx, expr.key), line)


def callee(ctx: FunctionContext, expr: ast.Expr) -> ir.Expr:
    """Lower what is called: a method of a runtime object without the object, which Lua code passes itself."""
    if isinstance(expr, ast.Index) and ctx.module.facts.runtime_methods(expr):
        line = ctx.module.line(expr.key.span[0])
        return ir.Helper("index", [receiver(ctx, expr.obj), value(ctx, expr.key)], line=line)
    return value(ctx, expr)


def receiver(ctx: FunctionContext, expr: ast.Expr) -> ir.Expr:
    """Lower the object of a field access; a library module stands for its table."""
    return value(ctx, expr)


def is_field_name(text: str) -> bool:
    """Whether a string key can be written as a Python attribute."""
    return text.isidentifier() and text.isascii()


def may_be_string(ctx: FunctionContext, expr: ast.Expr) -> bool:
    """Whether reading a field must expect a string: its type says so, or the code uses the variable as one uses strings.

    A string has no fields but the string library's functions; Lua gives nil for others where a Python attribute would raise.
    """
    mask = ctx.module.facts.type_of(expr)
    if not mask & t.STRING:
        return False
    if mask | t.NIL != t.ANY or ctx.module.facts.statics.openness is not None:
        return True
    while isinstance(expr, ast.Paren):
        expr = expr.inner
    return (
        isinstance(expr, ast.Name) and ctx.module.facts.scopes.variable_of.get(expr) in ctx.module.facts.string_evidence
    )


# Tests


def truth(expr: ir.Expr, mask: int) -> ir.Expr:
    """The Lua truth of a value as a Python boolean."""
    return ir.Truth(expr, bool(mask & t.NIL), bool(mask & t.BOOLEAN), line=expr.line)


def test(ctx: FunctionContext, expr: ast.Expr) -> ir.Expr:
    """Lower a condition to something whose Python truth is the condition's Lua truth."""
    line = ctx.module.line(expr.span[0])
    match expr:
        case ast.Paren():
            return test(ctx, expr.inner)
        case ast.Boolean():
            return ir.Constant(expr.value, line=line)
        case ast.Nil():
            return ir.Constant(False, line=line)
        case ast.Unary(op="not"):
            return ir.Prefix("not", test(ctx, expr.operand), line=line)
        case ast.Binary(op="and" | "or"):
            left = test(ctx, expr.left)
            with ctx.unordered():
                return ir.Operator(expr.op, left, test(ctx, expr.right), line=line)
    mask = ctx.module.facts.type_of(expr)
    lowered = value(ctx, expr)
    if t.subset(mask, t.NATIVE_TRUTH):
        return lowered
    if mask and not mask & (t.NIL | t.BOOLEAN):
        return ir.Helper("truth", [lowered], line=line)
    if ctx.is_hot and not isinstance(lowered, ir.Variable) and mask & t.BOOLEAN:
        return operators.bound_truth(ctx.scratch("v"), lowered, mask, line)
    return truth(lowered, mask)
