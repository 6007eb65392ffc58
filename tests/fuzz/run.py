"""Compares random programs under luaflow and real Lua: ``python -m tests.fuzz.run 0 20000``."""

from __future__ import annotations

import argparse
import signal
from dataclasses import dataclass

from tests.fuzz.agreement import agrees, normalised
from tests.fuzz.generator import generate
from tests.fuzz.memory import Observed, run_entry, run_script
from tests.fuzz.real import real_outputs

BATCH = 25
"""Programs that one process of real Lua runs."""
SECONDS = 6
"""How much processor time a program may take under luaflow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A program that prints something else under luaflow."""

    seed: int
    program: str
    wanted: str
    got: str

    def line(self) -> str:
        """Return the first line that differs, for a report."""
        pairs = zip([*self.wanted.splitlines(), "<end>"], [*self.got.splitlines(), "<end>"])
        for number, (wanted, got) in enumerate(pairs, 1):
            if normalised(wanted) != normalised(got):
                return f"seed {self.seed} line {number}: lua {wanted!r} luaflow {got!r}"
        return f"seed {self.seed}: lengths differ"


def our_output(
    name: str, text: str, *, script: bool = True, colour_all: bool = False, observed: Observed | None = None
) -> str:
    """Return what a program prints under luaflow; failures of the compiler and the runtime likewise.

    Args:
        script: Run it as a script, otherwise as an entry of a registry.
    """

    def too_long(*_: object) -> None:
        raise TimeoutError(f"more than {SECONDS} seconds")

    seen = observed or Observed()
    signal.signal(signal.SIGPROF, too_long)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return (run_script if script else run_entry)(name, text, seen, colour_all=colour_all)
    except Exception as error:
        return f"FAILED {type(error).__name__}: {str(error)[:300]}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def program(seed: int) -> tuple[str, bool]:
    """Return the program of a seed, and whether it runs as a script; every fourth does what only scripts can."""
    return generate(seed, script=seed % 4 == 3), seed % 4 != 0


def differences(
    seeds: range, *, colour_all: bool = False, observed: Observed | None = None
) -> tuple[list[Difference], int]:
    """Return the programs that differ, and how many were compared: those that take too long are not."""
    found: list[Difference] = []
    compared = 0
    for start in range(seeds.start, seeds.stop, BATCH):
        programs = {seed: program(seed) for seed in range(start, min(start + BATCH, seeds.stop))}
        wanted = real_outputs({f"s{seed}.lua": text for seed, (text, _) in programs.items()})
        for seed, (text, script) in programs.items():
            name = f"s{seed}.lua"
            if name not in wanted:
                continue
            compared += 1
            got = our_output(name, text, script=script, colour_all=colour_all, observed=observed)
            if not agrees(wanted[name], got, script=script):
                found.append(Difference(seed=seed, program=text, wanted=wanted[name], got=got))
    return found, compared


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int, help="not included")
    parser.add_argument("--colour-all", action="store_true", help="compile as if every function might suspend")
    options = parser.parse_args()
    bad = total = 0
    for start in range(options.first, options.last, BATCH):
        found, compared = differences(range(start, min(start + BATCH, options.last)), colour_all=options.colour_all)
        bad += len(found)
        total += compared
        for difference in found:
            print(difference.line(), flush=True)
    print(f"{total} programs, {bad} differ")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
