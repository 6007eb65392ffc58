"""An entry whose fields have the wrong form.

What it does
------------
Reports entries without `name` or `kind`, ids with a second colon, and fields of the wrong type: `modules` that is no
list, `imports` or `meta` that is no map, module names that are entry ids. A field whose name is almost one that luaflow
reads is a warning.

Why it matters
--------------
The entry cannot be understood; guessing would compile something else than was meant.

Example
-------
- name: place
  kind: workflow.lua
  modules: funcs

Use instead
-----------
- name: place
  kind: workflow.lua
  modules: [funcs]

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF403", "malformed-entry", __doc__, since="0.1.0", severity=Severity.ERROR)
