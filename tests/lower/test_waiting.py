"""Operations are awaited, and functions coloured for their sake, only where a metamethod that suspends is stored."""

from __future__ import annotations

import pytest
from luaflow.ir.printer import print_ir
from luaflow.ir.verify import verify

from tests.lower.test_ir import functions, lowered

SLEEPS = "function(...) time.sleep(1) return 1 end"
QUICK = "function(...) return 1 end"
OPERATIONS = {
    "__add": "x + y",
    "__unm": "-x",
    "__len": "#x",
    "__concat": "x .. y",
    "__eq": "x == y",
    "__lt": "x < y",
    "__le": "x >= y",
    "__band": "x & y",
    "__index": "x.field",
    "__pairs": "pairs(x)",
}


def program(event: str, handler: str, operation: str) -> str:
    return f"""
local meta = {{ {event} = {handler} }}
local function run(x, y) local r = {operation} return r end
return {{ main = function(x, y) time.sleep(1) return run(setmetatable(x, meta), y) end }}
"""


@pytest.mark.parametrize(("event", "operation"), OPERATIONS.items())
def test_a_metamethod_that_suspends_colours_its_operation(event: str, operation: str) -> None:
    module = lowered(program(event, SLEEPS, operation))
    verify(module)
    assert functions(module)["run"]
    assert "waiting." in print_ir(module)


@pytest.mark.parametrize("event", [event for event in OPERATIONS if event != "__pairs"])
def test_other_metamethods_colour_nothing(event: str) -> None:
    operation = OPERATIONS[event]
    module = lowered(program(event, QUICK, operation))
    assert not functions(module)["run"]
    assert "waiting." not in print_ir(module)


@pytest.mark.parametrize(("event", "operation"), OPERATIONS.items())
def test_a_metamethod_colours_no_other_operation(event: str, operation: str) -> None:
    other = "x - y" if event != "__sub" else "x + y"
    module = lowered(program(event, SLEEPS, other))
    assert not functions(module)["run"]
    assert "waiting." not in print_ir(module)


def test_numbers_need_no_metamethod() -> None:
    module = lowered(
        f"""
local meta = {{ __add = {SLEEPS} }}
local function sum() local n = 0 for i = 1, 10 do n = n + i end return n end
return {{ main = function(x) return setmetatable(x, meta) + sum() end }}
"""
    )
    assert not functions(module)["sum"]


def test_stores_by_newindex_wait() -> None:
    module = lowered(
        f"""
local meta = {{ __newindex = {SLEEPS} }}
local function set(x) x.field = 1 end
return {{ main = function(x) set(setmetatable(x, meta)) end }}
"""
    )
    verify(module)
    assert functions(module)["set"]
    assert "waiting.setindex" in print_ir(module)
