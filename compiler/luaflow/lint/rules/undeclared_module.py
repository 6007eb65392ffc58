"""LF011: undeclared-module."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.globals import is_undeclared_module, is_unsupported_module
from luaflow.lint.rule import rule
from luaflow.syntax import ast


@rule("LF011", "undeclared-module", since="0.1.0", severity=Severity.ERROR)
def undeclared_module(context: RuleContext) -> Iterator[Diagnostic]:
    """A module or import that the registry entry does not declare.

    What it does
    ------------
    Reports `require("name")` and uses of module names that stand neither in `modules` nor in `imports` of the entry.

    Why it matters
    --------------
    An entry has only what it declares: the name is nil, and `require` raises an error.

    Example
    -------
        local json = require("json")

    Use instead
    -----------
    Declare it in `_index.yaml`:

        - name: order
          kind: workflow.lua
          source: file://order.lua
          method: main
          modules: [json]

    Exceptions
    ----------
    Lua's own libraries and `channel`, `payload`, `errors` are there without being declared.
    """
    for name in context.uses.globals:
        if is_undeclared_module(context, name.name):
            yield _finding(context, name.name, name.span)
    for call in context.uses.requires:
        if len(call.args) == 1 and isinstance(call.args[0], ast.String):
            name_of = call.args[0].value
            if context.statics.of(call) is not None or name_of in context.imports:
                continue
            if not is_unsupported_module(context, name_of, required=True):
                yield _finding(context, name_of, call.args[0].span)


def _finding(context: RuleContext, name: str, span: ast.Span) -> Diagnostic:
    if name in context.shims.modules:
        message = f"the module `{name}` is not declared"
        help = f"add `{name}` to `modules` of `{context.entry}`"
    else:
        message = f"there is no module or import `{name}`"
        names = {*context.statics.modules, *context.imports, *context.shims.modules}
        found = difflib.get_close_matches(name, sorted(names), n=1)
        help = f"did you mean `{found[0]}`?" if found else f"import a library under this name in `{context.entry}`"
    return Diagnostic(
        code="LF011",
        severity=Severity.ERROR,
        message=message,
        source=context.source,
        span=span,
        help=help,
        entry=context.entry,
    )
