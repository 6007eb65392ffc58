"""Compares random programs under the model and the runtime: ``python -m tests.model.run FIRST LAST``.

Programs run on a simulated clock, once with every event in a workflow task of its own, once with all events of one moment in
one. A program that differs is made smaller and shown as Lua, with both traces.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import zip_longest

from tests.model.generate import generate
from tests.model.interpret import Run, TooLong, by_model
from tests.model.printer import to_lua
from tests.model.program import Program
from tests.model.shrink import shrink
from tests.model.simulated import Compiled

PACK = 10
"""Programs that are compiled together."""


def differences(seeds: range) -> Iterator[tuple[int, str]]:
    """Compare the programs of seeds; give the seeds of those that differ, and where."""
    for first in range(seeds.start, seeds.stop, PACK):
        pack = [(seed, *generate(seed)) for seed in range(first, min(first + PACK, seeds.stop))]
        try:
            compiled = Compiled(to_lua(*(program for _, program, _ in pack)))
        except Exception:
            for seed, program, wanted in pack:
                found = difference(program, wanted)
                if found:
                    yield seed, found
            continue
        for number, (seed, program, wanted) in enumerate(pack, 1):
            found = difference(program, wanted, compiled, number)
            if found:
                yield seed, found


def difference(program: Program, wanted: Run, compiled: Compiled | None = None, number: int = 1) -> str:
    """Return where the runtime first does something else than the model says, empty where it does the same.

    Args:
        wanted: What the model says.
        compiled: The program as one of several, ``number`` says which.
    """
    try:
        compiled = compiled or Compiled(to_lua(program))
        single = compiled.run(program.arrivals, number=number)
        batched = compiled.run(program.arrivals, number=number, batches=True)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    for name, got in (("one by one", single), ("in batches", batched)):
        for one, other in zip_longest(wanted.trace, got.trace):
            if one != other:
                return f"{name}: the model {_line(one)}, the runtime {_line(other)}"
        if wanted.outcome != got.outcome:
            return f"{name}: the model {wanted.outcome}, the runtime {got.outcome}"
    if wanted.commands != single.commands:
        return f"commands: the model {wanted.commands}, the runtime {single.commands}"
    return ""


def _line(entry: tuple[int, str] | None) -> str:
    return "has ended" if entry is None else f"at {entry[0]} ms: {entry[1]!r}"


def smallest(program: Program) -> Program:
    """Return a small program in which model and runtime differ."""

    def differs(candidate: Program) -> bool:
        try:
            return bool(difference(candidate, by_model(candidate)))
        except TooLong:
            return False

    return shrink(program, differs)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int, help="not included")
    parser.add_argument("--shrink", type=int, default=3, help="how many programs that differ are made smaller")
    options = parser.parse_args()
    bad = 0
    for seed, found in differences(range(options.first, options.last)):
        bad += 1
        print(f"seed {seed}: {found}", flush=True)
        if bad <= options.shrink:
            small = smallest(generate(seed)[0])
            text = to_lua(small)
            print(text[text.index("local function program_1()") :])
            print("arrivals:", *small.arrivals)
            print(difference(small, by_model(small)), flush=True)
    print(f"{options.last - options.first} programs, {bad} differ")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
