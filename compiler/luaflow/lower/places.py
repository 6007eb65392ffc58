"""The places of expressions in the intermediate form, where another expression may be put.

Needs a lowered function. Each node has one parent, so that a place is changed without regard to others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, get_args

from luaflow.ir import nodes as ir

_EXPRESSIONS = get_args(ir.Expr)


@dataclass(slots=True, eq=False)
class Place:
    """Where an expression stands: a field of its parent, an item of the list there, a part of the tuple in that."""

    node: ir.Expr
    parent: Place | None
    owner: ir.Node
    field: str
    item: int = -1
    part: int = -1
    height: int = 1

    def put(self, node: ir.Expr) -> None:
        """Replace the expression."""
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


@cache
def _names_of(kind: Any) -> tuple[str, ...]:
    return tuple(item.name for item in fields(kind) if item.name not in ("line", "comment"))


def field_names(node: ir.Node) -> tuple[str, ...]:
    """Return the names of a node's fields, without those that only say where it stands."""
    kind: Any = type(node)
    return _names_of(kind)


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


def expressions(body: list[ir.Stat]) -> list[Place]:
    """Return the places of all expressions of a function without those of inner functions, parents before their children."""
    places: list[Place] = []
    stack: list[tuple[ir.Node, Place | None]] = [(stat, None) for stat in _own_statements(body)]
    while stack:
        owner, parent = stack.pop()
        for place in _children(owner, parent):
            places.append(place)
            stack.append((place.node, place))
    return places


def _children(owner: ir.Node, parent: Place | None) -> Iterator[Place]:
    for field in field_names(owner):
        value = getattr(owner, field)
        if isinstance(value, _EXPRESSIONS):
            yield Place(value, parent, owner, field)
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, _EXPRESSIONS):
                    yield Place(item, parent, owner, field, i)
                elif isinstance(item, tuple):
                    for j, part in enumerate(item):
                        if isinstance(part, _EXPRESSIONS):
                            yield Place(part, parent, owner, field, i, j)
