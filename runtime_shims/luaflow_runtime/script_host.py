"""The host of scripts: standard output for ``print``, a state of its own for globals and modules."""

from __future__ import annotations

import sys
from typing import Any

from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.script import ScriptState
from luaflow_runtime.text.strings import to_bytes


class ScriptHost(ProcessHost):
    """Runs one script.

    Args:
        state: The script's globals, modules and compiler.
    """

    def __init__(self, state: ScriptState) -> None:
        super().__init__(table=state.table)
        self.warns = False
        self.script = state
        self.chunk_compiler = state.compile_chunk

    def print_line(self, text: str) -> None:
        """Write a line to standard output, through the buffer that ``io.write`` uses."""
        out: Any = getattr(sys.stdout, "buffer", None)
        if out is None:
            sys.stdout.write(text + "\n")
            return
        out.write(to_bytes(text) + b"\n")
        if sys.stdout.line_buffering:
            out.flush()

    def warn(self, text: str, *, is_control: bool) -> None:
        """Write a warning to standard error, between ``@on`` and ``@off``."""
        if is_control:
            self.warns = text == "@on" if text in ("@on", "@off") else self.warns
        elif self.warns:
            sys.stdout.flush()
            sys.stderr.write(f"Lua warning: {text}\n")

    def log(self, level: str, message: str, fields: Any) -> None:
        """Write a line to standard error."""
        sys.stderr.write(f"{level}: {message}\n")
