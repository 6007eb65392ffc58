"""Makes a lowered chunk fit into what CPython's compiler takes.

CPython takes 200 brackets inside each other and 100 levels of indentation; Lua takes more. Needs a lowered module. Afterwards an
expression that nests deeper is computed by an inner function, called where it stood, and blocks are moved out of functions
that stand deep themselves. Programs that people write pass through unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from luaflow.diagnostics.model import Diagnostic, Severity
from luaflow.ir import nodes as ir
from luaflow.lower.outline import bound_names, outline, own_nodes
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
                for name in _field_names(node):
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


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if item.name not in ("line", "comment"))


def _field_names(node: ir.Node) -> tuple[str, ...]:
    kind: Any = type(node)
    return _names_of(kind)


def _all_nodes(value: Any) -> Iterator[ir.Node]:
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, (list, tuple)):
            stack.extend(node)
        elif isinstance(node, ir.Node):
            yield node
            stack.extend(getattr(node, name) for name in _field_names(node))


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


@dataclass(slots=True, eq=False)
class _Place:
    """Where an expression stands: a field of its parent, an item of the list there, a part of the tuple in that."""

    node: ir.Expr
    parent: _Place | None
    owner: ir.Node
    field: str
    item: int = -1
    part: int = -1
    height: int = 1

    def put(self, node: ir.Expr) -> None:
        if self.item < 0:
            setattr(self.owner, self.field, node)
            return
        items = getattr(self.owner, self.field)
        if self.part < 0:
            items[self.item] = node
        else:
            whole = items[self.item]
            items[self.item] = (*whole[: self.part], node, *whole[self.part + 1 :])

    @property
    def is_movable(self) -> bool:
        """Whether a call may stand here: messages name what is called or assigned to, and texts take only names."""
        return not isinstance(self.owner, ir.Text) and self.field not in ("func", "call", "targets")


def _spill_all(module: ir.Module, names: _Names) -> None:
    made = _spill(module.functions, names, None)
    module.functions[:0] = made
    for function in _functions(module):
        function.body[:0] = _spill(function.body, names, function)


def _spill(body: list[ir.Stat], names: _Names, function: ir.Function | None) -> list[ir.Stat]:
    """Move the insides of deep expressions of one function into functions, and return those, with the names they assign."""
    places: list[_Place] = []
    for stat in _own_statements(body):
        _collect(stat, places)
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


def _moved(place: _Place, names: _Names, bound: set[str]) -> ir.Function:
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


def _own_statements(body: list[ir.Stat]) -> Iterator[ir.Stat]:
    """The statements of a function without those of inner functions."""
    stack = list(body)
    while stack:
        stat = stack.pop()
        match stat:
            case ir.Function():
                continue
            case ir.If():
                for _, branch in stat.branches:
                    stack.extend(branch)
                stack.extend(stat.orelse)
            case ir.Try():
                stack.extend((*stat.body, *stat.orelse))
            case ir.While() | ir.For() | ir.Closing():
                stack.extend(stat.body)
            case _:
                pass
        yield stat


def _collect(stat: ir.Stat, places: list[_Place]) -> None:
    """Add the expressions of a statement, parents before their children."""
    stack: list[tuple[ir.Node, _Place | None]] = [(stat, None)]
    while stack:
        owner, parent = stack.pop()
        for place in _children(owner, parent):
            places.append(place)
            stack.append((place.node, place))


def _children(owner: ir.Node, parent: _Place | None) -> Iterator[_Place]:
    for field in _field_names(owner):
        value = getattr(owner, field)
        if isinstance(value, EXPRESSIONS):
            yield _Place(value, parent, owner, field)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, EXPRESSIONS):
                    yield _Place(item, parent, owner, field, i)
                elif isinstance(item, tuple):
                    for j, part in enumerate(item):
                        if isinstance(part, EXPRESSIONS):
                            yield _Place(part, parent, owner, field, i, j)


EXPRESSIONS = (
    ir.Constant, ir.Variable, ir.Boxed, ir.Attribute, ir.Helper, ir.Operator, ir.Wrap, ir.Text, ir.Item, ir.Prefix, ir.Truth, ir.Choice,
    ir.Bind, ir.Call, ir.Await, ir.MaybeAwait, ir.First, ir.Pick, ir.Multi, ir.Adjust, ir.Values, ir.Constructor,
)  # fmt: skip
