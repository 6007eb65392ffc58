"""The text is no Lua.

What it does
------------
Reports the first place where a source breaks Lua's grammar: a missing `end`, an unfinished string, a malformed
number, `break` outside a loop, an unknown attribute.

Why it matters
--------------
Nothing of the file can be compiled.

Example
-------
    if ready then
      start()

Use instead
-----------
    if ready then
      start()
    end

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF001", "syntax-error", __doc__, since="0.1.0", severity=Severity.ERROR)
