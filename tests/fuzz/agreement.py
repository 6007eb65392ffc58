"""What counts as the same output: all of it, but for the differences that ``docs/lua.md`` names and random programs cannot avoid.

Taken out of messages, and why:

- the C in "C stack overflow", and the lines of stack overflows: where recursion through metamethods ends is the size of a stack;
- the lines of divisions by zero: Lua 5.4.4 gives that of an earlier operation of the function (corrected in 5.4.7);
- the name, not the number, in "bad argument #1 to 'name'": a local that stands for a library function is resolved when compiling;
- the names of variables in ``(local 'x')``: Lua loses names to temporary registers and to constants that it knows, luaflow to
  values that it does, and random programs reach every way. Which kind of value it is, and what was attempted, is compared.
"""

from __future__ import annotations

import re

_ANY = (
    (re.compile(r"(?:[^\s:'|]+:\d+: )?(?:C )?(stack overflow)"), r"\1"),
    (re.compile(r"[^\s:'|]+:\d+: (attempt to divide by zero|attempt to perform 'n%+0')"), r"\1"),
    (re.compile(r"(bad argument #\d+) to '[\w.?]+'"), r"\1"),
    (re.compile(r" \((?:local|upvalue|global|field|method|constant) '[^']*'\)"), ""),
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
