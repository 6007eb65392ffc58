"""Text to tokens: one compiled regular expression, every literal form exact.

Afterwards every token has a kind, its characters and, for names and literals, a value; comments are kept apart.
Kinds are Lua's own spelling: ``while``, ``==``, ``<name>``, ``<string>``, ``<number>``, ``<eof>``. Characters that
belong to no token become tokens of the kind ``<char>``, because Lua, too, leaves it to the parser to refuse them.

Source: Lua 5.4 manual, section 3.1; ``llex.c``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from sys import intern
from typing import Any

from luaflow.source import Source
from luaflow.syntax.ast import Comment
from luaflow.syntax.errors import SyntaxProblem
from luaflow.syntax.literals import normalise_newlines, read_numeral, read_quoted

NAME = "<name>"
STRING = "<string>"
NUMBER = "<number>"
EOF = "<eof>"
CHAR = "<char>"

KEYWORDS = {
    word: word
    for word in (
        "and break do else elseif end false for function goto if in local nil not or repeat return then true until while"
    ).split()
}

# Alternatives by group: 1 name, 2 operator, 3 string without escapes, 4 comment, 5 level of a long comment,
# 6 numeral, 7 string with escapes, 8 long string, 9 its level, 10 anything else.
# Possessive quantifiers keep a broken string from being tried in every possible division.
_TOKEN = re.compile(
    r"""[ \t\n\r\f\v]*+(?:
      ([A-Za-z_][A-Za-z0-9_]*+)
    | ([(),{}\]#+*^%&|;] | ==? | \.(?![.0-9]) | \.\.\.? | ::? | -(?!-) | ~=? | <[<=]? | >[>=]? | //? | \[(?![=\[]))
    | ("[^"\\\n\r]*+" | '[^'\\\n\r]*+')
    | (--\[(=*)\[ [\s\S]*? \]\5\] | --(?!\[=*\[) [^\n\r]*+)
    | ((?: \.?0[xX] (?: [pP][+-]? | [0-9a-fA-F.] )*+ | \.?[0-9] (?: [eE][+-]? | [0-9a-fA-F.] )*+ ) [A-Za-z_]?)
    | ( "(?: [^"\\\n\r]++ | \\z[ \t\n\r\f\v]*+ | \\(?: \r\n | \n\r | [^z] ) )*+"
      | '(?: [^'\\\n\r]++ | \\z[ \t\n\r\f\v]*+ | \\(?: \r\n | \n\r | [^z] ) )*+' )
    | (\[(=*)\[ [\s\S]*? \]\9\])
    | ([\s\S])
    )""",
    re.VERBOSE,
)
_SHEBANG = re.compile("\ufeff?(?:#[^\n]*)?")
_LONG_BRACKET = re.compile(r"\[(=*)\[?")


@dataclass(slots=True, eq=False)
class Tokens:
    """The tokens of a text as parallel lists, the last one ``<eof>``; offsets are characters.

    ``values`` holds a name's or string's text, a numeral's value, otherwise ``None``. ``broken`` says what is wrong with
    a string, comment or numeral; then ``<eof>`` stands in its place, because an earlier mistake of the grammar's wins.
    """

    kinds: list[str]
    starts: list[int]
    ends: list[int]
    values: list[Any]
    comments: list[Comment]
    broken: SyntaxProblem | None = None


def lex(source: Source) -> Tokens:
    """Return the tokens of a source."""
    text = source.text
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    values: list[Any] = []
    comments: list[Comment] = []
    keywords = KEYWORDS
    broken: SyntaxProblem | None = None
    first = _SHEBANG.match(text)
    assert first is not None
    last_end = first.end()
    # Trailing space is the only thing that the expression does not match, so it stays outside.
    for match in _TOKEN.finditer(text, last_end, len(text.rstrip(" \t\n\r\f\v"))):
        group = match.lastindex
        if group == 1:
            word = match[1]
            kind = keywords.get(word)
            if kind is None:
                kinds.append(NAME)
                values.append(intern(word))
            else:
                kinds.append(kind)
                values.append(None)
            start, last_end = match.span(1)
        elif group == 2:
            kinds.append(intern(match[2]))
            values.append(None)
            start, last_end = match.span(2)
        elif group == 3:
            kinds.append(STRING)
            values.append(match[3][1:-1])
            start, last_end = match.span(3)
        elif group == 4 or group == 5:
            start, end = match.span(4)
            comments.append(_comment(text, start, end, match[5], last_end))
            continue
        else:
            try:
                kind, value, (start, last_end) = _rare(text, match)
            except SyntaxProblem as problem:
                broken = problem
                break
            kinds.append(kind)
            values.append(value)
        starts.append(start)
        ends.append(last_end)
    kinds.append(EOF)
    starts.append(len(text))
    ends.append(len(text))
    values.append(None)
    return Tokens(kinds, starts, ends, values, comments, broken)


def _comment(text: str, start: int, end: int, level: str | None, last_end: int) -> Comment:
    """Make a comment; ``last_end`` is the end of the token before it (or of the shebang line)."""
    own_line = last_end == 0 or "\n" in text[last_end:start] or "\r" in text[last_end:start]
    if level is None:
        content = text[start + 2 : end]
    else:
        content = normalise_newlines(text[start + 4 + len(level) : end - 2 - len(level)])
    return Comment((start, end), content, own_line)


def _rare(text: str, match: re.Match[str]) -> tuple[str, Any, tuple[int, int]]:
    """Return kind, value and span of a token that needs more than its characters."""
    if match[6] is not None:
        value = read_numeral(match[6])
        if value is None:
            raise SyntaxProblem(
                f"malformed number near '{match[6]}'", f"malformed number near '{match[6]}'", match.span(6)
            )
        return NUMBER, value, match.span(6)
    if match[7] is not None:
        return STRING, read_quoted(text, match.start(7))[0], match.span(7)
    if match[8] is not None:
        edge = len(match[9]) + 2
        content = normalise_newlines(match[8][edge:-edge])
        return STRING, content[1:] if content.startswith("\n") else content, match.span(8)
    return _refuse(text, match.start(10))


def _refuse(text: str, start: int) -> tuple[str, Any, tuple[int, int]]:
    """Say what is wrong with the text at ``start``, or return it as a ``<char>`` for the parser to refuse."""
    char = text[start]
    if char in "\"'":
        read_quoted(text, start)
    if char == "-":  # only an unfinished long comment gets here
        raise _never_closed(text, start, start + 2, "comment")
    if char == "[":
        bracket = _LONG_BRACKET.match(text, start)
        assert bracket is not None
        if bracket.group().endswith("[", 1):
            raise _never_closed(text, start, start, "string")
        lua = f"invalid long string delimiter near '{bracket.group()}'"
        raise SyntaxProblem(lua, lua, bracket.span(), help="a long string opens with [[ or [=[")
    return CHAR, char, (start, start + 1)


def _never_closed(text: str, start: int, bracket_at: int, what: str) -> SyntaxProblem:
    bracket = _LONG_BRACKET.match(text, bracket_at)
    assert bracket is not None
    line = text.count("\n", 0, start) + 1
    closing = f"]{bracket[1]}]"
    return SyntaxProblem(
        f"unfinished long {what} (starting at line {line}) near <eof>",
        f"unfinished long {what}",
        (start, bracket.end()),
        label="opened here, never closed",
        help=f"close it with {closing}",
        at=len(text),
    )
