"""Text for people: carets stand under what they mean, and nothing reaches the terminal that could harm it."""

from __future__ import annotations

import io

import pytest
from luaflow.diagnostics import Diagnostic, Label, Severity
from luaflow.diagnostics.display import cells, printable
from luaflow.diagnostics.render import render, wants_colour
from luaflow.source import Source


def finding(text: str, part: str, line_offset: int = 0, **more: object) -> Diagnostic:
    source = Source("x.lua", "flows/x.lua", text, line_offset)
    start = text.index(part)
    fields = {"code": "LF101", "severity": Severity.ERROR, "message": "a message", **more}
    return Diagnostic(source=source, span=(start, start + len(part)), **fields)  # type: ignore[arg-type]


def underlined(text: str, part: str) -> str:
    """Return the characters above the carets, by columns."""
    lines = render(finding(text, part)).split("\n")
    number = next(index for index, line in enumerate(lines) if "^" in line)
    columns = [char for char, width in cells(lines[number - 1]) for _ in range(width)]
    above = columns[lines[number].index("^") : lines[number].rindex("^") + 1]
    return "".join(char for index, char in enumerate(above) if char.isascii() or index % 2 == 0)


def test_the_form() -> None:
    text = "\nlocal function deadline(hours)\n  local start = os.time()\n  return start + hours * 3600\nend\n"
    diagnostic = finding(text, "os.time()", label="not recorded in history", help="use `time.now()`")
    assert render(diagnostic) == (
        "error[LF101]: a message\n"
        "  --> flows/x.lua:3:17\n"
        "   |\n"
        " 2 | local function deadline(hours)\n"
        " 3 |   local start = os.time()\n"
        "   |                 ^^^^^^^^^ not recorded in history\n"
        " 4 |   return start + hours * 3600\n"
        "   |\n"
        "help: use `time.now()`\n"
    )


def test_what_the_label_says_is_not_said_twice() -> None:
    shown = render(finding("\nx = = 2", "= 2", label="expected an expression", help="expected an expression"))
    assert shown.count("expected an expression") == 1


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("\n\tx = os.time()", "os.time()"),
        ("\nx\t=\tos.time()", "os.time()"),
        ('\nx = "中文" .. os.time()', "os.time()"),
        ('\nx = "中文中"', "文"),
        ("\nx = 'e\u0301' .. y()", "y()"),
        ("\nx = '\x1b[31m' .. y()", "y()"),
        ("\nx = '\udce4' .. y()", "y()"),
        ("\n" + "a = b " * 60 + "os.time() " + "c = d " * 60, "os.time()"),
        ("\n" + "中" * 150 + "os.time()", "os.time()"),
    ],
)
def test_carets_stand_under_their_text(text: str, part: str) -> None:
    assert underlined(text, part) == part


def test_long_lines_are_cut_on_both_sides() -> None:
    text = render(finding("\n" + "a = b " * 60 + "os.time() " + "c = d " * 60, "os.time()"))
    assert all(len(line) < 140 for line in text.split("\n"))
    assert " | ..." in text and text.count("...") == 2


def test_a_span_over_several_lines_is_marked_on_its_first() -> None:
    text = render(finding("\nx = f(\n  1)\n", "f(\n  1)"))
    assert " 2 | x = f(\n   |     ^^\n" in text


@pytest.mark.parametrize("text", ["", "\n", "x", "x\n\n"])
def test_the_end_of_the_text_can_be_pointed_at(text: str) -> None:
    source = Source("x.lua", "x.lua", text)
    size = len(text)
    diagnostic = Diagnostic(code="LF001", severity=Severity.ERROR, message="m", source=source, span=(size, size))
    assert "^" in render(diagnostic)


def test_inline_sources_show_the_lines_of_their_file() -> None:
    text = render(finding("a()\nb()\nc()", "b()", line_offset=99))
    assert "flows/x.lua:101:1" in text and "100 | a()" in text and "102 | c()" in text


def test_nothing_harmful_reaches_the_terminal() -> None:
    text = "x = '\x1b]0;title\x07\u202e\x00\udcff'"
    diagnostic = finding(
        text,
        "x",
        message="\x1b[2J",
        label="\x07",
        help="a\x1b\nb",
        related=(Label(source=Source("y", "y\x1b", text), span=(0, 1), message="\x9b"),),
    )
    shown = render(diagnostic)
    assert all(char == "\n" or char.isprintable() for char in shown)
    assert shown.encode("utf-8")
    assert printable("\udcff\x1b中é ") == "\\xff\\x1b中é "


def test_findings_without_a_place() -> None:
    diagnostic = Diagnostic(
        code="LF400", severity=Severity.WARNING, message="no such folder", help="make it", entry="app:x"
    )
    assert render(diagnostic) == "warning[LF400]: no such folder\n  --> app:x\nhelp: make it\n"


def test_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert wants_colour(Terminal()) and not wants_colour(io.StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour(Terminal())
    assert "\x1b[1;31merror[LF101]\x1b[0m" in render(finding("\nx()", "x()"), colour=True)
    assert "\x1b" not in render(finding("\nx()", "x()"))
