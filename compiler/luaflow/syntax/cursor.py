"""A position in the tokens of a source: what both expressions and types are read with.

Source: ``lparser.c`` (the wording of errors).
"""

from __future__ import annotations

from luaflow.syntax.ast import Span
from luaflow.syntax.errors import SyntaxProblem
from luaflow.syntax.lexer import CHAR, EOF, KEYWORDS, NAME, STRING, Tokens
from luaflow.syntax.literals import in_lua_message

MAX_LEVELS = 200
"""How deep constructs may nest: Lua's own ``LUAI_MAXCCALLS``."""


class Cursor:
    """A position in the tokens of one source, and how to say what is wrong there.

    Attributes:
        skipped: For each open block, the tokens of its complete statements as half-open index pairs: what the
            grammar need not see again to say what it expects at an error.
        erased: Token ranges of complete type syntax, as half-open index pairs, each behind the ones inside it.
        types: How many types are being read, one inside the other.
    """

    def __init__(self, text: str, tokens: Tokens) -> None:
        self.text = text
        self.kinds = tokens.kinds
        self.starts = tokens.starts
        self.ends = tokens.ends
        self.values = tokens.values
        self.at = 0
        self.level = 0
        self.skipped: list[tuple[int, int]] = []
        self.erased: list[tuple[int, int]] = []
        self.types = 0

    # Errors

    def near(self) -> tuple[str, str]:
        """Return the current token as Lua's messages show it, and as ours do."""
        kind = self.kinds[self.at]
        if kind == EOF:
            return EOF, EOF
        shown = self.text[self.starts[self.at] : self.ends[self.at]]
        lua = self._lua_spelling(kind, shown)
        line = shown.split("\n", 1)[0].rstrip("\r")
        short = line if line == shown and len(line) <= 60 else line[:57] + "..."
        return f"'{lua}'", short

    def _lua_spelling(self, kind: str, shown: str) -> str:
        """Return the current token as Lua's buffer holds it: escapes resolved, other bytes than ASCII as numbers."""
        if kind == STRING:
            edge = 1 if shown[0] != "[" else shown.index("[", 1) + 1
            return in_lua_message(shown[:edge] + self.values[self.at] + shown[-edge:])
        if (kind == CHAR and not shown.isprintable()) or not shown.isascii():
            return f"<\\{shown.encode('utf-8', 'surrogateescape')[0]}>"
        return shown

    def last_character(self) -> int:
        """Return the offset whose line Lua takes for the current token's: where it had read to."""
        return max(self.starts[self.at], self.ends[self.at] - 1)

    def span_here(self) -> Span:
        """Return the current token's characters; at the end of the text, the place behind the last token."""
        at = self.at
        if self.kinds[at] == EOF:
            end = self.ends[at - 1] if at else self.starts[at]
            return end, end
        return self.starts[at], self.ends[at]

    def problem(
        self, lua: str, message: str, *, label: str = "", help: str = "", opener: tuple[Span, str] | None = None
    ) -> SyntaxProblem:
        """Make the error for the current token; ``lua`` and ``message`` come without its text."""
        lua_near, near = self.near()
        return SyntaxProblem(
            f"{lua} near {lua_near}",
            f"{message} near `{near}`",
            self.span_here(),
            token=self.at,
            skipped=(*self.skipped, *self.erased),
            label=label,
            help=help,
            opener=opener,
            at=self.last_character(),
            plain=not self.types,
        )

    def expected(self, kind: str, where: str = "") -> SyntaxProblem:
        """Make the error for a missing token; ``where`` goes on with the message: "after `local`"."""
        lua = kind if kind in (NAME, EOF) else f"'{kind}'"
        ours = "a name" if kind == NAME else f"`{kind}`"
        help = ""
        found = self.kinds[self.at]
        if kind == NAME and found in KEYWORDS:
            help = f"`{found}` is a reserved word"
        return self.problem(f"{lua} expected", f"expected {ours}{' ' + where if where else ''}", help=help)

    # Tokens

    def expect(self, kind: str, where: str = "") -> None:
        """Go behind a token of this kind."""
        if self.kinds[self.at] != kind:
            raise self.expected(kind, where)
        self.at += 1

    def expect_name(self, where: str) -> str:
        """Go behind a name and return it."""
        at = self.at
        if self.kinds[at] != NAME:
            raise self.expected(NAME, where)
        self.at = at + 1
        name: str = self.values[at]
        return name

    def expect_close(self, closer: str, opener: str, opened: int) -> None:
        """Go behind ``closer``, which ends what the token number ``opened`` began."""
        if self.kinds[self.at] == closer:
            self.at += 1
            return
        lua = f"'{closer}' expected"
        message = f"expected `{closer}` to close `{opener}`"
        line = self.line_of(opened)
        if line != self.text.count("\n", 0, self.last_character()) + 1:
            lua += f" (to close '{opener}' at line {line})"
            message += f" at line {line}"
        raise self.problem(lua, message, opener=((self.starts[opened], self.ends[opened]), opener))

    def line_of(self, token: int) -> int:
        """Return the line of a token, counted from 1."""
        return self.text.count("\n", 0, self.starts[token]) + 1

    def enter(self) -> None:
        """Go one level deeper."""
        self.level += 1
        if self.level > MAX_LEVELS:
            start, end = self.span_here()
            raise SyntaxProblem(
                "C stack overflow",
                f"nested too deeply: more than {MAX_LEVELS} levels of blocks and brackets",
                (start, end),
                help="move inner parts into functions or locals of their own",
            )

    def same_line(self, first: int, last: int) -> bool:
        """Whether two tokens and everything between them stand on one line."""
        between = self.text[self.ends[first] : self.starts[last]]
        return "\n" not in between and "\r" not in between
