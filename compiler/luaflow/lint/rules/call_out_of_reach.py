"""LF302: call-out-of-reach."""

from __future__ import annotations

from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Label, Severity
from luaflow.lint.calls import CallById, calls_by_id
from luaflow.lint.context import RuleContext
from luaflow.lint.rule import rule
from luaflow.registry.model import ExternalFunction, LuaEntry, Registry


@rule("LF302", "call-out-of-reach", since="0.1.0", severity=Severity.ERROR)
def call_out_of_reach(context: RuleContext) -> Iterator[Diagnostic]:
    """A call of an activity or child workflow that the workflow's worker cannot reach.

    What it does
    ------------
    Reports, in code that a workflow runs, calls of functions with `local: true` that belong to another worker, and of
    functions and workflows whose worker connects to another server or namespace.

    Why it matters
    --------------
    A local activity runs in the worker that runs the workflow. Activities and child workflows are started in the
    workflow's own namespace, where the other worker does not look for them: the call would never end.

    Example
    -------
        local funcs = require("funcs")
        local small, err = funcs.call("app:resize_elsewhere", "a.png")

    Use instead
    -----------
        local funcs = require("funcs")
        local small, err = funcs.call("app:charge", "a.png")

    with both entries on one worker; or without `local: true`, so that it is an ordinary activity of the other worker.

    Exceptions
    ----------
    Two clients with the same address and namespace are the same server.
    """
    registry = context.registry
    if registry is None:
        return
    for call in calls_by_id(context):
        target = registry.lua.get(call.id) or registry.externals.get(call.id)
        if (
            call.names_queue
            or target is None
            or call.runs_workflow != (isinstance(target, LuaEntry) and target.kind == "workflow.lua")
        ):
            continue
        for runner in context.runners:
            problem = _problem(call, target, registry.lua[runner], registry)
            if problem is not None:
                yield _finding(context, call, target, *problem)
                break


def _finding(
    context: RuleContext, call: CallById, target: LuaEntry | ExternalFunction, message: str, help: str
) -> Diagnostic:
    declared = Label(source=target.place.source, span=target.place.span, message="declared here")
    return Diagnostic(
        code="LF302",
        severity=Severity.ERROR,
        message=message,
        source=context.source,
        span=call.span,
        help=help,
        related=(declared, *(context.workflow or ())),
        entry=context.entry,
    )


def _problem(
    call: CallById, target: LuaEntry | ExternalFunction, runner: LuaEntry, registry: Registry
) -> tuple[str, str] | None:
    """Return message and help, or ``None`` when the call reaches its target."""
    if not target.worker or not runner.worker or target.worker == runner.worker:
        return None
    here = f"`{runner.id}` runs on `{runner.worker}`"
    if target.local and not call.runs_workflow:
        return (
            f"`{target.id}` is a local activity of the worker `{target.worker}`, but {here}",
            "let both run on one worker, or leave out `local: true`",
        )
    ours, theirs = _server(registry, runner.worker), _server(registry, target.worker)
    if ours is None or theirs is None or ours == theirs:
        return None
    return (
        f"`{target.id}` runs on `{target.worker}`, which connects to another server or namespace; {here}",
        "give both workers clients with the same address and namespace",
    )


def _server(registry: Registry, worker: str) -> tuple[object, object] | None:
    """Return address and namespace as written; ``None`` where they are not known, which is a finding elsewhere."""
    entry = registry.workers.get(worker)
    client = registry.clients.get(entry.client) if entry is not None else None
    return None if client is None else (client.data.get("address"), client.data.get("namespace") or "default")
