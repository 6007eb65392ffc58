"""Scopes: every name becomes a local, an upvalue or a global."""

from luaflow.resolve.scopes import FunctionScope, Scopes, Variable, resolve

__all__ = ["FunctionScope", "Scopes", "Variable", "resolve"]
