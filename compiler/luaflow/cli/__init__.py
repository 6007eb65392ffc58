"""The ``luaflow`` command: one file for each subcommand, each a thin call into the compiler or the runtime."""
