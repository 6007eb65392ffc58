"""Shrinks a program that differs: ``python -m tests.fuzz.shrink SEED``, or of a file ``python -m tests.fuzz.shrink FILE.lua``."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from luaflow.diagnostics import UserError
from luaflow.source import Source
from luaflow.syntax.parser import parse

from tests.fuzz.agreement import agrees
from tests.fuzz.generator import PRELUDE
from tests.fuzz.real import real_outputs
from tests.fuzz.run import our_output, program

_TOKEN = re.compile(
    r"""\s+|--\[(=*)\[.*?\]\1\]|--[^\n]*|\[(=*)\[.*?\]\2\]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\w+(?:\.\d\w*)?|\.\.\.|\.\.|::|//|<<|>>|[=~<>]=|.""",
    re.DOTALL,
)


def _first_difference(wanted: str, got: str) -> str:
    """Return what differs first, without numbers and positions, so that a smaller program is known to fail in the same way."""
    for a, b in zip([*wanted.splitlines(), "<end>"], [*got.splitlines(), "<end>"]):
        if a != b:
            return re.sub(r"\w*\d+\w*", "#", f"{a} / {b}")
    return ""


class Shrinker:
    """Makes a program smaller as long as it differs in the same way.

    Args:
        text: The program.
        script: Whether it runs as a script.
        colour_all: Compile as if every function might suspend.
    """

    def __init__(self, text: str, *, script: bool = True, colour_all: bool = False) -> None:
        self.script = script
        self.colour_all = colour_all
        self.head = PRELUDE.strip("\n") + "\n" if text.startswith(PRELUDE.strip("\n")) else ""
        self.text = text[len(self.head) :]
        self.wish = self._difference(self.text)

    def _difference(self, body: str) -> str:
        text = self.head + body
        try:
            parse(Source("p", "p", text))
        except (UserError, RecursionError):
            return ""
        wanted = real_outputs({"p.lua": text}).get("p.lua")
        if wanted is None:
            return ""
        got = our_output("p.lua", text, script=self.script, colour_all=self.colour_all)
        return "" if agrees(wanted, got, script=self.script) else _first_difference(wanted, got)

    def _fails(self, body: str) -> bool:
        return self._difference(body) == self.wish

    def shrink(self) -> str:
        """Return the smallest program found, without the prelude."""
        if not self.wish:
            return self.text
        before = ""
        while before != self.text:
            before = self.text
            self._remove(self.text.splitlines(keepends=True))
            self._unwrap()
        # A call of ``show`` is a line of its own, so that what stands between them goes away as a whole.
        split = re.sub(r" (?=(?:show\(|local |do |end\b))", "\n", self.text)
        if self._fails(split):
            self.text = split
            self._remove(self.text.splitlines(keepends=True))
        tokens = [match[0] for match in _TOKEN.finditer(self.text)]
        if len(tokens) < 900:
            self._remove(tokens)
        return self.text

    def _remove(self, parts: Sequence[str]) -> None:
        """Leave out parts, large groups first."""
        kept = list(parts)
        size = max(1, len(kept) // 2)
        while True:
            at, removed = 0, False
            while at < len(kept):
                rest = kept[:at] + kept[at + size :]
                if self._fails("".join(rest)):
                    kept, removed = rest, True
                else:
                    at += size
            if size == 1 and not removed:
                break
            size = max(1, size // 2)
        self.text = "".join(kept)

    def _unwrap(self) -> None:
        """Leave out the first and the last line of blocks together."""
        lines = self.text.splitlines(keepends=True)
        at = 0
        while at < len(lines):
            indent = len(lines[at]) - len(lines[at].lstrip())
            for end in range(at + 1, len(lines)):
                if len(lines[end]) - len(lines[end].lstrip()) == indent and re.match(r"\s*(end|until)", lines[end]):
                    rest = lines[:at] + lines[at + 1 : end] + lines[end + 1 :]
                    if self._fails("".join(rest)):
                        lines = rest
                        at -= 1
                    break
            at += 1
        self.text = "".join(lines)


def main(note: Callable[[str], None] = print) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", help="seed or file")
    parser.add_argument("--entry", action="store_true", help="run a file as an entry of a registry")
    parser.add_argument("--colour-all", action="store_true", help="compile as if every function might suspend")
    options = parser.parse_args()
    text, script = (
        program(int(options.what)) if options.what.isdigit() else (Path(options.what).read_text(), not options.entry)
    )
    shrinker = Shrinker(text, script=script, colour_all=options.colour_all)
    if not shrinker.wish:
        note("no difference")
        return 0
    body = shrinker.shrink()
    whole = shrinker.head + body
    note(body)
    note("--- lua\n" + real_outputs({"p.lua": whole}).get("p.lua", "(too long)"))
    note("--- luaflow\n" + our_output("p.lua", whole, script=script, colour_all=options.colour_all))
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
