"""Scopes: every name becomes a local, an upvalue or a global."""

from luaflow.resolve.scopes import FunctionScope, Scopes, Variable, resolve, resolve_script

__all__ = ["FunctionScope", "Scopes", "Variable", "resolve", "resolve_script"]
