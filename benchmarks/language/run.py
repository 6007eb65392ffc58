"""Programs customary for comparing languages: compiled Lua against the same by hand in Python, and against ``lua5.4``.

Each program is measured in a process of its own, where compiled Lua and Python take turns; ``lua5.4`` takes its turn beside
them. The cost of a variant is the least processor time of its rounds, without start-up and without compiling. All three must
print what ``programs.py`` says.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib.util
import io
import json
import math
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from measure import Result
from programs import PROGRAMS, Program, program

GOAL, WORST, LEAST = 1.5, 3.0, 2.0
"""Of the geometric mean of compiled Lua to Python; of each single program; of the geometric mean, at least."""
ROUNDS = 5
LUA_DRIVER = (
    "local file, size = ... arg = {size} local run = assert(loadfile(file)) collectgarbage()"
    " local start = os.clock() run() io.stderr:write(os.clock() - start)"
)
"""Runs a program as ``lua5.4 file size`` does; writes the processor seconds it took to standard error."""

Variant = Callable[[], tuple[float, str]]
"""Runs a program once: processor seconds, and what it printed."""


def lua(program: Program, size: int) -> Variant:
    """Return what runs a program in real Lua."""

    def run() -> tuple[float, str]:
        command = ["lua5.4", "-e", LUA_DRIVER.replace("...", f"{str(program.lua)!r}, '{size}'")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return float(done.stderr), done.stdout

    return run


def timed(run: Callable[[], None]) -> Variant:
    """Return what runs a function of this process and keeps what it prints."""

    def measured() -> tuple[float, str]:
        out = io.StringIO()
        gc.collect()
        with contextlib.redirect_stdout(out):
            start = time.process_time()
            run()
            taken = time.process_time() - start
        return taken, out.getvalue()

    return measured


def python(program: Program, size: int) -> Variant:
    """Return what runs the program that is written in Python."""
    spec = importlib.util.spec_from_file_location(program.name, program.python)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return timed(lambda: print(module.run(size)))


def compiled(program: Program, size: int) -> Variant:
    """Return what runs the program that is compiled from Lua."""
    from compiled import Script

    script = Script(program.lua.name, program.lua.read_text())
    return timed(lambda: script.run(size))


def measure(program: Program, rounds: int, small: bool) -> dict[str, float]:
    """Return the seconds of each variant: the least of interleaved rounds.

    Raises:
        SystemExit: A variant printed something else than it should.
    """
    size, expected = (program.small, program.small_output) if small else (program.size, program.output)
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 10_000))
    variants = {"compiled": compiled(program, size), "python": python(program, size)}
    if shutil.which("lua5.4"):
        variants["lua"] = lua(program, size)
    # The compiler's own objects are nothing that a collection during a program should visit.
    gc.collect()
    gc.freeze()
    costs = dict.fromkeys(variants, math.inf)
    for _ in range(rounds):
        for name, run in variants.items():
            seconds, output = run()
            if output != expected + "\n":
                raise SystemExit(f"{program.name} ({name}) prints {output!r} instead of {expected!r}")
            costs[name] = min(costs[name], seconds)
    return costs


def geometric_mean(ratios: list[float]) -> float:
    return math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))


def results(costs: dict[str, dict[str, float]]) -> list[Result]:
    """Return the ratio of each program, then the geometric mean, and how far ``lua5.4`` is."""
    to_python = {name: cost["compiled"] / cost["python"] for name, cost in costs.items()}
    found = [
        Result(benchmark="language", what=f"{name}: compiled Lua to Python", ratio=ratio, goal=WORST, least=WORST)
        for name, ratio in to_python.items()
    ]
    mean = geometric_mean(list(to_python.values()))
    found.append(
        Result(benchmark="language", what="geometric mean: compiled Lua to Python", ratio=mean, goal=GOAL, least=LEAST)
    )
    return found


def table(costs: dict[str, dict[str, float]]) -> str:
    """Return the ratios as text."""
    lines = [f"{'program':16}{'to Python':>10}{'to lua5.4':>10}"]
    rows: list[tuple[float, float]] = []
    for name, cost in costs.items():
        rows.append((cost["compiled"] / cost["python"], cost["compiled"] / cost.get("lua", math.nan)))
        worse = "  above 3" if rows[-1][0] > WORST else ""
        ahead = "  ahead of lua5.4" if rows[-1][1] < 1 else ""
        lines.append(f"{name:16}{rows[-1][0]:10.2f}{rows[-1][1]:10.2f}{worse}{ahead}")
    means = [geometric_mean(list(column)) for column in zip(*rows)]
    verdict = "reaches the goal" if means[0] <= GOAL else "enough" if means[0] <= LEAST else "MISSES"
    lines.append(f"{'geometric mean':16}{means[0]:10.2f}{means[1]:10.2f}  goal {GOAL}, least {LEAST}: {verdict}")
    return "\n".join(lines)


def in_process(name: str, rounds: int, small: bool) -> dict[str, float]:
    """Return what a process of its own measured; nothing when it failed and has said why."""
    command = [sys.executable, __file__, "--measure", name, "--rounds", str(rounds), *(["--quick"] if small else [])]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        return {}
    costs: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return costs


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", metavar="NAME", action="append", help="this program only; may be given again")
    parser.add_argument("--rounds", type=int, help=f"how often each runs; by default {ROUNDS}")
    parser.add_argument("--quick", action="store_true", help="small sizes, one round: shows that it works")
    parser.add_argument("--show", metavar="NAME", help="print the Python that a program becomes, and end")
    parser.add_argument("--json", action="store_true", help="print results as JSON")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    rounds = arguments.rounds or (1 if arguments.quick else ROUNDS)
    if arguments.show:
        from compiled import Script

        print(Script(arguments.show, program(arguments.show).lua.read_text()).python, end="")
        return
    if arguments.measure:
        print(json.dumps(measure(program(arguments.measure), rounds, arguments.quick)))
        return
    chosen = [program(name) for name in arguments.only] if arguments.only else PROGRAMS
    measured = {one.name: in_process(one.name, rounds, arguments.quick) for one in chosen}
    costs = {name: cost for name, cost in measured.items() if cost}
    if costs:
        print(json.dumps([asdict(one) for one in results(costs)]) if arguments.json else table(costs))
    if len(costs) < len(measured):
        raise SystemExit(f"failed: {', '.join(name for name in measured if name not in costs)}")


if __name__ == "__main__":
    main()
