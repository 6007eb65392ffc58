"""What a workflow may not call, refused at run time.

The compiler refuses the same calls where it sees them; this is for a call that reaches the function unseen.
"""

from __future__ import annotations

from luaflow_runtime import host
from luaflow_runtime.shim import Effect
from luaflow_runtime.values.errors import LuaError, runtime_error

_REASONS: dict[Effect, tuple[str, str]] = {
    "clock": ("reads the wall clock", "use time.now()"),
    "random": ("draws numbers that a replay would not draw again", "use uuid.v4() or crypto.random"),
    "io": ("reaches outside the workflow", "call a function with funcs.call()"),
    "environment": ("reads the worker's environment", "pass the value to the workflow as an argument"),
    "dynamic-code": ("compiles code at run time", "put the code into a library"),
    "debug": ("looks into the running program", "use the logger"),
    "host": ("exists only outside workflows", "call a function with funcs.call()"),
}


def refusal(name: str, effect: Effect) -> LuaError:
    """Return the error that a workflow gets for calling ``name``; it names what to use instead."""
    reason, instead = _REASONS[effect]
    return runtime_error(f"`{name}` {reason} and cannot be used in a workflow; {instead}")


def in_workflow() -> bool:
    """Tell whether the running code is a workflow; plain Python without a host is none."""
    try:
        return host.current().is_workflow
    except LookupError:
        return False


def refuse_in_workflow(name: str, effect: Effect) -> None:
    """Raise a Lua error when the running code is a workflow.

    Args:
        name: Lua's name of the function: ``os.time``.
        effect: Why a workflow may not call it.
    """
    if in_workflow():
        raise refusal(name, effect)
