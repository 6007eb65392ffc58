"""Syntax errors, as the lexer and the parser raise them."""

from __future__ import annotations

from luaflow.diagnostics.model import Diagnostic, Label, Severity, UserError
from luaflow.source import Source
from luaflow.syntax.ast import Span

SYNTAX_ERROR = "LF001"


class SyntaxProblem(Exception):
    """What stopped the lexer or the parser; ``parse`` turns it into a ``LuaSyntaxError``.

    Attributes:
        lua: Lua's own message without its position: ``'end' expected near <eof>``.
        message: The message that luaflow prints.
        span: The offending characters.
        token: Index of the offending token; -1 where the text has no tokens to speak of (a broken string).
        label: Remark behind the caret.
        help: The way out, or empty.
        skipped: For each block around the token, its complete statements as half-open pairs of token indices.
        opener: Place and name of the bracket or keyword that is still open.
        at: Offset whose line Lua prints.
        plain: The token stands in plain Lua, not inside a type: luaparser's grammar knows what may stand there.
    """

    def __init__(
        self,
        lua: str,
        message: str,
        span: Span,
        *,
        token: int = -1,
        skipped: tuple[tuple[int, int], ...] = (),
        label: str = "",
        help: str = "",
        opener: tuple[Span, str] | None = None,
        at: int | None = None,
        plain: bool = True,
    ) -> None:
        super().__init__(lua)
        self.lua = lua
        self.message = message
        self.span = span
        self.token = token
        self.skipped = skipped
        self.label = label
        self.help = help
        self.opener = opener
        self.at = span[0] if at is None else at
        self.plain = plain


class LuaSyntaxError(UserError):
    """A text that is no Lua.

    Attributes:
        lua_message: What ``load`` returns for this text, without the chunk's name and line.
        line: The line that Lua would print before it.
    """

    def __init__(self, diagnostic: Diagnostic, lua_message: str, line: int) -> None:
        super().__init__([diagnostic])
        self.lua_message = lua_message
        self.line = line


def lua_syntax_error(source: Source, problem: SyntaxProblem, expected: str = "") -> LuaSyntaxError:
    """Make the error that users see. ``expected`` lists what the grammar would have accepted."""
    related: tuple[Label, ...] = ()
    if problem.opener is not None:
        span, name = problem.opener
        related = (Label(source=source, span=span, message=f"`{name}` opened here"),)
    help = problem.help
    if expected and not help and f"expected {expected}" not in problem.message:
        help = f"expected {expected}"
    diagnostic = Diagnostic(
        code=SYNTAX_ERROR,
        severity=Severity.ERROR,
        message=problem.message,
        source=source,
        span=problem.span,
        label=problem.label,
        help=help,
        related=related,
    )
    return LuaSyntaxError(diagnostic, problem.lua, source.line_of(problem.at))
