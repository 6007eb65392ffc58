"""Truncated, mutated and random texts: a finding with its place, or Python that compiles; never a crash, never a hang.

``python -m tests.robustness.run FIRST LAST`` runs any number of them and shrinks what fails.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from luaflow.package.options import Options
from luaflow.pipeline import compile_sources

from tests.robustness.lua import needs_lua
from tests.robustness.mutate import ROOT, Mutator, corpus
from tests.robustness.passes import check_finding, put_through, text_of, time_limit
from tests.robustness.run import disagreements, failures


@pytest.mark.parametrize("first", range(0, 1200, 400))
def test_damaged_programs_are_refused_or_compile(first: int) -> None:
    assert failures(range(first, first + 400)) == []


@needs_lua
@pytest.mark.parametrize("first", range(0, 6000, 1500))
def test_lua_accepts_what_is_accepted_here(first: int) -> None:
    texts = corpus()
    assert disagreements([Mutator(seed, texts).damaged() for seed in range(first, first + 1500)]) == []


def test_random_bytes() -> None:
    chance = random.Random(3)
    for _ in range(1500):
        with time_limit(5):
            put_through(text_of(chance.randbytes(chance.randrange(300))))


def test_every_prefix_of_a_file() -> None:
    text = ROOT.joinpath("examples/order_basic/order_workflow.lua").read_bytes()
    for size in range(len(text)):
        with time_limit(5):
            put_through(text_of(text[:size]), kind="workflow.lua")


@pytest.mark.parametrize("example", ["order_basic", "order_saga"])
def test_damaged_folders_are_reported(example: str, tmp_path: Path) -> None:
    """Registry files and Lua files are damaged together; what is reported has a place in one of them."""
    files = {
        path.name: path.read_bytes()
        for path in sorted(ROOT.joinpath("examples", example).iterdir())
        if path.suffix in (".yaml", ".lua")
    }
    refused = 0
    for seed in range(150):
        folder = tmp_path / str(seed)
        folder.mkdir()
        chance = random.Random(seed)
        victims = chance.sample(sorted(files), k=chance.choice((1, 1, 2)))
        for name, content in files.items():
            damaged = Mutator(seed, [content]).damaged() if name in victims else content
            (folder / name).write_bytes(damaged)
        with time_limit(20):
            compilation = compile_sources(folder, Options(package="damaged", use_cache=False, jobs=1))
        refused += compilation.has_errors
        assert compilation.has_errors or compilation.files
        for finding in compilation.diagnostics:
            if finding.source is not None:
                check_finding(finding)
        for name, content in compilation.files.items():
            if name.endswith(".py"):
                compile(content, name, "exec", dont_inherit=True)
    assert refused > 50
