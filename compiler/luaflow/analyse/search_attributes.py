"""Search attributes that a chunk names, with their types where the source tells.

Read from ``workflow.attrs{search = {...}}`` and from ``["workflow.search_attributes"] = {...}`` options (also with ``temporal.`` in
front). A name whose value's type is unknown is a Keyword, the commonest; the namespace's own type decides at run time.
"""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.analyse import types as t
from luaflow.analyse.module import ModuleFacts, statements
from luaflow.analyse.statics import ShimRef
from luaflow.resolve.scopes import inner_blocks
from luaflow.syntax import ast

_OPTIONS = frozenset(
    prefix + name
    for prefix in ("", "temporal.")
    for name in ("workflow.search_attributes", "workflow.typed_search_attributes")
)


def search_attributes(facts: ModuleFacts) -> dict[str, str]:
    """Return name to Temporal type (``Keyword Int Double Bool KeywordList``)."""
    found: dict[str, str] = {}
    for function in facts.functions.values():
        for stat in statements(function.node.body):
            for table in _tables(facts, stat):
                for item in table.fields:
                    if isinstance(item.key, ast.String):
                        kind, certain = _type(facts, item.value)
                        if certain or item.key.value not in found:
                            found[item.key.value] = kind
    return found


def _tables(facts: ModuleFacts, stat: ast.Stat) -> Iterator[ast.Table]:
    stack: list[ast.Node] = [stat]
    blocks = set(inner_blocks(stat))
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Function) or node in blocks:
            continue
        if isinstance(node, ast.Call):
            static = facts.statics.of(node.func)
            if (
                isinstance(static, ShimRef)
                and static.name == "workflow.attrs"
                and node.args
                and isinstance(node.args[0], ast.Table)
            ):
                for item in node.args[0].fields:
                    if (
                        isinstance(item.key, ast.String)
                        and item.key.value == "search"
                        and isinstance(item.value, ast.Table)
                    ):
                        yield item.value
        elif isinstance(node, ast.Field):
            if isinstance(node.key, ast.String) and node.key.value in _OPTIONS and isinstance(node.value, ast.Table):
                yield node.value
        for name in node.__dataclass_fields__:
            value = getattr(node, name)
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.Node):
                    stack.append(child)
                elif isinstance(child, tuple):
                    stack.extend(part for part in child if isinstance(part, ast.Node))


def _type(facts: ModuleFacts, expr: ast.Expr) -> tuple[str, bool]:
    mask = facts.type_of(expr)
    if t.subset(mask, t.STRING):
        return "Keyword", True
    if t.subset(mask, t.BOOLEAN):
        return "Bool", True
    if t.subset(mask, t.INTEGER):
        return "Int", True
    if t.subset(mask, t.NUMBER):
        return "Double", True
    if isinstance(expr, ast.Table):
        return "KeywordList", True
    return "Keyword", False
