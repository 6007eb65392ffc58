"""``python -m luaflow.cli``: the same as ``luaflow``."""

from luaflow.cli.main import main

main()
