"""What luaparser's grammar would have accepted at a syntax error.

Needs the tokens and the place of the error. The complete statements before it are left out, because no grammar of blocks
looks at them again, so the cost does not grow with the length of the file. ANTLR's parser is driven to the offending
token by a token source and listeners of ours; SLL prediction alone decides how far it gets, and where that gives up the
states it died in tell what could have followed.

The answer is a help, never a verdict: where the grammar cannot follow to the token that our parser refused (its
alternatives differ in some corners), there is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from luaflow.syntax.lexer import CHAR, EOF, NAME, NUMBER, STRING, Tokens

if TYPE_CHECKING:
    from antlr4 import Token

# More than this and the ANTLR parser would be felt: about a tenth of a second.
_MAX_TOKENS = 3000
_MAX_SHOWN = 5

_EXPRESSION = frozenset(
    ("nil", "false", "true", NUMBER, STRING, "...", "function", NAME, "(", "{", "-", "not", "#", "~")
)
_STATEMENT = frozenset(
    (";", NAME, "(", "::", "break", "goto", "do", "while", "repeat", "if", "for", "function", "local", "return")
)
_OPERATOR = frozenset(
    ("+", "-", "*", "/", "//", "^", "%", "&", "~", "|", ">>", "<<", "..", "<", "<=", ">", ">=", "==", "~=", "and", "or")
)
_CALL = frozenset(("(", "[", ".", ":", "{", STRING))
_GROUPS = (
    ("an expression", _EXPRESSION),
    ("a statement", _STATEMENT),
    ("an operator", _OPERATOR),
    ("an index or a call", _CALL),
)
_WORDS = {NAME: "a name", STRING: "a string", NUMBER: "a number", EOF: "the end of the file"}


def expected_tokens(tokens: Tokens, skipped: Iterable[tuple[int, int]], token: int) -> str:
    """Say what the grammar accepts at a token: ``an operator, `then` or ...``.

    Args:
        tokens: All tokens of the text.
        skipped: Half-open pairs of token indices that need not be read.
        token: Index of the offending token.

    Returns:
        An enumeration, or an empty string when the grammar has nothing short to say.
    """
    kinds: list[str] = []
    at = 0
    for first, last in sorted(skipped):
        kinds += tokens.kinds[at:first]
        at = max(at, last)
    kinds += tokens.kinds[at:token]
    if len(kinds) > _MAX_TOKENS:
        return ""
    try:
        expected = _ask(kinds)
    except RecursionError:
        return ""
    return _enumerate(expected)


def _enumerate(expected: set[str]) -> str:
    """Return the tokens in words, those of a known group under the group's name."""
    words: list[str] = []
    for name, group in _GROUPS:
        if group <= expected:
            words.append(name)
            expected = expected - group
    words += [_WORDS.get(kind, f"`{kind}`") for kind in sorted(expected)]
    if not words or len(words) > _MAX_SHOWN:
        return ""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


class _Stopped(Exception):
    """The grammar's parser has met a token that it does not accept."""


def _ask(kinds: list[str]) -> set[str]:
    """Return the kinds that may follow the given ones; empty if the grammar refuses one of these."""
    # ANTLR takes 60 ms to import and is needed for wrong programs only.
    from antlr4 import PredictionMode
    from antlr4.CommonTokenStream import CommonTokenStream
    from antlr4.error.ErrorStrategy import DefaultErrorStrategy
    from antlr4.ListTokenSource import ListTokenSource
    from luaparser.parser.LuaParser import LuaParser

    types = token_types()
    stop = len(kinds)
    # No rule matches a comment, so the parser must fail there, if not before.
    source: Any = ListTokenSource(_antlr_tokens([*kinds, CHAR], types))
    stream = CommonTokenStream(source)
    parser = LuaParser(stream)
    parser.removeErrorListeners()
    parser.buildParseTrees = False
    parser._interp.predictionMode = PredictionMode.SLL
    found: set[int] = set()

    class Listener(DefaultErrorStrategy):  # type: ignore[misc]
        """Takes the first error and ends the parse."""

        def recover(self, recognizer: Any, e: Any) -> None:
            raise _Stopped

        def recoverInline(self, recognizer: Any) -> Any:
            self.sync(recognizer)
            raise _Stopped

        def sync(self, recognizer: Any) -> None:
            # Called at every optional part, also those that the parser is about to leave out.
            if recognizer.getCurrentToken().tokenIndex == stop:
                _add(found, recognizer.getExpectedTokens())

        def reportError(self, recognizer: Any, e: Any) -> None:
            if e.offendingToken.tokenIndex != stop:
                return
            self.sync(recognizer)
            configs = getattr(e, "deadEndConfigs", None)
            if configs is not None:
                found.update(_after_dead_end(recognizer, configs, e.ctx))

    parser._errHandler = Listener()
    try:
        parser.start_()
    except _Stopped:
        pass
    names = {number: kind for kind, number in types.items()}
    return {names[number] for number in found if number in names}


def _add(found: set[int], interval_set: Any) -> None:
    for interval in interval_set.intervals or ():
        found.update(interval)


def _after_dead_end(parser: Any, configs: Any, context: Any) -> set[int]:
    """Return the token types that the states of a failed prediction would have gone on with."""
    from antlr4 import Token
    from antlr4.IntervalSet import IntervalSet
    from antlr4.LL1Analyzer import LL1Analyzer

    found: set[int] = set()
    analyzer: Any = LL1Analyzer(parser.atn)
    for config in configs:
        look = IntervalSet()
        analyzer._LOOK(config.state, None, config.context, look, set(), set(), True, True)
        _add(found, look)
    # The prediction ignored who called this rule: where it can end, the callers decide.
    if found & {Token.EPSILON, Token.EOF}:
        found -= {Token.EPSILON, Token.EOF}
        around = IntervalSet()
        stop = parser.atn.ruleToStopState[context.getRuleIndex()]
        analyzer._LOOK(stop, None, _full(parser, context), around, set(), set(), True, True)
        _add(found, around)
    return found


def _full(parser: Any, context: Any) -> Any:
    """Return the prediction context of everything around a rule."""
    from antlr4.PredictionContext import PredictionContextFromRuleContext

    return PredictionContextFromRuleContext(parser.atn, context)


def token_types() -> dict[str, int]:
    """Return luaparser's token type of each of our kinds; ``<char>`` is one that no rule matches."""
    from luaparser.parser.LuaParser import LuaParser

    types = {name.strip("'"): number for number, name in enumerate(LuaParser.literalNames) if name != "<INVALID>"}
    return {
        **types,
        NAME: LuaParser.NAME,
        STRING: LuaParser.NORMALSTRING,
        NUMBER: LuaParser.INT,
        EOF: LuaParser.EOF,
        CHAR: LuaParser.COMMENT,
    }


def _antlr_tokens(kinds: list[str], types: dict[str, int]) -> list[Token]:
    from antlr4.Token import CommonToken

    tokens = []
    for index, kind in enumerate(kinds):
        token = CommonToken(type=types[kind])
        token.tokenIndex = token.start = token.stop = index
        token.text = kind
        tokens.append(token)
    return tokens
