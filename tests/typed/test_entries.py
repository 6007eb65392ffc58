"""Typed registry entries: globals, exports and imports of types, workflows, what the emitted Python says."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import luaflow_runtime
import pytest
from luaflow.package.options import Options
from luaflow.pipeline import Compilation, compile_sources

from tests.language.harness import RecordingHost

SHAPES = """
-- What goes over the wire.
type Config = { port: integer @min(1), host?: string }
type Unused = { never: Used | string }  -- stays a comment
interface Store
  function get(self, key: string): any
end
return { Config = Config, Store = Store, check = function(v: any): boolean return Config.is(v) ~= nil end }
"""
MAIN = """
local shapes = require("shapes")
type Inner = integer
local M = { Inner = Inner, Again = shapes.Config }
local function main(): string
  local config, err = shapes.Config:is({ port = 0 })
  print(config, err:message(), err:kind())
  print(M.Again:is({ port = 1 }) ~= nil, M.Again == shapes.Config, M.Inner(5), shapes.check({}), shapes.Store:kind())
  return string("done")
end
return { main = main }
"""


def compile_entries(folder: Path, package: str, texts: dict[str, str], kinds: dict[str, str]) -> Compilation:
    """Compile entries of namespace ``app``; every other one may be imported."""
    source = folder / "src"
    source.mkdir()
    lines = ['version: "1.0"', "namespace: app", "entries:"]
    for name, text in texts.items():
        (source / f"{name}.lua").write_text(text)
        extra = ", method: main" if kinds[name] != "library.lua" else ""
        if kinds[name] == "workflow.lua":
            extra += ", meta: {temporal: {workflow: {worker: worker}}}"
        imports = ", ".join(
            f"{other}: 'app:{other}'" for other in texts if kinds[other] == "library.lua" and other != name
        )
        lines.append(
            f"  - {{name: {name}, kind: {kinds[name]}, source: 'file://{name}.lua', imports: {{{imports}}}{extra}}}"
        )
    lines.append("  - {name: temporal, kind: temporal.client, address: 'localhost:7233'}")
    lines.append("  - {name: worker, kind: temporal.worker, client: temporal, task_queue: typed}")
    (source / "_index.yaml").write_text("\n".join(lines) + "\n")
    compilation = compile_sources(source, Options(package=package, use_cache=False))
    for path, content in compilation.files.items():
        target = folder / package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return compilation


def printed(folder: Path, module_name: str) -> tuple[list[str], Any]:
    """Run an entry's main function and return what it printed and its result."""
    sys.path.insert(0, str(folder))
    try:
        module: Any = importlib.import_module(module_name)
    finally:
        sys.path.remove(str(folder))

    async def go() -> tuple[list[str], Any]:
        host = RecordingHost(module.ENTRY)
        results = []

        async def main() -> None:
            results.append(module.ENTRY.chunk().main())

        await host.run(main())
        return host.printed, results[0]

    return asyncio.run(go())


def test_types_are_exported_and_imported(tmp_path: Path) -> None:
    kinds = {"shapes": "library.lua", "main": "function.lua"}
    compilation = compile_entries(tmp_path, "typed_imports", {"shapes": SHAPES, "main": MAIN}, kinds)
    assert not compilation.diagnostics, compilation.diagnostics
    lines, result = printed(tmp_path, "typed_imports.app.main")
    assert lines == [
        "nil\tport: value 0 is less than the minimum 1\tInvalid",
        "true\ttrue\t5\tfalse\tinterface",
    ]
    assert result == "done"


def test_emitted_code_reads_well_and_is_clean(tmp_path: Path) -> None:
    kinds = {"shapes": "library.lua", "main": "function.lua"}
    compilation = compile_entries(tmp_path, "typed_emitted", {"shapes": SHAPES, "main": MAIN}, kinds)
    text = compilation.files["app/shapes.py"].decode()
    assert "# What goes over the wire.\nConfig = types.declare(\n" in text
    assert 'types.field("port", types.validated(types.INTEGER, "min", 1))' in text
    assert "# type Unused = { never: Used | string }" in text
    assert "# (v: any): boolean" in text
    assert "Config.is_(v)" in text
    assert "types.INTEGER" in compilation.files["app/main.py"].decode()
    runtime = Path(luaflow_runtime.__file__).parents[1]
    (tmp_path / "pyrightconfig.json").write_text(
        json.dumps({"include": ["typed_emitted"], "extraPaths": [str(runtime), "."], "typeCheckingMode": "standard"})
    )
    checked = subprocess.run(
        [sys.executable, "-m", "pyright", "--pythonpath", sys.executable],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    if "No module named pyright" in checked.stderr:
        pytest.skip("needs pyright")
    assert checked.returncode == 0, checked.stdout


def test_workflows_use_types(tmp_path: Path) -> None:
    kinds = {"shapes": "library.lua", "main": "workflow.lua"}
    compilation = compile_entries(tmp_path, "typed_workflow", {"shapes": SHAPES, "main": MAIN}, kinds)
    assert not compilation.diagnostics, compilation.diagnostics


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("type A = Nowhere | lib.Nothing  local x: Unknown<B> = 1  return { main = function(): X return x end }", []),
        ("local function f() return A end type A = string return { main = f }", []),
        ("local function f() type A = string return A end return { main = f }", ["`A` is not defined, so it is nil"]),
        ("return { main = function() return integer(1), number:is(2), string.is(3), any(4) end }", []),
        ("return { main = function() return integer end }", ["`integer` is not defined, so it is nil"]),
        ("return { main = function() return typeof(1) end }", ["`typeof` is not defined, so it is nil"]),
        ("type Box<T> = { v: T } return { main = function() return Box(number), Box(string) end }", []),
    ],
)
def test_undefined_globals_know_types(tmp_path: Path, text: str, findings: list[str]) -> None:
    compilation = compile_entries(tmp_path, "typed_globals", {"main": text}, {"main": "function.lua"})
    assert [finding.message for finding in compilation.diagnostics] == findings


def test_a_generic_type_takes_built_in_types_by_name(tmp_path: Path) -> None:
    text = """
    type Box<T> = { value: T }
    return { main = function()
      local Numbers = Box(number)
      print(tostring(Numbers), Numbers:is({ value = 1 }) ~= nil, Numbers:is({ value = "x" }) == nil, tostring(Box(string)))
    end }
    """
    compile_entries(tmp_path, "typed_generic", {"main": text}, {"main": "function.lua"})
    assert printed(tmp_path, "typed_generic.app.main")[0] == ["Box<number>\ttrue\ttrue\tBox<string>"]


def test_names_of_types_meet_no_other_names(tmp_path: Path) -> None:
    """The workflow's class, a module, a local and a Python keyword have the same names."""
    text = """
    type Main = integer
    type types = string
    type class = { Main: Main }
    local function f(Main_2: any)
      local types_ = types
      local Table = class
      return Main(1), types("x"), class:is({ Main = 2 }) ~= nil, Table == class, types_ == types, Main_2
    end
    return { main = function() print(f(3)) end }
    """
    compilation = compile_entries(tmp_path, "typed_names", {"main": text}, {"main": "workflow.lua"})
    assert not compilation.diagnostics, compilation.diagnostics
    assert printed(tmp_path, "typed_names.app.main")[0] == ["1\tx\ttrue\ttrue\ttrue\t3"]
