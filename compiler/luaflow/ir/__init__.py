"""The intermediate form: Lua's semantics made explicit, one step before Python text."""
