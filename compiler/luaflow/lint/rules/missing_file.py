"""A `file://` that cannot be read.

What it does
------------
Reports `file://` strings that name a file that is not there, a folder, or nothing. `file://x.lua` starts at the YAML
file's folder, `file:///x.lua` at the source folder.

Why it matters
--------------
There is no code to compile for the entry.

Example
-------
source: file://palce.lua

Use instead
-----------
source: file://place.lua

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF405", "missing-file", __doc__, since="0.1.0", severity=Severity.ERROR)
