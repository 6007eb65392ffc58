"""LF010: undefined-global."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

from luaflow.analyse.typenames import BUILT_IN
from luaflow.diagnostics import Diagnostic, Label, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.globals import is_undeclared_module, is_unsupported_module, known_globals
from luaflow.lint.rule import rule
from luaflow.resolve import FunctionScope, Variable
from luaflow.syntax import ast


@rule("LF010", "undefined-global", since="0.1.0", severity=Severity.ERROR)
def undefined_global(context: RuleContext) -> Iterator[Diagnostic]:
    """A name that nothing defines.

    What it does
    ------------
    Reports names that are no local, no part of Lua's library, no declared module or import, and that nothing in the
    file assigns. Says which known name is most like it, and whether a local of this name is defined further down.

    Why it matters
    --------------
    Such a name is nil, and the first call or index of it fails, in a workflow perhaps days after it started.

    Example
    -------
        local function main(order)
          compensate(order)
        end

        local function compensate(order)
          print(order)
        end

    Use instead
    -----------
        local function compensate(order)
          print(order)
        end

        local function main(order)
          compensate(order)
        end

    Exceptions
    ----------
    Scripts run by `luaflow exec` see nil, as in Lua. Modules that are there but not declared are `undeclared-module`.
    """
    known = known_globals(context)
    for name in context.uses.globals:
        if name.name in known or is_undeclared_module(context, name.name):
            continue
        if is_unsupported_module(context, name.name):
            continue
        later = _defined_later(context, name)
        help, related = _way_out(context, name, later, known)
        yield Diagnostic(
            code="LF010",
            severity=Severity.ERROR,
            message=f"`{name.name}` is not defined{' here' if later is not None else ''}, so it is nil",
            source=context.source,
            span=name.span,
            label=f"nothing named `{name.name}` is visible here",
            help=help,
            related=related,
            entry=context.entry,
        )


def _way_out(
    context: RuleContext, name: ast.Name, later: Variable | None, known: Iterable[str]
) -> tuple[str, tuple[Label, ...]]:
    if later is not None:
        what = "function" if later.kind == "function" else "variable"
        line = context.source.line_of(later.span[0]) + context.source.line_offset
        help = f"a local {what} of this name is defined later, on line {line}: move its definition above this use"
        return help, (context.label(later.span, f"`{name.name}` is defined here, after its use"),)
    if name.name in BUILT_IN:
        wish = name.name.capitalize()
        help = f"a built-in type is one where it is called, `{name.name}(v)`; as a value it needs a name: `type {wish} = {name.name}`"
        return help, ()
    names = {*known, *_visible_locals(context, name)} - {"_G", "_ENV"}
    found = difflib.get_close_matches(name.name, sorted(names), n=1, cutoff=0.7)
    if found:
        return f"did you mean `{found[0]}`?", ()
    return "define it as a local, or import it in the registry entry", ()


def _functions_around(context: RuleContext, name: ast.Name) -> Iterator[FunctionScope]:
    scope: FunctionScope | None = context.scopes.owner_of.get(name)
    while scope is not None:
        yield scope
        scope = scope.parent


def _defined_later(context: RuleContext, name: ast.Name) -> Variable | None:
    """Return the first local of this name that is declared behind the use, in a function around it."""
    found = [
        variable
        for scope in _functions_around(context, name)
        for variable in scope.variables
        if variable.name == name.name and variable.span[0] > name.span[0] and variable.kind in ("local", "function")
    ]
    return min(found, key=lambda variable: variable.span, default=None)


def _visible_locals(context: RuleContext, name: ast.Name) -> set[str]:
    return {
        variable.name
        for scope in _functions_around(context, name)
        for variable in scope.variables
        if variable.span[0] < name.span[0]
    }
