"""A client that is not declared.

What it does
------------
Reports `temporal.worker` entries whose `client` no `temporal.client` entry has.

Why it matters
--------------
The worker would not know where its server is.

Example
-------
- { name: worker, kind: temporal.worker, client: clinet, task_queue: orders }

Use instead
-----------
- { name: worker, kind: temporal.worker, client: client, task_queue: orders }

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF417", "unknown-client", __doc__, since="0.1.0", severity=Severity.ERROR)
