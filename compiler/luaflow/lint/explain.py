"""The rules as documents: the page of one, the table of all."""

from __future__ import annotations

import difflib

from luaflow.lint.rule import Rule
from luaflow.lint.rules import RULES


def find_rule(code_or_name: str) -> Rule | None:
    """Return the rule with a code (in any case) or a name."""
    wanted = code_or_name.strip()
    for rule in RULES:
        if rule.code == wanted.upper() or rule.name == wanted.lower():
            return rule
    return None


def nearest_rule(code_or_name: str) -> str:
    """Return the code or name most like what was asked for, or an empty string."""
    names = [name for rule in RULES for name in (rule.code, rule.name)]
    wanted = code_or_name.strip()
    found = difflib.get_close_matches(wanted.upper(), names, n=1) or difflib.get_close_matches(
        wanted.lower(), names, n=1
    )
    return found[0] if found else ""


def explain(rule: Rule) -> str:
    """Return what ``luaflow explain`` prints, ending with a line feed."""
    facts = [f"Default severity: {rule.severity}.", f"Since luaflow {rule.since}."]
    if rule.temporal:
        facts.append(f"Temporal's own rule: {rule.temporal}.")
    title = f"{rule.code} {rule.name}"
    return f"{title}\n{'=' * len(title)}\n\n{rule.page}\n\n{' '.join(facts)}\n"


def rules_table() -> str:
    """Return what ``luaflow rules`` prints: code, name, severity and summary of each rule, in code order."""
    names = max(len(rule.name) for rule in RULES)
    severities = max(len(rule.severity) for rule in RULES)
    lines = [f"{rule.code}  {rule.name:<{names}}  {rule.severity:<{severities}}  {rule.summary}" for rule in RULES]
    return "\n".join(lines) + "\n"
