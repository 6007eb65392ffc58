"""Source to tree.

Needs nothing but the text. Afterwards every node has its span, every literal its exact value, and everything that
Lua's own compiler refuses has been refused: only which names are known is left to later passes.

Two parsers share the work. Valid text is read by a recursive-descent parser of our own (``statements``,
``expressions``) over our own tokens. luaparser's ANTLR grammar is the reference: ``grammar`` asks it, at a syntax
error, which tokens it would have accepted, and the tests compare its verdict and its tree with ours over a corpus.
Measured side by side, luaparser in ANTLR's Python runtime reads some 3,000 lines a second and a
recursive-descent parser 28 times as many, so no amount of tuning the runtime (prediction modes, cheaper
token streams) would have served ``luaflow compile``; it also crashes on hexadecimal floats and deep nesting.

Types (``types``) are read on the way. The grammar never sees them: the tokens of complete types are left out when it
is asked, and inside a type our parser alone says what it expected.

Source: Lua 5.4 manual, chapter 3 and section 9; reference/lua.md 10.6.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from luaflow.source import Source
from luaflow.syntax.ast import Chunk
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
        parser = _read(source.text, tokens)
        if tokens.broken is not None:
            raise tokens.broken
    except SyntaxProblem as problem:
        if tokens.broken is not None and problem.token == len(tokens.kinds) - 1:
            problem = tokens.broken
        expected = ""
        if problem.token >= 0 and problem.plain and not problem.help:
            expected = expected_tokens(tokens, problem.skipped, problem.token)
        raise lua_syntax_error(source, problem, expected) from None
    main = parser.main
    assert main is not None
    erased = [(tokens.starts[first], tokens.ends[last - 1]) for first, last in sorted(parser.erased)]
    chunk = Chunk(main.span, main, tokens.comments, parser.cast_nodes, erased)
    if parser.has_rules:
        _with_room(lambda: check_jumps_and_constants(source, chunk))
    return chunk


def _read(text: str, tokens: Tokens) -> StatementParser:
    """Return a parser that has read the whole text."""

    def read() -> StatementParser:
        parser = StatementParser(text, tokens)
        parser.main = parser.chunk()
        return parser

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
