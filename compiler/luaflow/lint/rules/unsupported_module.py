"""A module that luaflow does not run.

What it does
------------
Reports declared modules that exist elsewhere but not here.

Why it matters
--------------
Code that uses such a module fails when it gets there; the rest of the entry runs.

Example
-------
kind: function.lua
modules: [sql]

Use instead
-----------
# an activity written in Python, called like any other function
kind: function.external
meta: { temporal: { activity: { worker: shop:python } } }

Exceptions
----------
In workflows, modules that reach outside are errors: see LF414.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF413", "unsupported-module", __doc__, since="0.1.0", severity=Severity.WARNING)
