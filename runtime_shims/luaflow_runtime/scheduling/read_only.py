"""What code may not do that must leave the run as it is: handlers of queries."""

from __future__ import annotations

from typing import Final

from luaflow_runtime.values.errors import LuaError, runtime_error

READ_ONLY: Final = "a query handler cannot wait or change what the workflow does"


def read_only_error() -> LuaError:
    """Return the error of an operation that a query handler may not use, with the Lua line that called it."""
    return runtime_error(READ_ONLY)
