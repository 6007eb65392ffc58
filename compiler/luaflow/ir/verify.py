"""Checks the intermediate form: run by the tests on everything they compile.

Wrong intermediate code is easier to see than wrong Python. Checked: waiting happens in async functions only, ``break`` and
``continue`` stand in loops, results never stand where one value is needed, several targets take a tuple of known length.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from luaflow.ir import nodes as ir


class InvalidIR(AssertionError):
    """The lowering made something that cannot be right."""


def verify(module: ir.Module) -> None:
    """Check a module.

    Raises:
        InvalidIR: With the offending node's kind and Lua line.
    """
    for stat in [*module.functions, module.chunk]:
        _stat(stat, is_async=False, in_loop=False)


def _fail(node: ir.Node, why: str) -> None:
    raise InvalidIR(f"{type(node).__name__} at Lua line {node.line}: {why}")


def _stat(stat: ir.Stat, *, is_async: bool, in_loop: bool) -> None:
    match stat:
        case ir.Function():
            for inner in stat.body:
                _stat(inner, is_async=stat.is_async, in_loop=False)
        case ir.If():
            for test, body in stat.branches:
                _expr(test, is_async)
                for inner in body:
                    _stat(inner, is_async=is_async, in_loop=in_loop)
            for inner in stat.orelse:
                _stat(inner, is_async=is_async, in_loop=in_loop)
        case ir.While() | ir.For():
            _expr(stat.test if isinstance(stat, ir.While) else stat.iterable, is_async)
            for inner in stat.body:
                _stat(inner, is_async=is_async, in_loop=True)
        case ir.Closing():
            for inner in stat.body:
                _stat(inner, is_async=is_async, in_loop=in_loop)
        case ir.Try():
            if len(stat.body) != 1 or len(stat.orelse) != 1:
                _fail(stat, "holds more than one access")
            for inner in (*stat.body, *stat.orelse):
                _stat(inner, is_async=False, in_loop=False)
        case ir.Break() | ir.Continue():
            if not in_loop:
                _fail(stat, "outside a loop")
        case ir.Assign():
            _expr(stat.value, is_async)
            if len(stat.targets) != 1 and isinstance(stat.value, (ir.Constant, ir.Constructor, ir.First)):
                _fail(stat, "several targets take one value")
        case ir.Evaluate() | ir.Return():
            if stat.value is not None:
                _expr(stat.value, is_async)
        case ir.Comment() | ir.Blank():
            pass


def _expr(node: Any, is_async: bool) -> None:
    if isinstance(node, (ir.Await, ir.MaybeAwait)) and not is_async:
        _fail(node, "waits in a function that is not async")
    if isinstance(node, (ir.Yield, ir.YieldFrom)) and is_async:
        _fail(node, "yields in a function that is no generator")
    if isinstance(node, (ir.First, ir.Pick, ir.Multi, ir.Adjust)) and isinstance(
        node.result, (ir.Constant, ir.Constructor)
    ):
        _fail(node, "adjusts a single value")
    single = isinstance(node, (ir.Attribute, ir.Operator, ir.Wrap, ir.Prefix, ir.Truth, ir.Helper, ir.Constructor))
    stack = [getattr(node, item.name) for item in fields(node)]
    while stack:
        value = stack.pop()
        if isinstance(value, (list, tuple)):
            stack.extend(value)
        elif isinstance(value, ir.Node):
            if single and isinstance(value, ir.Values):
                _fail(node, f"{type(value).__name__} where one value is needed")
            _expr(value, is_async)
