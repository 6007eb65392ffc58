"""Where generated code came from: the Lua file and the line map."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TypeAlias

LineMap: TypeAlias = tuple[tuple[tuple[int, int, int], ...], dict[str, str]]
"""Positions and names of a generated module, see ``SourceInfo``."""


@dataclass(frozen=True, slots=True, eq=False)
class SourceInfo:
    """Set as ``__luaflow__`` in every generated module.

    Attributes:
        file: Lua's name for the source in messages: the path as given in ``source``, or the entry id when inline.
        package: Import name of the generated package; its ``_lines`` module holds the line maps.
        module: Key of this module in ``_lines.LINES``.

    ``_lines.LINES[module]`` is ``(positions, names)``. ``positions`` is a tuple of ``(python line, python column, lua line)``
    sorted by Python position: each holds until the next one. ``names`` maps Python names that differ from Lua's by more than mangling
    to Lua's (``{"err_2": "err"}``), functions to the name in Lua's tracebacks, globals to ``_G.name``, the compiler's own to nothing;
    ``method:string.rep`` to the Lua lines in which that function is called as a method.
    """

    file: str
    package: str
    module: str

    def line_map(self) -> LineMap:
        """Return positions and names; empty ones where the package has no line map."""
        try:
            positions, names = importlib.import_module(f"{self.package}._lines").LINES[self.module]
        except (ImportError, AttributeError, KeyError):
            return (), {}
        return positions, names
