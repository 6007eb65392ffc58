"""Shrinks a program that differs: ``python -m tests.fuzz.shrink SEED``."""

from __future__ import annotations

import sys

from luaflow.diagnostics import UserError
from luaflow.source import Source
from luaflow.syntax.parser import parse

from tests.fuzz.programs import PRELUDE, generate
from tests.fuzz.run import our_output, real_outputs


def differs(text: str) -> bool:
    """Whether a well-formed program prints something else under luaflow."""
    try:
        parse(Source("p", "p", text))
    except UserError:
        return False
    wanted = real_outputs({"p.lua": text}).get("p.lua", "")
    return our_output("p.lua", text) != wanted


def shrink(text: str) -> str:
    """Return a program with as few lines as could be found that still differs."""
    head = PRELUDE.splitlines()
    lines = text.splitlines()[len(head) :]
    size = max(1, len(lines) // 2)
    while size:
        at, removed = 0, False
        while at < len(lines):
            rest = lines[:at] + lines[at + size :]
            if differs("\n".join(head + rest) + "\n"):
                lines, removed = rest, True
            else:
                at += 1 if size == 1 else size // 2
        if size > 1 or not removed:
            size //= 2
    # Blocks lose their first and last lines together.
    again = True
    while again:
        again = False
        for first in range(len(lines)):
            for last in range(len(lines) - 1, first, -1):
                rest = lines[:first] + lines[first + 1 : last] + lines[last + 1 :]
                if differs("\n".join(head + rest) + "\n"):
                    lines, again = rest, True
                    break
            if again:
                break
    return "\n".join(head + lines) + "\n"


def main() -> int:
    text = shrink(generate(int(sys.argv[1])))
    body = text[len(PRELUDE) :]
    print(body)
    print("--- lua\n" + real_outputs({"p.lua": text})["p.lua"])
    print("--- luaflow\n" + our_output("p.lua", text))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
