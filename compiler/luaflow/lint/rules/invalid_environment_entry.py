"""An `env.*` entry that cannot be used.

What it does
------------
Reports variables without a name, names with other characters than letters, digits and `_`, storages without their
fields, and references to storages that no entry declares.

Why it matters
--------------
Placeholders `${env:NAME}` would have no value when a worker starts.

Example
-------
- { name: api_key, kind: env.variable, variable: API-KEY, storage: os }

Use instead
-----------
- { name: api_key, kind: env.variable, variable: API_KEY, storage: os }

Exceptions
----------
None.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF421", "invalid-environment-entry", __doc__, since="0.1.0", severity=Severity.ERROR)
