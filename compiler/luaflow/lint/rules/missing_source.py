"""A Lua entry without code.

What it does
------------
Reports entries of a Lua kind whose `source` is absent, empty or no string.

Why it matters
--------------
There is nothing to compile.

Example
-------
- name: place
  kind: workflow.lua

Use instead
-----------
- name: place
  kind: workflow.lua
  source: file://place.lua

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF407", "missing-source", __doc__, since="0.1.0", severity=Severity.ERROR)
