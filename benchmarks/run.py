"""Runs all benchmarks, each in a process of its own, and prints one table of ratios with their goals.

Exits with 1 when a ratio misses the least that is asked of it; not with ``--quick``, whose ratios mean little.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from measure import HERE, Result, show

SCRIPTS = ("replay", "memory", "scheduler", "messages_growth", "compile", "parse", "import_time", "language/run")


def run() -> int:
    """Return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds: shows that it works")
    quick = parser.parse_args().quick
    results: list[Result] = []
    for name in SCRIPTS:
        print(f"{name} ...", file=sys.stderr, flush=True)
        command = [sys.executable, str(HERE / f"{name}.py"), "--json", *(["--quick"] if quick else [])]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        if done.returncode:
            return done.returncode
        results += [Result(**one) for one in json.loads(done.stdout.splitlines()[-1])]
    print(show(results))
    return 0 if quick or all(one.verdict != "MISSES" for one in results) else 1


if __name__ == "__main__":
    sys.exit(run())
