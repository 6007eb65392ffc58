"""A worker that is not declared.

What it does
------------
Reports references to workers whose id no `temporal.worker` entry has. Without a namespace the entry's own is meant.

Why it matters
--------------
Nobody would run the entry.

Example
-------
meta: { temporal: { activity: { worker: shop:wroker } } }

Use instead
-----------
meta: { temporal: { activity: { worker: shop:worker } } }

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF416", "unknown-worker", __doc__, since="0.1.0", severity=Severity.ERROR)
