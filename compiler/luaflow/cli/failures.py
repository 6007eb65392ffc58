"""A command that did not work for a reason the user can act on."""

from __future__ import annotations

FINE, FAILED, MISUSED = 0, 1, 2
"""Exit codes of all commands."""


class CommandFailed(Exception):
    """Ends the command with ``error: <message>``; no traceback.

    Attributes:
        message: What happened and what to do, usually one line.
        exit_code: 1, or 2 for wrong usage.
    """

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.exit_code = exit_code
