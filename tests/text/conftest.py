"""Runs the same calls in real Lua 5.4 and here, and compares results byte for byte."""

from __future__ import annotations

import math
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.calls import multi
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.table import Table, iterate_raw

Call = tuple[str, tuple[Any, ...]]
"""Lua's name of a function and its arguments."""

_PRELUDE = r"""
local unpack = table.unpack
local function hex(s) return (s:gsub(".", function(c) return string.format("%02x", c:byte()) end)) end
local function show(v)
  local kind = math.type(v) or type(v)
  if kind == "integer" then return "i" .. v end
  if kind == "float" then return "f" .. (v ~= v and "nan" or string.format("%.17g", v)) end
  if kind == "string" then return "s" .. hex(v) end
  if kind == "table" then
    local names = {}
    for k, x in pairs(v) do names[#names + 1] = show(k) .. "=" .. show(x) end
    table.sort(names)
    return "{" .. table.concat(names, ",") .. "}"
  end
  if kind == "function" then return "function" end
  return tostring(v)
end
local function report(ok, ...)
  local n = select("#", ...)
  local parts = { ok and "ok" or "error" }
  for i = 1, n do parts[#parts + 1] = show((select(i, ...))) end
  print(table.concat(parts, "|"))
end
local function collect(iterator, state, control)
  local all = {}
  while true do
    local results = table.pack(iterator(state, control))
    if results[1] == nil then break end
    control = results[1]
    for i = 1, results.n do all[#all + 1] = results[i] end
    if #all > 1000 then break end
  end
  return unpack(all)
end
local function gmatch(...) return collect(string.gmatch(...)) end
local function codes(...) return collect(utf8.codes(...)) end
"""


def _literal(value: Any) -> str:
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return "math.mininteger" if value == -(2**63) else str(value)
    if isinstance(value, float):
        if math.isnan(value):
            return "(0/0)" if math.copysign(1, value) < 0 else "(-(0/0))"
        return "1e999" if value == math.inf else "-1e999" if value == -math.inf else value.hex()
    if isinstance(value, Table):
        return "{" + ",".join(f"[{_literal(k)}]={_literal(v)}" for k, v in iterate_raw(value)) + "}"
    return '"' + "".join(f"\\{byte:03d}" for byte in to_bytes(value)) + '"'


def _show(value: Any) -> str:
    if value is None:
        return "nil"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"i{value}"
    if isinstance(value, float):
        return "fnan" if math.isnan(value) else "f" + f"{value:.17g}"
    if isinstance(value, str):
        # Only the canonical form of a string equals what Lua's has.
        assert from_bytes(to_bytes(value)) == value
        return "s" + to_bytes(value).hex()
    if isinstance(value, Table):
        return "{" + ",".join(sorted(f"{_show(k)}={_show(v)}" for k, v in iterate_raw(value))) + "}"
    assert callable(value)
    return "function"


def _here(function: Callable[..., Any], args: tuple[Any, ...]) -> str:
    try:
        results = multi(function(*args))
    except LuaError as error:
        return f"error|{_show(error.value)}"
    return "|".join(["ok", *map(_show, results)])


def _readable(line: str) -> str:
    return re.sub(r"s([0-9a-f]*)", lambda m: repr(bytes.fromhex(m[1])) if len(m[1]) % 2 == 0 else m[0], line)


_QUALIFIED = re.compile(rb"(bad argument #\d+ to ')\w+\.(\w+')")
_POSITION = re.compile(rb"^stdin:\d+: ")


def _plain_message(line: str) -> str:
    """Drop what depends on the caller: a position in the script, and the library's name.

    Lua writes the name only when it does not know what the caller called.
    """
    if not line.startswith("error|s"):
        return line
    text = bytes.fromhex(line.removeprefix("error|s"))
    return "error|s" + _POSITION.sub(b"", _QUALIFIED.sub(rb"\1\2", text)).hex()


@pytest.fixture(scope="session")
def lua54() -> Callable[[str], bytes]:
    """Run a script in real Lua 5.4 and return what it prints."""
    binary = shutil.which("lua5.4")
    if binary is None:
        pytest.skip("needs lua5.4 on PATH")

    def run(script: str) -> bytes:
        done = subprocess.run(
            [binary, "-"],
            input=script.encode("latin-1"),
            capture_output=True,
            check=False,
            timeout=60,
            env={"TZ": "UTC", "LC_ALL": "C"},
        )
        assert done.returncode == 0, done.stderr.decode("latin-1")
        return done.stdout

    return run


Compare = Callable[[Sequence[Call], dict[str, Callable[..., Any]]], None]


@pytest.fixture(scope="session")
def same_as_lua(lua54: Callable[[str], bytes]) -> Compare:
    """Check that calls give in Lua what they give here: results, their types, and error messages."""

    def compare(calls: Sequence[Call], functions: dict[str, Callable[..., Any]]) -> None:
        lines = [f"report(pcall({name}{''.join(', ' + _literal(arg) for arg in args)}))" for name, args in calls]
        expected = lua54(_PRELUDE + "\n".join(lines)).decode("ascii").splitlines()
        assert len(expected) == len(calls)
        wrong = []
        for (name, args), line in zip(calls, expected, strict=True):
            want = _plain_message(line)
            got = _here(functions[name], args)
            if got != want:
                wrong.append(f"{name}{args!r}: Lua {_readable(want)}, here {_readable(got)}")
        assert not wrong, f"{len(wrong)} of {len(calls)} differ:\n" + "\n".join(wrong[:20])

    return compare
