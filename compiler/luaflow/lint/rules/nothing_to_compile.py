"""A source folder without entries.

What it does
------------
Reports a source folder that does not exist, is no folder, or holds no registry file that declares an entry.

Why it matters
--------------
Most often the path is mistyped, and an empty package would hide that.

Example
-------
luaflow compile flow          # the folder is called `flows`

Use instead
-----------
luaflow compile flows

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF400", "nothing-to-compile", __doc__, since="0.1.0", severity=Severity.ERROR)
