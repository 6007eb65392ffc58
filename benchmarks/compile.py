"""``luaflow compile``: from nothing against luaparser's parse and black's formatting, with nothing changed against reading.

All are processes of their own, started and ended within the measurement.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

import corpus
from measure import Result, best, main

PARSE_AND_FORMAT = """\
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import black
from luaparser import ast

def work(path):
    text = Path(path).read_text()
    if path.suffix == ".lua":
        ast.parse(text)
    else:
        black.format_str(text, mode=black.Mode(line_length=120))

if __name__ == "__main__":
    source, package, jobs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    # What holds data is not formatted by luaflow either.
    paths = [*source.rglob("*.lua"), *(path for path in package.rglob("*.py") if path.name != "_lines.py")]
    if jobs == 1:
        for path in paths:
            work(path)
    else:
        with ProcessPoolExecutor(jobs) as pool:
            list(pool.map(work, paths))
"""
READ_AND_HASH = """\
import hashlib, os, sys

import yaml

for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), "rb") as file:
            hashlib.sha256(file.read()).hexdigest()
"""


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of a command."""
    start = time.perf_counter()
    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def from_nothing(folder: Path, environment: dict[str, str], quick: bool) -> list[Result]:
    """Compile entries of about 190 lines."""
    source, out = folder / "large", folder / "out"
    corpus.write(source, [corpus.large(number) for number in range(2 if quick else 12)])
    script = folder / "parse_and_format.py"
    script.write_text(PARSE_AND_FORMAT)
    results = []
    for jobs in sorted({1, min(2, os.cpu_count() or 1)}):
        ours = [
            sys.executable,
            "-m",
            "luaflow.cli",
            "compile",
            str(source),
            "-o",
            str(out),
            "--no-cache",
            "-j",
            str(jobs),
        ]
        seconds(ours, environment)
        theirs = [sys.executable, str(script), str(source), str(out / "large"), str(jobs)]
        cost = best(
            1 if quick else 3,
            {"compile": partial(seconds, ours, environment), "parse and format": partial(seconds, theirs, environment)},
        )
        results.append(
            Result(
                benchmark="compile",
                what=f"from nothing, {jobs} process{'es' if jobs > 1 else ''}: against luaparser and black",
                ratio=cost["compile"] / cost["parse and format"],
                goal=1.5,
                least=2.5,
            )
        )
    return results


def nothing_changed(folder: Path, environment: dict[str, str], quick: bool) -> Result:
    """Compile short entries again."""
    entries = 20 if quick else 1000
    source, out = folder / "small", folder / "out"
    corpus.write(source, [corpus.small(number) for number in range(entries)])
    ours = [sys.executable, "-m", "luaflow.cli", "compile", str(source), "-o", str(out)]
    seconds(ours, environment)
    theirs = [sys.executable, "-c", READ_AND_HASH, str(source)]
    cost = best(
        3 if quick else 20,
        {"compile": partial(seconds, ours, environment), "read": partial(seconds, theirs, environment)},
    )
    return Result(
        benchmark="compile",
        what=f"nothing changed, {entries} entries: against importing yaml, reading, hashing",
        ratio=cost["compile"] / cost["read"],
        goal=3,
        least=5,
    )


def measure(quick: bool) -> list[Result]:
    """Return the cost of compiling."""
    with tempfile.TemporaryDirectory(prefix="luaflow-benchmark-compile-") as place:
        folder = Path(place)
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"LUAFLOW_CACHE": str(folder / "cache"), "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
        return [*from_nothing(folder, environment, quick), nothing_changed(folder, environment, quick)]


if __name__ == "__main__":
    main(measure, __doc__)
