"""What counts as the same output: all of it, but for the differences that ``docs/lua.md`` names and random programs cannot avoid."""

from __future__ import annotations

import re

_ANY = (
    # Recursion through metamethods ends like any other.
    (re.compile(r"C stack overflow"), "stack overflow"),
    # Messages call a library function by its own name where a local stands for it.
    (re.compile(r"bad argument #\d+ to '[\w.?]+'"), "bad argument"),
    (re.compile(r"(a function value|a number value|: number) \((?:local|upvalue|global|field) '[\w.?]+'\)"), r"\1"),
    # Lua knows of constant indexes that fit its instructions only.
    (re.compile(r"\(field 'integer index'\)"), "(field '?')"),
    # Which variable a message names is the business of the corpus: random programs reach every way to lose a name.
    (re.compile(r" \((?:local|upvalue|global|field|method|constant) '[^']*'\)"), ""),
    # `t.m(t)` and `t:m()` are the same Python.
    (re.compile(r"\((?:field|method) '"), "(member '"),
)
_FIELD_OF_STRING = "attempt to index a string value"


def normalised(output: str) -> str:
    """Return an output without what may differ anywhere."""
    for pattern, common in _ANY:
        output = pattern.sub(common, output)
    return output


def agrees(wanted: str, got: str, *, script: bool) -> bool:
    """Say whether luaflow's output is Lua's.

    Args:
        script: The program ran as a script. In an entry a field of a string is an error where nothing shows that the variable may
            hold one; nothing behind it is compared.
    """
    if wanted == got:
        return True
    wanted, got = normalised(wanted), normalised(got)
    if wanted == got:
        return True
    if script:
        return False
    for a, b in zip(wanted.splitlines(), got.splitlines()):
        if a != b:
            return _FIELD_OF_STRING in b
    return False
