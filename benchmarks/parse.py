"""Parsing: luaflow's tree of a file against ``luaparser.ast.parse`` of the same text, both in this process.

Files that luaparser cannot read (attributes of locals, hexadecimal floats, types) are left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from luaflow.source import Source
from luaflow.syntax.parser import parse
from luaparser import ast
from measure import HERE, Result, best, main

SMALLEST = 200
"""Characters of a file that is worth measuring."""


def files(quick: bool) -> list[Path]:
    """Return the corpus: examples, programs of the benchmarks, and those of the tests."""
    root = HERE.parent
    folders = ("benchmarks/language", "benchmarks/flows", "examples", "tests/language/cases", "tests/corpus/metatables")
    found = [path for folder in folders for path in sorted(root.joinpath(folder).rglob("*.lua"))]
    chosen = [path for path in found if path.stat().st_size >= SMALLEST]
    return chosen[::10] if quick else chosen


def seconds(run: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def readable(texts: Iterable[str]) -> list[str]:
    """Return the texts that luaparser can read."""
    found: list[str] = []
    for text in texts:
        try:
            ast.parse(text)
        except Exception:  # its errors have no common class
            continue
        found.append(text)
    return found


def ours(text: str) -> Any:
    """Parse as the compiler does."""
    return parse(Source("file.lua", "file.lua", text))


def ratios(texts: Iterable[str], rounds: int) -> list[float]:
    """Return for each text the cost of our tree to that of luaparser's, the best of several rounds of both."""
    found: list[float] = []
    for text in texts:
        cost = best(
            rounds,
            {
                "luaflow": partial(seconds, partial(ours, text)),
                "luaparser": partial(seconds, partial(ast.parse, text)),
            },
        )
        found.append(cost["luaflow"] / cost["luaparser"])
    return found


def measure(quick: bool) -> list[Result]:
    """Return the median over the files, and the worst of them."""
    found = ratios(readable(path.read_text(encoding="utf-8") for path in files(quick)), 2 if quick else 3)
    return [
        Result(
            benchmark="parse",
            what=f"{len(found)} files, median: against luaparser",
            ratio=median(found),
            goal=0.1,
            least=1.0,
        ),
        Result(benchmark="parse", what="the slowest file: against luaparser", ratio=max(found), goal=0.3, least=1.2),
    ]


if __name__ == "__main__":
    main(measure, __doc__)
