"""Reading fields of strings in registry entries: exact where the code shows that a value may be a string, an error elsewhere."""

from __future__ import annotations

from pathlib import Path

from . import harness

PROGRAM = """
local _, text = pcall(error, "text", 0)
local function field(x) return x.foo end
print(pcall(field, text))
local function checked(x) if type(x) == "string" then return x.foo end end
print(pcall(checked, text))
print(("text").foo, text:len())
"""


def test_a_field_of_a_value_that_nothing_shows_to_be_a_string(tmp_path: Path) -> None:
    compilation = harness.compile_programs(tmp_path, "fields_of_strings", {"fields": PROGRAM})
    assert not compilation.has_errors
    assert harness.run(harness.load(tmp_path, "fields_of_strings", "fields")) == (
        "false\tfields.lua:3: attempt to index a string value (local 'x')\ntrue\tnil\nnil\t4\n"
    )
