"""Stages of the compiler as text, for ``luaflow compile --dump``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from luaflow.pipeline import Compilation
from luaflow.syntax.ast import Node


def dump_ast(compilation: Compilation) -> Iterator[str]:
    """Yield the syntax tree of every entry: one line for each node, indented, with its span."""
    for id, tree in compilation.trees.items():
        yield f"-- {id} ({compilation.registry.lua[id].file})"
        yield from _node("", tree, 0)


def _node(label: str, node: Node, depth: int) -> Iterator[str]:
    head: list[str] = []
    inner: list[tuple[str, Any]] = []
    for item in fields(node):
        value = getattr(node, item.name)
        if item.name == "span":
            continue
        if isinstance(value, Node) or (isinstance(value, list) and value):
            inner.append((item.name, value))
        elif not isinstance(value, list):
            head.append(f"{item.name}={value!r}")
    start, end = node.span
    yield f"{'  ' * depth}{label}{type(node).__name__} {start}-{end} {' '.join(head)}".rstrip()
    for name, value in inner:
        yield from _value(f"{name}: ", value, depth + 1)


def _value(label: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, Node):
        yield from _node(label, value, depth)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _value(label, item, depth)
    elif value is not None:
        yield f"{'  ' * depth}{label}{value!r}"


def dump_ir(compilation: Compilation) -> Iterator[str]:
    """Yield the intermediate form of every module."""
    from luaflow.compile_unit import analyse_package, lower_module
    from luaflow.ir.printer import print_ir

    registry = compilation.registry
    facts = analyse_package(registry.libraries_first(), registry, compilation.trees)
    for id, tree in compilation.trees.items():
        entry = registry.lua[id]
        yield f"-- {id} ({entry.file})"
        yield print_ir(lower_module(entry, tree, facts, compilation.layout))


def dump_map(compilation: Compilation) -> Iterator[str]:
    """Yield the line map of every module: Python line and column, Lua line."""
    for id, module in compilation.modules.items():
        yield f"-- {id}: {compilation.layout.modules[id].file} <- {compilation.registry.lua[id].file}"
        for line, column, lua_line in module.positions:
            yield f"{line}:{column} {lua_line}"
        for python, lua in sorted(module.names.items()):
            yield f"{python} = {lua}"
