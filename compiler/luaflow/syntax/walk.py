"""Traversal of trees without recursion, so that no depth of nesting can stop it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from luaflow.syntax import ast
from luaflow.syntax.ast import Node

_NONE: tuple[Node, ...] = ()
_LEAVES = frozenset(
    (ast.Name, ast.String, ast.Number, ast.Nil, ast.Boolean, ast.Vararg, ast.Param, ast.Break, ast.Goto, ast.Label)
) | {ast.TypeDef, ast.Interface}


def children(node: Node) -> Sequence[Node]:
    """Return a node's own nodes in source order, no types; a method's ``self`` is one of its function's parameters."""
    if node.__class__ in _LEAVES:  # most nodes, and a match would try every other class first
        return _NONE
    match node:
        case ast.Call():
            return (node.func, *node.args)
        case ast.MethodCall():
            return (node.obj, *node.args)
        case ast.Index():
            return (node.obj, node.key)
        case ast.Binary():
            return (node.left, node.right)
        case ast.Unary():
            return (node.operand,)
        case ast.Paren():
            return (node.inner,)
        case ast.Function():
            return (*node.params, node.body)
        case ast.Table():
            return node.fields
        case ast.Field():
            return (node.value,) if node.key is None else (node.key, node.value)
        case ast.Chunk():
            return (node.main,)
        case _:
            return _statement_children(node)


def _statement_children(node: Node) -> Sequence[Node]:
    match node:
        case ast.Block():
            return cast(Sequence[Node], node.body)
        case ast.Local():
            return (*node.names, *node.values)
        case ast.Assign():
            return (*node.targets, *node.values)
        case ast.CallStat():
            return (node.call,)
        case ast.Do():
            return (node.block,)
        case ast.While():
            return (node.cond, node.block)
        case ast.Repeat():
            return (node.block, node.cond)
        case ast.If():
            parts: list[Node] = []
            for cond, block in node.branches:
                parts.append(cond)
                parts.append(block)
            if node.orelse is not None:
                parts.append(node.orelse)
            return parts
        case ast.NumericFor():
            last = (node.block,) if node.step is None else (node.step, node.block)
            return (node.var, node.start, node.stop, *last)
        case ast.GenericFor():
            return (*node.names, *node.values, node.block)
        case ast.FunctionStat():
            return (node.target, node.func)
        case ast.LocalFunction():
            return (node.name, node.func)
        case ast.Return():
            return cast(Sequence[Node], node.values)
        case _:
            return _NONE


def walk(root: Node) -> Iterator[Node]:
    """Yield a node and everything in it, parents first, in source order."""
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def outer_functions(root: Node) -> Iterator[ast.Function]:
    """Yield the functions in an expression that stand in no other function of it, in source order."""
    stack: list[Node] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Function):
            yield node
        else:
            stack.extend(reversed(children(node)))
