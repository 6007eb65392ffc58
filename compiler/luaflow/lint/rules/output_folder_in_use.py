"""An output folder that holds something else.

What it does
------------
Reports a package folder with files that luaflow did not write, or that cannot be written.

Why it matters
--------------
Writing the package there would destroy what is in it.

Example
-------
luaflow compile flows -o .          # ./flows holds the sources

Use instead
-----------
luaflow compile flows -o generated

Exceptions
----------
Files that were added to a package by hand are kept when it is written again.
"""

from luaflow.diagnostics import Severity
from luaflow.lint.rule import page

RULE = page("LF422", "output-folder-in-use", __doc__, since="0.1.0", severity=Severity.ERROR)
