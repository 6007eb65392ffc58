"""Damages texts: truncated, mutated by tokens or by bytes, spliced, or random from the start."""

from __future__ import annotations

import random
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]

_TOKEN = re.compile(
    rb"--\[(=*)\[.*?\]\1\]|--[^\n]*|\[(=*)\[.*?\]\2\]|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    rb"|[A-Za-z_]\w*|0[xX][0-9a-fA-F.pP]+|[0-9.]+(?:[eE][+-]?[0-9]+)?|\s+|[=~<>/:.]{2,3}|.",
    re.DOTALL,
)
_WORDS = (
    b"and break do else elseif end false for function goto if in local nil not or repeat return then true until while "
    b"+ - * / % ^ # & ~ | << >> // == ~= <= >= < > = ( ) { } [ ] :: ; : , . .. ... "
    b"x y self _ENV type interface as readonly is typeof keyof extends asserts fun ! ? -> @ "
    b"0 1 0x1p4 9223372036854775808 1e999 0x 1e 'a' \"\\xff\" [[ ]] [==[ ]==] -- --[[ <const> <close> ::l:: goto"
).split()
_BYTES = [b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", b"\r\n", b"\n\r", b"\n", b"\\", b'"', b"'", b"\xc3", b"\xed\xa0\x80", b"\x1b", b"\x7f"]  # fmt: skip
_ESCAPES = [b"\\z", b"\\x4", b"\\xZZ", b"\\u{", b"\\u{7FFFFFFF}", b"\\u{80000000}", b"\\300", b"\\9", b"\\\n", b"\\q"]

_FAMILIES = [
    re.compile(rb"(?!(?:%s)$)[A-Za-z_]\w*" % b"|".join(_WORDS[:22])),
    re.compile(rb"[0-9.]*[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?|0[xX].+|\"[^\"]*\"|'[^']*'|nil|true|false"),
    re.compile(rb"and|or|[-+*/%^&|~<>]|//|<<|>>|==|~=|<=|>=|\.\."),
    re.compile(rb"[-#~]|not"),
    re.compile(rb"[\[\](){},;.:=]"),
]
"""Tokens that can stand for each other: names, constants, binary and unary operators, punctuation."""
_MEMBERS = [
    [b"class", b"self", b"lambda", b"None", b"type", b"string", b"_ENV", b"arr_", b"__index", b"lua", b"coroutine", b"print"],
    [b"0", b"-1", b"1e308", b"0x7fffffffffffffff", b"9223372036854775808", b"0x1p-1074", b"''", b'"\\0\\xff"', b"nil", b"{}", b"...", b"[[x]]"],
    [b"+", b"-", b"*", b"/", b"//", b"%", b"^", b"..", b"==", b"~=", b"<", b"<=", b"and", b"or", b"&", b"|", b"~", b"<<", b">>"],
    [b"not ", b"-", b"#", b"~", b"- -", b"not not "],
    [b".", b":", b",", b";"],
]  # fmt: skip


def corpus() -> list[bytes]:
    """Return all Lua files of the repository, in the order of their paths."""
    folders = ("tests", "examples", "benchmarks")
    paths = sorted(path for folder in folders for path in ROOT.joinpath(folder).rglob("*.lua"))
    return [path.read_bytes() for path in paths]


def tokens(text: bytes) -> list[bytes]:
    """Split a text into pieces that are about Lua's tokens; joined they are the text."""
    return [match.group() for match in _TOKEN.finditer(text)]


class Mutator:
    """Makes damaged texts from a seed; the same seed always gives the same text."""

    def __init__(self, seed: int, texts: list[bytes]) -> None:
        self.random = random.Random(seed)
        self.texts = texts

    def damaged(self, *, largest: int = 4000) -> bytes:
        """Return a text of at most about ``largest`` bytes."""
        chance = self.random
        if chance.random() < 0.05:
            return chance.randbytes(chance.randrange(200))
        text = self._excerpt(largest)
        if chance.random() < 0.4:
            for _ in range(chance.choice((1, 3, 10))):
                text = self._alike(text)
            return text
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            kind = chance.random()
            if kind < 0.6:
                text = self._by_tokens(text)
            elif kind < 0.85:
                text = self._by_bytes(text)
            elif kind < 0.95:
                text = text[: chance.randrange(len(text) + 1)]
            else:
                text = text[chance.randrange(len(text) + 1) :]
        return text

    def _excerpt(self, largest: int) -> bytes:
        """Return a file, or of a long one some of its top-level statements."""
        text = self.random.choice(self.texts)
        if len(text) <= largest:
            return text
        blocks = re.split(rb"\n(?=\S)", text)
        first = self.random.randrange(len(blocks))
        taken: list[bytes] = []
        size = 0
        for block in blocks[first:]:
            size += len(block) + 1
            if size > largest:
                break
            taken.append(block)
        return b"\n".join(taken or [blocks[first][:largest]]) + b"\n"

    def _alike(self, text: bytes) -> bytes:
        """Replace a token by one of the same kind, or drop or double a line, so that much of it stays well-formed."""
        chance = self.random
        pieces = tokens(text)
        families = [[at for at, piece in enumerate(pieces) if family.fullmatch(piece)] for family in _FAMILIES]
        kind = chance.randrange(len(_FAMILIES) + 2)
        if kind < len(_FAMILIES):
            found = families[kind]
            if found:
                others = [pieces[at] for at in found] + _MEMBERS[kind]
                pieces[chance.choice(found)] = chance.choice(others)
            return b"".join(pieces)
        lines = text.splitlines(keepends=True)
        if lines:
            at = chance.randrange(len(lines))
            lines[at : at + 1] = [] if kind == len(_FAMILIES) else [lines[at], chance.choice(lines)]
        return b"".join(lines)

    def _by_tokens(self, text: bytes) -> bytes:
        chance = self.random
        pieces = tokens(text)
        solid = [at for at, piece in enumerate(pieces) if not piece.isspace()]
        if not solid:
            return text + chance.choice(_WORDS)
        at = chance.choice(solid)
        kind = chance.randrange(7)
        if kind == 0:
            del pieces[at]
        elif kind == 1:
            pieces.insert(at, pieces[at] + b" ")
        elif kind == 2:
            other = chance.choice(solid)
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif kind == 3:
            pieces[at] = pieces[chance.choice(solid)]
        elif kind == 4:
            pieces[at] = chance.choice(_WORDS)
        elif kind == 5:
            pieces.insert(at, b" " + chance.choice(_WORDS) + b" ")
        else:
            end = min(len(pieces), at + chance.choice((2, 5, 20)))
            target = chance.randrange(len(pieces) + 1)
            moved = pieces[at:end]
            if chance.random() < 0.5:
                del pieces[at:end]
            pieces[target:target] = moved
        return b"".join(pieces)

    def _by_bytes(self, text: bytes) -> bytes:
        chance = self.random
        at = chance.randrange(len(text) + 1)
        kind = chance.randrange(6)
        if kind == 0:
            return text[:at] + text[at + chance.choice((1, 1, 2, 10)) :]
        if kind == 1:
            return text[:at] + chance.choice(_BYTES) + text[at:]
        if kind == 2:
            return text[:at] + chance.choice(_ESCAPES) + text[at:]
        if kind == 3:
            return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]
        if kind == 4:
            return text[:at] + text[at : at + chance.choice((3, 30))] * chance.choice((2, 2, 60)) + text[at:]
        return text[:at] + chance.randbytes(chance.choice((1, 4))) + text[at:]
