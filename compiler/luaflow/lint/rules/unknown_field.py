"""LF012: unknown-field."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from luaflow.analyse.statics import ModuleRef
from luaflow.analyse.typenames import type_call
from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.rule import rule
from luaflow.syntax import ast


@rule("LF012", "unknown-field", since="0.1.0", severity=Severity.WARNING)
def unknown_field(context: RuleContext) -> Iterator[Diagnostic]:
    """A call of a function that a library does not have.

    What it does
    ------------
    Reports calls such as `string.trim(s)` where the library or module has no such function and nothing in the file
    adds it.

    Why it matters
    --------------
    The field is nil, so the call fails with "attempt to call a nil value".

    Example
    -------
        local text = string.trim("  x ")

    Use instead
    -----------
        local text = string.match("  x ", "^%s*(.-)%s*$")

    Exceptions
    ----------
    Fields that are only read, as in `table.unpack or unpack`, are not reported.
    """
    added = {
        (base.name, index.key.value)
        for index in context.uses.field_writes
        if isinstance(index.key, ast.String) and isinstance(base := context.statics.of(index.obj), ModuleRef)
    }
    for call in context.uses.calls:
        if isinstance(call, ast.MethodCall):
            owner, name, span = call.obj, call.name, call.name_span
        elif isinstance(call.func, ast.Index) and isinstance(call.func.key, ast.String):
            owner, name, span = call.func.obj, call.func.key.value, call.func.key.span
        else:
            continue
        base = context.statics.of(owner)
        if (
            not isinstance(base, ModuleRef)
            or (base.name, name) in added
            or type_call(context.statics, call) is not None
        ):
            continue
        if (
            context.statics.member(base, name) is None
            and f"{_prefix(context, base.name)}{name}" not in context.shims.methods
        ):
            yield Diagnostic(
                code="LF012",
                severity=Severity.WARNING,
                message=f"`{base.name}` has no function `{name}`",
                source=context.source,
                span=span,
                help=_nearest(context, base.name, name),
                entry=context.entry,
            )


def _prefix(context: RuleContext, module: str) -> str:
    """Return what full names of a module's functions begin with; some modules are objects with methods."""
    cls = context.shims.objects.get(module)
    return f"{module}." if cls is None else f"{cls}:"


def _nearest(context: RuleContext, module: str, name: str) -> str:
    prefix = _prefix(context, module)
    known = (*context.shims.functions, *context.shims.methods)
    names = [full[len(prefix) :] for full in known if full.startswith(prefix)]
    found = difflib.get_close_matches(name, sorted(names), n=1)
    return f"did you mean `{module}{prefix[-1]}{found[0]}`?" if found else ""
