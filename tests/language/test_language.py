"""Every program in ``cases`` prints under luaflow what it prints under real Lua 5.4."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from luaflow.pipeline import Compilation

from . import harness

CASES = sorted(Path(__file__).parent.joinpath("cases").glob("*.lua"))

pytestmark = pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Compilation]:
    folder = tmp_path_factory.mktemp("language")
    programs = {path.stem: path.read_text(encoding="utf-8") for path in CASES}
    return folder, harness.compile_programs(folder, "language_cases", programs)


@pytest.mark.parametrize("case", [path.stem for path in CASES])
def test_same_output_as_lua(case: str, compiled: tuple[Path, Compilation], tmp_path: Path) -> None:
    folder, compilation = compiled
    assert not compilation.has_errors, [d.message for d in compilation.diagnostics]
    text = (Path(__file__).parent / "cases" / f"{case}.lua").read_text(encoding="utf-8")
    module: Any = harness.load(folder, "language_cases", case)
    assert harness.run(module) == harness.real_lua(tmp_path, case, text)
