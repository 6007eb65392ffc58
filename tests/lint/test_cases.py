"""Lua files that say what is to be found in them.

``--! LF101`` stands on the line of each expected finding; nothing else may be found. The first line may set the entry:
``-- entry: kind=library.lua modules=time,funcs imports=money:app:money reached=no``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from luaflow.diagnostics import Diagnostic

CASES = sorted(Path(__file__).parent.glob("cases/*.lua"))


def expected(text: str) -> list[tuple[int, str]]:
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        mark = re.search(r"--! (.*)", line)
        if mark:
            found += [(number, code) for code in re.findall(r"LF\d{3}", mark[1])]
    return sorted(found)


def entry(text: str) -> dict[str, Any]:
    first = re.match(r"-- entry: (.*)", text)
    fields = dict(part.split("=", 1) for part in first[1].split()) if first else {}
    return {
        "kind": fields.get("kind", "workflow.lua"),
        "modules": tuple(fields["modules"].split(",")) if "modules" in fields else (),
        "imports": dict(part.split(":", 1) for part in fields["imports"].split(",")) if "imports" in fields else {},
        "workflow": None if fields.get("reached") == "no" else (),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, check_text: Callable[..., list[Diagnostic]]) -> None:
    text = path.read_text(encoding="utf-8")
    found = check_text(text, **entry(text))
    lines = sorted(
        (diagnostic.source.line_of(diagnostic.span[0]), diagnostic.code) for diagnostic in found if diagnostic.source
    )
    assert lines == expected(text)


def test_there_are_cases_for_each_rule_that_checks() -> None:
    from luaflow.lint.rules import RULES

    seen = {code for path in CASES for _, code in expected(path.read_text(encoding="utf-8"))}
    assert {rule.code for rule in RULES if rule.check is not None} <= seen
