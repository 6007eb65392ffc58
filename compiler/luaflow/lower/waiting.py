"""Lowers operations whose metamethods may suspend: ``lua.waiting.add(a, b)``, awaited if it gives a coroutine.

Everywhere else operations are Python's own or helpers that drive metamethods; see ``lower.operators``.
"""

from __future__ import annotations

from luaflow.analyse.events import may_meet
from luaflow.ir import nodes as ir
from luaflow.lower.context import FunctionContext
from luaflow.syntax import ast


def waits(ctx: FunctionContext, event: str, *operands: ast.Expr) -> bool:
    """Whether an operation in this function may run a metamethod that suspends."""
    facts = ctx.module.facts
    return (
        ctx.is_async
        and event in ctx.module.package.waiting_events
        and any(may_meet(facts, facts.value_of(operand), event) for operand in operands)
    )


def helper(ctx: FunctionContext, name: str, args: list[ir.Expr], line: int) -> ir.Expr:
    """Return an operation that is awaited if a metamethod suspends."""
    ctx.may_hoist = False
    made = ir.Helper(f"waiting.{name}", args, line=line)
    return ir.MaybeAwait(made, ctx.temporary("result"), line=line)


def method(
    ctx: FunctionContext, obj: ir.Expr, name: str, args: list[ir.Expr], rest: ir.Expr | None, line: int
) -> ir.Expr:
    """Return ``obj:name(args)`` whose look-up may suspend; Lua does that before it evaluates the arguments."""
    bound = obj
    if not isinstance(obj, (ir.Variable, ir.Boxed, ir.Constant)):
        temp = ctx.temporary("object")
        obj, bound = ir.Variable(temp, line=line), ir.Bind(temp, obj, line=line)
    return ir.Call(helper(ctx, "index", [bound, ir.Constant(name)], line), [obj, *args], rest, line=line)


def stores(ctx: FunctionContext, stats: list[ir.Stat]) -> list[ir.Stat]:
    """Return statements in which assignments to the context's ``waiting_targets`` are such operations."""
    if not ctx.waiting_targets:
        return stats
    made: list[ir.Stat] = []
    for stat in stats:
        if isinstance(stat, ir.Assign) and len(stat.targets) == 1:
            (target,) = stat.targets
            if isinstance(target, ir.Item) and target in ctx.waiting_targets:
                ctx.waiting_targets.remove(target)
                stored = helper(ctx, "setindex", [target.obj, target.key, stat.value], target.line)
                made.append(ir.Evaluate(stored, line=stat.line, comment=stat.comment))
                continue
        made.append(stat)
    return made
