"""What findings say and where they point."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from luaflow.diagnostics import Diagnostic, Label, UserError
from luaflow.diagnostics.render import render, render_all
from luaflow.lint.reach import workflow_reach
from luaflow.registry.model import LuaEntry, Place
from luaflow.source import Source

Checker = Callable[..., list[Diagnostic]]


def test_a_finding_is_rendered_as_reviewed(check_text: Checker) -> None:
    yaml = Source("_index.yaml", "flows/_index.yaml", "imports:\n  money: app:money\n")
    way = (Label(source=yaml, span=(11, 27), message="workflow code: `app:order` imports `app:money`"),)
    text = "\nlocal function deadline(hours)\n  local now = os.time\n  return now() + hours * 3600\nend\nreturn { deadline = deadline }\n"
    found = check_text(text, kind="library.lua", workflow=way)
    expected = (Path(__file__).parent / "rendered.txt").read_text(encoding="utf-8")
    assert render_all(found) == expected


def test_the_saga_that_uses_a_local_before_its_definition(check_text: Checker) -> None:
    text = (
        "\nlocal function main(order)\n  run_compensations(order)\nend\n"
        "local function run_compensations(compensations)\n  print(compensations)\nend\nreturn { main = main }\n"
    )
    (finding,) = check_text(text)
    assert finding.code == "LF010"
    assert "a local function of this name is defined later, on line 5" in finding.help
    assert [text[slice(*label.span)] for label in finding.related] == ["run_compensations"]
    assert text[slice(*finding.span)] == "run_compensations"


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("\npirnt(1)", "did you mean `print`?"),
        ("\nlocal order = 1 print(oder, order)", "did you mean `order`?"),
        (
            "\nlocal function f() print(x) end do local x = 1 end",
            "a local variable of this name is defined later, on line 2",
        ),
        ("\nprint(whatever)", "define it as a local"),
        ("\nrequire('tiem')", "did you mean `time`?"),
        ("\nlocal time = require('time')", "add `time` to `modules` of `app:x`"),
        ("\nstring.fromat('x')", "did you mean `string.format`?"),
        ("\nlocal s = logger:inof('x')", "did you mean `logger:info`?"),
        ("\nos.clock()", "`time.now()`"),
    ],
)
def test_help(check_text: Checker, text: str, help: str) -> None:
    assert help in check_text(text, modules=("logger",))[0].help


def test_spans_point_at_calls_and_names(check_text: Checker) -> None:
    text = "\nlocal t = os.time\nlocal now = os.time()\npcall(os.clock, t)"
    assert [text[slice(*finding.span)] for finding in check_text(text)] == ["os.time", "os.time()", "os.clock"]


def test_related_places_are_the_calls_of_an_alias(check_text: Checker) -> None:
    text = "\nlocal t = os.time\nprint(t(), t())"
    (finding,) = check_text(text)
    assert [(text[slice(*label.span)], label.message) for label in finding.related] == [("t()", "called here")] * 2


def test_suppression_never_lets_code_compile_that_the_runtime_refuses(check_text: Checker) -> None:
    text = "\nlocal now = os.time() -- luaflow: allow LF101 only logged\n-- luaflow: allow LF101, LF102 tests\nlocal r = math.random() + os.time()\n"
    assert len(check_text(text)) == 3
    assert check_text(text, compiling=False) == []


def test_suppressions_that_silence_nothing_are_found(check_text: Checker) -> None:
    other = "\nlocal now = os.time() -- luaflow: allow LF102 wrong code\n\nlocal later = os.time()\n"
    assert [finding.code for finding in check_text(other)] == ["LF101", "LF101"]
    found = check_text(other, compiling=False)
    assert [(finding.code, finding.severity) for finding in found] == [
        ("LF101", "error"),
        ("LF501", "warning"),
        ("LF101", "error"),
    ]
    assert other[slice(*found[1].span)] == "-- luaflow: allow LF102 wrong code"
    names = check_text("\nprint(x) -- luaflow: allow LF010 never\n", compiling=False)
    assert [finding.code for finding in names] == ["LF010", "LF501"]
    assert "cannot be allowed" in names[1].message


def lua_entry(id: str, kind: str, imports: dict[str, str]) -> LuaEntry:
    source = Source("_index.yaml", "flows/_index.yaml", "")
    place = Place(source=source, span=(0, 0))
    return LuaEntry(
        id=id,
        kind=kind,
        source=source,
        file="x.lua",
        method="",
        modules=(),
        imports=imports,
        meta={},
        worker="",
        workflow_name="",
        local=False,
        is_activity=False,
        options={},
        pooled=False,
        place=place,
        places={},
        readable=True,
    )


def test_reach_goes_through_libraries_and_not_to_functions() -> None:
    entries = [
        lua_entry("a:flow", "workflow.lua", {"l1": "a:lib1", "json": "json"}),
        lua_entry("a:lib1", "library.lua", {"l2": "a:lib2", "l1": "a:lib1"}),
        lua_entry("a:lib2", "library.lua", {}),
        lua_entry("a:lib3", "library.lua", {}),
        lua_entry("a:task", "function.lua", {"l3": "a:lib3"}),
    ]
    ways = workflow_reach(entries)
    assert {id: [label.message for label in way] for id, way in ways.items()} == {
        "a:flow": [],
        "a:lib1": ["workflow code: `a:flow` imports `a:lib1`"],
        "a:lib2": ["workflow code: `a:flow` imports `a:lib1`", "workflow code: `a:lib1` imports `a:lib2`"],
    }


EXPRESSIONS = (
    "os", "os.time", "x.y.z", "_ENV", "_G", "string", "io.open", "io", "require", "require('time')", "require(x)", "f(1, ...)", "{1, os = os}",
    "(os).time", "os['time']", "os[x]", "x:time()", "os:time()", "(function(_ENV, os) return os.time() end)", "debug", "nil", "-load 'x'", "a .. b",
)  # fmt: skip
STATEMENTS = (
    "local x = {}", "x = {}", "{}.y = {}", "local x <const>, os = {}, {}", "function x() return {} end", "function string.x() {}() end",
    "local function f() return {} end", "rawset({}, {})", "for _, os in pairs({}) do print({}) end", "repeat local x = {} until {}", "_G.x = {}",
    "setmetatable({}, {})", "do local os = {} print({}) end", "if {} then return {} end",
)  # fmt: skip


def test_random_programs_never_crash_the_rules(check_text: Checker) -> None:
    chance = random.Random(3)
    parsed = 0
    for _ in range(1500):
        text = "\n"
        for statement in chance.choices(STATEMENTS, k=chance.randrange(1, 6)):
            while "{}" in statement:
                statement = statement.replace("{}", chance.choice(EXPRESSIONS).replace("{", "{ "), 1)
            text += statement + "\n"
        try:
            found = check_text(text)
        except UserError:
            continue
        parsed += 1
        for diagnostic in found:
            render(diagnostic)
    assert parsed > 300
