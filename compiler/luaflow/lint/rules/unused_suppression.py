"""A comment that allows a finding where there is none.

What it does
------------
Reports `-- luaflow: allow LF101 reason` where `luaflow lint` finds nothing that the comment silences.

Why it matters
--------------
Such a comment stays behind when code changes, and would silence a mistake that somebody makes there later.

Example
-------
local now = time.now() -- luaflow: allow LF101 only logged

Use instead
-----------
local now = time.now()

Exceptions
----------
`luaflow compile` does not look for them: determinism rules cannot be allowed there.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF501", "unused-suppression", __doc__, since="0.1.0", severity=Severity.WARNING)
