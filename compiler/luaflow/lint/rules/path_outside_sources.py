"""A `file://` that leaves the source folder.

What it does
------------
Reports paths that lead out of the source folder by `..` or by a symbolic link.

Why it matters
--------------
The package would depend on files that are not part of the sources, and another machine would compile something else.

Example
-------
source: file://../../shared/money.lua

Use instead
-----------
source: file:///lib/money.lua     # a copy below the source folder

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF406", "path-outside-sources", __doc__, since="0.1.0", severity=Severity.ERROR)
