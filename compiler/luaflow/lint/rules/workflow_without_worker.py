"""A workflow that no worker runs.

What it does
------------
Reports `workflow.lua` entries without `meta.temporal.workflow.worker`.

Why it matters
--------------
No worker would register the workflow, and starting it would wait for ever.

Example
-------
- name: place
  kind: workflow.lua
  source: file://place.lua

Use instead
-----------
- name: place
  kind: workflow.lua
  source: file://place.lua
  meta: { temporal: { workflow: { worker: shop:worker } } }

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF415", "workflow-without-worker", __doc__, since="0.1.0", severity=Severity.ERROR)
