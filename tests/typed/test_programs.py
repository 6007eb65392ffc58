"""Typed programs as scripts and as entries of a package: the erased ones print what Lua prints, the others what they say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from luaflow.pipeline import Compilation

from tests.exec.harness import run_lua, run_luaflow
from tests.language import harness as entries

from .harness import erase, expected, programs

ERASED = programs("erased")
VALUES = programs("values")

needs_lua = pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")
by_name = {"ids": lambda path: path.stem}
Compiled = tuple[Path, Compilation]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Compiled:
    """All programs as entries of one package."""
    folder = tmp_path_factory.mktemp("typed")
    texts = {path.stem: path.read_text() for path in [*ERASED, *VALUES]}
    return folder, entries.compile_programs(folder, "typed_programs", texts)


def run_as_entry(compiled: Compiled, path: Path) -> str:
    folder, compilation = compiled
    assert not compilation.has_errors, [finding.message for finding in compilation.diagnostics]
    return entries.run(entries.load(folder, "typed_programs", path.stem))


@needs_lua
@pytest.mark.parametrize("path", ERASED, **by_name)
def test_a_script_does_what_lua_does_without_its_types(path: Path) -> None:
    text = path.read_text()
    for colour_all in (False, True):
        assert run_luaflow(text, colour_all=colour_all) == run_lua(erase(text))


@needs_lua
@pytest.mark.parametrize("path", ERASED, **by_name)
def test_an_entry_does_what_lua_does_without_its_types(path: Path, compiled: Compiled) -> None:
    printed = run_as_entry(compiled, path).replace(f"{path.stem}.lua:", "input.lua:")
    assert printed == run_lua(erase(path.read_text())).stdout.decode()


@pytest.mark.parametrize("path", VALUES, **by_name)
def test_a_script_prints_what_it_says(path: Path) -> None:
    text = path.read_text()
    for colour_all in (False, True):
        outcome = run_luaflow(text, colour_all=colour_all)
        assert outcome.stderr == ""
        assert outcome.stdout.decode().replace("\t", " ") == expected(text)


@pytest.mark.parametrize("path", VALUES, **by_name)
def test_an_entry_prints_what_it_says(path: Path, compiled: Compiled) -> None:
    assert run_as_entry(compiled, path).replace("\t", " ") == expected(path.read_text())
