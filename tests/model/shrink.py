"""Makes a failing program smaller: leaves out operations, arrivals and cases, puts bodies in the places of their blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from tests.model.program import Body, Operation, Program, Select


def shrink(program: Program, fails: Callable[[Program], bool]) -> Program:
    """Return a program that fails and of which nothing can be left out.

    Args:
        fails: Whether a program still shows the failure.
    """
    while True:
        smaller = next((candidate for candidate in _smaller(program) if fails(candidate)), None)
        if smaller is None:
            return program
        program = smaller


def _smaller(program: Program) -> Iterator[Program]:
    for body in _bodies(program.main):
        yield replace(program, main=body)
    arrivals = program.arrivals
    for at in range(len(arrivals)):
        yield replace(program, arrivals=arrivals[:at] + arrivals[at + 1 :])


def _bodies(body: Body) -> Iterator[Body]:
    """Give smaller bodies, much smaller ones first."""
    size = max(len(body) // 2, 1) if body else 0
    while size:
        for at in range(0, len(body), size):
            yield body[:at] + body[at + size :]
        size //= 2
    for at, operation in enumerate(body):
        before, behind = body[:at], body[at + 1 :]
        for part in _parts(operation):
            yield before + part + behind
        for smaller in _operations(operation):
            yield (*before, smaller, *behind)


def _parts(operation: Operation) -> Iterator[Body]:
    for name in ("body", "producer"):
        part: Body = getattr(operation, name, ())
        if part:
            yield part


def _operations(operation: Operation) -> Iterator[Operation]:
    changed: Any = operation  # of whichever class
    for name in ("body", "producer"):
        for body in _bodies(getattr(operation, name, ())):
            yield replace(changed, **{name: body})
    if isinstance(operation, Select):
        for at in range(len(operation.cases)):
            yield replace(operation, cases=operation.cases[:at] + operation.cases[at + 1 :])
