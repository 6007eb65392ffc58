"""Two entries, or an entry and luaflow, want one Python name.

What it does
------------
Reports entries whose modules would be one file, an entry with the name of a namespace's folder, two workflows of one
type, and packages that would hide a module of Python or Temporal. `-`, `.` and other characters become `_`.

Why it matters
--------------
One of the two would silently be lost.

Example
-------
- name: place-order
- name: place_order

Use instead
-----------
- name: place_order
- name: place_order_again

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF420", "name-collision", __doc__, since="0.1.0", severity=Severity.ERROR)
