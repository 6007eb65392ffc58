"""Types as values of the running program: what ``N(v)`` and ``N:is(v)`` mean in the typed dialect.

``model`` has the classes, ``conform`` checks values, ``relation`` compares types, ``notation`` writes them, ``reflect`` answers
the questions that Lua code asks of a type. Emitted code makes types through ``luaflow_runtime.lib.types``.

Source: reference/lua.md 10.7.
"""
