"""What passes report: findings with a code, a place, a message and a way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from luaflow.source import Source


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A place with a remark: the primary one stands under the caret, related ones are listed behind."""

    source: Source
    span: tuple[int, int]
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A change of the text that removes a finding.

    Attributes:
        message: What it does: "replace `os.time` by `time.now`".
        edits: Half-open character spans of the diagnostic's source and their new text, in order, not overlapping.
    """

    message: str
    edits: tuple[tuple[tuple[int, int], str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding.

    Attributes:
        code: ``LF101``; never reused for another meaning.
        severity: Errors stop the compilation.
        message: One sentence, lower case start, no full stop; names what and why it matters here.
        source: The text the span belongs to; ``None`` for findings without a place (a missing folder).
        span: Half-open character offsets in ``source``.
        label: Short remark printed behind the caret.
        help: The way out, or empty.
        related: Other places that explain this one (call chain, first definition).
        entry: Id of the registry entry, or empty.
        fix: A change that can be made without asking, or ``None``.
    """

    code: str
    severity: Severity
    message: str
    source: Source | None = None
    span: tuple[int, int] = (0, 0)
    label: str = ""
    help: str = ""
    related: tuple[Label, ...] = ()
    entry: str = ""
    fix: Fix | None = None


class UserError(Exception):
    """The user's mistake: carries diagnostics, printed without a traceback."""

    def __init__(self, diagnostics: Sequence[Diagnostic]) -> None:
        super().__init__(diagnostics)
        self.diagnostics = list(diagnostics)
