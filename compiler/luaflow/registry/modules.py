"""Names that ``modules:`` may list.

Source: reference of registry entries, sections 1.2.3 and 1.2.4.
"""

from __future__ import annotations

AMBIENT = frozenset(
    {
        "channel",
        "coroutine",
        "debug",
        "errors",
        "math",
        "os",
        "package",
        "payload",
        "process",
        "string",
        "table",
        "utf8",
    }
)
"""There without being declared; declaring them does no harm."""

DECLARED = frozenset(
    {
        "base64",
        "crypto",
        "ctx",
        "funcs",
        "hash",
        "json",
        "logger",
        "time",
        "uuid",
        "workflow",
    }
)
"""Modules that luaflow runs when an entry declares them."""

NOT_RUN = frozenset(
    {
        "cdc",
        "cloudstorage",
        "compress",
        "contract",
        "env",
        "eval",
        "events",
        "excel",
        "exec",
        "expr",
        "fs",
        "html",
        "http",
        "http_client",
        "hub",
        "io",
        "metrics",
        "pg",
        "queue",
        "registry",
        "security",
        "sql",
        "store",
        "stream",
        "system",
        "template",
        "templates",
        "text",
        "treesitter",
        "tty",
        "websocket",
        "yaml",
    }
)
"""Modules of other runtimes that luaflow knows by name and does not run. Their `io` is a terminal; Lua's `io` is ambient."""

OUTSIDE_WORKFLOWS = frozenset(
    {
        "cdc",
        "cloudstorage",
        "env",
        "eval",
        "events",
        "excel",
        "exec",
        "fs",
        "http",
        "http_client",
        "hub",
        "io",
        "metrics",
        "pg",
        "queue",
        "registry",
        "security",
        "sql",
        "store",
        "stream",
        "system",
        "tty",
        "websocket",
    }
)
"""Modules whose calls reach the outside world, so no workflow may list them, nor a library that a workflow imports."""

KNOWN = AMBIENT | DECLARED | NOT_RUN


def not_run(name: str) -> str:
    """Return the message about a module that luaflow does not run; the same wherever it is met."""
    return f"luaflow does not run the module `{name}` yet"


NOT_RUN_HELP = "let a Python activity do what needs it (`kind: function.external`) and call that by `funcs.call`"
"""The way out."""
