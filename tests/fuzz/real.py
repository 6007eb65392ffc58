"""Runs many programs in one process of real Lua."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

_WRAPPER = r"""
-- Programs may change libraries, globals and the metatable of strings: all of it is put back between them.
local kept, stdin, write = {}, io.stdin, io.write
local load, print, xpcall, tostring, type, next, rawset, rawget = load, print, xpcall, tostring, type, next, rawset, rawget
local function keep(t)
  if type(t) ~= "table" or kept[t] then return end
  local copy = {}
  kept[t] = copy
  for k, v in next, t do copy[k] = v end
  for _, v in next, copy do keep(v) end
end
keep(_G)
keep(getmetatable(""))
local strings, debug_setmetatable, collect = getmetatable(""), debug.setmetatable, collectgarbage
local function restore()
  debug_setmetatable("", strings)
  for t, copy in next, kept do
    local gone = {}
    for k in next, t do if copy[k] == nil then gone[#gone + 1] = k end end
    for i = 1, #gone do t[gone[i]] = nil end
    for k, v in next, copy do t[k] = v end
  end
  collect("restart")
end
while true do
  local name = stdin:read("l")
  if not name then break end
  local chunk, message = load(stdin:read(tonumber(stdin:read("l"))), "@" .. name, "t")
  if chunk then
    local ok, e = xpcall(chunk, function(e) return e end)
    restore()
    if not ok then print("ERROR " .. ((type(e) == "table" or type(e) == "function") and type(e) or tostring(e))) end
  else
    print("SYNTAX " .. message)
  end
  write("\1END\n")
  io.stdout:flush()
end
"""

SECONDS = 3
"""How long the programs of one process may take under real Lua."""


def real_outputs(programs: Mapping[str, str]) -> dict[str, str]:
    """Return what programs print under ``lua5.4``, by name; those that take too long are left out."""
    found = _run(programs)
    if found is None and len(programs) > 1:
        return {name: output for one in programs for name, output in real_outputs({one: programs[one]}).items()}
    return found or {}


def _run(programs: Mapping[str, str]) -> dict[str, str] | None:
    data = b""
    for name, text in programs.items():
        body = text.encode("utf-8", "surrogateescape")
        data += f"{name}\n{len(body)}\n".encode() + body
    try:
        done = subprocess.run(
            ["lua5.4", "-e", _WRAPPER],
            input=data,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            preexec_fn=_limit_memory,
        )
    except subprocess.TimeoutExpired:
        return None
    parts = done.stdout.decode("utf-8", "surrogateescape").split("\1END\n")
    if len(parts) != len(programs) + 1:
        return None
    return dict(zip(programs, parts, strict=False))


def _limit_memory() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
