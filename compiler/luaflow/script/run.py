"""Runs a script to its end, as the program ``lua`` does.

Source: ``lua.c``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TextIO

from luaflow_runtime.script import DEFAULT_C_PATH, DEFAULT_PATH, ScriptState, read_file, skip_first_line
from luaflow_runtime.script_host import ScriptHost
from luaflow_runtime.text.strings import canonical
from luaflow_runtime.values.calls import Coroutine, call, drive, first
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError, is_lua_catchable, lua_traceback, to_lua_error
from luaflow_runtime.values.metatables import define_table
from luaflow_runtime.values.ops import metamethod
from luaflow_runtime.values.types import type_name

from luaflow.script.program import ScriptCompiler

PROGRAM = "lua"
"""How error messages call the program."""


def run_script(
    path: str | None,
    arguments: Sequence[str] = (),
    *,
    program: Sequence[str] = ("luaflow", "exec"),
    colour_all: bool = False,
    errors: TextIO | None = None,
) -> int:
    """Run a script and return its exit code.

    Args:
        path: Its file; standard input where there is none.
        arguments: Lua's ``...``.
        program: What stands before the script on the command line: ``arg[-1]`` and below.
        colour_all: Compile as if every function might suspend.
        errors: Where messages go, by default standard error.
    """
    out = sys.stderr if errors is None else errors
    compiler = ScriptCompiler(colour_all=colour_all)
    modules = _search_path(path)
    try:
        if path is None:
            name, text = "=stdin", skip_first_line(sys.stdin.buffer.read())
        else:
            name, text = f"@{canonical(path)}", read_file(canonical(path))
        compiler.read_program(text, name, modules)
    except LuaError as error:
        _complain(out, str(error.value))
        return 1
    table = define_table((), "luaflow_script", patience=0)
    state = ScriptState(
        table, compiler, libraries=compiler.libraries, path=modules, c_path=_from_environment("CPATH", DEFAULT_C_PATH)
    )
    state.is_open = compiler.program is not None and compiler.program.openness.is_open
    values = [canonical(argument) for argument in arguments]
    given = table(*values)
    for at, word in enumerate(["-" if path is None else canonical(path), *reversed(program)]):
        given[-at] = word
    state.globals["arg"] = given
    main = state.load(text, name)
    try:
        _run(ScriptHost(state), main, values, waits=compiler.may_wait)
    except SystemExit as end:
        code = end.code
        return code if isinstance(code, int) else 0 if code is None else 1
    except Exception as error:
        if not is_lua_catchable(error):
            raise
        _complain(out, _message(to_lua_error(error)))
        return 1
    finally:
        sys.stdout.flush()
    return 0


def _run(host: ScriptHost, function: Callable[..., Any], arguments: Sequence[Any], *, waits: bool) -> None:
    """Run the main chunk.

    Args:
        waits: Something in the program may wait for the world outside.
    """

    async def main() -> Any:
        result = function(*arguments)
        return await result if result.__class__ is Coroutine else result

    if waits:
        import asyncio

        asyncio.run(host.run(main()))
        return
    try:
        host.run(main()).send(None)
    except StopIteration:
        return
    raise AssertionError("a script without anything to wait for waits")


_PROGRAM_LEVEL = "\t[C]: in ?"


def _message(error: LuaError) -> str:
    """Return what is shown of an error that nobody caught: its text, and the stack unless it has a text of its own."""
    value = error.value
    if value.__class__ is not str and value.__class__ is not int and value.__class__ is not float:
        handler = metamethod(value, "__tostring")
        if handler is not None:
            try:
                text = first(drive(call(handler, value)))
            except Exception as problem:
                if not is_lua_catchable(problem):
                    raise
                inner = to_lua_error(problem)
                if inner.value.__class__ is not str:
                    return "C stack overflow"  # Lua asks for the text of that error, too, and so on
                stack = lua_traceback(error.__traceback__, "", _PROGRAM_LEVEL).partition("stack traceback:")[2]
                return lua_traceback(inner.__traceback__, str(inner.value), _PROGRAM_LEVEL) + stack
            if text.__class__ is str:
                return str(text)
        value = f"(error object is a {type_name(value)} value)"
    return lua_traceback(error.__traceback__, tostring(value), _PROGRAM_LEVEL)


def _complain(out: TextIO, message: str) -> None:
    sys.stdout.flush()
    text = f"{PROGRAM}: {message}\n"
    raw = getattr(out, "buffer", None)
    if raw is None:
        out.write(text)
    else:
        out.flush()
        raw.write(text.encode("utf-8", "surrogateescape"))
        raw.flush()


def _search_path(script: str | None) -> str:
    """Return the first value of ``package.path``: that of Lua without its system folders, and the script's folder."""
    folder = os.path.dirname(script) if script else ""
    default = DEFAULT_PATH
    if folder not in ("", "."):
        default += "".join(f";{folder}/{rest}" for rest in ("?.lua", "?/init.lua"))
    return _from_environment("PATH", default)


def _from_environment(name: str, default: str) -> str:
    """Return what ``LUA_PATH_5_4`` or ``LUA_PATH`` says, ``;;`` in it replaced by the default."""
    for variable in (f"LUA_{name}_5_4", f"LUA_{name}"):
        given = os.environ.get(variable)
        if given is not None:
            before, mark, behind = given.partition(";;")
            return canonical(";".join(filter(None, (before, default, behind))) if mark else given)
    return canonical(default)
