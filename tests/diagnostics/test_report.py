"""Reports for machines, and the order of findings."""

from __future__ import annotations

import io
import json
from typing import Any

from luaflow.diagnostics import Diagnostic, Fix, Label, Severity
from luaflow.diagnostics.report import FORMATS, Format, in_order, summary_line, write_report
from luaflow.source import Source

TEXT = "\nlocal a = os.time()\n中 = math.random(\n1)\n"
SOURCE = Source("x.lua", "flows/a, b:%.lua", TEXT)


def finding(part: str, **more: Any) -> Diagnostic:
    start = TEXT.index(part)
    fields = {"code": "LF101", "severity": Severity.ERROR, "message": f"found {part}", "source": SOURCE, **more}
    return Diagnostic(span=(start, start + len(part)), **fields)


FOUND = [
    finding("math.random(\n1)", code="LF102", severity=Severity.WARNING),
    finding(
        "os.time()",
        entry="app:x",
        help="use\ntime",
        related=(Label(source=SOURCE, span=(1, 6), message="here"),),
        fix=Fix(message="replace", edits=(((11, 18), "time.now"),)),
    ),
    finding("os.time()", entry="app:x", help="use\ntime"),
    Diagnostic(code="LF400", severity=Severity.ERROR, message="no folder"),
]


def written(format: Format) -> str:
    stream = io.StringIO()
    write_report(FOUND, stream, format)
    return stream.getvalue()


def test_findings_are_sorted_and_said_once() -> None:
    assert [diagnostic.code for diagnostic in in_order(FOUND)] == ["LF400", "LF101", "LF102"]
    assert summary_line(in_order(FOUND)) == "2 errors, 1 warning"
    assert summary_line([]) == "no findings"


def test_json() -> None:
    report = json.loads(written("json"))
    assert report["summary"] == {"errors": 2, "warnings": 1, "infos": 0}
    first, second, third = report["diagnostics"]
    assert first["file"] is None and first["line"] is None and first["code"] == "LF400"
    assert second == {
        "code": "LF101",
        "severity": "error",
        "message": "found os.time()",
        "file": "flows/a, b:%.lua",
        "line": 2,
        "column": 11,
        "end_line": 2,
        "end_column": 20,
        "entry": "app:x",
        "help": "use\ntime",
        "related": second["related"],
        "fix": second["fix"],
    }
    assert (third["line"], third["column"], third["end_line"], third["end_column"]) == (3, 5, 4, 3)


def test_related_places_and_fixes_are_in_the_json() -> None:
    stream = io.StringIO()
    write_report(FOUND[1:2], stream, "json")
    (only,) = json.loads(stream.getvalue())["diagnostics"]
    assert only["related"] == [{"file": "flows/a, b:%.lua", "line": 2, "column": 1, "message": "here"}]
    assert only["fix"] == {
        "message": "replace",
        "edits": [{"line": 2, "column": 11, "end_line": 2, "end_column": 18, "text": "time.now"}],
    }


def test_github_annotations_are_escaped() -> None:
    lines = written("github").splitlines()
    assert lines[0] == "::error title=luaflow LF400::no folder"
    assert lines[1] == (
        "::error file=flows/a%2C b%3A%25.lua,line=2,col=11,endLine=2,endColumn=20,title=luaflow LF101::found os.time()%0Ause%0Atime"
    )
    assert lines[2].startswith("::warning ")
    assert len(lines) == 3


def test_plain_lines() -> None:
    lines = written("plain").splitlines()
    assert lines[1] == "flows/a, b:%.lua:2:11: error[LF101]: found os.time()"


def test_text_ends_with_the_counts() -> None:
    assert written("text").endswith("\n\n2 errors, 1 warning\n")
    for format in FORMATS:
        stream = io.StringIO()
        write_report([], stream, format)
        assert stream.getvalue() == "" or format == "json"
