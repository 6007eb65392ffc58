"""Lowers statements and blocks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from luaflow_runtime.values.names import mangle

from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import NIL, TOP, Value
from luaflow.analyse.flow.methods import may_inherit
from luaflow.analyse.module import statements as all_statements
from luaflow.ir import nodes as ir
from luaflow.lower import calls, elements, jumps, waiting
from luaflow.lower.context import FunctionContext, Jump
from luaflow.lower.expressions import is_field_name, may_be_string, result, spread, test, value
from luaflow.lower.functions import function, is_static
from luaflow.lower.operators import is_plain_table
from luaflow.resolve import Variable
from luaflow.resolve.scopes import is_multi
from luaflow.syntax import ast
from luaflow.syntax.walk import walk

_MOST_CONJUNCTS = 8
_MANY_BRANCHES = 100
"""Longer ``elseif`` chains are cut: CPython compiles them recursively."""


# Blocks


def block(ctx: FunctionContext, node: ast.Block, *, of_loop: bool = False) -> list[ir.Stat]:
    """Lower a block. ``of_loop``: a label at its end that ``continue`` serves."""
    labels = _labels(ctx, node)
    continued = ctx.jumps[-1].continue_label if of_loop and ctx.jumps else None
    if continued is not None and continued in labels:
        labels.remove(continued)
    if labels:
        return _segments(ctx, node, labels)
    return _run(ctx, node.body, node.span[1])


def _labels(ctx: FunctionContext, node: ast.Block) -> list[str]:
    own = [stat.name for stat in node.body if isinstance(stat, ast.Label)]
    if not own:
        return []
    used = {stat.label for stat in all_statements(node) if isinstance(stat, ast.Goto)}
    return [name for name in own if name in used]


def _run(ctx: FunctionContext, body: list[ast.Stat], end: int) -> list[ir.Stat]:
    lowered: list[ir.Stat] = []
    for i, stat in enumerate(body):
        leading = comments_before(ctx, stat.span[0])
        if lowered and _blank_line_before(ctx, leading[0].line if leading else ctx.module.line(stat.span[0])):
            lowered.append(ir.Blank())
        lowered += leading
        if isinstance(stat, ast.Local) and any(name.attrib == "close" for name in stat.names):
            lowered += statement(ctx, stat)
            return lowered + _closing(ctx, stat, body[i + 1 :], end)
        made = statement(ctx, stat)
        _trailing_comment(ctx, stat, made)
        lowered += made
    return lowered + comments_before(ctx, end)


def _blank_line_before(ctx: FunctionContext, line: int) -> bool:
    return line > 1 and not ctx.module.source.line_text(line - 1).strip()


def _closing(ctx: FunctionContext, stat: ast.Local, rest: list[ast.Stat], end: int) -> list[ir.Stat]:
    variable = next(v for v in ctx.module.facts.scopes.declared[stat] if v.attrib == "close")
    python = ctx.module.names.of[variable]
    suspends = ctx.is_async and ctx.module.suspends_by_name("__close", method=False)
    line = ctx.module.line(stat.span[0])
    return [ir.Closing(python, _run(ctx, rest, end), variable.name, suspends, line=line)]


def _segments(ctx: FunctionContext, node: ast.Block, labels: list[str]) -> list[ir.Stat]:
    """A block whose labels are jumped to: a loop over the segments between them."""
    line = ctx.module.line(node.span[0])
    entry = Jump(breaks=False, labels={name: i + 1 for i, name in enumerate(labels)}, at=ctx.temporary("at"))
    parts: list[list[ast.Stat]] = [[]]
    for stat in node.body:
        if isinstance(stat, ast.Label) and stat.name in entry.labels:
            parts.append([])
        else:
            parts[-1].append(stat)

    def make() -> ir.Stat:
        body: list[ir.Stat] = []
        for i, part in enumerate(parts):
            end = parts[i + 1][0].span[0] if i + 1 < len(parts) and parts[i + 1] else node.span[1]
            lowered = _run(ctx, part, end if i + 1 == len(parts) else part[-1].span[1] if part else node.span[0])
            if not lowered:
                continue
            if i + 1 == len(parts):
                body += lowered
            else:
                body.append(ir.If([(ir.Operator("<=", ir.Variable(entry.at), ir.Constant(i)), lowered)], [], line=line))
        if not body or not isinstance(body[-1], (ir.Return, ir.Break, ir.Continue)):
            body.append(ir.Break(line=line))
        return ir.While(ir.Constant(True), body, line=line)

    start: ir.Stat = ir.Assign([ir.Variable(entry.at)], ir.Constant(0), line=line)
    return [start, *jumps.loop(ctx, entry, make, line)]


# Comments


def comments_before(ctx: FunctionContext, offset: int) -> list[ir.Stat]:
    """Return the comments that stand before an offset and are not printed yet."""
    module = ctx.module
    return [
        ir.Comment(text, line=module.line(comment.span[0]))
        for comment in module.take_comments(offset)
        for text in _comment_lines(comment.text)
    ]


def _comment_lines(text: str) -> list[str]:
    """Return a comment's lines. The third dash of a documentation comment goes; Python takes no NUL, not even in a comment."""
    text = text.removeprefix("- ")
    lines = text.strip("\r\n").splitlines() or [""]
    return ["".join(c if c.isprintable() or c == "\t" else "?" for c in line).strip() for line in lines]


def _trailing_comment(ctx: FunctionContext, stat: ast.Stat, made: list[ir.Stat]) -> None:
    """Attach a comment behind a statement on the same line."""
    module = ctx.module
    last = made[-1] if made else None
    if not isinstance(last, (ir.Assign, ir.Evaluate, ir.Return)):
        return
    line = module.line(max(stat.span[1] - 1, 0))
    end = module.source.line_end(line)
    for comment in module.take_comments(end):
        last.comment = " ".join(filter(None, (last.comment, " ".join(_comment_lines(comment.text)))))


# Statements


def statement(ctx: FunctionContext, stat: ast.Stat) -> list[ir.Stat]:
    """Lower one statement; what its expressions need before them stands before it."""
    saved, ctx.before = ctx.before, []
    hoisting, ctx.may_hoist = ctx.may_hoist, True
    lowered = waiting.stores(ctx, _statement(ctx, stat)) if _assigns(stat) else _statement(ctx, stat)
    ctx.may_hoist = hoisting
    before, ctx.before = ctx.before, saved
    return before + lowered


def _assigns(stat: ast.Stat) -> bool:
    return isinstance(stat, (ast.Assign, ast.FunctionStat))


def _statement(ctx: FunctionContext, stat: ast.Stat) -> list[ir.Stat]:
    line = ctx.module.line(stat.span[0])
    match stat:
        case ast.Local():
            return local(ctx, stat, line)
        case ast.Assign():
            return assign(ctx, stat, line)
        case ast.CallStat():
            return evaluate(ctx, stat.call, line)
        case ast.Do():
            return block(ctx, stat.block)
        case ast.While():
            return while_loop(ctx, stat, line)
        case ast.Repeat():
            return repeat_loop(ctx, stat, line)
        case ast.If():
            return if_statement(ctx, stat, line)
        case ast.NumericFor():
            return numeric_for(ctx, stat, line)
        case ast.GenericFor():
            return generic_for(ctx, stat, line)
        case ast.FunctionStat():
            return function_statement(ctx, stat, line)
        case ast.LocalFunction():
            return local_function(ctx, stat, line)
        case ast.Return():
            return return_statement(ctx, stat, line)
        case ast.Break():
            return jumps.jump(ctx, jumps.break_target(ctx), "break", line)
        case ast.Goto():
            return jumps.jump(ctx, *jumps.goto_target(ctx, stat.label), line)
        case ast.Label() | ast.TypeDef() | ast.Interface():
            return []


def evaluate(ctx: FunctionContext, expr: ast.Expr, line: int) -> list[ir.Stat]:
    """Lower an expression for its effect."""
    inserted = elements.insertion(ctx, expr, line) if isinstance(expr, ast.Call) else None
    if inserted is not None:
        return inserted
    if isinstance(expr, (ast.Call, ast.MethodCall)):
        return [ir.Evaluate(calls.yield_of_one(ctx, expr) or calls.call(ctx, expr), line=line)]
    lowered = value(ctx, expr)
    return [] if isinstance(lowered, (ir.Constant, ir.Variable, ir.Boxed)) else [ir.Evaluate(lowered, line=line)]


# Locals and assignment


def local(ctx: FunctionContext, stat: ast.Local, line: int) -> list[ir.Stat]:
    variables = ctx.module.facts.scopes.declared[stat]
    if len(variables) == 1 and (variables[0] in ctx.module.hoisted or is_static(ctx, variables[0])):
        return []
    variables, values = without_statics(ctx, variables, stat.values)
    python = [ctx.module.names.of[v] for v in variables]
    if len(variables) == 1 and len(values) == 1 and isinstance(values[0], ast.Function):
        return bind_function(ctx, variables[0], values[0], line)
    if not variables:
        return [made for expr in values for made in evaluate(ctx, expr, line)]
    targets: list[ir.Target] = [ir.Variable(name) for name in python]
    stats = store(ctx, targets, values, line)
    for variable, name in zip(variables, python):
        if ctx.is_boxed(variable):
            if len(variables) == 1 and len(stats) == 1 and isinstance(stats[0], ir.Assign):
                stats[0].targets = [ir.Cell(name)]
            else:
                stats.append(ir.Assign([ir.Cell(name)], ir.Variable(name), line=line))
    return stats


def without_statics(
    ctx: FunctionContext, variables: Sequence[Variable], values: Sequence[ast.Expr]
) -> tuple[list[Variable], list[ast.Expr]]:
    """Leave out what stands for a module or a shim and so has no Python variable: ``local a, json = f(), require("json")``."""
    dropped = {i for i, variable in enumerate(variables[: len(values)]) if is_static(ctx, variable)}
    kept = [expr for i, expr in enumerate(values) if i not in dropped]
    if len(values) - 1 in dropped and len(variables) > len(values):
        kept.append(ast.Nil(values[-1].span))  # else a call before it would become the one that fills the rest
    return [variable for i, variable in enumerate(variables) if i not in dropped], kept


def bind_function(ctx: FunctionContext, variable: Variable, node: ast.Function, line: int) -> list[ir.Stat]:
    """``local f = function`` and ``local function f``."""
    python = ctx.module.names.of[variable]
    if not ctx.is_boxed(variable):
        return [function(ctx, node, python)]
    name = ctx.fresh(variable.name)
    return [
        ir.Assign([ir.Cell(python)], ir.Constant(None), line=line),
        function(ctx, node, name),
        ir.Assign([ir.Boxed(python)], ir.Variable(name), line=line),
    ]


def store(ctx: FunctionContext, targets: list[ir.Target], values: list[ast.Expr], line: int) -> list[ir.Stat]:
    """Assign expressions to as many targets, which are free of effects; missing values are nil, further ones are evaluated."""
    count = len(targets)
    if not values:
        return [ir.Assign([target], ir.Constant(None), typed=True, line=line) for target in targets]
    if count == 1 and len(values) == 1:
        read = elements.read_into(ctx, targets[0], values[0], line)
        if read is not None:
            return read
        typed = isinstance(values[0], ast.Nil)
        return [ir.Assign(targets, value(ctx, values[0]), typed=typed, line=line)]
    if len(values) > count:
        kept = [value(ctx, expr) for expr in values[:count]]
        extra = [stat for expr in values[count:] for stat in evaluate(ctx, expr, line)]
        if extra and ctx.before is not None:
            temps = [ctx.temporary("value") for _ in kept]
            first: list[ir.Stat] = [ir.Assign([ir.Variable(temp)], item, line=line) for temp, item in zip(temps, kept)]
            return [
                *first,
                *extra,
                *(ir.Assign([target], ir.Variable(temp), line=line) for target, temp in zip(targets, temps)),
            ]
        return [ir.Assign(targets, kept[0] if count == 1 else ir.Values(kept), line=line)]
    lead = values[:-1]
    last = values[-1]
    wanted = count - len(lead)
    items = [value(ctx, expr) for expr in lead]
    if is_multi(last) and wanted > 1:
        tail = calls.adjusted(ctx, last, wanted)
        return [ir.Assign(targets, ir.Values(items, tail) if items else tail, line=line)]
    items.append(value(ctx, last))
    items += [ir.Constant(None)] * (wanted - 1)
    return [ir.Assign(targets, items[0] if count == 1 else ir.Values(items), line=line)]


def target(ctx: FunctionContext, node: ast.Name | ast.Index, stored: Value = TOP) -> ir.Target:
    """Lower an assignment target. ``stored``: what is known of the value."""
    line = ctx.module.line(node.span[0])
    if isinstance(node, ast.Name):
        variable = ctx.module.facts.variable(node)
        if variable is None:
            return ir.Item(ir.Helper("globals_table", []), ir.Constant(node.name), line=line)
        return variable_target(ctx, variable, line)
    obj = value(ctx, node.obj)
    key_line = ctx.module.line(node.key.span[0])
    if waiting.waits(ctx, "__newindex", node.obj):
        made = ir.Item(obj, value(ctx, node.key), line=key_line)
        ctx.waiting_targets.append(made)
        return made
    if isinstance(node.key, ast.String) and is_field_name(node.key.value) and not may_be_string(ctx, node.obj):
        # Python's functions would take an attribute.
        if not ctx.module.facts.value_of(node.obj).mask & t.FUNCTION and not _may_uncover(ctx, node, stored):
            return ir.Attribute(obj, mangle(node.key.value), line=key_line)
    return ir.Item(obj, value(ctx, node.key), line=key_line)


def _may_uncover(ctx: FunctionContext, node: ast.Index, stored: Value) -> bool:
    """Whether an assignment may take a field away and show what a metatable has: scripts' tables do not look out for it."""
    facts = ctx.module.facts
    if facts.statics.openness is None or not stored.mask & t.NIL or facts.statics.is_environment(node.obj):
        return False
    return may_inherit(facts.flow, facts.value_of(node.obj), cast(ast.String, node.key).value)


def variable_target(ctx: FunctionContext, variable: Variable, line: int) -> ir.Target:
    """Lower a local or upvalue as a target; note an upvalue as ``nonlocal``."""
    python = ctx.module.names.of[variable]
    if ctx.is_boxed(variable):
        return ir.Boxed(python, line=line)
    if variable is ctx.module.facts.scopes.environment:
        ctx.globals.add(python)
    elif variable.function is not ctx.facts.scope:
        ctx.nonlocals.add(python)
    return ir.Variable(python, line=line)


def assign(ctx: FunctionContext, stat: ast.Assign, line: int) -> list[ir.Stat]:
    if len(stat.targets) == 1:
        if _target_comes_first(stat):
            kept: list[ir.Stat] = []
            made = _kept_target(ctx, stat.targets[0], kept)
            return kept + store(ctx, [made], stat.values, line)
        if isinstance(stat.targets[0], ast.Index) and len(stat.values) == 1:
            written = elements.write(ctx, stat.targets[0], stat.values[0], line)
            if written is not None:
                return written
        grown = lengthen(ctx, stat, line)
        if grown is not None:
            return grown
        stored = ctx.module.facts.value_of(stat.values[0]) if len(stat.values) == 1 else TOP
        made = target(ctx, stat.targets[0], stored)
        if len(stat.values) == 1 and isinstance(stat.values[0], ast.Function):
            return store_function(ctx, stat.targets[0], made, stat.values[0], line)
        return store(ctx, [made], stat.values, line)
    simple = all(isinstance(x, ast.Name) for x in stat.targets) and len(
        {cast(ast.Name, x).name for x in stat.targets}
    ) == len(stat.targets)
    if simple:
        return store(ctx, [target(ctx, x) for x in stat.targets], stat.values, line)
    # Lua evaluates what the targets need before it assigns, and assigns from right to left.
    acts = any(_calls(expr) for expr in (*stat.targets, *stat.values))
    changed = {ctx.module.names.of.get(v) for v in map(ctx.module.facts.variable, _names(stat)) if v is not None}
    prepared: list[ir.Stat] = []
    targets: list[ir.Target] = []
    for node in stat.targets:
        targets.append(_kept_target(ctx, node, prepared, acts, changed))
    if len(stat.values) == len(targets) and not is_multi(stat.values[-1]):
        evaluated, temps = _evaluated(ctx, stat.values, acts, changed, line)
    else:
        held = [ir.Variable(ctx.temporary("value"), line=line) for _ in targets]
        evaluated = store(ctx, list(held), stat.values, line)
        temps = list(held)
    finished: list[ir.Stat] = []
    for i, (node, made) in reversed(list(enumerate(zip(stat.targets, targets)))):
        alone = i < len(stat.values) and not (is_multi(stat.values[i]) and i == len(stat.values) - 1)
        known = ctx.module.facts.value_of(stat.values[i]) if alone else TOP
        if isinstance(node, ast.Index) and isinstance(made, ir.Item) and elements.is_stored_natively(ctx, node):
            finished += elements.store(ctx, node, made.obj, made.key, temps[i], known, line)
        else:
            finished.append(ir.Assign([made], temps[i], line=line))
    return prepared + evaluated + finished


def lengthen(ctx: FunctionContext, stat: ast.Assign, line: int) -> list[ir.Stat] | None:
    """Lower ``s = s .. x`` so that Python lengthens the string in place; a copy for each step would be quadratic."""
    facts = ctx.module.facts
    match stat.targets, stat.values:
        case [ast.Name() as name], [ast.Binary(op="..", left=ast.Name() as first, right=rest)]:
            variable = facts.variable(name)
            if variable is None or variable is not facts.variable(first) or facts.value_of(first).mask != t.STRING:
                return None
            if variable.captured or variable.function is not ctx.facts.scope or not ctx.is_hot:
                return None
            if facts.value_of(rest).mask not in (t.STRING, t.INTEGER):
                return None
            target = ir.Variable(ctx.module.names.of[variable], line=line)
            added = value(ctx, rest)
            if facts.value_of(rest).mask == t.INTEGER:
                text = ir.Call(ir.Variable("str", line=line), [added], line=line)
                return [ir.Assign([target], text, grows=True, line=line)]
            if isinstance(added, ir.Constant) and isinstance(added.value, str) and added.value.isascii():
                return [ir.Assign([target], added, grows=True, line=line)]
            if not isinstance(added, ir.Variable):
                held = ir.Variable(ctx.temporary("added"), line=line)
                ctx.before.append(ir.Assign([held], added, line=line))
                added = held
            plain = ir.Call(ir.Attribute(added, "isascii", line=line), [], line=line)
            joined = ir.Helper("concat", [target, added], line=line)
            return [
                ir.If(
                    [(plain, [ir.Assign([target], added, grows=True, line=line)])],
                    [ir.Assign([target], joined, line=line)],
                    line=line,
                )
            ]
    return None


def _names(stat: ast.Assign) -> list[ast.Name]:
    return [node for node in stat.targets if isinstance(node, ast.Name)]


def _evaluated(
    ctx: FunctionContext, values: Sequence[ast.Expr], acts: bool, changed: Collection[str | None], line: int
) -> tuple[list[ir.Stat], list[ir.Expr]]:
    """Evaluate expressions in order, each into a temporary unless it keeps its value anyway; see ``_kept``."""
    stored: list[ir.Stat] = []
    found: list[ir.Expr] = []
    for expr in values:
        lowered = value(ctx, expr)
        is_own = isinstance(lowered, ir.Variable) and ctx.module.names.lua_names.get(lowered.name, "-")[:1] in ("", "[")
        stays = isinstance(lowered, ir.Variable) and not acts and lowered.name not in changed
        if not is_own and not stays and not isinstance(lowered, ir.Constant):
            temp = ir.Variable(ctx.temporary("value"), line=line)
            stored.append(ir.Assign([temp], lowered, line=line))
            lowered = temp
        found.append(lowered)
    return stored, found


def _target_comes_first(stat: ast.Assign) -> bool:
    """Whether calls in a table or key, and calls behind them, show that Python evaluates the value first."""
    node = stat.targets[0]
    return isinstance(node, ast.Index) and _calls(node) and any(_calls(each) for each in stat.values)


def _calls(expr: ast.Expr) -> bool:
    return any(isinstance(node, (ast.Call, ast.MethodCall)) for node in walk(expr))


def _kept_target(
    ctx: FunctionContext,
    node: ast.Name | ast.Index,
    prepared: list[ir.Stat],
    acts: bool = True,
    changed: Collection[str | None] = (),
) -> ir.Target:
    """Lower a target of which all but the assignment itself is done in statements before it; see ``_kept``."""
    made = target(ctx, node)
    if isinstance(made, ir.Attribute):
        made.obj = _kept(ctx, made.obj, prepared, acts, changed)
    elif isinstance(made, ir.Item):
        made.obj = _kept(ctx, made.obj, prepared, acts, changed)
        made.key = _kept(ctx, made.key, prepared, acts, changed)
    return made


def _kept(
    ctx: FunctionContext, expr: ir.Expr, prepared: list[ir.Stat], acts: bool, changed: Collection[str | None]
) -> ir.Expr:
    """Return an expression that keeps its value while the statement runs.

    Args:
        acts: The statement calls something, which may assign variables.
        changed: Python names of the variables that the statement assigns itself.
    """
    if isinstance(expr, ir.Constant) or (isinstance(expr, ir.Variable) and not acts and expr.name not in changed):
        return expr
    temp = ctx.temporary("target")
    prepared.append(ir.Assign([ir.Variable(temp)], expr, line=expr.line))
    return ir.Variable(temp, line=expr.line)


def store_function(
    ctx: FunctionContext, node: ast.Name | ast.Index, made: ir.Target, func: ast.Function, line: int
) -> list[ir.Stat]:
    """Assign a function expression: a ``def`` named after the target, then the assignment."""
    path = func.name or (node.name if isinstance(node, ast.Name) else _path(node))
    name = ctx.fresh(path)
    return [function(ctx, func, name), ir.Assign([made], ir.Variable(name), line=line)]


def _path(node: ast.Expr) -> str:
    match node:
        case ast.Name():
            return node.name
        case ast.Index(key=ast.String(value=text)) if is_field_name(text):
            base = _path(node.obj)
            return f"{base}_{text}" if base else text
    return "function"


def function_statement(ctx: FunctionContext, stat: ast.FunctionStat, line: int) -> list[ir.Stat]:
    made = target(ctx, stat.target, ctx.module.facts.value_of(stat.func))
    return store_function(ctx, stat.target, made, stat.func, line)


def local_function(ctx: FunctionContext, stat: ast.LocalFunction, line: int) -> list[ir.Stat]:
    variable = ctx.module.facts.scopes.declared[stat][0]
    if variable in ctx.module.hoisted:
        return []
    return bind_function(ctx, variable, stat.func, line)


# Control


def if_statement(ctx: FunctionContext, stat: ast.If, line: int) -> list[ir.Stat]:
    return _branches(ctx, stat.branches, stat.orelse, line)


def _branches(
    ctx: FunctionContext, branches: list[tuple[ast.Expr, ast.Block]], orelse: ast.Block | None, line: int
) -> list[ir.Stat]:
    if ctx.is_hot and len(branches) == 1 and orelse is None:
        return _conjunction(ctx, *branches[0], line)
    made: list[tuple[ir.Expr, list[ir.Stat]]] = []
    for i, (cond, body) in enumerate(branches):
        saved, ctx.before = ctx.before, []
        lowered = test(ctx, cond)
        before, ctx.before = ctx.before, saved
        if i and before:
            rest = before + _branches(ctx, branches[i:], orelse, ctx.module.line(cond.span[0]))
            return [ir.If(made, rest, line=line)]
        ctx.before += before
        if i == _MANY_BRANCHES:
            return _cut(ctx, made, branches[i:], orelse, line)
        made.append((lowered, block(ctx, body)))
    return [ir.If(made, block(ctx, orelse) if orelse is not None else [], line=line)]


def _conjunction(ctx: FunctionContext, cond: ast.Expr, body: ast.Block, line: int) -> list[ir.Stat]:
    """``if a and b then``: nested where ``b`` needs statements before it."""
    whole: list[ir.Stat] = []
    into = whole
    for before, tested in _conjuncts(ctx, cond):
        inner = ir.If([(tested, [])], [], line=line)
        into += [*before, inner]
        into = inner.branches[0][1]
    into += block(ctx, body)
    return whole


def _conjuncts(ctx: FunctionContext, cond: ast.Expr) -> list[tuple[list[ir.Stat], ir.Expr]]:
    """Lower the parts of ``a and b and c``: each with the statements before it, those without any joined."""
    parts: list[ast.Expr] = []
    while True:
        match cond:
            case ast.Paren():
                cond = cond.inner
            case ast.Binary(op="and") if len(parts) < _MOST_CONJUNCTS:
                parts.append(cond.right)
                cond = cond.left
            case _:
                break
    found: list[tuple[list[ir.Stat], ir.Expr]] = []
    for part in (cond, *reversed(parts)):
        saved, ctx.before = ctx.before, []
        hoisting, ctx.may_hoist = ctx.may_hoist, True
        lowered = test(ctx, part)
        before, ctx.before = ctx.before, saved
        ctx.may_hoist = hoisting
        if found and not before:
            known, tested = found[-1]
            found[-1] = known, ir.Operator("and", tested, lowered, line=lowered.line)
        else:
            found.append((before, lowered))
    return found


def _cut(
    ctx: FunctionContext,
    made: list[tuple[ir.Expr, list[ir.Stat]]],
    rest: list[tuple[ast.Expr, ast.Block]],
    orelse: ast.Block | None,
    line: int,
) -> list[ir.Stat]:
    """A very long chain: the rest stands behind, under a flag that says that nothing has matched."""
    flag = ctx.temporary("unmatched")
    inner = _branches(ctx, rest, orelse, line)
    return [
        ir.Assign([ir.Variable(flag)], ir.Constant(False), line=line),
        ir.If(made, [ir.Assign([ir.Variable(flag)], ir.Constant(True), line=line)], line=line),
        ir.If([(ir.Variable(flag), inner)], [], line=line),
    ]


def _continue_label(body: ast.Block) -> str | None:
    """The label at the end of a loop body, which ``continue`` serves."""
    for stat in reversed(body.body):
        if not isinstance(stat, ast.Label):
            return None
        return stat.name
    return None


def while_loop(ctx: FunctionContext, stat: ast.While, line: int) -> list[ir.Stat]:
    entry = Jump(breaks=True, continue_label=_continue_label(stat.block))

    def make() -> ir.Stat:
        conditions = _conjuncts(ctx, stat.cond)
        body = block(ctx, stat.block, of_loop=True)
        if len(conditions) == 1 and not conditions[0][0]:
            return ir.While(conditions[0][1], body, line=line)
        leave: list[ir.Stat] = []
        for before, tested in conditions:
            leave += [*before, ir.If([(ir.Prefix("not", tested), [ir.Break(line=line)])], [], line=line)]
        return ir.While(ir.Constant(True), [*leave, *body], line=line)

    return jumps.loop(ctx, entry, make, line)


def repeat_loop(ctx: FunctionContext, stat: ast.Repeat, line: int) -> list[ir.Stat]:
    """The condition sees the body's locals: it stands at the end of an endless loop."""
    entry = Jump(breaks=True)

    def make() -> ir.Stat:
        body = block(ctx, stat.block)
        saved, ctx.before = ctx.before, []
        cond = test(ctx, stat.cond)
        before, ctx.before = ctx.before, saved
        body += before
        if not (isinstance(cond, ir.Constant) and not cond.value):
            body.append(ir.If([(cond, [ir.Break(line=line)])], [], line=ctx.module.line(stat.cond.span[0])))
        return ir.While(ir.Constant(True), body, line=line)

    return jumps.loop(ctx, entry, make, line)


def numeric_for(ctx: FunctionContext, stat: ast.NumericFor, line: int) -> list[ir.Stat]:
    facts = ctx.module.facts
    variable = facts.scopes.declared[stat][0]
    if isinstance(stat.start, ast.Number):
        ctx.literal_loops.add(variable)
    python = ctx.module.names.of[variable]
    start, stop = value(ctx, stat.start), value(ctx, stat.stop)
    step = value(ctx, stat.step) if stat.step is not None else ir.Constant(1)
    iterable = _range(facts.type_of(stat.start), facts.type_of(stat.stop), start, stop, step, line)
    entry = Jump(breaks=True, continue_label=_continue_label(stat.block))

    def make() -> ir.Stat:
        body = block(ctx, stat.block, of_loop=True)
        if ctx.is_boxed(variable):
            body.insert(0, ir.Assign([ir.Cell(python)], ir.Variable(python), line=line))
        return ir.For([python], iterable, body, line=line)

    return jumps.loop(ctx, entry, make, line)


def _range(start_type: int, stop_type: int, start: ir.Expr, stop: ir.Expr, step: ir.Expr, line: int) -> ir.Expr:
    """Python's ``range`` where the bounds are integers, else the exact iterator."""
    integers = t.subset(start_type, t.INTEGER) and t.subset(stop_type, t.INTEGER)
    if not (integers and isinstance(step, ir.Constant) and type(step.value) is int and step.value):
        args = (
            [start, stop]
            if isinstance(step, ir.Constant) and step.value == 1 and type(step.value) is int
            else [start, stop, step]
        )
        return ir.Helper("for_range", args, line=line)
    past = 1 if step.value > 0 else -1
    if isinstance(stop, ir.Constant):
        end: ir.Expr = ir.Constant(cast(int, stop.value) + past, line=line)
    else:
        end = ir.Operator("+" if past > 0 else "-", stop, ir.Constant(1), line=line)
    args = [start, end] if step.value == 1 else [start, end, step]
    return ir.Call(ir.Variable("range", line=line), args, line=line)


def generic_for(ctx: FunctionContext, stat: ast.GenericFor, line: int) -> list[ir.Stat]:
    facts = ctx.module.facts
    variables = facts.scopes.declared[stat]
    names = [ctx.module.names.of[v] for v in variables]
    boxes: list[ir.Stat] = [
        ir.Assign([ir.Cell(name)], ir.Variable(name), line=line) for v, name in zip(variables, names) if ctx.is_boxed(v)
    ]
    entry = Jump(breaks=True, continue_label=_continue_label(stat.block))
    iterates = facts.iterates(stat)
    if iterates == "pairs" and waiting.waits(ctx, "__pairs", cast(ast.Call, stat.values[0]).args[0]):
        return _stepwise(ctx, stat, names, boxes, *spread(ctx, stat.values), entry, line)
    if iterates is not None:
        over = cast(ast.Call, stat.values[0]).args[0]
        targets = names if len(names) == 2 else [*names, ctx.unused()]
        fast = ctx.is_hot or facts.statics.openness is not None
        plain = iterates == "ipairs" and fast and is_plain_table(ctx, facts.value_of(over), "__index")
        if plain:
            ctx.literal_loops.add(variables[0])
            targets = names if len(names) == 2 else [*names, ctx.temporary("value")]
            ends = ir.Operator("is", ir.Variable(targets[1]), ir.Constant(None), line=line)
            boxes.insert(0, ir.If([(ends, [ir.Break(line=line)])], [], line=line))
        iterable: ir.Expr = ir.Helper("items" if plain else f"iter_{iterates}", [value(ctx, over)], line=line)
    else:
        items, rest = spread(ctx, stat.values)
        if _iterator_suspends(ctx, stat):
            return _stepwise(ctx, stat, names, boxes, items, rest, entry, line)
        targets = names
        if _may_close(ctx, stat):
            return _closing_for(ctx, stat, names, boxes, items, rest, entry, line)
        iterable = ir.Helper("iterate", [ir.Constant(len(names)), *items], rest, line=line)

    def make() -> ir.Stat:
        return ir.For(targets, iterable, [*boxes, *block(ctx, stat.block, of_loop=True)], line=line)

    return jumps.loop(ctx, entry, make, line)


def _may_close(ctx: FunctionContext, stat: ast.GenericFor) -> bool:
    """Whether a loop may have a closing value, its fourth."""
    package = ctx.module.package
    facts = ctx.module.facts
    if not ("__close" in package.field_names or "__close" in facts.string_literals or facts.statics.is_open):
        return False
    given = stat.values
    if len(given) > 3:
        return facts.value_of(given[3]) != NIL
    if not is_multi(given[-1]):
        return False
    results = None if facts.flow.gave_up else facts.flow.results_of.get(given[-1])
    return results is None or bool(results.at(4 - len(given)).mask & ~t.NIL)


def _closing_for(
    ctx: FunctionContext,
    stat: ast.GenericFor,
    names: list[str],
    boxes: list[ir.Stat],
    items: list[ir.Expr],
    rest: ir.Expr | None,
    entry: Jump,
    line: int,
) -> list[ir.Stat]:
    """A loop that closes its fourth value however it ends."""
    parts = [ctx.temporary(wish) for wish in ("step", "state", "control", "closing")]
    setup = ir.Assign([ir.Variable(part) for part in parts], ir.Adjust(ir.Values(items, rest), 4), line=line)
    iterable = ir.Helper("iterate", [ir.Constant(len(names)), *(ir.Variable(part) for part in parts[:3])], line=line)

    def make() -> ir.Stat:
        return ir.For(names, iterable, [*boxes, *block(ctx, stat.block, of_loop=True)], line=line)

    looped = jumps.loop(ctx, entry, make, line)
    suspends = ctx.is_async and ctx.module.suspends_by_name("__close", method=False)
    return [setup, ir.Closing(parts[3], looped, "(for state)", suspends, line=line)]


def _iterator_suspends(ctx: FunctionContext, stat: ast.GenericFor) -> bool:
    from luaflow.analyse.statics import ShimRef

    if not ctx.is_async:
        return False
    first = stat.values[0]
    facts = ctx.module.facts
    if isinstance(first, ast.Call):
        static = facts.statics.of(first.func)
        if isinstance(static, ShimRef):
            if static.name in ("coroutine.wrap",):
                return ctx.module.package.resumes_block
            return static.shim.colour != "sync" and ctx.module.package.async_escapes
    function = facts.direct(first)
    if function is not None:
        return ctx.module.is_async(function)
    return ctx.module.package.async_escapes


def _stepwise(
    ctx: FunctionContext,
    stat: ast.GenericFor,
    names: list[str],
    boxes: list[ir.Stat],
    items: list[ir.Expr],
    rest: ir.Expr | None,
    entry: Jump,
    line: int,
) -> list[ir.Stat]:
    """A loop whose iterator may suspend: the call stands in the loop."""
    step, state, control, closing = (ctx.temporary(wish) for wish in ("step", "state", "control", "closing"))
    setup = ir.Assign(
        [ir.Variable(step), ir.Variable(state), ir.Variable(control), ir.Variable(closing)],
        ir.Adjust(ir.Values(items, rest), 4),
        line=line,
    )
    stepped = ir.MaybeAwait(
        ir.Call(ir.Variable(step), [ir.Variable(state), ir.Variable(control)], line=line), ctx.temporary("result")
    )
    taken: ir.Expr = ir.First(stepped) if len(names) == 1 else ir.Adjust(stepped, len(names))

    def make() -> ir.Stat:
        body: list[ir.Stat] = [
            ir.Assign([ir.Variable(name) for name in names], taken, line=line),
            ir.If([(ir.Operator("is", ir.Variable(names[0]), ir.Constant(None)), [ir.Break()])], [], line=line),
            ir.Assign([ir.Variable(control)], ir.Variable(names[0]), line=line),
            *boxes,
            *block(ctx, stat.block, of_loop=True),
        ]
        return ir.While(ir.Constant(True), body, line=line)

    looped = jumps.loop(ctx, entry, make, line)
    return (
        [setup, ir.Closing(closing, looped, "(for state)", ctx.is_async, line=line)]
        if len(stat.values) > 3 or rest
        else [setup, *looped]
    )


def return_statement(ctx: FunctionContext, stat: ast.Return, line: int) -> list[ir.Stat]:
    values = stat.values
    if not values:
        return [ir.Return(None if calls.returns_none(ctx, ctx.facts) else ir.Values([]), line=line)]
    if len(values) == 1:
        lowered = result(ctx, values[0])
        if calls.is_void(ctx, values[0]) and not calls.returns_none(ctx, ctx.facts):
            lowered = ir.Helper("nothing", [lowered], line=line)
        return [ir.Return(lowered, line=line)]
    items, rest = spread(ctx, values)
    return [ir.Return(ir.Values(items, rest), line=line)]
