"""The names of modules."""

from __future__ import annotations

from pathlib import Path

import pytest
from luaflow.analyse.shims import shim_index
from luaflow.analyse.statics import AMBIENT as ALWAYS_THERE
from luaflow.diagnostics import Severity
from luaflow.package.options import Options
from luaflow.pipeline import check_sources
from luaflow.registry import modules


def test_what_is_declared_to_run_is_in_the_runtime() -> None:
    libraries = shim_index().modules
    assert libraries - {"io"} == modules.AMBIENT | modules.DECLARED
    assert set(ALWAYS_THERE) - {"process"} <= libraries


def test_a_module_is_of_one_sort() -> None:
    assert not modules.AMBIENT & modules.DECLARED
    assert not (modules.AMBIENT | modules.DECLARED) & modules.NOT_RUN
    assert modules.OUTSIDE_WORKFLOWS <= modules.NOT_RUN


INDEX = """\
namespace: shop
entries:
  - name: f
    kind: function.lua
    method: main
    modules: [{declared}]
    source: |
      {line}
      return {{ main = function() end }}
"""


@pytest.mark.parametrize("name", sorted(modules.NOT_RUN - {"io"}))
@pytest.mark.parametrize("declared", [True, False])
def test_a_module_that_does_not_run_is_reported_once_where_it_is_used(
    tmp_path: Path, name: str, declared: bool
) -> None:
    text = INDEX.format(declared=name if declared else "", line=f'local it = require("{name}")')
    (tmp_path / "_index.yaml").write_text(text)
    (finding,) = check_sources(tmp_path, Options()).diagnostics
    assert (finding.code, finding.severity) == ("LF413", Severity.ERROR)
    assert finding.message == f"luaflow does not run the module `{name}` yet"
    assert finding.source is not None
    assert finding.source.text[slice(*finding.span)] == f'"{name}"'


def test_a_module_that_does_not_run_and_is_not_used_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "_index.yaml").write_text(INDEX.format(declared="sql", line="-- nothing"))
    (finding,) = check_sources(tmp_path, Options()).diagnostics
    assert (finding.code, finding.severity) == ("LF413", Severity.WARNING)


def test_a_workflow_with_a_module_of_the_outside_world_has_one_finding(tmp_path: Path) -> None:
    text = INDEX.format(declared="env", line='local env = require("env")').replace(
        "kind: function.lua", "kind: workflow.lua\n    meta: {temporal: {workflow: {worker: worker}}}"
    )
    text += "  - {name: client, kind: temporal.client, address: 'localhost:7233'}\n"
    text += "  - {name: worker, kind: temporal.worker, client: client, task_queue: q}\n"
    (tmp_path / "_index.yaml").write_text(text)
    (finding,) = check_sources(tmp_path, Options()).diagnostics
    assert finding.code == "LF414"
