"""Tree to intermediate form: Lua's semantics made explicit, names chosen, awaits placed."""

from luaflow.lower.chunk import lower

__all__ = ["lower"]
