"""Diagnostics: data first, text last."""

from luaflow.diagnostics.model import Diagnostic, Label, Severity, UserError

__all__ = ["Diagnostic", "Label", "Severity", "UserError"]
