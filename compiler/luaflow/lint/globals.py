"""Which global names a chunk may use."""

from __future__ import annotations

from luaflow.lint.context import RuleContext
from luaflow.registry.modules import NOT_RUN

BUILT_IN = frozenset({"_G", "_ENV", "_VERSION", "require", "package"})
"""Global names of the base library that are no functions of the runtime's base module."""


def known_globals(context: RuleContext) -> set[str]:
    """Return every global name that has a value: the library, modules, imports, and what the chunk assigns."""
    return {
        *BUILT_IN,
        *context.shims.base,
        *context.statics.modules,
        *context.imports,
        *context.statics.types,
        *(name.name for name, _ in context.uses.global_writes),
    }


def is_undeclared_module(context: RuleContext, name: str) -> bool:
    """Whether luaflow has a module of this name that the entry does not declare."""
    return name in context.shims.modules and name not in context.statics.modules and name not in BUILT_IN


def is_unsupported_module(context: RuleContext, name: str, *, required: bool = False) -> bool:
    """Whether a name means a module that luaflow does not run.

    Args:
        required: It is the argument of `require`. A global of such a name (`text`, `queue`) may as well be a forgotten
            local, unless the entry declares the module.
    """
    if name not in NOT_RUN or name in context.shims.modules or name in context.imports:
        return False
    return required or name in context.modules
