"""One name for a module and an import.

What it does
------------
Reports an import whose alias is also in `modules`, unless both mean the same module.

Why it matters
--------------
`require("time")` could give either of the two.

Example
-------
modules: [time]
imports: { time: shop:time }

Use instead
-----------
modules: [time]
imports: { shop_time: shop:time }

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF411", "alias-collision", __doc__, since="0.1.0", severity=Severity.ERROR)
