"""Real Lua's answers, for many texts by one process."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

# Reads a file of texts, each behind its length, and answers with a line for each: "ok", or "no MESSAGE" in hexadecimal.
_JUDGE = """
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
for length in io.lines(arg[1] .. ".sizes") do
  texts = texts or assert(io.open(arg[1], "rb"))
  local text = texts:read(tonumber(length)) or ""
  -- As luaL_loadfilex does: a mark of the byte order and a first line that begins with # are no Lua.
  text = text:gsub("^\\xef\\xbb\\xbf", "", 1)
  text = text:gsub("^#[^\\n]*", "", 1)
  local f, message = load(text, "=x", "t")
  print(f and "ok" or "no " .. hex(message))
end
"""

needs_lua = pytest.mark.skipif(shutil.which("lua5.4") is None, reason="lua5.4 is not installed")


def verdicts(texts: Sequence[bytes]) -> list[tuple[bool, bytes]]:
    """Return for each text whether Lua accepts it as a file, and its message."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "texts")
        path.write_bytes(b"".join(texts))
        path.with_suffix(".sizes").write_text("".join(f"{len(text)}\n" for text in texts))
        judge = Path(folder, "judge.lua")
        judge.write_text(_JUDGE)
        done = subprocess.run(["lua5.4", str(judge), str(path)], capture_output=True, check=True, timeout=120)
    return [(line.startswith(b"ok"), bytes.fromhex(line[3:].decode())) for line in done.stdout.splitlines()]
