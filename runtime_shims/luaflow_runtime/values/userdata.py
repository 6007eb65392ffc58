"""The base of runtime objects that Lua sees as userdata."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from luaflow_runtime.values.names import is_lua_name, mangle


class Userdata:
    """An object of the runtime with methods that Lua code may call.

    A subclass defines a method ``x`` under the name ``x``; it is reachable under ``mangle("x")`` too, which is what emitted
    code reads. What is not for Lua has a name that ends in one ``_``.

    Attributes:
        lua_type_: What ``type(v)`` answers.
        metamethods_: Lua metamethods by event (``"__concat"``), called as Lua calls them. Events that have a Python
            counterpart (``__add__``, ``__eq__``, ``__lt__``, ``__str__`` ...) may be written as such instead.
    """

    __slots__ = ()

    lua_type_: ClassVar[str] = "userdata"
    metamethods_: ClassVar[Mapping[str, Callable[..., Any]]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name, member in list(vars(cls).items()):
            if not name.startswith("_") and not name.endswith("_") and (attribute := mangle(name)) != name:
                setattr(cls, attribute, member)
        if "__eq__" in vars(cls) and vars(cls).get("__hash__") is None:
            # As a table key a userdata is found by identity, whatever `==` says.
            cls.__hash__ = object.__hash__  # type: ignore[method-assign]

    def __getattr__(self, name: str) -> Any:
        """Answer nil for an unknown field, so that calling it gives Lua's message."""
        if is_lua_name(name):
            return None
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
