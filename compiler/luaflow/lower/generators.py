"""Functions that wait for nothing but the resumer of their coroutine become Python's own generators.

That is cheaper to resume than an ``async def`` and what it awaits. A generator can be the body of a coroutine, written as the
argument of ``coroutine.create`` or ``coroutine.wrap``: nobody else calls it. So can a local function that only generators
call, by ``yield from``. All that suspends in it must be ``coroutine.yield`` or a call of such a function.
"""

from __future__ import annotations

from collections import Counter

from luaflow.ir import nodes as ir
from luaflow.lower.outline import bound_names, own_nodes
from luaflow.lower.places import Place, expressions


def use_generators(module: ir.Module) -> None:
    """Turn functions of a module into generators where that is possible."""
    if "coroutine" not in module.libraries:
        return
    bodies: dict[ir.Function, list[Place]] = {}
    named: dict[str, ir.Function] = {}
    uses = Counter(place.node.name for place in expressions(module.functions) if isinstance(place.node, ir.Variable))
    calls: dict[str, list[ir.Function]] = {}
    for function in _functions(module):
        places = expressions(function.body)
        for place in places:
            if isinstance(place.node, ir.Variable):
                uses[place.node.name] += 1
            elif isinstance(place.node, ir.Await) and (name := _callee(place.node)) is not None:
                calls.setdefault(name, []).append(function)
        if function.is_async:
            bodies[function] = [place for place in places if isinstance(place.node, (ir.Await, ir.MaybeAwait))]
            if not function.is_body:
                named[function.name] = function
    bound = _bound(module)
    # Every use of the name must be a call of this one function.
    named = {
        name: function
        for name, function in named.items()
        if bound[name] == 1 and uses[name] and uses[name] == len(calls.get(name, ()))
    }
    found = {function for function in bodies if function.is_body} | set(named.values())
    while True:
        kept = {
            function
            for function in found
            if bodies[function]
            and all(_converted(place.node, named, found) is not None for place in bodies[function])
            and not any(isinstance(node, ir.Closing) and node.is_async for node in own_nodes(function.body))
            and (function.is_body or found.issuperset(calls[function.name]))
        }
        if kept == found:
            break
        found = kept
    for function in found:
        function.is_async = False
        for place in reversed(bodies[function]):
            made = _converted(place.node, named, found)
            assert made is not None
            place.put(made if isinstance(place.owner, ir.Evaluate) or not _gives_one(place.node) else ir.First(made))


def _functions(module: ir.Module) -> list[ir.Function]:
    functions: list[ir.Function] = []
    stack: list[ir.Node] = [*module.functions, module.chunk]
    while stack:
        node = stack.pop()
        inner = node.body if isinstance(node, ir.Function) else node
        functions += [node] if isinstance(node, ir.Function) else []
        stack += [each for each in own_nodes(inner) if isinstance(each, ir.Function)]
    return functions


def _bound(module: ir.Module) -> Counter[str]:
    """Return how often each name is bound, in whatever function; names that other modules may see count twice."""
    bound = Counter(bound_names([*module.functions, module.chunk]))
    for function in _functions(module):
        bound.update(bound_names(function.body))
        bound.update(param.name for param in function.params)
        bound.update([*function.captured, *function.nonlocals, *function.globals, *function.globals])
    return bound


def _is_yield(node: ir.Await | ir.MaybeAwait) -> bool:
    match node:
        case ir.Await(call=ir.Call(func=ir.Attribute(obj=ir.Variable(name="coroutine"), name="yield_one" | "yield_"))):
            return True
    return False


def _gives_one(node: ir.Expr) -> bool:
    """Whether a wait gives one value instead of a result."""
    match node:
        case ir.Await(call=ir.Call(func=ir.Attribute(name="yield_one"))):
            return True
    return False


def _callee(node: ir.Expr) -> str | None:
    """Return the name of the function that ``await name(...)`` calls."""
    match node:
        case ir.Await(call=ir.Call(func=ir.Variable(name=name))):
            return name
    return None


def _converted(node: ir.Expr, named: dict[str, ir.Function], generators: set[ir.Function]) -> ir.Expr | None:
    """Return what a wait is in a generator, ``None`` if that cannot be."""
    if not isinstance(node, ir.Await) or not isinstance(node.call, ir.Call):
        return None
    if _is_yield(node):
        return ir.Yield(node.call.args, node.call.rest, line=node.line)
    name = _callee(node)
    if name is None or named.get(name) not in generators:
        return None
    return ir.YieldFrom(node.call, line=node.line)
