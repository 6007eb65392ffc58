"""Lowers calls: who is called, whether it is awaited, how many values come back."""

from __future__ import annotations

from luaflow_runtime.values.names import mangle

from luaflow.analyse import types as t
from luaflow.analyse.flow.methods import place_of
from luaflow.analyse.module import FunctionFacts
from luaflow.analyse.statics import ModuleRef, ShimRef
from luaflow.ir import nodes as ir
from luaflow.lower import constructors, expressions, intrinsics, operators, typevalues, waiting
from luaflow.lower.context import FunctionContext
from luaflow.resolve.scopes import is_multi
from luaflow.syntax import ast


def single(ctx: FunctionContext, expr: ast.Call | ast.MethodCall) -> ir.Expr:
    """Lower a call to its first value."""
    if is_argument_count(ctx, expr):
        return ir.Helper("count", [ir.Variable(ctx.rest)], line=ctx.module.line(expr.span[0]))
    yielded = yield_of_one(ctx, expr)
    if yielded is not None:
        return yielded
    lowered = call(ctx, expr)
    count = ctx.module.call_count(expr)
    if count == 1 or is_void(ctx, expr):
        return lowered
    static = ctx.module.facts.shim_of(expr)
    if static is not None and isinstance(lowered, ir.Call):
        found = intrinsics.first(ctx, static.name, _given(expr), lowered)
        if found is not None:
            return found
    return ir.Pick(lowered, line=lowered.line) if count else ir.First(lowered, line=lowered.line)


def yield_of_one(ctx: FunctionContext, expr: ast.Call | ast.MethodCall) -> ir.Expr | None:
    """Lower ``coroutine.yield(x)`` whose first result is wanted, or none: the cheap way to do it."""
    if not isinstance(expr, ast.Call) or len(expr.args) != 1:
        return None
    if is_multi(expr.args[0]) and ctx.module.call_count(expr.args[0]) != 1:
        return None
    static = ctx.module.facts.statics.of(expr.func)
    if not isinstance(static, ShimRef) or static.name != "coroutine.yield":
        return None
    line = ctx.module.line(expr.span[0])
    expressions.use_library(ctx, "coroutine")
    callee = ir.Attribute(ir.Variable("coroutine", line=line), "yield_one", line=line)
    made = ir.Call(callee, [expressions.value(ctx, expr.args[0])], line=line)
    ctx.may_hoist = False
    return ir.Await(made, line=line)


def _given(expr: ast.Call | ast.MethodCall) -> list[ast.Expr]:
    """Return the arguments of a call in the source, the object first."""
    return [expr.obj, *expr.args] if isinstance(expr, ast.MethodCall) else expr.args


def multi(ctx: FunctionContext, expr: ast.Expr) -> ir.Expr:
    """Lower a call to a tuple of all its values."""
    lowered = expressions.result(ctx, expr)
    count = ctx.module.call_count(expr)
    if is_void(ctx, expr):
        return ir.Helper("nothing", [lowered], line=lowered.line)
    if count is not None and count > 1:
        return lowered
    return ir.Multi(lowered, line=lowered.line)


def adjusted(ctx: FunctionContext, expr: ast.Expr, count: int) -> ir.Expr:
    """Lower a call or ``...`` to a tuple of exactly ``count`` values."""
    if isinstance(expr, ast.Vararg):
        return ir.Adjust(ir.Variable(ctx.rest), count, line=ctx.module.line(expr.span[0]))
    lowered = expressions.result(ctx, expr)
    if ctx.module.call_count(expr) == count and count > 1:
        return lowered
    if ctx.is_hot and isinstance(lowered, ir.Call) and _is_resume(ctx, expr):
        # The result is a tuple, as a rule of the length that the program expects.
        found = ctx.temporary("results")
        length = ir.Call(ir.Variable("len", line=lowered.line), [ir.Bind(found, lowered)], line=lowered.line)
        fits = ir.Operator("==", length, ir.Constant(count), line=lowered.line)
        return ir.Choice(fits, ir.Variable(found), ir.Adjust(ir.Variable(found), count), line=lowered.line)
    return ir.Adjust(lowered, count, line=lowered.line)


def _is_resume(ctx: FunctionContext, expr: ast.Expr) -> bool:
    static = ctx.module.facts.statics.of(expr.func) if isinstance(expr, ast.Call) else None
    return isinstance(static, ShimRef) and static.name == "coroutine.resume"


def is_void(ctx: FunctionContext, expr: ast.Expr) -> bool:
    """Whether a call is of a function that never gives a value and returns Python's ``None``."""
    if not isinstance(expr, ast.Call):
        return False
    function = ctx.module.facts.direct(expr.func)
    return function is not None and returns_none(ctx, function)


def returns_none(ctx: FunctionContext, function: FunctionFacts) -> bool:
    """Whether a function's ``return`` without values may be Python's: nobody counts its results."""
    facts = ctx.module.facts
    if not function.is_closed or (function.index == 0 and not facts.is_main):
        return False  # what loads a chunk may count its results
    return facts.result_count(function) == 0 or not function.sites


def is_argument_count(ctx: FunctionContext, expr: ast.Expr) -> bool:
    """``select("#", ...)``"""
    match expr:
        case ast.Call(func=func, args=[ast.String(value="#"), ast.Vararg()]):
            static = ctx.module.facts.statics.of(func)
            return isinstance(static, ShimRef) and static.name == "select"
    return False


def call(ctx: FunctionContext, expr: ast.Call | ast.MethodCall) -> ir.Expr:
    """Lower a call to its result."""
    made = method_call(ctx, expr) if isinstance(expr, ast.MethodCall) else function_call(ctx, expr)
    ctx.may_hoist = False  # what comes behind it in the statement sees its effects
    return made


def function_call(ctx: FunctionContext, expr: ast.Call) -> ir.Expr:
    typed = typevalues.call(ctx, expr)
    if typed is not None:
        return typed
    facts = ctx.module.facts
    line = ctx.module.line(expr.span[0])  # where the whole chain of fields and calls begins, as in Lua
    function = facts.direct(expr.func)
    if function is not None:
        callee = expressions.value(ctx, expr.func)
        made = ir.Call(callee, *expressions.spread(ctx, expr.args), line=line)
        return ir.Await(made, line=line) if ctx.module.is_async(function) else made
    required = facts.statics.of(expr)
    if required is not None:
        return expressions.static_value(ctx, required, line)
    made_object = constructors.instance(ctx, expr, line)
    if made_object is not None:
        return made_object
    static = facts.statics.of(expr.func)
    if isinstance(static, ShimRef):
        return shim_call(ctx, expr, static, line)
    if isinstance(expr.func, ast.Index) and isinstance(expr.func.key, ast.String):
        suspends = ctx.module.suspends_by_name(expr.func.key.value, method=False)
    else:
        suspends = ctx.module.package.async_escapes
    suspends = suspends or may_suspend(ctx, expr.func)
    callee = expressions.callee(ctx, expr.func)
    made = ir.Call(callee, *expressions.spread(ctx, expr.args), line=line)
    return maybe_await(ctx, made, suspends, line)


_ARGUMENT_NAMES = {
    "coroutine.spawn": "spawned",
    "coroutine.create": "body",
    "coroutine.wrap": "body",
    "pcall": "protected",
    "xpcall": "protected",
    "table.sort": "less",
    "string.gsub": "replace",
}
"""What an anonymous function is called that is given to one of these."""


def shim_call(ctx: FunctionContext, expr: ast.Call, static: ShimRef, line: int) -> ir.Expr:
    """A call of a runtime function whose declaration says what it does."""
    if static.name == "string.format":
        formatted = intrinsics.formatted(ctx, expr.args, line, is_method=False)
        if formatted is not None:
            return formatted
    if static.name == "pairs" and len(expr.args) == 1 and waiting.waits(ctx, "__pairs", expr.args[0]):
        return waiting.helper(ctx, "pairs", [expressions.value(ctx, expr.args[0])], line)
    callee = expressions.shim_function(ctx, static.name, line)
    if static.name in ("coroutine.create", "coroutine.wrap") and expr.args and isinstance(expr.args[0], ast.Function):
        ctx.module.bodies.add(expr.args[0])
    saved, ctx.wish = ctx.wish, _ARGUMENT_NAMES.get(static.name, ctx.wish)
    made = ir.Call(callee, *expressions.spread(ctx, expr.args), line=line)
    ctx.wish = saved
    if static.shim.colour == "async":
        return ir.Await(made, line=line)
    if static.shim.colour == "callee":
        return run_by_shim(ctx, expr, static, made, line)
    return intrinsics.one(ctx, static.name, expr.args, made)


def run_by_shim(ctx: FunctionContext, expr: ast.Call, static: ShimRef, made: ir.Call, line: int) -> ir.Expr:
    """``pcall(f)`` suspends when ``f`` does; ``resume`` when a coroutine may wait."""
    if static.name in ("pcall", "xpcall") and expr.args:
        argument = expr.args[0]
        function = ctx.module.facts.direct(argument)
        if function is not None:
            return ir.Await(made, line=line) if ctx.module.is_async(function) else made
        known = ctx.module.facts.statics.of(argument)
        if isinstance(known, ShimRef):
            if known.shim.colour == "async":
                return ir.Await(made, line=line)
            return maybe_await(ctx, made, known.shim.colour == "callee" and ctx.module.package.resumes_block, line)
        suspends = may_suspend(ctx, argument)
        if isinstance(argument, ast.Index) and isinstance(argument.key, ast.String):
            suspends = suspends or ctx.module.suspends_by_name(argument.key.value, method=False)
        else:
            suspends = suspends or ctx.module.package.async_escapes
        return maybe_await(ctx, made, suspends, line)
    return maybe_await(ctx, made, ctx.module.package.resumes_block, line)


def may_suspend(ctx: FunctionContext, expr: ast.Expr) -> bool:
    """Whether ``obj.name`` may be a method of a runtime object that suspends."""
    return any(shim.colour != "sync" for shim in ctx.module.facts.runtime_methods(expr))


def maybe_await(ctx: FunctionContext, made: ir.Expr, suspends: bool, line: int) -> ir.Expr:
    if not suspends or not ctx.is_async:
        return made
    return ir.MaybeAwait(made, ctx.temporary("result"), line=line)


def _method_of_text(
    ctx: FunctionContext, expr: ast.MethodCall, obj: ir.Expr, args: list[ir.Expr], rest: ir.Expr | None, line: int
) -> ir.Expr | None:
    """Return a method call, in what runs often, of what may be a string: only other values are asked for their method."""
    facts = ctx.module.facts
    shim = facts.statics.shims.functions.get(f"string.{expr.name}")
    if not ctx.is_hot or shim is None or shim.colour != "sync" or facts.statics.strings_vary or rest is not None:
        return None
    known = facts.value_of(expr.obj).mask
    if not known & t.STRING or not isinstance(obj, ir.Variable):
        return None
    may_wait = ctx.is_async and known & t.TABLE and ctx.module.suspends_by_name(expr.name, method=True)
    if may_wait or (known & t.USERDATA and expr.name in facts.statics.shims.method_names):
        return None
    if not all(isinstance(arg, (ir.Constant, ir.Variable)) for arg in args):
        return None
    ctx.module.names.note_method(f"string.{expr.name}", line)
    return ir.Choice(
        ir.Operator("is not", obj, ir.Constant(None), line=line) if known == t.STRING | t.NIL else operators.is_string(obj, line),
        ir.Call(expressions.shim_function(ctx, f"string.{expr.name}", line), [obj, *args], line=line),
        ir.Helper("invoke", [obj, ir.Constant(expr.name), *args], line=line),
        line=line,
    )


def method_call(ctx: FunctionContext, expr: ast.MethodCall) -> ir.Expr:
    """``obj:name(args)``: a runtime object's method, a string's, or a table's with the table as first argument."""
    typed = typevalues.call(ctx, expr)
    if typed is not None:
        return typed
    facts = ctx.module.facts
    line = ctx.module.line(expr.span[0])  # where the whole chain of fields and calls begins, as in Lua
    static = facts.shim_of(expr)
    if static is not None and static.name.startswith("string."):
        given = _given(expr)
        if static.name == "string.format":
            formatted = intrinsics.formatted(ctx, given, line, is_method=True)
            if formatted is not None:
                return formatted
        callee = expressions.shim_function(ctx, static.name, line)
        ctx.module.names.note_method(static.name, line)
        args, rest = expressions.spread(ctx, expr.args)
        made_of_string = ir.Call(callee, [expressions.value(ctx, expr.obj), *args], rest, line=line)
        return intrinsics.one(ctx, static.name, given, made_of_string)
    module = facts.statics.of(expr.obj)
    obj = expressions.value(ctx, expr.obj)
    args, rest = expressions.spread(ctx, expr.args)
    of_text = _method_of_text(ctx, expr, obj, args, rest, line)
    if of_text is not None:
        return of_text
    if static is not None:
        made: ir.Expr = ir.Call(ir.Attribute(obj, mangle(expr.name), line=line), args, rest, line=line)
        if static.shim.colour == "async":
            return ir.Await(made, line=line)
        return maybe_await(ctx, made, static.shim.colour == "callee", line)
    suspends = ctx.module.suspends_by_name(expr.name, method=True)
    if module is None and waiting.waits(ctx, "__index", expr.obj):
        return maybe_await(ctx, waiting.method(ctx, obj, expr.name, args, rest, line), True, line)
    if isinstance(module, ModuleRef) or facts.statics.strings_vary or not expressions.is_field_name(expr.name):
        return maybe_await(
            ctx, ir.Helper("invoke", [obj, ir.Constant(expr.name), *args], rest, line=line), suspends, line
        )
    shims = facts.statics.shims
    package = ctx.module.package
    of_runtime = expr.name in shims.method_names
    of_package = expr.name in package.stored_names or expr.name in package.string_literals
    of_strings = expr.name in shims.methods_of_strings and bool(facts.type_of(expr.obj) & t.STRING)
    attribute = ir.Attribute(obj, mangle(expr.name), line=line)
    place = place_of(facts.flow, facts.value_of(expr.obj), expr.name)
    ctx.module.count_native(expr, place is not None)
    if place == "inherited" and expr.name in package.methods:
        made = ir.Call(attribute, args, rest, line=line)  # Python binds it
    elif place == "own" and operators.is_pure(obj):
        made = ir.Call(attribute, [obj, *args], rest, line=line)
    elif of_runtime and not of_package and not of_strings:
        made = ir.Call(attribute, args, rest, line=line)
    elif (
        of_package
        and not of_runtime
        and not of_strings
        and expr.name not in package.methods
        and isinstance(obj, (ir.Variable, ir.Boxed))
    ):
        made = ir.Call(attribute, [obj, *args], rest, line=line)
    else:
        made = ir.Helper("invoke", [obj, ir.Constant(expr.name), *args], rest, line=line)
    return maybe_await(ctx, made, suspends, line)
