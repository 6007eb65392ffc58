"""Lowers functions to ``def`` and ``async def``."""

from __future__ import annotations

from luaflow.analyse.flow.domain import FunctionSite
from luaflow.ir import nodes as ir
from luaflow.lower import typevalues
from luaflow.lower.calls import returns_none
from luaflow.lower.context import FunctionContext
from luaflow.lower.outline import outline
from luaflow.resolve import Variable
from luaflow.resolve.scopes import is_multi
from luaflow.syntax import ast


def define(ctx: FunctionContext, node: ast.Function, wish: str | None) -> ir.Expr:
    """Put a function's ``def`` before the current statement; return the variable that holds it."""
    name = ctx.fresh(wish or ctx.wish)
    ctx.before.append(function(ctx, node, name))
    return ir.Variable(name, line=ctx.module.line(node.span[0]))


def function(ctx: FunctionContext, node: ast.Function, name: str) -> ir.Function:
    """Lower a function body under a Python name."""
    inner = FunctionContext(ctx.module, ctx.module.facts.functions[node])
    return body(inner, name)


def body(ctx: FunctionContext, name: str) -> ir.Function:
    """Lower the function of a context."""
    from luaflow.lower.statements import block

    facts = ctx.facts
    node = facts.node
    names = ctx.module.names.of
    stats: list[ir.Stat] = typevalues.signature(ctx.module, node)
    for variable in facts.scope.variables[: len(node.params)]:
        if ctx.is_boxed(variable):
            python = names[variable]
            stats.append(ir.Assign([ir.Cell(python)], ir.Variable(python)))
    stats += block(ctx, node.body)
    if facts.falls_off and not returns_none(ctx, facts):
        stats.append(ir.Return(ir.Values([]), line=ctx.module.line(max(node.span[0], node.span[1] - 3))))
    rest = ctx.rest or (ctx.unused() if facts.index == 0 or takes_more(ctx) else None)
    lua_name = facts.variable.name if facts.variable is not None else node.name
    if lua_name is None and facts.index:
        shown = f"<{ctx.module.source.name}:{ctx.module.line(node.span[0])}>"
        ctx.module.names.lua_names[name] = shown
    elif lua_name is not None and lua_name != name:
        ctx.module.names.lua_names[name] = lua_name
    made = ir.Function(
        name=name,
        params=[
            ir.Parameter(names[variable], required=not optional(ctx, i))
            for i, variable in enumerate(facts.scope.variables[: len(node.params)])
        ],
        rest=rest,
        captured=captured(ctx),
        is_async=ctx.is_async,
        nonlocals=sorted(ctx.nonlocals),
        globals=sorted(ctx.globals),
        body=stats,
        lua_name=lua_name,
        is_body=node in ctx.module.bodies,
        line=ctx.module.line(node.span[0]),
    )
    outline(made, ctx.fresh)
    return made


def _known_calls(ctx: FunctionContext) -> FunctionSite | None:
    """Return a function all of whose calls are known: nothing unknown, and nothing of the runtime but what is modelled, calls it."""
    flow = ctx.module.facts.flow
    site = flow.functions[ctx.facts.node]
    known = site.is_called and not (site.escaped or site.is_handler or flow.gave_up or ctx.facts.index == 0)
    return site if known else None


def takes_more(ctx: FunctionContext) -> bool:
    """Whether some call may pass more arguments than there are parameters."""
    facts = ctx.facts
    site = _known_calls(ctx)
    if site is not None:
        return site.most > len(facts.node.params)
    if not facts.is_closed:
        return True
    count = len(facts.node.params)
    return any(len(site) > count or bool(site and is_multi(site[-1])) for site in facts.sites)


def optional(ctx: FunctionContext, index: int) -> bool:
    """Whether some call may leave a parameter out."""
    facts = ctx.facts
    site = _known_calls(ctx)
    if site is not None:
        return site.least <= index
    return (
        not facts.is_closed
        or bool(facts.escapes)
        or any(len(site) <= index or bool(site and is_multi(site[-1])) for site in facts.sites)
    )


def captured(ctx: FunctionContext) -> list[str]:
    """Loop variables of the enclosing function that this one uses: bound when it is made, so that iterations stay apart."""
    facts = ctx.facts
    names = ctx.module.names.of
    parent = facts.scope.parent
    return [names[v] for v in facts.scope.upvalues if v.in_loop and v.function is parent and not is_static(ctx, v)]


def is_static(ctx: FunctionContext, variable: Variable) -> bool:
    """Whether a local stands for a module or a shim and therefore has no Python variable."""
    from luaflow.analyse.statics import ConstantRef, ModuleRef, ShimRef

    return isinstance(ctx.module.facts.statics.of_variable(variable), (ModuleRef, ShimRef, ConstantRef))
