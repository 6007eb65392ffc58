"""The intermediate form of everything that the language cases hold is well formed, and colours change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.program import combine, summarise
from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import Statics
from luaflow.ir import nodes as ir
from luaflow.ir.printer import print_ir
from luaflow.ir.verify import InvalidIR, verify
from luaflow.lower import lower
from luaflow.resolve import resolve
from luaflow.source import Source
from luaflow.syntax.parser import parse

CASES = sorted((Path(__file__).parents[1] / "language" / "cases").glob("*.lua"))


def lowered(text: str, *, colour_all: bool = False) -> ir.Module:
    source = Source("case.lua", "case.lua", text)
    tree = parse(source)
    scopes = resolve(tree)
    facts = ModuleFacts(tree, scopes, Statics(scopes, shim_index(), ["funcs", "time"], {}), is_main=True)
    package = combine([summarise("t:case", facts, {})], frozenset({"receive", "send"}), colour_all=colour_all)
    return lower(source, facts, package, "t:case")


@pytest.mark.parametrize("colour_all", [False, True])
@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_well_formed(path: Path, colour_all: bool) -> None:
    verify(lowered(path.read_text(encoding="utf-8"), colour_all=colour_all))


def functions(module: ir.Module) -> dict[str, bool]:
    """Name to colour of the functions at module level."""
    return {f.name: f.is_async for f in module.functions if isinstance(f, ir.Function)}


def test_colour_spreads_to_callers() -> None:
    text = "local function leaf() return 1 end\nlocal function wait() time.sleep(1) return leaf() end\nlocal function main() return wait() end\nreturn { main = main }"
    assert functions(lowered(text)) == {"leaf": False, "wait": True, "main": True}


def test_pcall_has_the_colour_of_its_function() -> None:
    text = "local function quick() end\nlocal function slow() time.sleep(1) end\nlocal function a() return pcall(quick) end\nlocal function b() return pcall(slow) end\nreturn { main = function() a() b() end }"
    assert functions(lowered(text)) == {"quick": False, "slow": True, "a": False, "b": True}


def test_stored_async_function_colours_calls_by_its_name_only() -> None:
    text = """
local t = {}
t.slow = function() time.sleep(1) end
t.quick = function() return 1 end
local function a(x) return x.slow() end
local function b(x) return x.quick() end
return { main = function() a(t) b(t) end }
"""
    assert functions(lowered(text)) == {"a": True, "b": False}


def test_printer_shows_every_statement() -> None:
    text = print_ir(
        lowered("local function f(a)\n  if a then return a.b end\n  return 1, f(a)\nend\nreturn { main = f }")
    )
    assert "function f" in text and "return" in text and "(attribute a b)" in text and "@2" in text


def test_verifier_refuses_waiting_in_a_plain_function() -> None:
    call = ir.Await(ir.Call(ir.Variable("f"), []), line=3)
    module = ir.Module([], ir.Function("chunk", [], None, [], False, [], [ir.Evaluate(call)]))
    with pytest.raises(InvalidIR, match="line 3"):
        verify(module)
