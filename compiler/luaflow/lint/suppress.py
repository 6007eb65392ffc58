"""Suppression comments: ``-- luaflow: allow LF101 reason`` on the line of a finding or on the line before it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from luaflow.diagnostics import Diagnostic
from luaflow.source import Source
from luaflow.syntax.ast import Comment

_ALLOW = re.compile(r"\s*luaflow:\s*allow\s+((?:LF[0-9]{3}[\s,]*)+)")
_CODE = re.compile(r"LF[0-9]{3}")


def allowed_codes(source: Source, comments: Iterable[Comment]) -> dict[int, frozenset[str]]:
    """Return the codes that are allowed on each line (without ``line_offset``).

    A comment behind code speaks for its own line, one on a line of its own for the next line.
    """
    allowed: dict[int, frozenset[str]] = {}
    for comment in comments:
        found = _ALLOW.match(comment.text)
        if found is not None:
            last = source.line_of(comment.span[1] - 1)
            line = last + 1 if comment.own_line else source.line_of(comment.span[0])
            allowed[line] = allowed.get(line, frozenset()) | frozenset(_CODE.findall(found[1]))
    return allowed


def can_be_allowed(diagnostic: Diagnostic, *, compiling: bool) -> bool:
    """Whether a comment may silence a finding: never one whose code the runtime would refuse while compiling."""
    family = diagnostic.code[2]
    return family == "5" or family == "3" or (family == "1" and not compiling)


def without_allowed(
    diagnostics: Iterable[Diagnostic], source: Source, comments: Iterable[Comment], *, compiling: bool
) -> list[Diagnostic]:
    """Return the findings in ``source`` that no comment silences."""
    allowed = allowed_codes(source, comments)

    def stays(diagnostic: Diagnostic) -> bool:
        if not can_be_allowed(diagnostic, compiling=compiling):
            return True
        return diagnostic.code not in allowed.get(source.line_of(diagnostic.span[0]), ())

    return [diagnostic for diagnostic in diagnostics if stays(diagnostic)]
