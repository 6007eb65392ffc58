"""Prints the intermediate form for people: ``luaflow compile --dump=ir``."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from luaflow.ir import nodes as ir


def print_ir(module: ir.Module) -> str:
    """Return one line for each statement, blocks indented, expressions in prefix form."""
    lines: list[str] = []
    for stat in module.functions:
        _stat(stat, 0, lines)
    _stat(module.chunk, 0, lines)
    return "\n".join(lines) + "\n"


def _stat(stat: Any, depth: int, lines: list[str]) -> None:
    if isinstance(stat, ir.Blank):
        return
    head: list[str] = []
    blocks: list[tuple[str, list[Any]]] = []
    for item in fields(stat):
        value = getattr(stat, item.name)
        if item.name == "line" or value in ("", None, [], False):
            continue
        if item.name in ("body", "orelse"):
            blocks.append((item.name, value))
        elif item.name == "branches":
            blocks += [(f"when {_expr(test)}", body) for test, body in value]
        else:
            head.append(
                f"{item.name}={_expr(value)}" if item.name not in ("value", "targets", "name", "text") else _expr(value)
            )
    where = f"  @{stat.line}" if stat.line else ""
    lines.append("  " * depth + f"{type(stat).__name__.lower()} {' '.join(head)}".rstrip() + where)
    for title, body in blocks:
        if title != "body":
            lines.append("  " * depth + f"  {title}:")
        for inner in body:
            _stat(inner, depth + 1 + (title != "body"), lines)


def _expr(value: Any) -> str:
    if isinstance(value, ir.Constant):
        return repr(value.value)
    if isinstance(value, (ir.Variable, ir.Boxed, ir.Cell)):
        return {"Variable": "", "Boxed": "@", "Cell": "new @"}[type(value).__name__] + value.name
    if isinstance(value, ir.Node):
        parts = [_expr(getattr(value, item.name)) for item in fields(value) if item.name != "line"]
        return f"({type(value).__name__.lower()} {' '.join(part for part in parts if part)})"
    if isinstance(value, (list, tuple)):
        return "[" + " ".join(_expr(item) for item in value) + "]"
    return "" if value is None else str(value)
