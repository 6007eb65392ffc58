"""Replays recorded histories in a process of its own: ``python -m tests.model.replay COUNT FOLDER``.

The folder holds the histories of the first COUNT programs for the server as ``0.json`` and so on.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from temporalio.client import WorkflowHistory

from tests.model.choose import for_server
from tests.model.server import load, replay
from tests.seeds import end


def main(count: int, folder: Path) -> None:
    """Replay the histories.

    Raises:
        Exception: One led to other commands.
    """
    load(for_server(count))
    histories = [
        WorkflowHistory.from_json(f"model-{number}", (folder / f"{number}.json").read_text()) for number in range(count)
    ]
    asyncio.run(replay(histories))
    print(f"{count} replayed", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
    end(0)
