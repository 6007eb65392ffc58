"""Operations that may run a metamethod, and what is stored as one.

Python's operators cannot wait. So a function that has an operation is coloured for its sake only where the metamethod that the
operation might run may suspend: tokens ``e:EVENT`` say which those are, ``stored_events`` says what the metamethods are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import Value
from luaflow.analyse.flow.operators import EVENTS
from luaflow.analyse.statics import ShimRef
from luaflow.syntax import ast

if TYPE_CHECKING:
    from luaflow.analyse.module import FunctionFacts, ModuleFacts

UNARY_EVENTS = {"-": "__unm", "~": "__bnot", "#": "__len"}
NAMES = frozenset({*EVENTS.values(), *UNARY_EVENTS.values(), "__index", "__newindex", "__call", "__pairs", "__close"})
"""Metamethods across which Lua can yield."""
PREFIX = "__"
"""What a program that puts the names together begins with."""
_CHAINED = frozenset({"__index", "__newindex"})
_LONGEST_CHAIN = 16

Operation = tuple[str, tuple[ast.Expr, ...]]
"""An event, and the operands that might have a metamethod for it."""


def of_binary(node: ast.Binary) -> Iterator[Operation]:
    """Yield what a binary operator other than ``and`` and ``or`` may run."""
    yield EVENTS[node.op], (node.left, node.right)
    if node.op in ("<=", ">="):
        yield "__lt", (node.left, node.right)


def may_meet(facts: ModuleFacts, value: Value, event: str) -> bool:
    """Whether an operation on a value may run a function that its metatable has for an event."""
    flow = facts.flow
    for _ in range(_LONGEST_CHAIN):
        if not value.mask & t.TABLE:
            return False
        handler = flow.metamethod(value.only(t.TABLE), event)
        if not handler.mask & ~t.NIL:
            return False
        if event not in _CHAINED or handler.is_open or handler.mask & t.FUNCTION or not handler.mask & t.TABLE:
            return handler.is_open or event not in _CHAINED or bool(handler.mask & t.FUNCTION)
        if handler.sites <= value.sites:
            return False  # `C.__index = C`, and `C` has no other
        value = handler
    return True


def tokens(facts: ModuleFacts, function: FunctionFacts) -> set[str]:
    """Return the tokens of a function's operations; see ``FunctionFacts.calls``."""
    found: set[str] = set()
    for event, operands in function.operations:
        token = f"e:{event}"
        if token not in found and any(may_meet(facts, facts.value_of(operand), event) for operand in operands):
            found.add(token)
    return found


def stored_events(facts: ModuleFacts) -> set[tuple[str, str]]:
    """Return event and token of what may be stored as a metamethod: ``f:N``, or ``?`` for what is not known here."""
    found: set[tuple[str, str]] = set()
    for name, value in facts.stores:
        if name not in NAMES:
            continue
        function = facts.direct(value)
        if name == "__pairs":
            found.add((name, "?"))  # the functions that it returns run, too
        elif function is not None:
            found.add((name, f"f:{function.index}"))
        elif isinstance(shim := facts.statics.of(value), ShimRef) and shim.shim.colour == "sync":
            continue
        elif facts.type_of(value) & t.FUNCTION:
            found.add((name, "?"))
        elif name not in _CHAINED and facts.type_of(value) & t.TABLE:
            found.add((name, "e:__call"))
    return found


def literals(facts: ModuleFacts) -> set[str]:
    """Return the names of events under which something may be stored by a key that is not written as a field."""
    if facts.makes_event_names:
        return set(NAMES)
    return {name for name in NAMES if name in facts.string_literals}


def may_yield(modules: Sequence[ModuleFacts]) -> bool:
    """Whether some metamethod of these chunks may yield: a look at the text alone, before types are known."""
    return any(_yields(module) for module in modules)


def _yields(module: ModuleFacts) -> bool:
    functions = list(module.functions.values())
    if not any("y" in function.calls for function in functions):
        return False
    stored: dict[str, list[FunctionFacts]] = {}
    pending: list[FunctionFacts] = []
    for name, value in module.stores:
        function = module.direct(value)
        if function is not None:
            stored.setdefault(name, []).append(function)
            if name in NAMES:
                pending.append(function)
        elif name in NAMES and isinstance(value, ast.Name) and module.statics.of(value) is None:
            variable = module.variable(value)
            if variable is not None and not isinstance(variable.value, ast.Table):
                return True
    if literals(module):
        return True
    seen: set[FunctionFacts] = set()
    while pending:
        function = pending.pop()
        if function in seen:
            continue
        seen.add(function)
        for token in function.calls:
            kind, _, name = token.partition(":")
            if token in ("y", "?", "!"):
                return True
            if kind == "f":
                pending.append(functions[int(name)])
            elif kind in ("n", "m"):
                pending += stored.get(name, [])
    return False
