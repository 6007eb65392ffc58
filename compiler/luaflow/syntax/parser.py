"""Source to tree.

Needs nothing but the text. Afterwards every node has its span, every literal its exact value, and everything that
Lua's own compiler refuses has been refused: only which names are known is left to later passes.

Two parsers share the work. Valid text is read by a recursive-descent parser of our own (``statements``,
``expressions``) over our own tokens. luaparser's ANTLR grammar is the reference: ``grammar`` asks it, at a syntax
error, which tokens it would have accepted, and the tests compare its verdict and its tree with ours over a corpus.
Measured side by side, luaparser in ANTLR's Python runtime reads some 3,000 lines a second and a
recursive-descent parser 28 times as many, so no amount of tuning the runtime (prediction modes, cheaper
token streams) would have served ``luaflow compile``; it also crashes on hexadecimal floats and deep nesting.

Source: Lua 5.4 manual, chapter 3 and section 9.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from luaflow.source import Source
from luaflow.syntax.ast import Chunk, Function
from luaflow.syntax.checks import check_jumps_and_constants
from luaflow.syntax.errors import SyntaxProblem, lua_syntax_error
from luaflow.syntax.grammar import expected_tokens
from luaflow.syntax.lexer import Tokens, lex
from luaflow.syntax.statements import StatementParser

T = TypeVar("T")

# Python frames that 200 levels of nesting can take, with room to spare.
_FRAMES = 3000


def parse(source: Source) -> Chunk:
    """Return the tree of a Lua text.

    Raises:
        UserError: The text is no Lua (``LuaSyntaxError``, code LF001, always the first mistake), or breaks the rules
            of labels, jumps and constants (LF002, LF003: all of them).
    """
    tokens = lex(source)
    try:
        main, has_rules = _read(source.text, tokens)
        if tokens.broken is not None:
            raise tokens.broken
    except SyntaxProblem as problem:
        if tokens.broken is not None and problem.token == len(tokens.kinds) - 1:
            problem = tokens.broken
        expected = ""
        if problem.token >= 0 and not problem.help:
            expected = expected_tokens(tokens, problem.skipped, problem.token)
        raise lua_syntax_error(source, problem, expected) from None
    chunk = Chunk(main.span, main, tokens.comments)
    if has_rules:
        _with_room(lambda: check_jumps_and_constants(source, chunk))
    return chunk


def _read(text: str, tokens: Tokens) -> tuple[Function, bool]:
    """Return the main function, and whether ``checks`` has anything to look at."""

    def read() -> tuple[Function, bool]:
        parser = StatementParser(text, tokens)
        return parser.chunk(), parser.has_rules

    return _with_room(read)


def _with_room(run: Callable[[], T]) -> T:
    """Call a function, again with more room for recursion if the caller's limit does not do.

    Frames of Python functions cost no C stack, and the levels of nesting are bounded.
    """
    try:
        return run()
    except RecursionError:
        pass
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(limit + _FRAMES)
    try:
        return run()
    finally:
        sys.setrecursionlimit(limit)
