"""Findings as text for people: message, place, the lines around it with carets, notes and the way out."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from luaflow.diagnostics.display import cells, printable
from luaflow.diagnostics.model import Diagnostic, Severity
from luaflow.source import Source

# Columns of source text that are shown; longer lines are cut around the caret.
_WIDTH = 120
_MARGIN = 30
_AROUND = 600
"""Characters of a line, before and behind the caret, that are looked at: some lines are a whole program."""
_CUT = "..."


@dataclass(frozen=True, slots=True)
class _Style:
    """Terminal codes; all empty without colour."""

    error: str = ""
    warning: str = ""
    info: str = ""
    gutter: str = ""
    bold: str = ""
    off: str = ""

    def of(self, severity: Severity) -> str:
        return {Severity.ERROR: self.error, Severity.WARNING: self.warning}.get(severity, self.info)


_PLAIN = _Style()
_COLOURED = _Style("\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m", "\x1b[1;34m", "\x1b[1m", "\x1b[0m")


def wants_colour(stream: TextIO) -> bool:
    """Whether to colour what goes to a stream: a terminal, and the user has not set ``NO_COLOR``."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def render(diagnostic: Diagnostic, *, colour: bool = False) -> str:
    """Return a finding as text, ending with a line feed."""
    style = _COLOURED if colour else _PLAIN
    tint = style.of(diagnostic.severity)
    head = f"{tint}{diagnostic.severity}[{diagnostic.code}]{style.off}{style.bold}: {printable(diagnostic.message)}{style.off}"
    lines = [head]
    gutter = _gutter_width(diagnostic)
    source = diagnostic.source
    if source is not None:
        lines += _snippet(source, diagnostic.span, diagnostic.label, gutter, style, tint, context=1)
    elif diagnostic.entry:
        lines.append(f"{' ' * gutter}{style.gutter}-->{style.off} {printable(diagnostic.entry)}")
    for label in diagnostic.related:
        lines.append(f"{style.bold}note{style.off}: {printable(label.message or 'see also')}")
        lines += _snippet(label.source, label.span, "", gutter, style, style.info, context=0)
    if diagnostic.help and diagnostic.help != diagnostic.label:
        first, *rest = diagnostic.help.split("\n")
        lines.append(f"{style.bold}help{style.off}: {printable(first)}")
        lines += [f"      {printable(line)}" for line in rest]
    return "\n".join(lines) + "\n"


def render_all(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """Return several findings, with an empty line behind each."""
    return "".join(render(diagnostic, colour=colour) + "\n" for diagnostic in diagnostics)


def _shown_line(source: Source, offset: int) -> int:
    """Return the line, as printed, of an offset."""
    return source.line_of(offset) + source.line_offset


def _gutter_width(diagnostic: Diagnostic) -> int:
    """Return the width of the largest line number that the finding prints."""
    largest = 1
    if diagnostic.source is not None:
        largest = _shown_line(diagnostic.source, diagnostic.span[0]) + 1
    for label in diagnostic.related:
        largest = max(largest, _shown_line(label.source, label.span[0]))
    return max(2, len(str(largest)))


def _snippet(
    source: Source, span: tuple[int, int], label: str, gutter: int, style: _Style, tint: str, *, context: int
) -> list[str]:
    """Return the place line and the source lines with carets; ``context`` lines before and behind."""
    start, end = span
    line, column = source.position(start)
    bar = f"{style.gutter}{' ' * gutter} |{style.off}"
    place = f"{printable(source.path)}:{line + source.line_offset}:{column}"
    lines = [f"{style.gutter}{' ' * gutter}-->{style.off} {place}", bar]
    last = source.line_of(len(source.text))
    begin = max(0, column - 1 - _AROUND)
    text = _part(source, line, begin)
    caret_at = column - 1 - begin
    first_shown, width = _window(text, caret_at)
    for number in range(max(1, line - context), min(last, line + context) + 1):
        shown = f"{style.gutter}{number + source.line_offset:>{gutter}} |{style.off}"
        content = _cut(_part(source, number, begin), first_shown, width)
        lines.append(f"{shown} {content}" if content else shown)
        if number == line:
            stop = min(caret_at + max(end - start, 1), max(len(text), caret_at + 1))
            caret = _carets(text, caret_at, stop, first_shown, width)
            remark = f" {printable(label)}" if label else ""
            lines.append(f"{bar} {caret[0]}{tint}{caret[1]}{remark}{style.off}")
    if context:
        lines.append(bar)
    return lines


def _part(source: Source, line: int, begin: int) -> str:
    """Return what a snippet may show of a line, from the character ``begin`` on."""
    return source.line_text(line)[begin : begin + 2 * _AROUND]


def _window(text: str, caret: int) -> tuple[int, int]:
    """Return from which column, and how many columns, the lines of a snippet are shown."""
    shown = cells(text)
    total = sum(width for _, width in shown)
    before = sum(width for _, width in shown[:caret])
    if total <= _WIDTH or before < _WIDTH - _MARGIN:
        return 0, _WIDTH
    return before - _MARGIN, _WIDTH


def _cut(text: str, first: int, width: int) -> str:
    """Return the columns ``first`` to ``first + width`` of a line, with dots where something was left out."""
    column = 0
    parts: list[str] = []
    cut_behind = False
    for shown, size in cells(text):
        if column >= first + width:
            cut_behind = True
            break
        if column >= first:
            parts.append(shown)
        column += size
    if not parts:
        return ""
    return (_CUT if first else "") + "".join(parts).rstrip() + (_CUT if cut_behind else "")


def _carets(text: str, start: int, stop: int, first: int, width: int) -> tuple[str, str]:
    """Return the space before the carets, and the carets; ``start`` and ``stop`` are characters of the line."""
    shown = cells(text)
    before = sum(size for _, size in shown[:start]) - first
    wide = sum(size for _, size in shown[start:stop])
    wide = max(1, min(wide, width - before))
    return " " * (before + (len(_CUT) if first else 0)), "^" * wide
