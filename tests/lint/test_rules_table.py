"""The table of rules: codes, pages, and examples that do what they say."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import luaflow
import pytest
from luaflow.diagnostics import Diagnostic, UserError
from luaflow.lint.explain import explain, find_rule, nearest_rule, rules_table
from luaflow.lint.rule import HEADINGS, Rule
from luaflow.lint.rules import RULES

CODES = [rule.code for rule in RULES]
ABOUT_LUA = [rule for rule in RULES if rule.code < "LF400"]
DECLARED = ("time", "uuid", "funcs", "logger")


def test_codes_and_names_are_unique_and_in_order() -> None:
    assert sorted(set(CODES)) == CODES
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_code_that_is_emitted_is_in_the_table() -> None:
    root = Path(luaflow.__file__).parent
    emitted = {
        code
        for path in root.rglob("*.py")
        if "lint" not in path.relative_to(root).parts
        for code in re.findall(r"\bLF\d{3}\b", path.read_text(encoding="utf-8"))
    }
    assert emitted
    assert emitted <= set(CODES)


def test_every_rule_of_the_folder_is_listed() -> None:
    folder = Path(luaflow.__file__).parent / "lint" / "rules"
    written = {
        code
        for path in folder.glob("*.py")
        for code in re.findall(r'(?:rule|page)\(\s*"(LF\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert written <= set(CODES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_pages_have_all_headings(rule: Rule) -> None:
    lines = rule.page.split("\n")
    headings = [line for line, below in pairwise(lines) if below and set(below) == {"-"}]
    assert tuple(headings) == HEADINGS
    assert lines[0].endswith(".") and lines[1] == ""
    assert all(rule.section(heading) for heading in HEADINGS)
    assert explain(rule).startswith(f"{rule.code} {rule.name}\n")


def codes_in(text: str, check_text: Callable[..., list[Diagnostic]]) -> set[str]:
    try:
        return {diagnostic.code for diagnostic in check_text(text, modules=DECLARED)}
    except UserError as error:
        return {diagnostic.code for diagnostic in error.diagnostics}


def code_of(section: str) -> str:
    return "\n".join(line[4:] for line in section.split("\n") if line.startswith("    "))


@pytest.mark.parametrize("rule", ABOUT_LUA, ids=lambda rule: rule.code)
def test_examples_trigger_and_their_replacements_do_not(
    rule: Rule, check_text: Callable[..., list[Diagnostic]]
) -> None:
    assert rule.code in codes_in(code_of(rule.section("Example")), check_text)
    if rule.code != "LF011":  # its way out is YAML
        assert rule.code not in codes_in(code_of(rule.section("Use instead")), check_text)


def test_rules_are_found_by_code_and_name() -> None:
    rule = find_rule("lf101")
    assert rule is not None and rule is find_rule("wall-clock-call")
    assert find_rule("LF999") is None
    assert nearest_rule("wall-clock") == "wall-clock-call"
    table = rules_table().splitlines()
    assert [line.split()[0] for line in table] == CODES
