"""Numbers and random state that belong to one run: kept by the host, never by a module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from luaflow_runtime import host


class RunState:
    """What the base libraries remember for one run.

    Attributes:
        numbers: Objects without a place of their own that ``tostring`` numbered, with their number. The object is
            kept so that its ``id`` stays taken; the order is that of asking, so a replay gives the same numbers.
        last_number: The last number given.
        files: The default ``input`` and ``output`` of ``io``, where they were changed.
        metatables: What ``getmetatable`` shows of userdata, by class.
        random: The generator of ``math.random``, made on first use.
        read_only: Whether numbers are for the moment only: see ``reading``.
    """

    __slots__ = ("files", "last_number", "metatables", "numbers", "random", "read_only")

    def __init__(self) -> None:
        self.numbers: dict[int, tuple[Any, int]] = {}
        self.last_number = 0
        self.files: dict[str, Any] = {}
        self.metatables: dict[type, Any] = {}
        self.random: Any = None
        self.read_only = False

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Forget inside a ``with`` block which numbers were given there: history does not hold that anybody asked."""
        last, known = self.last_number, len(self.numbers)
        self.read_only = True
        try:
            yield
        finally:
            self.read_only = False
            self.last_number = last
            while len(self.numbers) > known:
                self.numbers.popitem()

    def next_number(self) -> int:
        """Return a number that this run has not used."""
        self.last_number += 1
        return self.last_number

    def number_of(self, value: Any) -> int:
        """Return the run's number of ``value``, a new one when it is asked for the first time."""
        known = self.numbers.get(id(value))
        if known is None:
            known = self.numbers[id(value)] = (value, self.next_number())
        return known[1]


_HOSTLESS: ContextVar[RunState] = ContextVar("luaflow_hostless_state")


def run_state() -> RunState:
    """Return the state of the running host; without a host one of the current context."""
    try:
        owner = host.current()
    except LookupError:
        state = _HOSTLESS.get(None)
        if state is None:
            state = RunState()
            _HOSTLESS.set(state)
        return state
    state = getattr(owner, "run_state_", None)
    if state is None:
        state = RunState()
        setattr(owner, "run_state_", state)  # noqa: B010  # hosts know nothing of it
    return state
