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
    """A call of an id that no registry file declares, or that nobody runs.

    What it does
    ------------
    Looks at the ids in `funcs.call`, `funcs.async`, `workflow.exec`, `process.spawn` with its variants, `process.exec`
    and the methods of their executors, where they are literals. In code that a workflow runs it also reports calls of
    functions without `meta.temporal.activity`, calls of workflows by `funcs`, and functions as child workflows.

    Why it matters
    --------------
    In a workflow such a call is an activity or a child workflow of that name. Where nobody implements it, it waits for
    ever.

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
    Child workflows are looked at only if the registry has entries in the id's namespace: other workflow types need no
    declaration.
    """
    registry = context.registry
    if registry is None:
        return
    for call in calls_by_id(context):
        problem = _problem(call, registry, in_workflow=context.workflow is not None)
        if problem is None:
            continue
        message, way_out = problem
        yield Diagnostic(
            code="LF301",
            severity=Severity.WARNING,
            message=message,
            source=context.source,
            span=call.span,
            help=way_out,
            entry=context.entry,
        )


def _problem(call: CallById, registry: Registry, *, in_workflow: bool) -> tuple[str, str] | None:
    """Return message and help, or ``None`` when somebody runs what is called."""
    if not _declared(call, registry):
        return f"no registry file declares `{call.id}`", nearest(call.id, _callable(call, registry)) or _way_out(call)
    target = registry.lua.get(call.id)
    if not in_workflow or target is None or not target.readable:
        return None
    is_workflow = target.kind == "workflow.lua"
    if call.runs_workflow and not is_workflow:
        return f"`{call.id}` is no workflow, so nobody would run it", "use `funcs.call`, which runs an activity"
    if not call.runs_workflow and is_workflow:
        return f"`{call.id}` is no function, so nobody would run it", "use `workflow.exec`, which runs a child workflow"
    if not is_workflow and not target.is_activity:
        way_out = f"add `meta: {{temporal: {{activity: {{worker: <id of a temporal.worker>}}}}}}` to `{call.id}`"
        return f"`{call.id}` is no activity, so nobody would run it", way_out
    return None


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
