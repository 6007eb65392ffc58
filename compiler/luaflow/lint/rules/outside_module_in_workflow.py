"""A workflow that declares a module of the outside world.

What it does
------------
Reports modules that reach outside (`http_client`, `sql`, `fs`, `env` ...) in the `modules` of workflows and of the
libraries that they import.

Why it matters
--------------
What such a call returns is not recorded, so a replay would see other values.

Example
-------
kind: workflow.lua
modules: [funcs, http_client]

Use instead
-----------
kind: workflow.lua
modules: [funcs]     # and funcs.call("shop:fetch", url), a function that declares http_client

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF414", "outside-module-in-workflow", __doc__, since="0.1.0", severity=Severity.ERROR)
