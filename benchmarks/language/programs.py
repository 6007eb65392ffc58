"""The programs of this benchmark: the same work in Lua and in Python, each in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Program:
    """A program in both languages; its one argument is how much to do.

    Attributes:
        name: Folder, and name of the files in it.
        size: For measuring: some tenths of a second in Python.
        output: What it prints at that size.
        small: For ``--quick`` and the tests.
        small_output: What it prints then.
    """

    name: str
    size: int
    output: str
    small: int
    small_output: str

    @property
    def lua(self) -> Path:
        return HERE / self.name / f"{self.name}.lua"

    @property
    def python(self) -> Path:
        return HERE / self.name / f"{self.name}.py"


PROGRAMS = (
    Program("recursion", 28, "317811 171 9 1048575", 20, "6765 123 1 4095"),
    Program("sieve", 2_000_000, "148933 primes, the last 1999993, 14871 twins", 1_000, "168 primes, the last 997, 35 twins"),
    Program("nbody", 40_000, "-0.169075164 -0.169052405", 50, "-0.169075164 -0.169063618"),
    Program("queens", 11, "2680 66211", 5, "10 290117"),
    Program("binary_trees", 13, "stretch 32767, 8192 of depth 4: 253952, 512 of depth 8: 261632, 32 of depth 12: 262112, long lived 16383", 5, "stretch 127, 32 of depth 4: 992, long lived 63"),
    Program("matrix", 200, "-37.835833 -14088.781105", 10, "-1.466600 -28.842000"),
    Program("json_text", 3_000, "651653 bytes, 16909125.00", 10, "2023 bytes, 301.25"),
    Program("richards", 60_000, "139530 queued, 55811 held, letters 376665 376755", 200, "468 queued, 187 held, letters 1230 1266"),
)
"""In the order of the table."""


def program(name: str) -> Program:
    """Return a program by name; raises ``SystemExit`` that lists them when there is none."""
    for one in PROGRAMS:
        if one.name == name:
            return one
    raise SystemExit(f"no program {name}; there are: {', '.join(one.name for one in PROGRAMS)}")
