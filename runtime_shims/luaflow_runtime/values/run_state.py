"""Numbers and random state that belong to one run: kept by the host, never by a module."""

from __future__ import annotations

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
    """

    __slots__ = ("files", "last_number", "metatables", "numbers", "random")

    def __init__(self) -> None:
        self.numbers: dict[int, tuple[Any, int]] = {}
        self.last_number = 0
        self.files: dict[str, Any] = {}
        self.metatables: dict[type, Any] = {}
        self.random: Any = None

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
