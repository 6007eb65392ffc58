"""Moves deeply nested blocks into functions of their own.

CPython takes 20 loops inside each other and 100 levels of indentation; Lua takes more. Needs a lowered function. Afterwards no
function nests deeper than CPython takes: the body of a statement that would is called as an inner function, which tells by
its result whether it ended by ``return``, ``break`` or ``continue``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from luaflow.ir import nodes as ir

_LOOPS = 12
_LEVELS = 40
RETURN, BREAK, CONTINUE = 1, 2, 3


def outline(function: ir.Function, fresh: Callable[[str], str], levels: int = _LEVELS) -> None:
    """Cut a function's body where it nests too deep.

    Args:
        fresh: Gives unused names in the function.
        levels: Blocks inside each other that may stay.
    """
    _Outliner(function, fresh, levels).run()


class _Outliner:
    def __init__(self, function: ir.Function, fresh: Callable[[str], str], levels: int) -> None:
        self.function = function
        self.levels = levels
        self.fresh = fresh
        self.made: list[ir.Stat] = []

    def run(self) -> None:
        self.block(self.function.body, 0, 0)
        # At the top of the function they are least indented; they share its variables wherever they stand.
        self.function.body[:0] = self.made

    def block(self, body: list[ir.Stat], loops: int, levels: int) -> None:
        for stat in body:
            match stat:
                case ir.While() | ir.For() | ir.Closing():
                    self.inner(stat.body, loops + 1, levels + 1)
                case ir.If():
                    for _, branch in stat.branches:
                        self.inner(branch, loops, levels + 1)
                    self.inner(stat.orelse, loops, levels + 1)
                case _:
                    pass

    def inner(self, body: list[ir.Stat], loops: int, levels: int) -> None:
        if loops < _LOOPS and levels < self.levels:
            self.block(body, loops, levels)
        elif any(isinstance(stat, (ir.While, ir.For, ir.Closing, ir.If)) for stat in body):
            body[:] = self.outlined(body)

    def outlined(self, body: list[ir.Stat]) -> list[ir.Stat]:
        inner = list(body)
        outside = self._names_outside(body)
        assigned = set(bound_names(inner))
        is_async = any(
            isinstance(node, (ir.Await, ir.MaybeAwait)) or getattr(node, "is_async", False) for node in own_nodes(inner)
        )
        kinds: set[int] = set()
        _signal(inner, kinds, in_loop=False)
        line = next((stat.line for stat in inner if stat.line), 0)
        name, signal = self.fresh("block"), self.fresh("signal")
        made = ir.Function(name, [], None, [], is_async, sorted(assigned & outside), inner, line=line)
        made.globals = sorted(assigned & set(self.function.globals))
        _Outliner(made, self.fresh, self.levels).run()
        self.made.append(made)
        call: ir.Expr = ir.Call(ir.Variable(name), [])
        call = ir.Await(call) if is_async else call
        if not kinds:
            return [ir.Evaluate(call, line=line)]
        result: list[ir.Stat] = [ir.Assign([ir.Variable(signal)], call, line=line)]
        inside = ir.If([], [], line=line)
        for kind in sorted(kinds):
            test = ir.Operator("==", ir.Helper("nth", [ir.Variable(signal), ir.Constant(0)]), ir.Constant(kind))
            then: ir.Stat = (
                ir.Return(ir.Helper("nth", [ir.Variable(signal), ir.Constant(1)]), line=line)
                if kind == RETURN
                else ir.Break()
                if kind == BREAK
                else ir.Continue()
            )
            inside.branches.append((test, [then]))
        happened = ir.Operator("is not", ir.Variable(signal), ir.Constant(None))
        return [*result, ir.If([(happened, [inside])], [], line=line)]

    def _names_outside(self, body: list[ir.Stat]) -> set[str]:
        names = (
            {param.name for param in self.function.params} | set(self.function.captured) | set(self.function.nonlocals)
        )
        if self.function.rest:
            names.add(self.function.rest)
        return names | set(bound_names(self.function.body, without=body))


def _signal(body: list[ir.Stat], kinds: set[int], *, in_loop: bool) -> None:
    """Replace what leaves a block by returns that say so."""
    for i, stat in enumerate(body):
        match stat:
            case ir.Return():
                kinds.add(RETURN)
                value = stat.value if stat.value is not None else ir.Constant(None)
                body[i] = ir.Return(ir.Values([ir.Constant(RETURN), value]), line=stat.line)
            case ir.Break() if not in_loop:
                kinds.add(BREAK)
                body[i] = ir.Return(ir.Values([ir.Constant(BREAK), ir.Constant(None)]), line=stat.line)
            case ir.Continue() if not in_loop:
                kinds.add(CONTINUE)
                body[i] = ir.Return(ir.Values([ir.Constant(CONTINUE), ir.Constant(None)]), line=stat.line)
            case ir.While() | ir.For():
                _signal(stat.body, kinds, in_loop=True)
            case ir.Closing():
                _signal(stat.body, kinds, in_loop=in_loop)
            case ir.If():
                for _, branch in stat.branches:
                    _signal(branch, kinds, in_loop=in_loop)
                _signal(stat.orelse, kinds, in_loop=in_loop)
            case _:
                pass


def own_nodes(value: Any) -> Iterator[ir.Node]:
    """All nodes below, without the insides of inner functions."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, (list, tuple)):
            stack.extend(node)
        elif isinstance(node, ir.Node):
            yield node
            if not isinstance(node, ir.Function):
                stack.extend(getattr(node, item.name) for item in fields(node))


def bound_names(body: list[ir.Stat], without: list[ir.Stat] | None = None) -> Iterator[str]:
    """Names that statements bind in their function, except those inside one list of statements."""
    stack: list[Any] = [body]
    while stack:
        node = stack.pop()
        if node is without:
            continue
        if isinstance(node, (list, tuple)):
            stack.extend(node)
            continue
        match node:
            case ir.Function():
                yield node.name
                continue
            case ir.Assign():
                yield from (target.name for target in node.targets if isinstance(target, (ir.Variable, ir.Cell)))
            case ir.For():
                yield from node.targets
            case ir.Bind():
                yield node.name
            case ir.MaybeAwait() | ir.Wrap():
                yield node.temp
        if isinstance(node, ir.Node):
            stack.extend(getattr(node, item.name) for item in fields(node))
