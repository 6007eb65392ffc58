"""Two entries with one id.

What it does
------------
Reports an entry whose full id `namespace:name` another entry has, in the same file or another one.

Why it matters
--------------
Calls name entries by their id, so only one of the two could ever run.

Example
-------
namespace: shop
entries:
  - {name: pay, kind: function.lua, source: file://pay.lua, method: main}
  - {name: pay, kind: function.lua, source: file://pay2.lua, method: main}

Use instead
-----------
namespace: shop
entries:
  - {name: pay, kind: function.lua, source: file://pay.lua, method: main}
  - {name: pay_later, kind: function.lua, source: file://pay2.lua, method: main}

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF404", "duplicate-id", __doc__, since="0.1.0", severity=Severity.ERROR)
