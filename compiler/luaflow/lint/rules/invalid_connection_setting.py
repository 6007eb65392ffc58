"""A setting of a client or worker that cannot be used.

What it does
------------
Reports unknown fields of `temporal.client` and `temporal.worker`, durations and numbers out of range, incomplete
`auth`, and settings that exclude each other.

Why it matters
--------------
A mistyped setting would be ignored, and the worker run with another one than was meant.

Example
-------
worker_options: { max_concurent_activity_execution_size: 10 }

Use instead
-----------
worker_options: { max_concurrent_activity_execution_size: 10 }

Exceptions
----------
Strings with `${env:...}` are checked when the worker starts.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF418", "invalid-connection-setting", __doc__, since="0.1.0", severity=Severity.ERROR)
