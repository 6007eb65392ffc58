"""Bodies of coroutines that wait for nothing but their resumer become Python's own generators.

Only a function that is written as the argument of ``coroutine.create`` or ``coroutine.wrap`` can: nobody else calls it. All that
suspends in it must be ``coroutine.yield(x)`` as a statement or as the one value of an assignment; a generator's frame is cheaper
to resume than that of an ``async def`` and of what it awaits.
"""

from __future__ import annotations

from luaflow.ir import nodes as ir
from luaflow.lower.outline import own_nodes


def use_generators(stats: list[ir.Stat]) -> None:
    """Turn bodies of coroutines below some statements into generators where that is possible."""
    for node in own_nodes(stats):
        if isinstance(node, ir.Function):
            use_generators(node.body)
            if node.is_body and node.is_async:
                _convert(node)


def _convert(function: ir.Function) -> None:
    waits = 0
    found: list[tuple[ir.Assign | ir.Evaluate, ir.Expr]] = []
    for node in own_nodes(function.body):
        if isinstance(node, ir.MaybeAwait) or (isinstance(node, ir.Closing) and node.is_async):
            return
        if isinstance(node, ir.Await):
            waits += 1
        elif isinstance(node, (ir.Evaluate, ir.Assign)):
            yielded = _yielded(node.value)
            if yielded is not None:
                found.append((node, yielded))
    if not waits or waits != len(found):
        return
    function.is_async = False
    for stat, value in found:
        made = ir.Yield(value, line=value.line)
        if isinstance(stat, ir.Assign):
            stat.value = ir.First(made, line=value.line)
        else:
            stat.value = made


def _yielded(value: ir.Expr) -> ir.Expr | None:
    """Return ``x`` of ``await coroutine.yield_one(x)``."""
    match value:
        case ir.Await(
            call=ir.Call(func=ir.Attribute(obj=ir.Variable(name="coroutine"), name="yield_one"), args=[yielded])
        ):
            return yielded
    return None
