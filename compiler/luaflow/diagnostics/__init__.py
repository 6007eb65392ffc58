"""Diagnostics: data first, text last."""

from luaflow.diagnostics.model import Diagnostic, Fix, Label, Severity, UserError

__all__ = ["Diagnostic", "Fix", "Label", "Severity", "UserError"]
