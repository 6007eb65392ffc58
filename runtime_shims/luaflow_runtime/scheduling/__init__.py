"""Lua threads, the trampoline that runs them, and channels."""
