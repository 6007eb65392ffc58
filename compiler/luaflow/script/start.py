"""Starts a script as a program of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from luaflow.script.deep import run_on_large_stack


def start(script: str, arguments: Sequence[str]) -> int:
    """Run a script, ``-`` for standard input, and return its exit code."""
    from luaflow.script.run import run_script

    try:
        return run_on_large_stack(lambda: run_script(None if script == "-" else script, arguments))
    except BrokenPipeError:
        # The reader of our output went away, as `head` does. Later writes must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
