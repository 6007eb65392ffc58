"""Types as bit masks: what values an expression can have.

A mask is a union: ``STRING | NIL`` is a string or nil. ``SMALL`` is an integer whose magnitude stays below 2**53 (lengths,
literals, counters over them), so that one addition cannot leave 64 bits; ``INTEGER`` is any integer.
"""

from __future__ import annotations

from typing import Final

NIL: Final = 1
BOOLEAN: Final = 2
SMALL: Final = 4
BIG: Final = 8
INTEGER: Final = SMALL | BIG
FLOAT: Final = 16
NUMBER: Final = INTEGER | FLOAT
STRING: Final = 32
TABLE: Final = 64
FUNCTION: Final = 128
THREAD: Final = 256
USERDATA: Final = 512
ANY: Final = 1023

NATIVE_TRUTH: Final = NIL | BOOLEAN | TABLE | FUNCTION | THREAD | USERDATA
"""Values whose truth is the same in Lua and Python."""

_NAMES: Final = {
    "nil": NIL,
    "boolean": BOOLEAN,
    "integer": INTEGER,
    "length": SMALL,
    "float": FLOAT,
    "number": NUMBER,
    "string": STRING,
    "table": TABLE,
    "function": FUNCTION,
    "thread": THREAD,
    "userdata": USERDATA,
    "error": USERDATA,
    "any": ANY,
}


def from_text(text: str) -> tuple[int, str | None]:
    """Return mask and class of a shim's declared type (``string?``, ``userdata.Channel``).

    Source: ``luaflow_runtime.shim.Shim.types``.
    """
    optional = text.endswith("?")
    text = text.rstrip("?")
    name: str | None = None
    if text.startswith("userdata."):
        mask, name = USERDATA, text.removeprefix("userdata.")
    else:
        mask = _NAMES.get(text, ANY)
        if text == "error":
            name = "Error"
    return (mask | NIL if optional else mask), name


def subset(mask: int, of: int) -> bool:
    """Whether all values of ``mask`` are among ``of``; a mask without values is unknown, hence no subset."""
    return mask != 0 and not mask & ~of
