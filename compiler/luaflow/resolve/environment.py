"""Writes free names out as fields of ``_ENV``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from luaflow.syntax import ast
from luaflow.syntax.walk import children

E = TypeVar("E", bound="ast.Expr | None")


def write_out(chunk: ast.Chunk, fields: Mapping[ast.Name, ast.Index]) -> None:
    """Put field accesses in the places of names.

    Args:
        chunk: Changed in place.
        fields: The names to replace, and what stands for each.
    """

    def new(expr: E) -> E:
        # Only names are keys; the cast says that any other expression stays.
        return cast(E, fields.get(cast(ast.Name, expr), expr))

    stack: list[ast.Node] = [chunk]
    while stack:
        node = stack.pop()
        match node:
            case ast.Call():
                node.func = new(node.func)
                node.args[:] = [new(arg) for arg in node.args]
            case ast.MethodCall():
                node.obj = new(node.obj)
                node.args[:] = [new(arg) for arg in node.args]
            case ast.Index():
                node.obj, node.key = new(node.obj), new(node.key)
            case ast.Binary():
                node.left, node.right = new(node.left), new(node.right)
            case ast.Unary():
                node.operand = new(node.operand)
            case ast.Paren():
                node.inner = new(node.inner)
            case ast.Field():
                node.key, node.value = new(node.key), new(node.value)
            case ast.Local() | ast.Return() | ast.GenericFor():
                node.values[:] = [new(value) for value in node.values]
            case ast.Assign():
                node.targets[:] = [new(target) for target in node.targets]
                node.values[:] = [new(value) for value in node.values]
            case ast.While() | ast.Repeat():
                node.cond = new(node.cond)
            case ast.If():
                node.branches[:] = [(new(cond), block) for cond, block in node.branches]
            case ast.NumericFor():
                node.start, node.stop, node.step = new(node.start), new(node.stop), new(node.step)
            case ast.FunctionStat():
                node.target = new(node.target)
            case _:
                pass
        stack.extend(children(node))
