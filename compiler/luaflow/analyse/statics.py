"""What a name stands for before the program runs: modules, shims, imported libraries, literal constants.

Needs resolved scopes. Afterwards ``Statics.of(expr)`` says whether an expression is the library module ``funcs``, the shim
``funcs.call``, an import, or a constant, also through aliases (``local sleep = require("time").sleep``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from luaflow_runtime.shim import Shim

from luaflow.analyse.openness import Openness
from luaflow.analyse.shims import ShimIndex
from luaflow.resolve import Scopes, Variable
from luaflow.syntax import ast
from luaflow.syntax.walk import walk


@dataclass(frozen=True, slots=True)
class ModuleRef:
    """A library module: ``time``, or a table inside one: ``process.event``."""

    name: str


@dataclass(frozen=True, slots=True)
class ShimRef:
    """A runtime function, ``tostring`` or ``funcs.call``."""

    name: str
    shim: Shim


@dataclass(frozen=True, slots=True)
class ConstantRef:
    """A field of a library module that is no function: ``time.SECOND``."""

    name: str


@dataclass(frozen=True, slots=True)
class ImportRef:
    """An imported library entry."""

    entry: str


@dataclass(frozen=True, slots=True)
class LiteralRef:
    """A literal number, string or boolean behind a local that is never assigned again."""

    value: int | float | str | bool


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type declared at the top level of the chunk, under the global that holds it."""

    name: str


Static: TypeAlias = ModuleRef | ShimRef | ConstantRef | ImportRef | LiteralRef | TypeRef

AMBIENT: tuple[str, ...] = (
    "string",
    "table",
    "math",
    "coroutine",
    "utf8",
    "os",
    "io",
    "debug",
    "errors",
    "channel",
    "payload",
    "process",
    "package",
)
"""Modules that every entry has without declaring them."""


class Statics:
    """Static meaning of the expressions of one chunk.

    Args:
        shims: The runtime's functions; of a script's those that nothing can replace.
        modules: Modules of the runtime that are known beside the ambient ones.
        imports: Names that ``require`` knows, to entry ids or modules.
        openness: What is certain about a script's globals; ``None`` for registry entries, where globals cannot be replaced.
    """

    def __init__(
        self,
        scopes: Scopes,
        shims: ShimIndex,
        modules: Sequence[str],
        imports: Mapping[str, str],
        openness: Openness | None = None,
    ) -> None:
        self.scopes = scopes
        self.shims = shims
        self.modules = {name for name in (*AMBIENT, *modules) if name in shims.modules}
        self.imports = imports
        self.openness = openness
        self.types: dict[str, ast.TypeDef | ast.Interface] = {
            stat.name: stat for stat in scopes.main.node.body.body if isinstance(stat, (ast.TypeDef, ast.Interface))
        }
        """Types declared at the top level, the last of a name."""
        if self.types and scopes.environment is None:
            self.types = {name: stat for name, stat in self.types.items() if name not in self.assigned_globals}
        self._variables: dict[Variable, Static | None] = {}

    def of(self, expr: ast.Expr) -> Static | None:
        """Return what an expression stands for, or ``None``."""
        match expr:
            case ast.Name():
                variable = self.scopes.variable_of.get(expr)
                return self.of_variable(variable) if variable is not None else self.of_global(expr.name)
            case ast.Paren():
                return self.of(expr.inner)
            case ast.Index(key=ast.String(value=name)):
                if self.is_environment(expr.obj):
                    return self.of_global(name)
                base = self.of(expr.obj)
                return self.member(base, name) if isinstance(base, ModuleRef) else None
            case ast.Call(func=func, args=[ast.String(value=name)]):
                if self.is_require(func):
                    return self.required(name)
        return None

    def is_require(self, func: ast.Expr) -> bool:
        """Whether an expression is certainly Lua's own ``require``."""
        match func:
            case ast.Name(name="require"):
                return self.scopes.variable_of.get(func) is None
            case ast.Index(obj=obj, key=ast.String(value="require")):
                return self.is_environment(obj) and "require" in self.shims.base
        return False

    @property
    def is_open(self) -> bool:
        """Whether code that is in no known chunk may run in the program; see ``Openness``."""
        return self.openness is not None and self.openness.is_open

    @property
    def strings_vary(self) -> bool:
        """Whether a method of a string may be something else than the string library's function of that name."""
        return self.openness is not None and self.openness.touches_strings

    def is_environment(self, expr: ast.Expr) -> bool:
        """Whether an expression is a script's own ``_ENV``, whose fields are the globals."""
        environment = self.scopes.environment
        return (
            environment is not None and isinstance(expr, ast.Name) and self.scopes.variable_of.get(expr) is environment
        )

    @property
    def script(self) -> bool:
        """Whether the chunk is a script's, whose globals are fields of its ``_ENV``."""
        return self.scopes.environment is not None

    @cached_property
    def assigned_globals(self) -> frozenset[str]:
        """Names that are no local and that the chunk assigns."""
        found: set[str] = set()
        for node in walk(self.scopes.main.node):
            targets: list[ast.Name | ast.Index] = []
            if isinstance(node, ast.Assign):
                targets = node.targets
            elif isinstance(node, ast.FunctionStat):
                targets = [node.target]
            found |= {
                target.name
                for target in targets
                if isinstance(target, ast.Name) and self.scopes.variable_of.get(target) is None
            }
        return frozenset(found)

    def of_variable(self, variable: Variable) -> Static | None:
        """Return what a local stands for: the meaning of its initial value if nothing assigns it again."""
        if variable not in self._variables:
            self._variables[variable] = None
            if (
                variable.kind == "local"
                and not variable.assigned
                and variable.attrib != "close"
                and variable.value is not None
            ):
                self._variables[variable] = self._initial(variable.value)
        return self._variables[variable]

    def _initial(self, value: ast.Expr) -> Static | None:
        match value:
            case ast.Number() | ast.String() | ast.Boolean():
                return LiteralRef(value.value)
            case ast.Unary(op="-", operand=ast.Number(value=number)) if number:
                return LiteralRef(-number)
        return self.of(value)

    def of_global(self, name: str) -> Static | None:
        """Return what a global name stands for."""
        if name in self.types and self.scopes.environment is None:
            return TypeRef(name)
        if name in self.imports:
            return self.required(name)
        if name in self.modules:
            return ModuleRef(name)
        shim = self.shims.base.get(name)
        return ShimRef(name, shim) if shim is not None else None

    def required(self, name: str) -> Static | None:
        """Return what ``require(name)`` gives."""
        target = self.imports.get(name)
        if target is not None:
            if ":" in target:
                return ImportRef(target)
            name = target
        return ModuleRef(name) if name in self.modules or (target and name in self.shims.modules) else None

    def member(self, base: ModuleRef, name: str) -> Static | None:
        """Return what a field of a module stands for."""
        full = f"{base.name}.{name}"
        shim = self.shims.functions.get(full)
        if shim is not None:
            return ShimRef(full, shim)
        if full in self.shims.tables:
            return ModuleRef(full)
        return ConstantRef(full) if full in self.shims.constants else None
