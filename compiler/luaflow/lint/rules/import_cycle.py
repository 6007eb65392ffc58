"""Libraries that import each other.

What it does
------------
Reports the import that closes a cycle, and the whole cycle.

Why it matters
--------------
Each library's chunk runs before its importer's, and in a cycle none can be the first.

Example
-------
# a imports b, b imports a
imports: { a: shop:a }

Use instead
-----------
# what both need stands in a third library
imports: { shared: shop:shared }

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF410", "import-cycle", __doc__, since="0.1.0", severity=Severity.ERROR)
