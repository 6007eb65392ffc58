"""Lua values in Python and the operations on them."""
