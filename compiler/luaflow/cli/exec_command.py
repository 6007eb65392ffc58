"""``luaflow exec``"""

from __future__ import annotations

import click


@click.command(context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@click.argument("script", metavar="FILE.lua")
@click.argument("args", nargs=-1, type=click.UNPROCESSED)
def command(script: str, args: tuple[str, ...]) -> None:
    """Run the plain Lua script FILE.lua, `-` for standard input, as `lua` does.

    The script has all of Lua's standard libraries; `require` looks beside it and along `package.path` (LUA_PATH). ARGS are
    its `...` and stand in `arg`. It ends with the exit code that the script gives, 1 for an error that nothing caught.

    \b
    Examples:
      luaflow exec script.lua
      luaflow exec script.lua first second
      echo 'print(_VERSION)' | luaflow exec -
    """
    from luaflow.script.start import start

    raise click.exceptions.Exit(start(script, args))
