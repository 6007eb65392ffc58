"""Import of a compiled package against the import of ``temporalio.workflow`` alone, each in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial

from measure import Result, best, compiled, main

PROGRAM = "import sys, time; start = time.process_time(); __import__(sys.argv[1]); print(time.process_time() - start)"


def seconds(module: str, environment: dict[str, str]) -> float:
    """Return the CPU seconds of importing a module in a process of its own."""
    command = [sys.executable, "-c", PROGRAM, module]
    return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout)


def measure(quick: bool) -> list[Result]:
    """Return the cost of importing a package, bytecode present."""
    compiled("import")
    with tempfile.TemporaryDirectory(prefix="luaflow-benchmark-bytecode-") as bytecode:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONPYCACHEPREFIX": bytecode}
        variants = {name: partial(seconds, name, environment) for name in ("bench_flows", "temporalio.workflow")}
        for warm_up in variants.values():
            warm_up()
        cost = best(3 if quick else 25, variants)
    return [
        Result(
            benchmark="import_time",
            what="a compiled package against `temporalio.workflow` alone",
            ratio=cost["bench_flows"] / cost["temporalio.workflow"],
            goal=1.3,
            least=1.6,
        )
    ]


if __name__ == "__main__":
    main(measure, __doc__)
