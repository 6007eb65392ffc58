"""Suppression comments: ``-- luaflow: allow LF101 reason`` on the line of a finding or on the line before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.source import Source
from luaflow.syntax.ast import Comment, Span

_ALLOW = re.compile(r"\s*luaflow:\s*allow\s+((?:LF[0-9]{3}[\s,]*)+)")
_CODE = re.compile(r"LF[0-9]{3}")


@dataclass(frozen=True, slots=True)
class _Allowance:
    """A code that a comment allows on one line (without ``line_offset``)."""

    code: str
    line: int
    span: Span


def _allowances(source: Source, comments: Iterable[Comment]) -> list[_Allowance]:
    """Return what comments allow: one behind code on its own line, one on a line of its own on the next line."""
    found: list[_Allowance] = []
    for comment in comments:
        allows = _ALLOW.match(comment.text)
        if allows is not None:
            last = source.line_of(comment.span[1] - 1)
            line = last + 1 if comment.own_line else source.line_of(comment.span[0])
            found += [_Allowance(code, line, comment.span) for code in dict.fromkeys(_CODE.findall(allows[1]))]
    return found


def _can_be_allowed(code: str, *, compiling: bool) -> bool:
    """Whether a comment may silence a rule: never one whose code the runtime would refuse while compiling."""
    family = code[2]
    return family == "5" or family == "3" or (family == "1" and not compiling)


def without_allowed(
    diagnostics: Iterable[Diagnostic], source: Source, comments: Iterable[Comment], *, compiling: bool, entry: str = ""
) -> list[Diagnostic]:
    """Return the findings in ``source`` that no comment silences, in source order.

    When nothing is compiled, comments that silence nothing are findings too.
    """
    allowances = _allowances(source, comments)
    if not allowances:
        return list(diagnostics)
    used: set[tuple[str, int]] = set()
    rest: list[Diagnostic] = []
    allowed = {(allowance.code, allowance.line) for allowance in allowances}
    for diagnostic in diagnostics:
        place = (diagnostic.code, source.line_of(diagnostic.span[0]))
        if place in allowed and _can_be_allowed(diagnostic.code, compiling=compiling):
            used.add(place)
        else:
            rest.append(diagnostic)
    if not compiling:
        unused = (one for one in allowances if (one.code, one.line) not in used)
        rest += [_unused(allowance, source, entry) for allowance in unused]
        rest.sort(key=lambda diagnostic: (diagnostic.span, diagnostic.code))
    return rest


def _unused(allowance: _Allowance, source: Source, entry: str) -> Diagnostic:
    if _can_be_allowed(allowance.code, compiling=False):
        message = f"this comment allows {allowance.code}, which is not found on the line it speaks for"
    else:
        message = f"this comment allows {allowance.code}, which cannot be allowed"
    return Diagnostic(
        code="LF501",
        severity=Severity.WARNING,
        message=message,
        source=source,
        span=allowance.span,
        help="remove it, or write it on the line of the finding or alone on the line before",
        entry=entry,
    )
