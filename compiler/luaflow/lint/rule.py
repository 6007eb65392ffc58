"""What a rule is: a code that is never reused, a name, a page, and mostly a check.

A rule that checks is a function with the ``rule`` decorator, which builds a ``Rule`` from the metadata and the docstring
and registers nothing: ``rules/__init__.py`` lists all by hand. A code that another part of luaflow emits (the parser, the
registry reader) has a module with a docstring and ``RULE = page(...)`` instead, so that ``luaflow explain`` knows it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.lint.context import RuleContext

Check = Callable[[RuleContext], Iterator[Diagnostic]]

HEADINGS = ("What it does", "Why it matters", "Example", "Use instead", "Exceptions")
"""The sections of every rule's page, in this order."""

_CODE = re.compile(r"LF[0-5][0-9]{2}")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule.

    Attributes:
        code: ``LF101``.
        name: Completes "allow ...": ``wall-clock-call``.
        since: The version that brought it.
        severity: Of its findings, unless configured otherwise.
        page: What ``luaflow explain`` prints: a summary line, then the sections of ``HEADINGS``.
        check: Finds violations in one chunk; ``None`` for codes that other passes emit.
        temporal: The Temporal rule it belongs to: ``TMPRL1100``, or empty.
    """

    code: str
    name: str
    since: str
    severity: Severity
    page: str
    check: Check | None = None
    temporal: str = ""

    @property
    def summary(self) -> str:
        """The first line of the page, without its full stop."""
        return self.page.split("\n", 1)[0].rstrip(".")

    def section(self, heading: str) -> str:
        """Return the text under a heading of the page, without surrounding empty lines."""
        lines = self.page.split("\n")
        start = lines.index(heading) + 2
        stop = start
        while stop < len(lines) and not (stop + 1 < len(lines) and lines[stop] in HEADINGS):
            stop += 1
        return "\n".join(lines[start:stop]).strip("\n")


def rule(code: str, name: str, *, since: str, severity: Severity, temporal: str = "") -> Callable[[Check], Rule]:
    """Make a ``Rule`` of the decorated check; its docstring is the page."""

    def build(check: Check) -> Rule:
        return _build(code, name, since, severity, check.__doc__, check, temporal)

    return build


def page(code: str, name: str, text: str | None, *, since: str, severity: Severity) -> Rule:
    """Make the ``Rule`` of a code that another pass emits; ``text`` is the module's docstring."""
    return _build(code, name, since, severity, text, None, "")


def _build(
    code: str, name: str, since: str, severity: Severity, text: str | None, check: Check | None, temporal: str
) -> Rule:
    if not _CODE.fullmatch(code) or not _NAME.fullmatch(name):
        raise ValueError(f"{code} {name} is no rule code and name")
    return Rule(
        code=code,
        name=name,
        since=since,
        severity=severity,
        page=inspect.cleandoc(text or ""),
        check=check,
        temporal=temporal,
    )
