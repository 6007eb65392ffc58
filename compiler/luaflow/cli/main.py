"""Entry point of ``luaflow``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from luaflow.cli.failures import FAILED, MISUSED


def leave(code: int) -> NoReturn:
    """End the process with an exit code that nothing can change any more.

    A process that used Temporal's SDK sometimes dies while the interpreter is taken down, after all its work, and
    would then report 134. So it leaves without that; everything that holds resources is closed by then.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            code = code or FAILED
    if "temporalio.bridge.runtime" in sys.modules:
        os._exit(code)
    sys.exit(code)


def main() -> NoReturn:
    """Console script ``luaflow``."""
    arguments = sys.argv[1:]
    if len(arguments) > 1 and arguments[0] == "exec" and (arguments[1] == "-" or not arguments[1].startswith("-")):
        # Scripts are started often, and the command line's machinery takes longer than many of them.
        leave(_run_script(arguments[1], arguments[2:]))
    from luaflow.cli.commands import run

    leave(run(arguments))


def _run_script(script: str, arguments: Sequence[str]) -> int:
    """Do ``luaflow exec`` without options."""
    from luaflow.script.start import start

    try:
        return start(script, arguments)
    except Exception as error:
        from luaflow.cli.commands import show_internal_error

        show_internal_error(error)
        return MISUSED
