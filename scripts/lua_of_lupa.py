"""``lua5.4`` by the Python package lupa, for machines without the real program: files, ``-``, ``-e``, arguments."""

from __future__ import annotations

import sys
from typing import Any


def main(arguments: list[str]) -> int:
    """Run what a ``lua5.4`` command line asks for and return its exit code."""
    from lupa import lua54

    runtime = lua54.LuaRuntime(unpack_returned_tuples=True, encoding=None)
    chunks: list[tuple[bytes, bytes]] = []
    rest = list(arguments)
    while rest and rest[0] == "-e":
        chunks.append((rest[1].encode("utf-8", "surrogateescape"), b"=(command line)"))
        rest = rest[2:]
    if rest or not chunks:
        name = rest[0] if rest else "-"
        if name == "-":
            chunks.append((sys.stdin.buffer.read(), b"=stdin"))
        else:
            with open(name, "rb") as file:
                chunks.append((file.read(), b"@" + name.encode("utf-8", "surrogateescape")))
    run: Any = runtime.eval(
        b"""function(code, name, ...)
          arg = {...}
          if code:sub(1, 1) == '#' then code = code:gsub('^[^\\n]*', '--', 1) end
          local chunk, problem = load(code, name)
          if not chunk then io.stderr:write('lua5.4: ', problem, '\\n') return 1 end
          local ok, failure = xpcall(chunk, function(value)
            if type(value) == 'string' then return debug.traceback(value, 2) end
            return value
          end, ...)
          if ok then return 0 end
          if type(failure) ~= 'string' then
            local meta = getmetatable(failure)
            failure = meta and meta.__tostring and tostring(failure)
              or '(error object is a ' .. type(failure) .. ' value)'
          end
          io.stderr:write('lua5.4: ', failure, '\\n')
          return 1
        end"""
    )
    given = [text.encode("utf-8", "surrogateescape") for text in rest[1:]]
    for code, name in chunks:
        status = int(run(code, name, *given))
        if status:
            return status
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    sys.exit(code)
