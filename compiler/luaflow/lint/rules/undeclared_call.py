"""LF301: undeclared-call."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.calls import CallById, calls_by_id
from luaflow.lint.context import RuleContext
from luaflow.lint.rule import rule
from luaflow.registry.findings import nearest
from luaflow.registry.model import Registry


@rule("LF301", "undeclared-call", since="0.1.0", severity=Severity.WARNING)
def undeclared_call(context: RuleContext) -> Iterator[Diagnostic]:
    """A call of an id that no registry file declares.

    What it does
    ------------
    Looks at the ids in `funcs.call`, `funcs.async`, the methods of their executors and `workflow.exec`, where they are
    literals.

    Why it matters
    --------------
    In a workflow such a call is an activity of that name on the workflow's own task queue. Where nobody implements it,
    it is tried again for ever.

    Example
    -------
        local funcs = require("funcs")
        local payment, err = funcs.call("app:chrage", 5)

    Use instead
    -----------
        local funcs = require("funcs")
        local payment, err = funcs.call("app:charge", 5)

    An activity that another worker implements is declared with `kind: function.external`.

    Exceptions
    ----------
    Children by `workflow.exec` are looked at only if the registry has entries in the id's namespace: other workflow types
    need no declaration.
    """
    registry = context.registry
    if registry is None:
        return
    for call in calls_by_id(context):
        if _declared(call, registry):
            continue
        yield Diagnostic(
            code="LF301",
            severity=Severity.WARNING,
            message=f"no registry file declares `{call.id}`",
            source=context.source,
            span=call.span,
            help=nearest(call.id, _callable(call, registry)) or _way_out(call),
            entry=context.entry,
        )


def _declared(call: CallById, registry: Registry) -> bool:
    if call.id in registry.lua or call.id in registry.externals or call.id in registry.others:
        return True
    namespace = call.id.partition(":")[0]
    return call.runs_workflow and all(entry.namespace != namespace for entry in registry.lua.values())


def _callable(call: CallById, registry: Registry) -> list[str]:
    if call.runs_workflow:
        return [entry.id for entry in registry.lua.values() if entry.kind == "workflow.lua"]
    return [*registry.externals, *(entry.id for entry in registry.lua.values() if entry.kind == "function.lua")]


def _way_out(call: CallById) -> str:
    if call.runs_workflow:
        return "write the id of a `workflow.lua` entry"
    return "if another worker implements it, declare it with `kind: function.external`"
