"""Runs the same script under luaflow and ``lua5.4``.

``run_luaflow`` stays in this process, so that thousands of scripts take little time; ``run_command`` starts the real
command.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from luaflow.script.deep import run_on_large_stack
from luaflow.script.run import run_script

TIMEOUT = 60.0
"""Seconds that a script may take as a process."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a script did.

    Attributes:
        stdout: Its output.
        stderr: What it and its interpreter wrote to standard error.
    """

    stdout: bytes
    stderr: str
    exit_code: int


_SCRIPT = "input.lua"


def run_luaflow(
    script: Path | str, args: Sequence[str] = (), *, colour_all: bool = False, stdin: bytes = b""
) -> Outcome:
    """Run a script by luaflow in this process.

    Args:
        script: A file, or the text of one, which is then called ``input.lua``.
        colour_all: Compile as if every function might suspend.
        stdin: What it reads.
    """
    with _file(script) as (folder, name), _streams(stdin) as (out, err), _working(folder):
        code = run_on_large_stack(lambda: run_script(name, args, colour_all=colour_all))
        sys.stdout.flush()
        sys.stderr.flush()
        return Outcome(out.getvalue(), err.getvalue().decode("utf-8", "surrogateescape"), code)


def run_lua(script: Path | str, args: Sequence[str] = (), *, stdin: bytes = b"") -> Outcome:
    """Run a script by ``lua5.4``; see ``run_luaflow``."""
    with _file(script) as (folder, name):
        return _process(["lua5.4", name, *args], folder, stdin)


def run_command(script: Path | str, args: Sequence[str] = (), *, stdin: bytes = b"") -> Outcome:
    """Run a script by ``luaflow exec`` as a process; see ``run_luaflow``."""
    with _file(script) as (folder, name):
        return _process([sys.executable, "-m", "luaflow.cli", "exec", name, *args], folder, stdin)


_PROGRAM = re.compile(r"^(lua5\.4|lua): ", re.MULTILINE)
_PLACE = re.compile(r"^\t(.+?:\d+): in ")


def normalise(stderr: str) -> str:
    """Return standard error without what may differ: the program's name, and of tracebacks all but file and line."""
    lines: list[str] = []
    in_traceback = False
    for line in _PROGRAM.sub("lua: ", stderr).splitlines():
        if line == "stack traceback:":
            in_traceback = True
            lines.append(line)
        elif in_traceback and line.startswith("\t"):
            place = _PLACE.match(line)
            if place is not None:
                lines.append(f"\t{place[1]}")
        else:
            in_traceback = False
            lines.append(line)
    return "".join(f"{line}\n" for line in lines)


@contextmanager
def _file(script: Path | str) -> Iterator[tuple[Path, str]]:
    """Give the folder to run in, and the script's name there."""
    if isinstance(script, Path):
        yield script.parent, script.name
        return
    with tempfile.TemporaryDirectory(prefix="luaflow-exec-") as made:
        folder = Path(made)
        (folder / _SCRIPT).write_bytes(script.encode("utf-8", "surrogateescape"))
        yield folder, _SCRIPT


@contextmanager
def _working(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _streams(stdin: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Put buffers in the places of the standard streams and give those of output and errors."""
    saved = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)), "utf-8", "surrogateescape")
    sys.stdout = io.TextIOWrapper(out, "utf-8", "surrogateescape", write_through=True)
    sys.stderr = io.TextIOWrapper(err, "utf-8", "surrogateescape", write_through=True)
    try:
        yield out, err
    finally:
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            stream.detach()
        sys.stdin, sys.stdout, sys.stderr = saved


def _process(command: Sequence[str], folder: Path, stdin: bytes) -> Outcome:
    done = subprocess.run(command, cwd=folder, input=stdin, capture_output=True, check=False, timeout=TIMEOUT)
    return Outcome(done.stdout, done.stderr.decode("utf-8", "surrogateescape"), done.returncode)
