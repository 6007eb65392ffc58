"""What holds for every function that Lua code can name."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import luaflow_runtime
import pytest
from luaflow_runtime.shim import Shim


def declared() -> Iterator[tuple[str, Any]]:
    """All functions and methods with a declaration, once each, by Lua's name."""
    seen: set[int] = set()
    for info in pkgutil.walk_packages(luaflow_runtime.__path__, "luaflow_runtime."):
        members = list(vars(importlib.import_module(info.name)).values())
        for member in members + [inner for cls in members if isinstance(cls, type) for inner in vars(cls).values()]:
            shim = getattr(member, "shim_", None)
            if isinstance(shim, Shim) and id(member) not in seen:
                seen.add(id(member))
                yield shim.name, member


FUNCTIONS = dict(declared())


def test_there_are_functions() -> None:
    assert {"print", "json.encode", "time.sleep", "Channel:receive", "string.upper"} <= FUNCTIONS.keys()


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_any_number_of_arguments(name: str) -> None:
    """Lua drops surplus arguments, as in ``string.upper(s:gsub("a", "b"))``, and fills up with nil."""
    parameters = list(inspect.signature(FUNCTIONS[name]).parameters.values())
    assert any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters)
    own = [parameter for parameter in parameters if parameter.name != "self"]
    assert all(
        parameter.default is not parameter.empty for parameter in own if parameter.kind is not parameter.VAR_POSITIONAL
    )
