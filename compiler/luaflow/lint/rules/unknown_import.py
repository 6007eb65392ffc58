"""An import that names no library.

What it does
------------
Reports `imports` whose id no registry file declares, or that name an entry of another kind than `library.lua`.

Why it matters
--------------
`require` of the alias would fail when the chunk runs.

Example
-------
imports: { money: shop.lib:mony }

Use instead
-----------
imports: { money: shop.lib:money }

Exceptions
----------
A value without a colon names a built-in module: `imports: { j: json }`.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF409", "unknown-import", __doc__, since="0.1.0", severity=Severity.ERROR)
