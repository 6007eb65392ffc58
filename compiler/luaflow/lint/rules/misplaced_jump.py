"""A `goto` or label that Lua refuses.

What it does
------------
Reports a `goto` without a visible label, a label that is already there, and a `goto` into the scope of a local.

Why it matters
--------------
Lua refuses such a program before it runs, so nothing of the file can be compiled.

Example
-------
    goto done
    local total = 1
    ::done::
    print(total)

Use instead
-----------
    local total = 1
    goto done
    ::done::
    print(total)

Exceptions
----------
A label at the very end of a block is outside the scope of the block's locals.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF002", "misplaced-jump", __doc__, since="0.1.0", severity=Severity.ERROR)
