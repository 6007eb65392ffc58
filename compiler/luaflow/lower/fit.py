"""Makes a lowered chunk fit into what CPython's compiler takes.

CPython takes 200 brackets inside each other and 100 levels of indentation; Lua takes more. Needs a lowered module. Afterwards an
expression that nests deeper is computed by an inner function, called where it stood, and blocks are moved out of functions
that stand deep themselves. Programs that people write pass through unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics.model import Diagnostic, Severity
from luaflow.ir import nodes as ir
from luaflow.lower.outline import bound_names, outline, own_nodes
from luaflow.lower.places import Place, expressions, field_names
from luaflow.source import Source
from luaflow.syntax.errors import SYNTAX_ERROR, LuaSyntaxError

_DEPTH = 60
"""Expressions inside each other; each takes at most three brackets."""
_INDENTATION = 92
"""Levels of statements; the module's frame and a call's bindings take a few."""
_LEVELS = (10, 3, 1)
"""How deep blocks may nest in a function when functions themselves nest deep; less and less until it fits."""


def fit(module: ir.Module, source: Source) -> ir.Module:
    """Rewrite a module in place where it nests too deep, and return it.

    Raises:
        LuaSyntaxError: Functions nest too deep.
    """
    names = _Names(module)
    _spill_all(module, names)
    for levels in _LEVELS:
        if _indentation(module)[0] <= _INDENTATION:
            return module
        for function in _functions(module):
            outline(function, names.fresh, levels)
    depth, line = _indentation(module)
    if depth <= _INDENTATION:
        return module
    start = source.line_end(line - 1) + 1 if line > 1 else 0
    finding = Diagnostic(
        code=SYNTAX_ERROR,
        severity=Severity.ERROR,
        message=f"functions nested too deeply: Python takes {_INDENTATION} levels of functions and blocks",
        source=source,
        span=(start, source.line_end(max(line, 1))),
        help="move inner functions out",
    )
    raise LuaSyntaxError(finding, "functions nested too deeply", max(line, 1))


class _Names:
    """Names that nothing in a module uses; they are collected when the first one is asked for."""

    def __init__(self, module: ir.Module) -> None:
        self._module = module
        self._used: set[str] | None = None

    def fresh(self, wish: str) -> str:
        if self._used is None:
            self._used = {*self._module.names, *self._module.libraries, *self._module.base, *self._module.imports}
            for node in _all_nodes(self._module):
                for name in field_names(node):
                    value = getattr(node, name)
                    self._used.update(
                        one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)
                    )
        number = 1
        while f"{wish}_{number}" in self._used:
            number += 1
        self._used.add(f"{wish}_{number}")
        self._module.names[f"{wish}_{number}"] = ""
        return f"{wish}_{number}"


def _all_nodes(value: object) -> Iterator[ir.Node]:
    stack: list[object] = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, (list, tuple)):
            stack.extend(node)
        elif isinstance(node, ir.Node):
            yield node
            stack.extend(getattr(node, name) for name in field_names(node))


def _functions(module: ir.Module) -> list[ir.Function]:
    return [node for node in _all_nodes(module) if isinstance(node, ir.Function)]


def _indentation(module: ir.Module) -> tuple[int, int]:
    """Return the deepest indentation of a module's statements, and a Lua line near it."""
    deepest = (0, 0)
    stack: list[tuple[ir.Stat, int, int]] = [(stat, 1, 0) for stat in [*module.functions, module.chunk]]
    while stack:
        stat, depth, line = stack.pop()
        line = stat.line or line
        if depth > deepest[0]:
            deepest = (depth, line)
        match stat:
            case ir.If():
                for _, body in stat.branches:
                    stack.extend((inner, depth + 1, line) for inner in body)
                stack.extend((inner, depth + 1, line) for inner in stat.orelse)
            case ir.Try():
                stack.extend((inner, depth + 1, line) for inner in (*stat.body, *stat.orelse))
            case ir.Function() | ir.While() | ir.For() | ir.Closing():
                stack.extend((inner, depth + 1, line) for inner in stat.body)
            case _:
                pass
    return deepest


def _spill_all(module: ir.Module, names: _Names) -> None:
    made = _spill(module.functions, names, None)
    module.functions[:0] = made
    for function in _functions(module):
        function.body[:0] = _spill(function.body, names, function)


def _spill(body: list[ir.Stat], names: _Names, function: ir.Function | None) -> list[ir.Stat]:
    """Move the insides of deep expressions of one function into functions, and return those, with the names they assign."""
    places = expressions(body)
    made: list[ir.Stat] = []
    bound: set[str] = set()
    for place in reversed(places):  # children first
        if place.height >= _DEPTH and place.is_movable:
            made.append(_moved(place, names, bound))
        if place.parent is not None:
            place.parent.height = max(place.parent.height, place.height + 1)
    if function is not None and bound:
        owned = set(bound_names(body)) | {param.name for param in function.params} | set(function.nonlocals)
        made[:0] = [ir.Assign([ir.Variable(name)], ir.Constant(None)) for name in sorted(bound - owned)]
    return made


def _moved(place: Place, names: _Names, bound: set[str]) -> ir.Function:
    """Put a call in an expression's place and return the function that computes it."""
    node = place.node
    # A function takes the first line of its body: the call stands where the expression stood.
    inner = list(own_nodes(node))
    is_async = any(isinstance(one, (ir.Await, ir.MaybeAwait)) for one in inner)
    assigned = sorted(set(bound_names([ir.Evaluate(node)])))
    bound.update(assigned)
    name = names.fresh("inner")
    call: ir.Expr = ir.Call(ir.Variable(name), [])
    place.put(ir.Await(call) if is_async else call)
    place.height = 2
    line = next((one.line for one in inner if one.line), 0)
    return ir.Function(name, [], None, [], is_async, assigned, [ir.Return(node, line=line)], line=line)
