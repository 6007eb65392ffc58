"""Puts damaged programs through the compiler: ``python -m tests.robustness.run 0 20000``.

Prints what crashes, hangs, or becomes Python that does not compile, shrunk; and with ``lua5.4`` on the path the texts that
only one of the two accepts.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence

from luaflow.diagnostics import UserError
from luaflow.source import Source
from luaflow.syntax.parser import parse

from tests.robustness.lua import verdicts
from tests.robustness.mutate import Mutator, corpus
from tests.robustness.passes import failure, put_through, put_through_as_script, text_of
from tests.robustness.shrink import shrink

SECONDS = 10.0
BATCH = 500
SHOWN = 3
"""Failures of one kind that are shrunk and shown."""


def failures(seeds: range) -> list[tuple[int, str, bytes]]:
    """Return seed, failure and text of the damaged programs that the compiler does not survive."""
    texts = corpus()
    found = []
    for seed in seeds:
        data = Mutator(seed, texts).damaged()
        problem, _ = outcome_of(data, seed)
        if problem:
            found.append((seed, problem, data))
    return found


def outcome_of(data: bytes, seed: int) -> tuple[str, str]:
    """Return how a text fails (empty: not at all), and what came of it otherwise."""
    answers: list[str] = []
    problem = failure(text_of(data), lambda text: answers.append(attempt(text, seed)), SECONDS)
    return problem, "".join(answers)


def attempt(text: str, seed: int) -> str:
    """Put a text through as the seed says: some as scripts, some as workflows, some with the formatting that takes long."""
    if seed % 3 == 0:
        return put_through_as_script(text)
    outcome = put_through(text, kind=KINDS[seed % len(KINDS)], formatted=seed % 50 == 0)
    return f"{outcome.kind}{' by the rules' if outcome.accepted and outcome.kind == 'refused' else ''}"


KINDS = ("function.lua", "function.lua", "workflow.lua", "library.lua")


def disagreements(programs: Sequence[bytes]) -> list[tuple[bytes, bool, bytes]]:
    """Return the programs of which only one accepts, with Lua's verdict and message.

    Of a program with types Lua judges what is left without them.
    """
    ours: list[bool] = []
    plain: list[bytes] = []
    for program in programs:
        accepted, erased = without_types(text_of(program))
        ours.append(accepted)
        plain.append(erased.encode("utf-8", "surrogateescape"))
    return [
        (program, accepted, message)
        for program, mine, (accepted, message) in zip(programs, ours, verdicts(plain), strict=True)
        if mine != accepted
    ]


def without_types(text: str) -> tuple[bool, str]:
    """Return whether the parser accepts a text, and the text with spaces where it found types."""
    try:
        erased = parse(Source("x", "x.lua", text)).erased
    except UserError:
        return False, text
    for start, end in erased:
        text = text[:start] + re.sub(r"[^\n\r]", " ", text[start:end]) + text[end:]
    return True, text


def shrunk_failure(data: bytes, seed: int, problem: str) -> bytes:
    """Return a smaller text that fails in the same way."""
    return shrink(data, lambda small: outcome_of(small, seed)[0] == problem, attempts=60 if problem == "hang" else 2000)


def shrunk_disagreement(data: bytes, accepted: bool) -> bytes:
    """Return a smaller text of which Lua has the same verdict, and the parser the other."""
    return shrink(data, lambda small: [one[1] for one in disagreements([small])] == [accepted], attempts=300)


def main(arguments: Sequence[str]) -> int:
    """Run seeds FIRST to LAST; return the exit code."""
    first, last = int(arguments[0]), int(arguments[1])
    texts = corpus()
    bad = 0
    kinds: Counter[str] = Counter()
    for start in range(first, last, BATCH):
        programs = [Mutator(seed, texts).damaged() for seed in range(start, min(start + BATCH, last))]
        for seed, data in enumerate(programs, start):
            problem, outcome = outcome_of(data, seed)
            kinds[problem or outcome] += 1
            if problem:
                bad += 1
                if kinds[problem] <= SHOWN:
                    print(f"seed {seed}: {problem}\n  {shrunk_failure(data, seed, problem)!r}", flush=True)
        for data, accepted, message in disagreements(programs):
            bad += 1
            verdict = "accepts" if accepted else "refuses"
            print(f"Lua {verdict} {message!r}\n  {shrunk_disagreement(data, accepted)!r}", flush=True)
    print(f"{last - first} texts, {bad} problems: {dict(kinds)}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
