"""Compares random programs under luaflow and real Lua: ``python -m tests.fuzz.run 0 20000``."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.memory import compile_program, forget
from tests.fuzz.programs import generate
from tests.language.harness import run

_WRAPPER = (
    "for _, name in ipairs(arg) do local f, e = loadfile(name) if not f then print('ERROR ' .. e) else"
    " local ok, m = xpcall(f, function(m) return m end) if not ok then print('ERROR ' .. tostring(m)) end end print('\\1END') end"
)


def real_outputs(programs: dict[str, str]) -> dict[str, str]:
    """Run programs with ``lua5.4``, all in one process but each with an environment of its own chunk."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in programs.items():
            Path(folder, name).write_text(text, encoding="utf-8", errors="surrogateescape")
        Path(folder, "_run.lua").write_text(_WRAPPER)
        done = subprocess.run(
            ["lua5.4", "_run.lua", *programs], cwd=folder, capture_output=True, check=False, timeout=300
        )
    parts = done.stdout.decode("utf-8", "surrogateescape").split("\1END\n")
    return dict(zip(programs, parts))


def our_output(name: str, text: str, *, colour_all: bool = False) -> str:
    """Run a program under luaflow."""
    try:
        made = compile_program(name, text, colour_all=colour_all)
    except Exception as error:
        return f"COMPILER {type(error).__name__}: {str(error)[:200]}"

    def too_long(*_: object) -> None:
        raise TimeoutError("more than 10 seconds")

    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(10)
    try:
        return run(made)
    except Exception as error:
        return f"RUNTIME {type(error).__name__}: {error}"
    finally:
        signal.alarm(0)
        forget(made)


def differences(seeds: range, *, colour_all: bool = False) -> list[tuple[int, str, str, str]]:
    """Return ``(seed, program, Lua's output, ours)`` of the programs that differ."""
    programs = {f"s{seed}.lua": generate(seed) for seed in seeds}
    wanted = real_outputs(programs)
    found = []
    for seed in seeds:
        name = f"s{seed}.lua"
        got = our_output(name, programs[name], colour_all=colour_all)
        if got != wanted.get(name):
            found.append((seed, programs[name], wanted.get(name, ""), got))
    return found


def main() -> int:
    first, last = int(sys.argv[1]), int(sys.argv[2])
    bad = 0
    for start in range(first, last, 50):
        for seed, _, wanted, got in differences(range(start, min(start + 50, last))):
            bad += 1
            pairs = zip([*wanted.splitlines(), "<end>"], [*got.splitlines(), "<end>"])
            line, (ours, theirs) = next((i, (g, w)) for i, (w, g) in enumerate(pairs) if w != g)
            print(f"seed {seed} line {line}: lua {theirs!r} luaflow {ours!r}", flush=True)
    print(f"{last - first} programs, {bad} differ")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
