"""Runs Lua text in the real interpreter."""

from __future__ import annotations

import shutil
import subprocess

import pytest

LUA = shutil.which("lua5.4") or shutil.which("lua")


def run_lua(text: str) -> list[str]:
    """Return the lines that a Lua program prints; skips the test where there is no Lua 5.4."""
    if LUA is None:
        pytest.skip("no lua5.4 on PATH")
    done = subprocess.run([LUA, "-"], input=text.encode(), capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "surrogateescape").splitlines()
