"""A run's findings in the form that was asked for: text, plain lines, JSON, or annotations for GitHub."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Literal, TextIO

from luaflow.diagnostics.display import printable
from luaflow.diagnostics.model import Diagnostic, Fix, Severity
from luaflow.diagnostics.render import render_all, wants_colour
from luaflow.source import Source

Format = Literal["text", "plain", "json", "github"]
FORMATS: tuple[Format, ...] = ("text", "plain", "json", "github")

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return findings by file, line, column and code, each only once; those without a place come first."""
    unique: dict[tuple[str, int, int, int, str, str, str], Diagnostic] = {}
    for diagnostic in diagnostics:
        unique.setdefault(_identity(diagnostic), diagnostic)
    return [unique[key] for key in sorted(unique)]


def _identity(diagnostic: Diagnostic) -> tuple[str, int, int, int, str, str, str]:
    source = diagnostic.source
    if source is None:
        return "", 0, 0, _ORDER[diagnostic.severity], diagnostic.code, diagnostic.message, diagnostic.entry
    start, _ = diagnostic.span
    line, column = place(source, start)
    return source.path, line, column, _ORDER[diagnostic.severity], diagnostic.code, diagnostic.message, diagnostic.entry


def place(source: Source, offset: int) -> tuple[int, int]:
    """Return line and column of an offset as users see them: from 1, in the file that holds the source."""
    line, column = source.position(offset)
    return line + source.line_offset, column


def summary(diagnostics: Iterable[Diagnostic]) -> dict[str, int]:
    """Return the number of findings of each severity: ``{"errors": 1, "warnings": 0, "infos": 0}``."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return {"errors": counts[Severity.ERROR], "warnings": counts[Severity.WARNING], "infos": counts[Severity.INFO]}


def summary_line(diagnostics: Iterable[Diagnostic]) -> str:
    """Return ``2 errors, 1 warning``, or ``no findings``."""
    words = []
    for plural, count in summary(diagnostics).items():
        if count:
            words.append(f"{count} {plural if count > 1 else plural[:-1]}")
    return ", ".join(words) or "no findings"


def as_json(diagnostics: Sequence[Diagnostic]) -> dict[str, Any]:
    """Return the findings as plain values, in the form that the command line promises."""
    return {"diagnostics": [_json_of(diagnostic) for diagnostic in diagnostics], "summary": summary(diagnostics)}


def _json_of(diagnostic: Diagnostic) -> dict[str, Any]:
    source = diagnostic.source
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "file": source.path if source is not None else None,
        **_range(source, diagnostic.span),
        "entry": diagnostic.entry or None,
        "help": diagnostic.help or None,
        "related": [
            {"file": label.source.path, **_point(label.source, label.span[0]), "message": label.message}
            for label in diagnostic.related
        ],
        "fix": _json_of_fix(source, diagnostic.fix),
    }


def _json_of_fix(source: Source | None, fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "message": fix.message,
        "edits": [{**_range(source, span), "text": text} for span, text in fix.edits],
    }


def _point(source: Source, offset: int) -> dict[str, int]:
    line, column = place(source, offset)
    return {"line": line, "column": column}


def _range(source: Source | None, span: tuple[int, int]) -> dict[str, int | None]:
    if source is None:
        return {"line": None, "column": None, "end_line": None, "end_column": None}
    line, column = place(source, span[0])
    end_line, end_column = place(source, span[1])
    return {"line": line, "column": column, "end_line": end_line, "end_column": end_column}


def _text(diagnostics: Sequence[Diagnostic], stream: TextIO) -> str:
    if not diagnostics:
        return ""
    return render_all(diagnostics, colour=wants_colour(stream)) + summary_line(diagnostics) + "\n"


def _plain(diagnostics: Sequence[Diagnostic], stream: TextIO) -> str:
    del stream
    lines = []
    for diagnostic in diagnostics:
        where = ""
        if diagnostic.source is not None:
            line, column = place(diagnostic.source, diagnostic.span[0])
            where = f"{diagnostic.source.path}:{line}:{column}: "
        text = f"{where}{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
        lines.append(printable(text) + "\n")
    return "".join(lines)


def _as_json_text(diagnostics: Sequence[Diagnostic], stream: TextIO) -> str:
    del stream
    return json.dumps(as_json(diagnostics), indent=2) + "\n"


_GITHUB_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def _github(diagnostics: Sequence[Diagnostic], stream: TextIO) -> str:
    del stream
    lines = []
    for diagnostic in diagnostics:
        fields = {"title": f"luaflow {diagnostic.code}"}
        if diagnostic.source is not None:
            found = _range(diagnostic.source, diagnostic.span)
            fields = {
                "file": diagnostic.source.path,
                "line": str(found["line"]),
                "col": str(found["column"]),
                "endLine": str(found["end_line"]),
                "endColumn": str(found["end_column"]),
                **fields,
            }
        shown = ",".join(f"{name}={_github_escape(value, property=True)}" for name, value in fields.items())
        message = diagnostic.message + (f"\n{diagnostic.help}" if diagnostic.help else "")
        lines.append(f"::{_GITHUB_LEVEL[diagnostic.severity]} {shown}::{_github_escape(message)}\n")
    return "".join(lines)


def _github_escape(text: str, *, property: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    if property:
        text = text.replace(":", "%3A").replace(",", "%2C")
    return printable(text)


_WRITERS: dict[Format, Callable[[Sequence[Diagnostic], TextIO], str]] = {
    "text": _text,
    "plain": _plain,
    "json": _as_json_text,
    "github": _github,
}


def write_report(diagnostics: Iterable[Diagnostic], stream: TextIO, format: Format = "text") -> None:
    """Write findings, sorted, to a stream. ``text`` ends with a line of counts and is empty without findings."""
    stream.write(_WRITERS[format](in_order(diagnostics), stream))
