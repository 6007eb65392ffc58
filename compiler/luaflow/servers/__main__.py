"""``python -m luaflow.servers``: fetch the servers that the tests use, and say where they are."""

from __future__ import annotations

import sys

from luaflow.cli.main import leave
from luaflow.servers import ServerUnavailable
from luaflow.servers.temporal_cli import find_temporal_cli
from luaflow.servers.time_skipping import find_test_server


def main() -> int:
    """Fetch both servers; 0 also when one cannot be had, because its tests then say so."""

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    for name, find in (("Temporal CLI", find_temporal_cli), ("time-skipping server", find_test_server)):
        try:
            print(f"{name}: {find(say=say)}", file=sys.stderr)
        except ServerUnavailable as problem:
            print(f"{name}: {problem}", file=sys.stderr)
    return 0


leave(main())
