"""docs/lua.md: every difference that it lists is shown by a test, and every program that differs is listed."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DIFFERENCES = ROOT / "tests" / "corpus" / "differences"
ROWS = [
    line
    for line in (ROOT / "docs" / "lua.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| What ")
]


def shown_by(row: str) -> list[str]:
    """Return the names in a row's last cell."""
    return re.findall(r"`([^`]+)`", row.rstrip(" |").rpartition(" | ")[2])


def test_every_line_names_a_test_that_exists() -> None:
    assert len(ROWS) > 25
    for row in ROWS:
        names = shown_by(row)
        assert names, row
        for name in names:
            path, _, function = name.partition("::")
            if "/" not in path:
                assert (DIFFERENCES / f"{name}.lua").exists(), row
                assert (DIFFERENCES / f"{name}.out").exists(), row
                continue
            text = (ROOT / path).read_text(encoding="utf-8")
            assert not function or f"def {function}(" in text, row
            # A case of a rule says which code is to be found.
            assert function or re.search(r"--! LF\d+", text), row


def test_every_program_that_differs_is_listed() -> None:
    listed = {name for row in ROWS for name in shown_by(row)}
    assert {path.stem for path in DIFFERENCES.glob("*.lua")} <= listed
