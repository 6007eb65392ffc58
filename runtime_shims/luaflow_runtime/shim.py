"""The declaration of a shim: what the compiler knows about a runtime function.

Every function that Lua code can name is a Python function in ``luaflow_runtime.lib`` with this decorator. The compiler
reads the declarations; nothing else about a shim is written down twice.

Results that may be nil are annotated ``Any``: generated code indexes them as freely as Lua does and must pass pyright.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

Colour = Literal["sync", "async", "callee"]
"""``sync``: never suspends. ``async``: an ``async def``, always awaited. ``callee``: a plain function that calls what it
is given and hands on a coroutine when that suspends (``pcall``, ``coroutine.resume``)."""

Effect = Literal["clock", "random", "io", "environment", "dynamic-code", "debug", "host"]
"""Why a workflow may not call it. ``host``: exists only outside workflows for another reason."""


@dataclass(frozen=True, slots=True, eq=False)
class Shim:
    """What is declared once for a runtime function.

    Attributes:
        name: Lua's name, ``funcs.call`` or ``tostring``; methods of runtime objects are ``Channel:receive``.
        results: Number of values it returns; ``None`` when it varies (then it returns a tuple unless exactly one).
        types: Type of each result: nil boolean integer float number string table function thread userdata error any,
            a ``?`` behind it adds nil; ``userdata.Channel`` names the class, whose methods are shims too.
        colour: Whether it may suspend.
        effect: ``None`` when workflows may call it.
    """

    name: str
    results: int | None
    types: tuple[str, ...]
    colour: Colour
    effect: Effect | None


def shim(
    name: str,
    *,
    results: int | None = 1,
    types: str = "",
    colour: Colour = "sync",
    effect: Effect | None = None,
) -> Callable[[F], F]:
    """Declare the decorated function as a shim; see ``Shim``. ``types`` is comma separated, one for each result."""
    declared = tuple(part.strip() for part in types.split(",")) if types else ("any",) * (results or 0)

    def declare(function: F) -> F:
        function.__dict__["shim_"] = Shim(name, results, declared, colour, effect)
        return function

    return declare
