"""A registry file that does not parse.

What it does
------------
Reports YAML and JSON files that do not parse, repeat a key, or refer to themselves by aliases. YAML is read by the
core schema of YAML 1.2: `on`, `yes` and `1:30` are strings.

Why it matters
--------------
None of the file's entries can be read, so workflows would be missing from the package.

Example
-------
entries:
  - name: place
   kind: workflow.lua

Use instead
-----------
entries:
  - name: place
    kind: workflow.lua

Exceptions
----------
Files that are not called `_index.*` and have no `namespace` at the top are none of luaflow's business: a warning.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF401", "invalid-document", __doc__, since="0.1.0", severity=Severity.ERROR)
