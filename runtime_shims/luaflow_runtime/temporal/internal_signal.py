"""Signals between luaflow's own runs on their way to what takes them."""

from __future__ import annotations

from functools import partial


class InternalSignal(partial[None]):
    """An arrival for the scheduler that is no message; what it says of links is taken into account at continue-as-new, too."""
