"""Calls that a workflow cannot make: the part that the determinism rules share.

What a function does to the outside world is declared at the function in the runtime (``Shim.effect``); here stands only
how to say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from luaflow_runtime.shim import Effect

from luaflow.analyse.shims import ShimIndex
from luaflow.analyse.statics import ShimRef
from luaflow.diagnostics import Diagnostic, Label, Severity
from luaflow.lint.context import RuleContext
from luaflow.lint.uses import Use
from luaflow.syntax import ast

_MAX_ALIAS_CALLS = 3


def effect_of(use: Use, shims: ShimIndex) -> Effect | None:
    """Return what a use does to the outside world; a module does it if all its functions do."""
    if isinstance(use.ref, ShimRef):
        return use.ref.shim.effect
    module = use.name.partition(".")[0]
    effects: set[Effect | None] = {
        shim.effect for name, shim in shims.functions.items() if name.partition(".")[0] == module
    }
    return effects.pop() if len(effects) == 1 else None


def forbidden_uses(
    context: RuleContext,
    effect: Effect,
    code: str,
    message: Callable[[str], str],
    label: str,
    help: Callable[[str], str],
) -> Iterator[Diagnostic]:
    """Yield a finding for each use of an effect in code that a workflow reaches.

    Args:
        context: The chunk.
        effect: Which effect.
        code: The rule's code.
        message: Full name of the function to the message.
        label: Remark behind the caret.
        help: Full name of the function to the way out.
    """
    if context.workflow is None:
        return
    for use in context.uses.uses:
        if effect_of(use, context.shims) != effect or is_pure(use):
            continue
        yield Diagnostic(
            code=code,
            severity=Severity.ERROR,
            message=message(use.name),
            source=context.source,
            span=use.span,
            label=label,
            help=help(use.name),
            related=(*_alias_calls(context, use), *context.workflow),
            entry=context.entry,
        )


def _alias_calls(context: RuleContext, use: Use) -> Iterator[Label]:
    for span in use.aliases[:_MAX_ALIAS_CALLS]:
        yield context.label(span, "called here")


def is_pure(use: Use) -> bool:
    """Whether every call of a function that may read the clock is told a time: ``os.time{...}``, ``os.date("!...", t)``."""
    test = _PURE_CALLS.get(use.name)
    return test is not None and not use.escapes and all(test(args) for args in use.calls)


def _time_is_given(args: Sequence[ast.Expr]) -> bool:
    return len(args) > 0 and not isinstance(args[0], (ast.Nil, ast.Vararg))


def _date_is_given(args: Sequence[ast.Expr]) -> bool:
    if len(args) < 2 or isinstance(args[1], (ast.Nil, ast.Vararg)):
        return False
    form = args[0]
    return not isinstance(form, ast.Nil) and (not isinstance(form, ast.String) or form.value.startswith("!"))


_PURE_CALLS: dict[str, Callable[[Sequence[ast.Expr]], bool]] = {"os.time": _time_is_given, "os.date": _date_is_given}
