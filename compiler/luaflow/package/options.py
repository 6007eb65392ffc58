"""How to compile."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[int, int], None]
"""Called with how many of how many things are done."""


def default_jobs() -> int:
    """Return the number of cores this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to compile.

    Attributes:
        package: Import name of the package; empty for the source folder's name.
        jobs: Processes at most.
        use_cache: Take modules that were generated before from luaflow's cache.
        progress: Told how many modules are done.
    """

    package: str = ""
    jobs: int = field(default_factory=default_jobs)
    use_cache: bool = True
    progress: Progress = lambda done, total: None


class ProgressLine:
    """Progress on stderr, for work that takes long: a line that rewrites itself on a terminal, else one every ten seconds."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._live = sys.stderr.isatty()
        self._next = time.monotonic() + (1.0 if self._live else 10.0)
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + (0.1 if self._live else 10.0)
            self._shown = True
            print(f"\r{self._what}: {done}/{total}" if self._live else f"{self._what}: {done}/{total}",
                  end="" if self._live else "\n", file=sys.stderr, flush=True)  # fmt: skip
        if done == total and self._shown and self._live:
            self._shown = False
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
