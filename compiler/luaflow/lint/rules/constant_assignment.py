"""An assignment to a local with an attribute.

What it does
------------
Reports assignments to locals that are declared `<const>` or `<close>`, also from inner functions.

Why it matters
--------------
Lua refuses such a program before it runs, so nothing of the file can be compiled.

Example
-------
    local limit <const> = 10
    limit = 20

Use instead
-----------
    local limit = 10
    limit = 20

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF003", "constant-assignment", __doc__, since="0.1.0", severity=Severity.ERROR)
