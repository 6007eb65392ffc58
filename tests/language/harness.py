"""Runs plain Lua programs through the whole compiler and on the process host, as functions of one package."""

from __future__ import annotations

import asyncio
import importlib
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from luaflow.package.options import Options
from luaflow.pipeline import Compilation, compile_sources
from luaflow_runtime.process_host import ProcessHost
from luaflow_runtime.values.calls import Coroutine
from luaflow_runtime.values.errors import to_lua_error

END = "\nreturn { main = function() end }\n"
"""Makes a script an entry; real Lua runs it with the same end."""


class RecordingHost(ProcessHost):
    """A process host that keeps what is printed."""

    def __init__(self, entry: Any) -> None:
        super().__init__(entry)
        self.printed: list[str] = []

    def log(self, level: str, message: str, fields: Mapping[str, Any]) -> None:
        self.printed.append(message)


def compile_programs(folder: Path, package: str, programs: Mapping[str, str]) -> Compilation:
    """Compile programs, by name, into an importable package below ``folder``."""
    source = folder / f"src_{package}"
    source.mkdir(parents=True)
    entries = []
    for name, text in programs.items():
        (source / f"{name}.lua").write_text(text + END, encoding="utf-8", errors="surrogateescape")
        entries.append(f"  - {{name: {name}, kind: function.lua, source: 'file://{name}.lua', method: main}}\n")
    (source / "_index.yaml").write_text('version: "1.0"\nnamespace: t\nentries:\n' + "".join(entries))
    compilation = compile_sources(source, Options(package=package, use_cache=False))
    for path, content in compilation.files.items():
        target = folder / package / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return compilation


def load(folder: Path, package: str, name: str) -> Any:
    """Import a program's module."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    return importlib.import_module(f"{package}.t.{name}")


def run(module: Any) -> str:
    """Run a program's chunk; return what it printed, and its error as ``lua5.4`` would show it."""

    async def go() -> str:
        host = RecordingHost(module.ENTRY)

        async def main() -> None:
            result = module.ENTRY.chunk()
            if result.__class__ is Coroutine:
                await result

        try:
            await host.run(main())
        except Exception as error:
            host.printed.append(f"ERROR {to_lua_error(error).value}")
        return "".join(line + "\n" for line in host.printed)

    return asyncio.run(go())


def real_lua(folder: Path, name: str, text: str) -> str:
    """Run a program with ``lua5.4``; its error message in the same form."""
    (folder / f"{name}.lua").write_text(text + END, encoding="utf-8", errors="surrogateescape")
    wrapper = (
        f"local f = assert(loadfile('{name}.lua')) local ok, e = xpcall(f, function(e) return e end)"
        " if not ok then print('ERROR ' .. tostring(e)) end"
    )
    done = subprocess.run(["lua5.4", "-e", wrapper], cwd=folder, capture_output=True, check=False, timeout=60)
    return done.stdout.decode("utf-8", "surrogateescape") + done.stderr.decode()
