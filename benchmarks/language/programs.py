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
    Program(
        "closures",
        100_000,
        "300000 5 93956 6044 32759387500 2499825000 5228600",
        300,
        "900 4 299 1 3805425 21975 14183",
    ),
    Program(
        "richards",
        50_000,
        "116391 queued, 46556 held, letters 314244 314225",
        200,
        "468 queued, 187 held, letters 1230 1266",
    ),
    Program(
        "simulation",
        20_000,
        "20000 left, 0 gave up, 89946 goods, waited 282635, until 109975, served 8058 5750 4008 2184",
        100,
        "100 left, 0 gave up, 433 goods, waited 855, until 595, served 44 33 16 7",
    ),
    Program(
        "raytracer", 70, "15261 rays, mean 0.540807, checksum 966621", 8, "202 rays, mean 0.533389, checksum 898494"
    ),
    Program(
        "binary_trees",
        13,
        "stretch 32767, 8192 of depth 4: 253952, 512 of depth 8: 261632, 32 of depth 12: 262112, long lived 16383",
        5,
        "stretch 127, 32 of depth 4: 992, long lived 63",
    ),
    Program(
        "sieve", 1_500_000, "114155 primes, the last 1499977, 11596 twins", 1_000, "168 primes, the last 997, 35 twins"
    ),
    Program("queens", 11, "2680 66211", 5, "10 290117"),
    Program("sorting", 12_000, "541857 541857 541857 30474 n554292", 100, "35532 35532 35532 262326 n570315"),
    Program("matrix", 180, "-34.002778 -11399.892585", 10, "-1.466600 -28.842000"),
    Program("nbody", 30_000, "-0.169075164 -0.169020695", 50, "-0.169075164 -0.169063618"),
    Program("spectral_norm", 200, "1.274223601", 10, "1.271844019"),
    Program("mandelbrot", 200, "15899 inside, checksum 1429668", 16, "104 inside, checksum 9002275"),
    Program("fannkuch", 9, "8629 Pfannkuchen(9) = 30", 5, "11 Pfannkuchen(5) = 7"),
    Program(
        "word_count",
        50_000,
        "1100 words, renka 377, 40376 followers, a 23465 v 11605, longest 332",
        200,
        "126 words, kasa 5, 197 followers, a 87 v 49, longest 5",
    ),
    Program(
        "string_building",
        7_000,
        "230999 2413 41998 195999 798 33892  50 32 34 30",
        50,
        "1649 15 298 1399 58 140  4c 57 48 50",
    ),
    Program(
        "log_parsing",
        8_000,
        "8000 lines, 160 malformed, 794 errors, 129353555 bytes, 3078 parameters, 1011616 days, 10.0.1.98, GET /login, 9",
        100,
        "100 lines, 2 malformed, 11 errors, 1638360 bytes, 30 parameters, 12494 days, 10.0.1.194, GET /api/orders/N, 10",
    ),
    Program("json_text", 2_000, "432296 bytes, 7522750.00", 10, "2023 bytes, 301.25"),
    Program("generators", 150_000, "44625 739756 77280 75000", 200, "882189 226182 140 100"),
)
"""In the order of the table."""


def program(name: str) -> Program:
    """Return a program by name; raises ``SystemExit`` that lists them when there is none."""
    for one in PROGRAMS:
        if one.name == name:
            return one
    raise SystemExit(f"no program {name}; there are: {', '.join(one.name for one in PROGRAMS)}")
