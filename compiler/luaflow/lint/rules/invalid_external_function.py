"""A `function.external` that contradicts itself.

What it does
------------
Reports external functions with code of their own, with both `worker` and `task_queue`, or local ones with a queue.

Why it matters
--------------
It would be unclear where the activity runs.

Example
-------
kind: function.external
meta: { temporal: { activity: { worker: shop:python, task_queue: python } } }

Use instead
-----------
kind: function.external
meta: { temporal: { activity: { task_queue: python, name: quote } } }

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF419", "invalid-external-function", __doc__, since="0.1.0", severity=Severity.ERROR)
