"""Calls of types by name: ``string(v)``, ``Config:is(v)``.

Needs resolved scopes. A call names a type if its name is no local and no global that the chunk assigns, and stands for a type
declared at the top level of the chunk or for a built-in one. The methods are those of types only, so ``string.format`` and
``table.concat`` stay the libraries'.

In a script any name may be given a value at run time, by this chunk or another. So a declared type is an ordinary global
there, and a built-in type is meant where the global of its name is nothing that can be called (or has no such method).

Source: reference/lua.md 10.7.
"""

from __future__ import annotations

from dataclasses import dataclass

from luaflow_runtime.shim import Shim
from luaflow_runtime.typevalues.model import METHODS

from luaflow.analyse.statics import ShimRef, Statics
from luaflow.syntax import ast

BUILT_IN = {
    name.lower(): name
    for name in "NIL BOOLEAN INTEGER NUMBER STRING ANY UNKNOWN NEVER TABLE FUNCTION THREAD USERDATA".split()
}
"""Names of built-in types to their names in ``luaflow_runtime.lib.types``."""

_CHECK = ShimRef("types.check", Shim("types.check", 1, ("any",), "sync", None))
_IS = ShimRef("types.is", Shim("types.is", 2, ("any", "error?"), "sync", None))
_REFLECT = ShimRef("types.reflect", Shim("types.reflect", 1, ("any",), "sync", None))


@dataclass(frozen=True, slots=True)
class TypeCall:
    """A call of a type.

    Attributes:
        node: The name as it stands in the call.
        name: The type's name.
        built_in: It is not declared in the chunk.
        method: ``is``, ``kind`` ... or ``None`` for ``N(v)``.
        arguments: Names of built-in types among the arguments of a generic type.
    """

    node: ast.Expr
    name: str
    built_in: bool
    method: str | None
    arguments: tuple[ast.Name, ...] = ()


def type_call(statics: Statics, expr: ast.Expr) -> TypeCall | None:
    """Return what type a call calls, ``None`` for other calls."""
    match expr:
        case ast.MethodCall(obj=obj, name=method) if method in METHODS:
            return _named(statics, obj, method)
        case ast.Call(func=ast.Index(obj=obj, key=ast.String(value=method), dot=True)) if (
            method in METHODS and not statics.is_environment(obj)
        ):
            return _named(statics, obj, method)
        case ast.Call(func=func):
            found = _named(statics, func, None)
            if found is not None and not found.built_in:
                return _with_arguments(statics, found, expr.args)
            return found
    return None


def type_shim(statics: Statics, expr: ast.Expr) -> ShimRef | None:
    """Return what is known of the results of a call of a type."""
    found = type_call(statics, expr)
    if found is None or statics.script or found.method in ("ret", "fields"):
        return None
    return _CHECK if found.method is None else _IS if found.method == "is" else _REFLECT


def _named(statics: Statics, node: ast.Expr, method: str | None) -> TypeCall | None:
    name = global_name(statics, node)
    if name is None:
        return None
    in_script = statics.script
    if name in statics.types:
        return None if in_script else TypeCall(node, name, False, method)
    if name not in BUILT_IN or (not in_script and (name in statics.imports or name in statics.assigned_globals)):
        return None
    return TypeCall(node, name, True, method)


def _with_arguments(statics: Statics, call: TypeCall, args: list[ast.Expr]) -> TypeCall:
    declared = statics.types[call.name]
    if not isinstance(declared, ast.TypeDef) or not declared.params:
        return call
    names = (arg for arg in args if isinstance(arg, ast.Name) and arg.name in BUILT_IN)
    free = tuple(name for name in names if statics.scopes.variable_of.get(name) is None)
    return TypeCall(call.node, call.name, call.built_in, call.method, free)


def global_name(statics: Statics, expr: ast.Expr) -> str | None:
    """Return the name of the global that an expression names, ``None`` if it names none."""
    match expr:
        case ast.Name(name=name) if statics.scopes.variable_of.get(expr) is None:
            return name
        case ast.Index(obj=obj, key=ast.String(value=name)) if statics.is_environment(obj):
            return name
    return None
