r"""A file that is not UTF-8.

What it does
------------
Reports registry files and Lua files with bytes that are not valid UTF-8, at the first such byte.

Why it matters
--------------
Names and strings would come out differently depending on who reads the file.

Example
-------
-- a file saved as Latin-1: caf\xe9

Use instead
-----------
-- the same file saved as UTF-8: café

Exceptions
----------
Strings may hold any bytes by escapes: `"caf\xe9"`.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF402", "not-utf8", __doc__, since="0.1.0", severity=Severity.ERROR)
