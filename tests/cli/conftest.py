"""A small source folder, and the command run as a user runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

INDEX = """\
version: "1.0"
namespace: app
entries:
  - {name: client, kind: temporal.client, address: "localhost:7233"}
  - {name: worker, kind: temporal.worker, client: client, task_queue: orders}
  - name: order_workflow
    kind: workflow.lua
    source: file://order_workflow.lua
    modules: [funcs, time]
    imports: {money: "app:money"}
    meta: {temporal: {workflow: {worker: worker}}}
  - name: charge
    kind: function.lua
    source: file://charge.lua
    method: main
    meta: {temporal: {activity: {worker: worker}}}
  - name: money
    kind: library.lua
    source: |
      return { cents = function(amount) return amount * 100 end }
  - {name: web, kind: http.service, addr: ":80"}
"""

WORKFLOW = """\
local funcs = require("funcs")
local money = require("money")

local function main(order)
  local receipt, err = funcs.call("app:charge", { amount = money.cents(order.total) })
  if err then
    return { status = "failed", error = tostring(err) }
  end
  return { status = "done", receipt = receipt }
end

return { main = main }
"""

CHARGE = """\
local function main(payment)
  if payment.amount > 100000 then
    return nil, errors.new({ message = "too much", kind = errors.INVALID, retryable = false })
  end
  return { charged = payment.amount }
end

return { main = main }
"""

Luaflow = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def flows(tmp_path: Path) -> Path:
    """Return a source folder with a workflow, a function and a library."""
    root = tmp_path / "flows"
    root.mkdir()
    (root / "_index.yaml").write_text(INDEX)
    (root / "order_workflow.lua").write_text(WORKFLOW)
    (root / "charge.lua").write_text(CHARGE)
    return root


@pytest.fixture
def luaflow(tmp_path: Path) -> Luaflow:
    """Return a function that runs ``luaflow`` in ``tmp_path`` with a cache of its own."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        variables = {
            name: value for name, value in os.environ.items() if not name.startswith(("TEMPORAL_", "LUAFLOW_"))
        }
        # The Temporal CLI stays where it is: a cache of its own would mean building it again.
        return subprocess.run(
            [sys.executable, "-m", "luaflow.cli", *arguments],
            cwd=tmp_path,
            env={**variables, "LUAFLOW_CACHE": str(tmp_path / "cache"), **environment},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
