"""Replays recorded histories in processes of their own, under several hash seeds.

Run as a program: reads ``{"folder", "package", "histories": {workflow id: JSON}}`` lines from standard input.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from types import ModuleType

import luaflow_runtime
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

SEEDS = ("0", "1", "4711")


class Recorded:
    """Histories of one module's tests."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def keep(self, package: ModuleType, history: WorkflowHistory) -> None:
        """Replay a history when the tests of the module have ended."""
        assert package.__file__ is not None
        # A package is a folder with ``__init__.py`` in it, a module a file.
        depth = package.__name__.count(".") + (1 if hasattr(package, "__path__") else 0)
        folder = str(Path(package.__file__).parents[depth])
        line = {"folder": folder, "package": package.__name__, "id": history.workflow_id, "history": history.to_json()}
        self._lines.append(json.dumps(line))

    def replay(self) -> None:
        """Replay everything that was kept, once for each seed.

        Raises:
            AssertionError: A replay took another way.
        """
        if not self._lines:
            return
        for seed in SEEDS:
            done = subprocess.run(
                [sys.executable, __file__],
                input="\n".join(self._lines),
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, f"PYTHONHASHSEED={seed}\n{done.stderr[-4000:]}"


async def _replay_all() -> None:
    for line in sys.stdin:
        recorded = json.loads(line)
        if recorded["folder"] not in sys.path:
            sys.path.insert(0, recorded["folder"])
        package = importlib.import_module(recorded["package"])
        history = WorkflowHistory.from_json(recorded["id"], recorded["history"])
        try:
            await Replayer(
                workflows=package.WORKFLOWS, plugins=[luaflow_runtime.plugin()], debug_mode=True
            ).replay_workflow(history)
        except Exception as failure:
            kept = Path(tempfile.gettempdir(), f"replay-{os.environ['PYTHONHASHSEED']}.json")
            kept.write_text(recorded["history"])
            print(f"the history of {recorded['id']}, kept in {kept}, does not replay: {failure}", file=sys.stderr)
            end(1)


def end(code: int) -> None:
    """End the process now: one that used the SDK sometimes crashes while the interpreter is taken down."""
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    asyncio.run(_replay_all())
    end(0)
