"""What the benchmarks share: interleaved rounds, results with their goals, and the command line."""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A ratio and what it should be.

    Attributes:
        benchmark: Name of the script.
        what: What was measured, against what.
        ratio: Ours to the baseline, both measured in this session.
        goal: What it should reach.
        least: What it must reach.
        higher_is_better: Whether the ratio is of rates, not of costs.
    """

    benchmark: str
    what: str
    ratio: float
    goal: float
    least: float
    higher_is_better: bool = False

    @property
    def verdict(self) -> str:
        sign = 1 if self.higher_is_better else -1
        if self.ratio * sign >= self.goal * sign:
            return "reaches the goal"
        return "enough" if self.ratio * sign >= self.least * sign else "MISSES"


def lower_quartile(costs: Sequence[float]) -> float:
    """Return the cost that a quarter of the measurements stay below: rid of the neighbours' noise, yet no lucky one."""
    return sorted(costs)[(len(costs) - 1) // 4]


def best(rounds: int, variants: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """Return the least cost of each variant over interleaved rounds, so that all meet the same weather."""
    costs: dict[str, list[float]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, measure in variants.items():
            gc.collect()
            costs[name].append(measure())
    return {name: min(found) for name, found in costs.items()}


def compiled(name: str) -> None:
    """Compile ``benchmarks/flows`` afresh and put the package ``bench_flows`` on the import path."""
    import tempfile

    from luaflow.package.build import build
    from luaflow.package.options import Options

    out = Path(tempfile.mkdtemp(prefix=f"luaflow-benchmark-{name}-"))
    built = build(HERE / "flows", out, Options(package="bench_flows", jobs=1, use_cache=False), check=False, render=str)
    if built.has_errors:
        raise SystemExit(f"the flows of the benchmark do not compile: {built.compilation}")
    sys.path.insert(0, str(out))


def show(results: list[Result]) -> str:
    """Return results as a table."""
    lines = [f"{'benchmark':12} {'':62} {'ratio':>7} {'goal':>8} {'least':>8}"]
    for one in results:
        sign = ">=" if one.higher_is_better else "<="
        lines.append(
            f"{one.benchmark:12} {one.what:62} {one.ratio:7.2f} {sign}{one.goal:6.2f} {sign}{one.least:6.2f}  {one.verdict}"
        )
    return "\n".join(lines)


def main(measure: Callable[[bool], list[Result]], description: str | None) -> None:
    """Run a benchmark script: print its table, or with ``--json`` its results as one line of JSON."""
    parser = argparse.ArgumentParser(description=(description or "").partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="small sizes and few rounds: shows that it works")
    parser.add_argument("--json", action="store_true", help="print results as JSON")
    arguments = parser.parse_args()
    results = measure(arguments.quick)
    print(json.dumps([asdict(one) for one in results]) if arguments.json else show(results))
    sys.stdout.flush()
    leave()


def leave() -> None:
    """End a process that may have used Temporal's SDK, which does not always survive the interpreter's end."""
    import os

    if "temporalio.bridge.runtime" in sys.modules:
        os._exit(0)
