"""Scripts: chunks that are compiled and run in memory, for ``luaflow exec`` and for ``load``."""
