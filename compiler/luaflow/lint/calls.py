"""Calls of registry entries by an id that stands in the source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from luaflow.analyse.statics import LiteralRef, ShimRef
from luaflow.lint.context import RuleContext
from luaflow.syntax import ast

_SPAWNS = ("spawn", "spawn_monitored", "spawn_linked", "spawn_linked_monitored")
_FUNCTIONS = frozenset(
    {"funcs.call", "funcs.async", "workflow.exec", "process.exec", *(f"process.{name}" for name in _SPAWNS)}
)
_EXECUTORS = {
    "funcs.new": {"call": "funcs.call", "async": "funcs.async"},
    "workflow.with_options": {"exec": "workflow.exec"},
    "process.with_options": {name: f"process.{name}" for name in _SPAWNS},
    "process.with_context": {name: f"process.{name}" for name in _SPAWNS},
}


@dataclass(frozen=True, slots=True)
class CallById:
    """One call.

    Attributes:
        function: ``funcs.call``, ``workflow.exec``, ``process.spawn`` ..., also where an executor's method is called.
        id: What it calls.
        span: The argument that says so.
    """

    function: str
    id: str
    span: ast.Span

    @property
    def runs_workflow(self) -> bool:
        return not self.function.startswith("funcs.")

    @property
    def names_queue(self) -> bool:
        """Whether the call itself says which task queue its target runs on."""
        return self.function.startswith("process.")


def calls_by_id(context: RuleContext) -> Iterator[CallById]:
    """Yield the calls of a chunk whose id is a literal, or a local that stands for one."""
    for call in context.uses.calls:
        function = _function(call, context)
        if function and call.args:
            id = _text(call.args[0], context)
            if id is not None:
                yield CallById(function, id, call.args[0].span)


def _function(call: ast.Call | ast.MethodCall, context: RuleContext) -> str:
    if isinstance(call, ast.MethodCall):
        return _EXECUTORS.get(_maker(call.obj, context), {}).get(call.name, "")
    static = context.statics.of(call.func)
    return static.name if isinstance(static, ShimRef) and static.name in _FUNCTIONS else ""


def _maker(expr: ast.Expr, context: RuleContext) -> str:
    """Return the function that makes an executor: ``funcs.new`` for ``funcs.new():with_options(o)``; else nothing."""
    while True:
        match expr:
            case ast.Paren():
                expr = expr.inner
            case ast.MethodCall():
                expr = expr.obj
            case ast.Call():
                static = context.statics.of(expr.func)
                return static.name if isinstance(static, ShimRef) else ""
            case ast.Name():
                variable = context.scopes.variable_of.get(expr)
                if variable is None or variable.kind != "local" or variable.assigned or variable.value is None:
                    return ""
                expr = variable.value
            case _:
                return ""


def _text(expr: ast.Expr, context: RuleContext) -> str | None:
    if isinstance(expr, ast.String):
        return expr.value
    static = context.statics.of(expr)
    return static.value if isinstance(static, LiteralRef) and isinstance(static.value, str) else None
