"""A `method` that the chunk does not return.

What it does
------------
Reports functions without `method`, libraries with one, and a `method` that is not in the table that the chunk
returns, as far as that table can be known without running it.

Why it matters
--------------
The entry would fail each time it is started.

Example
-------
-- method: mian
local function main() end
return { main = main }

Use instead
-----------
-- method: main
local function main() end
return { main = main }

Exceptions
----------
A chunk that returns a function runs that function, whatever `method` says.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF408", "invalid-method", __doc__, since="0.1.0", severity=Severity.ERROR)
