"""Collects findings about registry files."""

from __future__ import annotations

from collections.abc import Iterable

from luaflow.diagnostics import Diagnostic, Label, Severity
from luaflow.registry.document import Item
from luaflow.registry.model import Place
from luaflow.source import Source


class Findings:
    """All findings of one load, so that every problem is reported and not only the first."""

    def __init__(self) -> None:
        self.all: list[Diagnostic] = []

    def add(
        self,
        code: str,
        message: str,
        where: Item | Place | tuple[Source, tuple[int, int]] | None,
        *,
        label: str = "",
        help: str = "",
        entry: str = "",
        severity: Severity = Severity.ERROR,
        related: tuple[Label, ...] = (),
    ) -> None:
        """Record a finding at an item (its key where it has one), a place, or nowhere."""
        source: Source | None = None
        span = (0, 0)
        if isinstance(where, Item):
            source, span = where.source, where.place
        elif isinstance(where, Place):
            source, span = where.source, where.span
        elif where is not None:
            source, span = where
        self.all.append(
            Diagnostic(
                code=code,
                severity=severity,
                message=message,
                source=source,
                span=span,
                label=label,
                help=help,
                related=related,
                entry=entry,
            )
        )

    def in_order(self) -> tuple[Diagnostic, ...]:
        """Return the findings by file, place and code."""

        def key(finding: Diagnostic) -> tuple[str, int, str, str]:
            return (finding.source.path if finding.source else "", finding.span[0], finding.code, finding.message)

        return tuple(sorted(self.all, key=key))


def place_of(item: Item) -> Place:
    """Return where a message about ``item`` points."""
    return Place(source=item.source, span=item.place)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``did you mean `x`?`` for the known name most like ``name``, else an empty string."""
    import difflib

    found = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"did you mean `{found[0]}`?" if found else ""
