"""Real Lua, to compare with."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence

import pytest

# Reads programs as quoted strings, answers with a line for each: "ok DUMP" or "no MESSAGE", in hexadecimal.
_JUDGE = """
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
for _, text in ipairs(programs) do
  local f, message = load(text, "=x", "t")
  if f then print("ok " .. hex(string.dump(f, true))) else print("no " .. hex(message)) end
end
"""


def _quoted(text: bytes) -> str:
    return '"' + "".join(f"\\{byte:03d}" for byte in text) + '"'


def _run(script: str) -> str:
    result = subprocess.run(["lua5.4", "-"], input=script.encode(), capture_output=True, check=False)
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode()


@pytest.fixture(scope="session")
def run_lua() -> Callable[[str], str]:
    """Runs a script in real Lua and returns what it prints."""
    if shutil.which("lua5.4") is None:
        pytest.skip("needs lua5.4")
    return _run


@pytest.fixture(scope="session")
def judge(run_lua: Callable[[str], str]) -> Callable[[Sequence[str]], list[tuple[bool, bytes]]]:
    """Compiles programs in real Lua: (True, byte code without positions) or (False, message)."""

    def answer(programs: Sequence[str]) -> list[tuple[bool, bytes]]:
        texts = ", ".join(_quoted(program.encode("utf-8", "surrogateescape")) for program in programs)
        lines = run_lua(f"local programs = {{{texts}}}\n{_JUDGE}").splitlines()
        return [(line.startswith("ok"), bytes.fromhex(line[3:])) for line in lines]

    return answer
