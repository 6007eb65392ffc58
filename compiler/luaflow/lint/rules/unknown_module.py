"""A module that does not exist.

What it does
------------
Reports names in `modules`, and imports without a colon, that no module has, with the nearest name.

Why it matters
--------------
The name would be nil when the code runs.

Example
-------
modules: [func, time]

Use instead
-----------
modules: [funcs, time]

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF412", "unknown-module", __doc__, since="0.1.0", severity=Severity.ERROR)
