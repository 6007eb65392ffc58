"""Shows what random programs reach: ``python -m tests.fuzz.coverage 0 400``.

Two things are counted: classes of the intermediate form, and lines of the runtime's language part (``LANGUAGE_PART``). Only lines
inside functions count: those of modules and classes run when they are imported.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import luaflow_runtime
from luaflow.ir import nodes

from tests.fuzz.memory import Observed
from tests.fuzz.run import differences

LANGUAGE_PART = (
    "lua.py",
    "values/*.py",
    "lib/base.py",
    "lib/coroutine.py",
    "lib/math.py",
    "lib/string.py",
    "lib/table.py",
    "lib/table_sort.py",
    "lib/utf8.py",
    "text/arguments.py",
    "text/format.py",
    "text/gsub.py",
    "text/numbers.py",
    "text/pack.py",
    "text/pattern*.py",
    "text/strings.py",
)
"""Files of the runtime that a Lua program without Temporal, files and clocks can reach, relative to the package."""
OTHER_PART = frozenset({"values/source.py", "values/userdata.py"})
"""Files among them that serve packages on disk and values of luaflow's own libraries only."""
OTHER_FUNCTIONS = frozenset(
    {
        # Userdata of luaflow's own libraries, and what these libraries get from Python.
        "_metatable_of_userdata",
        "_unbound_method",
        # Functions that Lua 5.4 does not have.
        "freeze",
        "getn",
        "isfrozen",
        "maxn",
        "spawn",
        # What registry entries have instead of a script's globals, and what only workflows do.
        "globals_library",
        "globals_table",
        "undefined",
        "subscribe",
        "unsubscribe",
        "reading",
        # Waits for channels, timers and Temporal.
        "_close_waiting",
        "_resume_waiting",
        "_wrapped_waiting",
        # Output where no host runs, and failures as Temporal and Python show them.
        "_write_line",
        "__str__",
        "lua_frames",
    }
)
"""Functions in the remaining files that Lua programs do not reach."""

NODES = frozenset(
    name
    for name, kind in vars(nodes).items()
    if isinstance(kind, type) and issubclass(kind, nodes.Node) and kind is not nodes.Node
)
"""Names of the classes of the intermediate form."""

_ROOT = Path(luaflow_runtime.__file__).parent


@dataclass(slots=True)
class Lines:
    """Executable lines by file, relative to the runtime's folder, and those that have not run.

    Attributes:
        trace: Switches tracing on and off. What compiles programs is not traced: it would cost more than all else.
    """

    all: dict[str, set[int]] = field(default_factory=dict)
    missing: dict[str, set[int]] = field(default_factory=dict)
    trace: Callable[[bool], None] = lambda on: None

    @property
    def share(self) -> float:
        """The share of lines that ran, from 0 to 1."""
        total = sum(map(len, self.all.values()))
        return 1 - sum(map(len, self.missing.values())) / total if total else 1.0


def language_files() -> list[Path]:
    """Return the files of ``LANGUAGE_PART``."""
    found = {path for pattern in LANGUAGE_PART for path in _ROOT.glob(pattern)}
    return sorted(path for path in found if str(path.relative_to(_ROOT)) not in OTHER_PART)


def _lines(code: CodeType) -> set[int]:
    """Return the lines of a function's own instructions; that of ``def`` belongs to whoever defines it."""
    return {line for _, _, line in code.co_lines() if line is not None and line != code.co_firstlineno}


def _functions(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and constant.co_name not in OTHER_FUNCTIONS:
            # Class bodies run on import; they keep the names of their members in a namespace of their own.
            if constant.co_flags & 0x2:
                yield constant
            yield from _functions(constant)


@contextmanager
def traced() -> Iterator[Lines]:
    """Note which lines of the language part run in this thread while ``trace`` is on."""
    lines = Lines()
    places: dict[str, str] = {}
    for path in language_files():
        name = str(path.relative_to(_ROOT))
        places[str(path)] = name
        compiled = compile(path.read_text(), str(path), "exec", dont_inherit=True)
        found = {line for code in _functions(compiled) for line in _lines(code)}
        lines.all[name] = found
        lines.missing[name] = set(found)
    # What is left of each function; one that has run whole is not traced again, which makes tracing cheap.
    left: dict[CodeType, set[int]] = {}

    def enter(frame: FrameType, event: str, arg: Any) -> Any:
        code = frame.f_code
        rest = left.get(code)
        if rest is None:
            name = places.get(code.co_filename)
            rest = left[code] = _lines(code) & lines.missing[name] if name else set()
        return step if rest else None

    def step(frame: FrameType, event: str, arg: Any) -> Any:
        if event == "line":
            code = frame.f_code
            rest = left[code]
            if frame.f_lineno in rest:
                rest.discard(frame.f_lineno)
                lines.missing[places[code.co_filename]].discard(frame.f_lineno)
        return step

    lines.trace = lambda on: sys.settrace(enter if on else before)
    before = sys.gettrace()
    try:
        yield lines
    finally:
        sys.settrace(before)


def measure(seeds: range, *, colour_all: bool = False) -> tuple[Observed, Lines, list[str]]:
    """Run programs; return nodes, lines, and a line about each program that differs."""
    observed = Observed(counting=True)
    with traced() as lines:
        observed.tracing = lines.trace
        found, _ = differences(seeds, colour_all=colour_all, observed=observed)
    return observed, lines, [difference.line() for difference in found]


def _ranges(numbers: set[int]) -> str:
    """Return ``1-3 7`` for 1, 2, 3 and 7."""
    parts: list[list[int]] = []
    for number in sorted(numbers):
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return " ".join(str(a) if a == b else f"{a}-{b}" for a, b in parts)


def report(observed: Observed, lines: Lines) -> str:
    """Return the coverage as text: nodes by number, files by share, lines that never ran."""
    counted: Mapping[str, int] = observed.nodes or {}
    parts = ["Nodes of the intermediate form:"]
    parts += [f"  {name:14} {counted.get(name, 0)}" for name in sorted(NODES)]
    parts.append("Lines of the runtime's language part:")
    for name, known in lines.all.items():
        missing = lines.missing[name]
        share = 100 * (1 - len(missing) / len(known)) if known else 100.0
        parts.append(f"  {share:5.1f} %  {name}{'  not: ' + _ranges(missing) if missing else ''}")
    parts.append(f"  {100 * lines.share:5.1f} %  of {sum(map(len, lines.all.values()))} lines")
    return "\n".join(parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int, help="not included")
    parser.add_argument("--colour-all", action="store_true", help="compile as if every function might suspend")
    options = parser.parse_args()
    observed, lines, differing = measure(range(options.first, options.last), colour_all=options.colour_all)
    print(report(observed, lines))
    print(*differing, sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
