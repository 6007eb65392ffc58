"""Lowers calls of library functions in what runs often to the cheapest form that is exact.

Where the types of the arguments are proved, Python's own operation stands for the usual case, and the call for all others:

    s[i - 1] if i <= len(s) and i > 0 and s.isascii() else string.sub(s, i, i)

Positions of Lua's strings count bytes: those of ASCII strings are characters, which Python tells at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from luaflow_runtime.text.format import parse_format

from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import MIN, Value
from luaflow.ir import nodes as ir
from luaflow.lower import expressions, operators
from luaflow.lower.context import FunctionContext
from luaflow.resolve.scopes import is_multi
from luaflow.syntax import ast

_ASCII = 128


def one(ctx: FunctionContext, name: str, given: Sequence[ast.Expr], exact: ir.Call) -> ir.Expr:
    """Return a call of a function that gives one value, by the best form.

    Args:
        name: Lua's full name of the function.
        given: The arguments in the source, the object of a method call first.
        exact: The call; it takes as many arguments as it was given.
    """
    form = _FORMS.get(name)
    if form is None or not _is_plain(ctx, given, exact):
        return exact
    return form(ctx, [ctx.module.facts.value_of(each) for each in given], exact) or exact


def first(ctx: FunctionContext, name: str, given: Sequence[ast.Expr], exact: ir.Call) -> ir.Expr | None:
    """Return the first value of a call of a function that gives any number of values, where there is a better form."""
    if name in _SEARCHERS:
        return _searched(ctx, name, given, exact)
    if name != "string.byte" or not _is_plain(ctx, given, exact):
        return None
    found = _code(ctx, [ctx.module.facts.value_of(each) for each in given], exact)
    return None if found is None else ir.Choice(found.test, found.then, ir.First(found.other), line=exact.line)


_SEARCHERS = {"string.find": "finder", "string.match": "matcher"}


def _searched(ctx: FunctionContext, name: str, given: Sequence[ast.Expr], exact: ir.Call) -> ir.Expr | None:
    """Return a search for a pattern that the source gives, by a function made for it."""
    if not 2 <= len(given) <= 3 or not _is_plain(ctx, given, exact):
        return None
    subject, pattern, *init = exact.args
    if not isinstance(pattern, ir.Constant) or not isinstance(pattern.value, str):
        return None
    known = ctx.module.facts.value_of(given[0]).mask, *(ctx.module.facts.value_of(each).mask for each in given[2:])
    if known[0] != t.STRING or any(mask != t.INTEGER for mask in known[1:]):
        return None  # messages about the arguments count them by how the function is called
    function = ir.Variable(ctx.module.searcher(_SEARCHERS[name], pattern.value), line=exact.line)
    return ir.Call(function, [subject, *init], line=exact.line)


def length(ctx: FunctionContext, operand: ir.Expr, line: int) -> ir.Expr | None:
    """Return ``#s`` of a string."""
    if not isinstance(operand, ir.Constant):
        text, again = _twice(ctx, operand, "s")
        count = ir.Call(ir.Variable("len", line=line), [again], line=line)
        return ir.Choice(_is_ascii(text, line), count, ir.Helper("length", [again], line=line), line=line)
    return None


def formatted(ctx: FunctionContext, given: Sequence[ast.Expr], line: int, *, is_method: bool) -> ir.Expr | None:
    """Return a call of ``string.format`` with a format that the source gives, by a function made for that format.

    Args:
        given: The arguments, the format first.
        is_method: Messages do not count the format as an argument, so that nothing may go wrong.
    """
    if not ctx.is_hot or not given or not isinstance(given[0], ast.String):
        return None
    form = parse_format(given[0].value)
    if form.count != len(given) - 1 or not form.count or any(directive.invalid for directive in form.directives):
        return None
    last = given[-1]
    if is_multi(last) and ctx.module.call_count(last) != 1:
        return None if is_method else _formatted_byte(ctx, given, line)
    if is_method:
        for directive, arg in zip(form.directives, given[1:]):
            allowed = _ALLOWED.get(directive.conversion, 0)
            if not t.subset(ctx.module.facts.value_of(arg).mask, allowed) or not directive.plain:
                return None
    args, _ = expressions.spread(ctx, list(given[1:]))
    return ir.Call(ir.Variable(ctx.module.formatter(given[0].value), line=line), args, line=line)


def _formatted_byte(ctx: FunctionContext, given: Sequence[ast.Expr], line: int) -> ir.Expr | None:
    """Return ``string.format("%02x", s:byte(i))``: the last argument is one code, or none behind the string."""
    form, last = given[0], given[-1]
    assert isinstance(form, ast.String)
    static = ctx.module.facts.shim_of(last)
    if (
        len(given) != 2
        or static is None
        or static.name != "string.byte"
        or not isinstance(last, (ast.Call, ast.MethodCall))
    ):
        return None
    inner = [last.obj, *last.args] if isinstance(last, ast.MethodCall) else last.args
    lowered = expressions.result(ctx, last)
    exact = expressions.shim_function(ctx, "string.format", line)
    literal = ir.Constant(form.value, line=line)
    found = first(ctx, "string.byte", inner, lowered) if isinstance(lowered, ir.Call) else None
    if not isinstance(found, ir.Choice) or not isinstance(found.other, ir.First):
        return ir.Call(exact, [literal], ir.Multi(lowered, line=line), line=line)
    made = ir.Call(ir.Variable(ctx.module.formatter(form.value), line=line), [found.then], line=line)
    other = ir.Call(exact, [literal], ir.Multi(found.other.result, line=line), line=line)
    return ir.Choice(found.test, made, other, line=line)


_ALLOWED = {"d": t.INTEGER, "s": t.STRING | t.NUMBER, "f": t.NUMBER, "g": t.NUMBER, "x": t.INTEGER}
"""What certainly can be formatted, by conversion."""


def _is_plain(ctx: FunctionContext, given: Sequence[ast.Expr], exact: ir.Call) -> bool:
    return ctx.is_hot and exact.rest is None and len(exact.args) == len(given)


def _twice(ctx: FunctionContext, expr: ir.Expr, wish: str) -> tuple[ir.Expr, ir.Expr]:
    """Return an expression for where it is evaluated first, and one for its value from then on."""
    if isinstance(expr, (ir.Variable, ir.Constant)):
        return expr, expr
    name = (
        ctx.scratch(wish) if operators.is_pure(expr) else ctx.temporary(wish)
    )  # what it calls may need the name itself
    return ir.Bind(name, expr), ir.Variable(name, line=expr.line)


def _is_ascii(text: ir.Expr, line: int) -> ir.Expr:
    return ir.Call(ir.Attribute(text, "isascii", line=line), [], line=line)


def _and(conditions: Sequence[ir.Expr]) -> ir.Expr:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = ir.Operator("and", whole, condition, line=condition.line)
    return whole


def _character(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> tuple[ir.Expr, ir.Expr, ir.Call] | None:
    """Return what tells that the character at a position is one byte, the character, and the call for other cases."""
    if known[0].mask != t.STRING or known[1].mask & ~t.NIL != t.INTEGER:
        return None
    obj, position = exact.args[0], exact.args[1]
    may_be_nil = bool(known[1].mask & t.NIL)
    if may_be_nil and not isinstance(position, ir.Variable):
        return None
    if not operators.is_pure(obj) or not operators.is_pure(position):
        return None  # the tests do not keep their order
    line = exact.line
    text, same = _twice(ctx, obj, "s")
    conditions: list[ir.Expr] = []  # the first of them binds what the call uses
    if may_be_nil:
        conditions.append(_is_ascii(text, line))
        conditions.append(ir.Operator("is not", position, ir.Constant(None), line=line))
        text = same
    tested: ir.Expr
    again: ir.Expr
    at: ir.Expr
    match position:
        case ir.Constant(value=int(number)):
            if number < 1:
                return None
            tested, again, at = position, position, ir.Constant(number - 1, line=line)
        case _:
            tested, again = _twice(ctx, position, "i")
            at = ir.Operator("-", again, ir.Constant(1), line=line)
    count = ir.Call(ir.Variable("len", line=line), [text], line=line)
    conditions.append(ir.Operator("<=", tested, count, line=line))
    if known[1].low < 1:
        conditions.append(ir.Operator(">", again, ir.Constant(0), line=line))
    if not may_be_nil:
        conditions.append(_is_ascii(same, line))
    positions = [again] * (len(exact.args) - 1)
    call = ir.Call(exact.func, [same, *positions], line=line)
    return _and(conditions), ir.Item(same, at, line=line), call


def _code(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> ir.Choice | None:
    found = _character(ctx, known, exact) if len(known) == 2 else None
    if found is None:
        return None
    test, character, call = found
    line = exact.line
    return ir.Choice(test, ir.Call(ir.Variable("ord", line=line), [character], line=line), call, line=line)


def _sub(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> ir.Expr | None:
    if known[0].mask != t.STRING or not 2 <= len(known) <= 3:
        return None
    line = exact.line
    if len(known) == 3 and _is_same(exact.args[1], exact.args[2]):
        found = _character(ctx, known, exact)
        if found is not None:
            test, character, call = found
            return ir.Choice(test, character, call, line=line)
    if any(value.mask != t.INTEGER for value in known[1:]):
        return None
    return ir.Helper("substring", exact.args, line=line)


def _is_same(a: ir.Expr, b: ir.Expr) -> bool:
    """Whether two expressions certainly have the same value, one evaluated right after the other."""
    match a, b:
        case (ir.Variable(name=x), ir.Variable(name=y)) | (ir.Boxed(name=x), ir.Boxed(name=y)):
            return x == y
        case ir.Constant(), ir.Constant():
            return type(a.value) is type(b.value) and a.value == b.value
        case ir.Attribute(), ir.Attribute():
            return a.name == b.name and _is_same(a.obj, b.obj)
        case ir.Operator(), ir.Operator():
            return a.op == b.op and _is_same(a.left, b.left) and _is_same(a.right, b.right)
        case ir.Wrap(), ir.Wrap():
            return _is_same(a.value, b.value)
    return False


def _char(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> ir.Expr | None:
    if len(known) != 1 or known[0].mask != t.INTEGER:
        return None
    line = exact.line
    function = ir.Variable("chr", line=line)
    if known[0].low >= 0 and known[0].high < _ASCII:
        return ir.Call(function, exact.args, line=line)
    tested, again = _twice(ctx, exact.args[0], "c")
    conditions: list[ir.Expr] = []
    if known[0].low < 0:
        conditions.append(ir.Operator(">=", tested, ir.Constant(0), line=line))
        tested = again
    conditions.append(ir.Operator("<", tested, ir.Constant(_ASCII), line=line))
    call = ir.Call(exact.func, [again], line=line)
    return ir.Choice(_and(conditions), ir.Call(function, [again], line=line), call, line=line)


def _tostring(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> ir.Expr | None:
    if len(known) != 1:
        return None
    if known[0].mask == t.INTEGER:
        return ir.Call(ir.Variable("str", line=exact.line), exact.args, line=exact.line)
    return exact.args[0] if known[0].mask == t.STRING else None


def _extreme(op: str) -> Callable[[FunctionContext, Sequence[Value], ir.Call], ir.Expr | None]:
    def form(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> ir.Expr | None:
        if len(known) != 2 or not all(t.subset(value.mask, t.NUMBER) for value in known):
            return None
        line = exact.line
        a, b = exact.args
        # The second may change what the first reads, and use its name.
        simple = isinstance(b, ir.Constant) or (operators.is_pure(b) and isinstance(a, (ir.Variable, ir.Constant)))
        held: tuple[ir.Expr, ir.Expr] = (a, a)
        if not simple and not isinstance(a, ir.Constant):
            temp = ctx.temporary("a")
            held = (ir.Bind(temp, a), ir.Variable(temp, line=line))
        elif not isinstance(a, (ir.Variable, ir.Constant)):
            held = _twice(ctx, a, "a")
        other, again = _twice(ctx, b, "b")
        # Lua keeps the first unless the second is beyond it, so that a NaN stays where it is.
        return ir.Choice(ir.Operator(op, held[0], other, line=line), again, held[1], line=line)

    return form


def _abs(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> ir.Expr | None:
    if len(known) != 1 or not t.subset(known[0].mask, t.NUMBER) or (known[0].mask & t.INTEGER and known[0].low == MIN):
        return None
    return ir.Helper("magnitude", exact.args, line=exact.line)


def _sqrt(ctx: FunctionContext, known: Sequence[Value], exact: ir.Call) -> ir.Expr | None:
    if len(known) != 1 or not t.subset(known[0].mask, t.NUMBER):
        return None
    line = exact.line
    tested, again = _twice(ctx, exact.args[0], "x")
    root = ir.Helper("square_root", [again], line=line)
    call = ir.Call(exact.func, [again], line=line)
    return ir.Choice(ir.Operator(">=", tested, ir.Constant(0), line=line), root, call, line=line)


_FORMS: dict[str, Callable[[FunctionContext, Sequence[Value], ir.Call], ir.Expr | None]] = {
    "math.abs": _abs,
    "math.max": _extreme("<"),
    "math.min": _extreme(">"),
    "math.sqrt": _sqrt,
    "string.byte": _code,
    "string.char": _char,
    "string.sub": _sub,
    "tostring": _tostring,
}
