"""Which random programs run on a real server."""

from __future__ import annotations

from collections.abc import Iterator

from tests.model.generate import generate
from tests.model.program import Program

MOST_COMMANDS = 40


def for_server(count: int, first: int = 0) -> list[Program]:
    """Return programs of the seeds from ``first`` on that end by themselves after a few dozen timers, and that wait for something."""
    return [program for program, _ in zip(_suitable(first), range(count))]


def _suitable(seed: int) -> Iterator[Program]:
    while True:
        program, run = generate(seed)
        if run.outcome.kind != "open" and run.trace and 0 < len(run.commands) <= MOST_COMMANDS:
            yield program
        seed += 1
