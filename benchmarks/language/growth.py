"""Growth: how much longer pieces of Lua take when they have twice as much to do, compiled and in ``lua5.4``.

Each is measured at four sizes, each the double of the one before. The factor for one doubling is that of the whole range, so
that a neighbour's burst spoils little: 2 is linear, 4 quadratic.
"""

from __future__ import annotations

import argparse
import gc
import math
import shutil
import subprocess
import sys
import time
from collections.abc import Callable

from compiled import Script
from growth_cases import ALSO_IN_LUA, CASES, Case

LIMIT = 3.0
"""Factor for one doubling from which on a case is not linear."""
DOUBLINGS = 3
ROUNDS = 5
MANY = 64
"""Times the smallest size of a case: beyond it costs of copying show that smaller sizes hide."""


def text_of(case: Case) -> str:
    return f"local n = tonumber(arg[1])\n{case.text}\n"


def _seconds(run: Callable[[int], None], size: int) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        run(size)
        return time.process_time() - start
    finally:
        gc.enable()


def factor(costs: list[float]) -> float:
    """Return by how much the cost grows in one doubling, given those of sizes that double."""
    return float((costs[-1] / costs[0]) ** (1 / (len(costs) - 1)))


def compiled_growth(case: Case, rounds: int = ROUNDS, times: int = 1) -> float:
    """Return the factor for one doubling of a case that is compiled.

    Args:
        rounds: The cost of each size is the least of so many.
        times: Multiplies all sizes.
    """
    program = Script(case.name, text_of(case))
    sizes = [case.size * times << doubling for doubling in range(DOUBLINGS + 1)]
    costs = [math.inf] * len(sizes)
    for _ in range(rounds):
        for at, size in enumerate(sizes):
            costs[at] = min(costs[at], _seconds(program.run, size))
    return factor(costs)


def lua_growth(case: Case, rounds: int = ROUNDS, times: int = 1) -> float:
    """Return the factor for one doubling of a case in ``lua5.4``."""
    sizes = [case.size * times << doubling for doubling in range(DOUBLINGS + 1)]
    measure = f"""
        local run = assert(load((...)))
        for _, size in ipairs {{{", ".join(map(str, sizes))}}} do
          arg = {{size}}
          local best = math.huge
          for i = 1, {rounds} do
            collectgarbage()
            local start = os.clock()
            run()
            best = math.min(best, os.clock() - start)
          end
          print(best)
        end
    """
    done = subprocess.run(["lua5.4", "-", text_of(case)], input=measure, capture_output=True, text=True, check=True)
    return factor([float(line) for line in done.stdout.split()])


def main() -> int:
    """The command line; exits with 1 when something is not linear."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", metavar="TEXT", default="", help="cases with this in their names")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--large", action="store_true", help=f"{MANY} times the sizes, where there is patience for it")
    arguments = parser.parse_args()
    times = MANY if arguments.large else 1
    print(f"{'one doubling costs':48}{'compiled':>9}{'lua5.4':>9}")
    worse = 0
    for case in (*CASES, *ALSO_IN_LUA):
        if arguments.only not in case.name:
            continue
        ours = compiled_growth(case, arguments.rounds, times)
        theirs = lua_growth(case, arguments.rounds, times) if shutil.which("lua5.4") else math.nan
        verdict = "" if ours <= LIMIT else "  not linear" if case in CASES else "  as in Lua"
        worse += verdict == "  not linear"
        print(f"{case.name:48}{ours:9.2f}{theirs:9.2f}{verdict}", flush=True)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
