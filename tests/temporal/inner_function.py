"""The module of the function entry ``app:inner``."""

from __future__ import annotations

from .flows import INNER as ENTRY

__all__ = ["ENTRY"]
