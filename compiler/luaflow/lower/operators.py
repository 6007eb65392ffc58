"""Lowers operators: Python's own where the values prove that it means what Lua means, else the exact helper.

Python's operator also serves where the operand may be something that both languages refuse: it raises, and the runtime says it
in Lua's words. What must be excluded is what Python accepts and Lua does not, or takes differently: strings, booleans, integers
that leave 64 bits, objects with metamethods.
"""

from __future__ import annotations

from luaflow.analyse import types as t
from luaflow.analyse.events import UNARY_EVENTS, of_binary
from luaflow.analyse.flow.domain import MAX, MIN, FunctionSite, TableSite, Value
from luaflow.analyse.flow.operators import EVENTS
from luaflow.ir import nodes as ir
from luaflow.lower import expressions, intrinsics, waiting
from luaflow.lower.context import FunctionContext
from luaflow.syntax import ast

_HELPERS = {
    "+": "add", "-": "sub", "*": "mul", "/": "div", "%": "mod", "^": "pow", "//": "idiv",
    "&": "band", "|": "bor", "~": "bxor", "<<": "shl", ">>": "shr",
    "==": "eq", "~=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge",
}  # fmt: skip
_COMPARISON = frozenset({"<", "<=", ">", ">="})
_RING = frozenset({"+", "-", "*"})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "%", "^", "//"})
_SPILL_DEPTH = 40
"""Operators nested deeper than this are split over statements: CPython refuses about 200 nested brackets."""
_BITS = 0xFFFFFFFFFFFFFFFF
_EXACT = 2**53
"""Integers up to here are floats, too."""
_STEP = 2**20
_NEAR = 0x3FFFFFFF
"""Python compares integers of one digit fastest."""


def unary(ctx: FunctionContext, expr: ast.Unary) -> ir.Expr:
    """Lower ``-``, ``~``, ``#`` or ``not`` as a value."""
    line = ctx.module.line(expr.span[0])
    if expr.op == "not":
        return ir.Prefix("not", expressions.test(ctx, expr.operand), line=line)
    if isinstance(expr.operand, ast.Number) and expr.op == "-":
        number = expr.operand.value
        if number != MIN:
            return ir.Constant(-number, line=line)
    operand = expressions.value(ctx, expr.operand)
    known = ctx.module.facts.value_of(expr.operand)
    if expr.op == "-" and is_number(ctx, known, "__unm") and (known.low > MIN or ctx.is_hot):
        ctx.module.count_native(expr, True)
        made = ir.Prefix("-", operand, line=line)
        return made if known.low > MIN else ir.Wrap(made, ctx.scratch("n"), bool(known.mask & t.FLOAT), line=line)
    if expr.op == "~" and is_number(ctx, known, "__bnot") and not known.mask & t.FLOAT:
        ctx.module.count_native(expr, True)
        return ir.Prefix("~", operand, line=line)
    if expr.op == "#" and ctx.is_hot and is_plain_table(ctx, known, "__len"):
        ctx.module.count_native(expr, True)
        return length(operand, line)
    if expr.op == "#" and ctx.is_hot and known.mask == t.STRING:
        counted = intrinsics.length(ctx, operand, line)
        if counted is not None:
            ctx.module.count_native(expr, True)
            return counted
    ctx.module.count_native(expr, False, rare=expr.op == "#" and not ctx.is_hot)
    name = {"-": "unm", "~": "bnot", "#": "length"}[expr.op]
    if waiting.waits(ctx, UNARY_EVENTS[expr.op], expr.operand):
        return waiting.helper(ctx, name, [operand], line)
    return ir.Helper(name, [operand], line=line)


def length(table: ir.Expr, line: int) -> ir.Expr:
    """``#t`` of a table without metatable."""
    array = ir.Attribute(table, "arr_", line=line)
    return ir.Operator("-", ir.Call(ir.Variable("len", line=line), [array], line=line), ir.Constant(1), line=line)


def binary(ctx: FunctionContext, expr: ast.Binary, *, modular: bool = False) -> ir.Expr:
    """Lower a binary operator as a value. Left-leaning chains are walked without recursion and spilled when long.

    Args:
        modular: Only the value modulo 2**64 is wanted, so that nothing need be wrapped around.
    """
    if expr.op == "..":
        return concat(ctx, expr)
    if expr.op in ("and", "or"):
        return logical(ctx, expr)
    chain: list[ast.Binary] = []
    node: ast.Expr = expr
    while isinstance(node, ast.Binary) and node.op not in ("..", "and", "or"):
        chain.append(node)
        node = node.left
    chain.reverse()
    rings = [modular]
    for link in reversed(chain):
        rings.append(_keeps_modulus(ctx, link, rings[-1]))
    rings.reverse()
    left = expressions.value(ctx, node)
    for depth, link in enumerate(chain, 1):
        if isinstance(link.right, ast.Binary) and _keeps_modulus(ctx, link, rings[depth]) and link.op in _RING:
            right = binary(ctx, link.right, modular=True)
        else:
            right = expressions.value(ctx, link.right)
        left = operator(ctx, link, left, right, modular=rings[depth])
        if depth % _SPILL_DEPTH == 0 and depth < len(chain):
            temp = ctx.temporary("partial")
            ctx.before.append(ir.Assign([ir.Variable(temp)], left, line=left.line))
            left = ir.Variable(temp, line=left.line)
    return left


def _keeps_modulus(ctx: FunctionContext, expr: ast.Binary, modular: bool) -> bool:
    """Whether the left operand (of ``+``, ``-`` and ``*`` also the right one) matters only modulo 2**64."""
    facts = ctx.module.facts
    if expr.op in _RING:
        return modular and all(facts.value_of(x).mask & t.ANY == t.INTEGER for x in (expr.left, expr.right))
    if facts.value_of(expr.left).mask != t.INTEGER:
        return False
    right = facts.literal(expr.right)
    if type(right) is not int:
        return False
    return (expr.op == "&" and right >= 0) or (expr.op == "%" and right > 0 and right & (right - 1) == 0)


def is_number(ctx: FunctionContext, value: Value, event: str) -> bool:
    """Whether Python's operator does with a value what Lua's does: it is a number, or both raise."""
    mask = value.mask
    if not mask & t.NUMBER or mask & (t.STRING | t.BOOLEAN | t.USERDATA) or value.is_open:
        return False
    return not mask & t.TABLE or not ctx.module.facts.flow.metamethod(value, event).mask & ~t.NIL


def is_plain_table(ctx: FunctionContext, value: Value, *events: str) -> bool:
    """Whether a value is a table (or nil) whose metatable has none of these fields, made by code that is analysed."""
    if not value.mask & t.TABLE or value.mask & ~(t.TABLE | t.NIL) or value.is_open:
        return False
    return not any(ctx.module.facts.flow.metamethod(value, event).mask & ~t.NIL for event in events)


def fits(value: Value, bound: int = MAX) -> bool:
    """Whether the integers of a value are within a bound."""
    return -bound <= value.low and value.high <= bound


def operator(
    ctx: FunctionContext, expr: ast.Binary, left: ir.Expr, right: ir.Expr, *, modular: bool = False
) -> ir.Expr:
    """Choose Python's operator where the values prove that it means the same, else the exact helper."""
    if expr.op in ("==", "~="):
        return equality(ctx, expr, left, right, ctx.module.line(expr.op_at))
    made = _native(ctx, expr, left, right, modular)
    ctx.module.count_native(expr, made is not None)
    return made or exact(ctx, expr, left, right, ctx.module.line(expr.op_at))


def _native(ctx: FunctionContext, expr: ast.Binary, left: ir.Expr, right: ir.Expr, modular: bool) -> ir.Expr | None:
    facts = ctx.module.facts
    op, line = expr.op, ctx.module.line(expr.op_at)
    a, b = facts.value_of(expr.left), facts.value_of(expr.right)
    event = EVENTS[op]
    if op in _COMPARISON and ctx.is_hot and a.mask == b.mask == t.STRING and is_pure(left) and is_pure(right):
        return _text_comparison(op, left, right, line)
    if op in _ARITHMETIC and ctx.is_hot and has_metamethod(ctx, a, event):
        return _metamethod(ctx, expr, left, right, event, line)
    if not (is_number(ctx, a, event) and is_number(ctx, b, event)):
        return None
    if op in _COMPARISON:
        return ir.Operator(op, left, right, line=line)
    if op in _RING:
        return _ring(ctx, expr, left, right, modular, line)
    if op == "/":
        return _division(ctx, a, b, left, right, line)
    if op == "^":
        squares = isinstance(right, ir.Constant) and right.value == 2 and isinstance(left, ir.Variable)
        return ir.Operator("*", left, left, line=line) if squares and not a.mask & t.INTEGER else None
    if (a.mask | b.mask) & t.FLOAT:
        return None
    match op:
        case "%":
            return ir.Operator(op, left, right, line=line)
        case "//":
            return ir.Operator(op, left, right, line=line) if a.low > MIN or b.low > -1 or b.high < -1 else None
        case "&" | "|":
            return ir.Operator(op, left, right, line=line)
        case "~":
            return ir.Operator("^", left, right, line=line)
        case ">>" if 0 <= b.low and b.high < 64:
            if a.low >= 0:
                return ir.Operator(op, left, right, line=line)
            if b.low > 0:
                return ir.Operator(op, ir.Operator("&", left, ir.Constant(_BITS)), right, line=line)
        case "<<" if 0 <= b.low and b.high < 64:
            if modular or (a.low >= 0 and a.high << b.high <= MAX):
                return ir.Operator(op, left, right, line=line)
    return None


def has_metamethod(ctx: FunctionContext, value: Value, event: str) -> bool:
    """Whether a value is certainly a table with a metatable, whose field for an event is a function with one result, if any."""
    if value.mask != t.TABLE or value.is_open:
        return False
    for site in value.sites:
        if not isinstance(site, TableSite) or site.opened.value.mask or not site.has_meta or site.loses_meta:
            return False
        if any(isinstance(meta, TableSite) and meta.metas.value.mask for meta in site.metas.value.sites):
            return False  # Python's attribute would be inherited, Lua's event is not
    flow = ctx.module.facts.flow
    handler = flow.metamethod(value, event)
    if handler.mask & ~(t.FUNCTION | t.NIL) or not handler.sites or ctx.module.suspends_by_name(event, method=False):
        return False
    return all(isinstance(site, FunctionSite) and site.counts == {1} for site in handler.sites)


def _metamethod(
    ctx: FunctionContext, expr: ast.Binary, left: ir.Expr, right: ir.Expr, event: str, line: int
) -> ir.Expr:
    """Call the metamethod of the left operand, where it is there already."""
    receiver: ir.Expr = left
    if not isinstance(left, ir.Variable):
        left = ir.Variable(ctx.scratch("o"), line=line)
        receiver = ir.Bind(left.name, receiver)
    handler = ir.Variable(ctx.scratch("h"), line=line)
    found = ir.Attribute(ir.Attribute(receiver, "meta_", line=line), event, line=line)
    tested = ir.Operator("is not", ir.Bind(handler.name, found), ir.Constant(None), line=line)
    return ir.Choice(
        tested,
        ir.Call(handler, [left, right], line=line),
        ir.Helper(_HELPERS[expr.op], [left, right], line=line),
        line=line,
    )


def _text_comparison(op: str, left: ir.Expr, right: ir.Expr, line: int) -> ir.Expr:
    """Lua compares bytes; ASCII has the same order in Python."""
    plain = [ir.Call(ir.Attribute(side, "isascii", line=line), [], line=line) for side in (left, right)]
    return ir.Choice(
        ir.Operator("and", *plain, line=line),
        ir.Operator(op, left, right, line=line),
        ir.Helper(_HELPERS[op], [left, right], line=line),
        line=line,
    )


def _ring(ctx: FunctionContext, expr: ast.Binary, left: ir.Expr, right: ir.Expr, modular: bool, line: int) -> ir.Expr:
    made = ir.Operator(expr.op, left, right, line=line)
    facts = ctx.module.facts
    a, b, whole = (facts.value_of(x) for x in (expr.left, expr.right, expr))
    if modular or not (a.mask & t.INTEGER and b.mask & t.INTEGER):
        return made
    if fits(whole) and (whole.low > MIN or whole.high < MAX):
        return made
    if isinstance(left, ir.Constant) and isinstance(right, ir.Constant):
        return ir.Helper(_HELPERS[expr.op], [left, right], line=line)
    counted = None if a.mask & ~t.NUMBER else _step(expr.op, left, right, made, line)
    return counted or ir.Wrap(made, ctx.scratch("n"), bool((a.mask | b.mask) & t.FLOAT), line=line)


def _step(op: str, left: ir.Expr, right: ir.Expr, made: ir.Expr, line: int) -> ir.Expr | None:
    """``x + 1`` and ``x - 1``: one comparison tells that it stays within 64 bits."""
    if not isinstance(left, ir.Variable) or not isinstance(right, ir.Constant) or op not in ("+", "-"):
        return None
    number = right.value
    if type(number) is not int or not 0 < abs(number) < _STEP:
        return None
    up = (op == "+") == (number > 0)
    tested = ir.Operator("<" if up else ">", left, ir.Constant(_NEAR if up else -_NEAR), line=line)
    return ir.Choice(tested, made, ir.Helper(_HELPERS[op], [left, right], line=line), line=line)


def _division(ctx: FunctionContext, a: Value, b: Value, left: ir.Expr, right: ir.Expr, line: int) -> ir.Expr | None:
    if a.mask & t.INTEGER and b.mask & t.INTEGER and not (fits(a, _EXACT) and fits(b, _EXACT)):
        return None  # Lua rounds each integer to a float first
    made = ir.Operator("/", left, right, line=line)
    if (isinstance(right, ir.Constant) and right.value) or (not b.mask & t.FLOAT and (b.low > 0 or b.high < 0)):
        return made
    if not ctx.is_hot:
        return None
    if isinstance(right, ir.Variable) and is_pure(left):
        return ir.Choice(right, made, ir.Helper("div", [left, right], line=line), line=line)
    if isinstance(left, (ir.Variable, ir.Constant)):
        divisor = ir.Variable(ctx.scratch("d"), line=line)
        divided = ir.Operator("/", left, divisor, line=line)
        return ir.Choice(ir.Bind(divisor.name, right), divided, ir.Helper("div", [left, divisor], line=line), line=line)
    return None


def is_pure(expr: ir.Expr) -> bool:
    """Whether evaluating an expression runs no code but its own."""
    match expr:
        case ir.Constant() | ir.Variable() | ir.Boxed():
            return True
        case ir.Attribute():
            return is_pure(expr.obj)
        case ir.Operator():
            return is_pure(expr.left) and is_pure(expr.right)
        case ir.Prefix():
            return is_pure(expr.operand)
        case ir.Wrap():
            return is_pure(expr.value)
    return False


def equality(ctx: FunctionContext, expr: ast.Binary, left: ir.Expr, right: ir.Expr, line: int) -> ir.Expr:
    """``==`` and ``~=``: identity for nil, booleans and userdata, Python's for strings and numbers, else exact."""
    facts = ctx.module.facts
    a, b = facts.type_of(expr.left), facts.type_of(expr.right)
    negated = expr.op == "~="
    identity = t.NIL | t.BOOLEAN | t.FUNCTION | t.THREAD | t.USERDATA
    literal = any(
        isinstance(side, ir.Constant) and not isinstance(side.value, (bool, type(None))) for side in (left, right)
    )
    made: ir.Expr | None = None
    if not literal and (t.subset(a, identity) or t.subset(b, identity) or _same_object(ctx, expr)):
        made = ir.Operator("is not" if negated else "is", left, right, line=line)
    else:
        native = t.subset(a, t.STRING) or t.subset(b, t.STRING)
        # True == 1 and False == 0 are Python's only mix-ups
        native = native or (t.subset(a, t.NUMBER) and not b & (t.BOOLEAN | t.USERDATA))
        native = native or (t.subset(b, t.NUMBER) and not a & (t.BOOLEAN | t.USERDATA))
        for side in (left, right):
            if isinstance(side, ir.Constant) and isinstance(side.value, (int, float)) and side.value not in (0, 1):
                native = True
        if native:
            made = ir.Operator("!=" if negated else "==", left, right, line=line)
    ctx.module.count_native(expr, made is not None)
    return made or exact(ctx, expr, left, right, line)


def exact(ctx: FunctionContext, expr: ast.Binary, left: ir.Expr, right: ir.Expr, line: int) -> ir.Expr:
    """Return the helper that does an operation on any values."""
    name = _HELPERS[expr.op]
    if any(waiting.waits(ctx, event, *operands) for event, operands in of_binary(expr)):
        return waiting.helper(ctx, name, [left, right], line)
    return ir.Helper(name, [left, right], line=line)


def _same_object(ctx: FunctionContext, expr: ast.Binary) -> bool:
    """Whether two values can be equal only by being the same object: one is a table without ``__eq``, or nil."""
    facts = ctx.module.facts
    a, b = facts.value_of(expr.left), facts.value_of(expr.right)
    return any(is_plain_table(ctx, side, "__eq") for side in (a, b)) and not any(
        side.mask & t.TABLE and not is_plain_table(ctx, side.only(t.TABLE), "__eq") for side in (a, b)
    )


def concat(ctx: FunctionContext, expr: ast.Binary) -> ir.Expr:
    """``..`` is right associative; a chain is one helper call, or Python's own where nothing can merge at the seams."""
    nodes: list[ast.Expr] = []
    node: ast.Expr = expr
    last = expr
    while isinstance(node, ast.Binary) and node.op == "..":
        nodes.append(node.left)
        last = node
        node = node.right
    nodes.append(node)
    parts = [expressions.value(ctx, part) for part in nodes]
    line = ctx.module.line(last.op_at)  # Lua's one instruction has the line of the last operator
    made = _join(ctx, nodes, parts, line)
    ctx.module.count_native(expr, made is not None)
    if made is None and waiting.waits(ctx, "__concat", *nodes):
        return waiting.helper(ctx, "concat", parts, line)
    return made or ir.Helper("concat", parts, line=line)


def _join(ctx: FunctionContext, nodes: list[ast.Expr], parts: list[ir.Expr], line: int) -> ir.Expr | None:
    """Bytes of two strings can become one character where both are no ASCII: a seam beside ASCII is safe."""
    ascii_before = True
    unsure: ir.Variable | None = None
    """May be something else than a string."""
    for node, part in zip(nodes, parts):
        value = ctx.module.facts.value_of(node)
        if isinstance(part, ir.Constant) and isinstance(part.value, str):
            if not part.value or not part.value.isascii():
                return None
            ascii_before = True
        elif value.mask == t.INTEGER:
            ascii_before = True
        elif value.mask & t.STRING:
            if not ascii_before and node is not nodes[0]:
                return None
            ascii_before = False
            if value.mask != t.STRING:
                if unsure is not None or not ctx.is_hot or not isinstance(part, ir.Variable):
                    return None
                if waiting.waits(ctx, "__concat", node):
                    return None
                unsure = part
        else:
            return None
    if all(isinstance(part, (ir.Constant, ir.Variable)) for part in parts):
        whole = ir.Text(
            [part.value if isinstance(part, ir.Constant) and isinstance(part.value, str) else part for part in parts],
            line=line,
        )
        if unsure is None:
            return whole
        return ir.Choice(is_string(unsure, line), whole, ir.Helper("concat", parts, line=line), line=line)
    if len(parts) > 3 or unsure is not None:
        return None
    texts = [_as_text(ctx, node, part) for node, part in zip(nodes, parts)]
    made = texts[0]
    for text in texts[1:]:
        made = ir.Operator("+", made, text, line=line)
    return made


def is_string(value: ir.Variable, line: int) -> ir.Expr:
    """Test whether a variable holds a string."""
    return ir.Operator("is", ir.Attribute(value, "__class__", line=line), ir.Variable("str"), line=line)


def _as_text(ctx: FunctionContext, node: ast.Expr, part: ir.Expr) -> ir.Expr:
    if ctx.module.facts.value_of(node).mask == t.INTEGER and not isinstance(part, ir.Constant):
        return ir.Call(ir.Variable("str", line=part.line), [part], line=part.line)
    return ir.Constant(str(part.value), line=part.line) if isinstance(part, ir.Constant) else part


def logical(ctx: FunctionContext, expr: ast.Binary) -> ir.Expr:
    """``and`` and ``or`` as values: Python's where truth agrees, else a conditional expression."""
    line = ctx.module.line(expr.op_at)
    choice = _choice(ctx, expr, line)
    if choice is not None:
        return choice
    chain: list[ast.Binary] = []
    node: ast.Expr = expr
    while isinstance(node, ast.Binary) and node.op in ("and", "or"):
        chain.append(node)
        node = node.left
    left = expressions.value(ctx, node)
    for depth, link in enumerate(reversed(chain), 1):
        mask = ctx.module.facts.type_of(link.left)
        marker = len(ctx.before)
        with ctx.unordered():
            right = expressions.value(ctx, link.right)
        assert all(isinstance(s, (ir.Function, ir.Assign)) for s in ctx.before[marker:])
        if t.subset(mask, t.NATIVE_TRUTH):
            left = ir.Operator(link.op, left, right, line=line)
        else:
            if not ctx.is_hot and is_free(right):
                # Outside loops for the reader: the right side has no effect, so that it may be evaluated always.
                left = ir.Helper("either" if link.op == "or" else "both", [left, right], line=line)
                continue
            if isinstance(left, ir.Variable):
                subject: ir.Expr = left
                tested: ir.Expr = expressions.truth(subject, mask)
            else:
                temp = ctx.temporary("value")
                tested = bound_truth(temp, left, mask, line)
                subject = ir.Variable(temp, line=line)
            then, other = (right, subject) if link.op == "and" else (subject, right)
            left = ir.Choice(tested, then, other, line=line)
        if depth % _SPILL_DEPTH == 0 and depth < len(chain):
            temp = ctx.temporary("partial")
            ctx.before.append(ir.Assign([ir.Variable(temp)], left, line=line))
            left = ir.Variable(temp, line=line)
    return left


def _choice(ctx: FunctionContext, expr: ast.Binary, line: int) -> ir.Expr | None:
    """``a and b or c`` where ``b`` is never nil or false: Lua's conditional expression."""
    node = expr.left
    while isinstance(node, ast.Paren):
        node = node.inner
    if expr.op != "or" or not isinstance(node, ast.Binary) or node.op != "and":
        return None
    if isinstance(node.left, ast.Binary) and node.left.op in ("and", "or"):
        return None
    mask = ctx.module.facts.type_of(node.right)
    if not mask or mask & (t.NIL | t.BOOLEAN):
        return None
    tested = expressions.test(ctx, node.left)
    marker = len(ctx.before)
    with ctx.unordered():
        then = expressions.value(ctx, node.right)
        other = expressions.value(ctx, expr.right)
    assert all(isinstance(s, (ir.Function, ir.Assign)) for s in ctx.before[marker:])
    return ir.Choice(tested, then, other, line=line)


def bound_truth(name: str, value: ir.Expr, mask: int, line: int) -> ir.Expr:
    """Return the Lua truth of a value that is given a name first."""
    bound = ir.Operator("is not", ir.Bind(name, value), ir.Constant(None), line=line)
    if not mask & t.BOOLEAN:
        return bound
    return ir.Operator("and", bound, ir.Operator("is not", ir.Variable(name), ir.Constant(False)), line=line)


def is_free(expr: ir.Expr) -> bool:
    """Whether evaluating an expression has no effect, cannot fail, and costs next to nothing."""
    if isinstance(expr, ir.Constructor):
        return not (expr.items or expr.rest or expr.fields or expr.keyed)
    return isinstance(expr, (ir.Constant, ir.Variable))
