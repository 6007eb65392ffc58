"""luaflow: compiles workflow Lua into native Temporal workflows in Python."""

__version__ = "0.1.0"

__all__ = ["__version__"]
