"""Expressions: tokens to nodes by precedence climbing.

Left-associative chains and ``..`` chains of any length are built in loops; what nests is counted as Lua counts it.

Source: Lua 5.4 manual, section 3.4; ``lparser.c``.
"""

from __future__ import annotations

from luaflow.syntax.ast import (
    Binary,
    Block,
    Boolean,
    Call,
    Expr,
    Field,
    Function,
    Index,
    MethodCall,
    Name,
    Nil,
    Number,
    Param,
    Paren,
    Span,
    String,
    Table,
    Unary,
    Vararg,
)
from luaflow.syntax.errors import SyntaxProblem
from luaflow.syntax.lexer import CHAR, EOF, KEYWORDS, NAME, NUMBER, STRING, Tokens
from luaflow.syntax.literals import in_lua_message

MAX_LEVELS = 200
"""How deep constructs may nest: Lua's own ``LUAI_MAXCCALLS``."""

# Operator: how strongly it binds to its left and to its right.
_BINARY: dict[str, tuple[int, int]] = {
    "or": (1, 1),
    "and": (2, 2),
    "<": (3, 3),
    ">": (3, 3),
    "<=": (3, 3),
    ">=": (3, 3),
    "~=": (3, 3),
    "==": (3, 3),
    "|": (4, 4),
    "~": (5, 5),
    "&": (6, 6),
    "<<": (7, 7),
    ">>": (7, 7),
    "..": (9, 8),
    "+": (10, 10),
    "-": (10, 10),
    "*": (11, 11),
    "/": (11, 11),
    "//": (11, 11),
    "%": (11, 11),
    "^": (14, 13),
}
_UNARY = frozenset(("-", "not", "#", "~"))
_UNARY_STRENGTH = 12
_CONCAT_STRENGTH = 9


class ExpressionParser:
    """A position in the tokens of one source, and how to read an expression there.

    Attributes:
        skipped: For each open block, the tokens of its complete statements as half-open index pairs: what the
            grammar need not see again to say what it expects at an error.
        vararg: The current function has ``...``.
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
        self.vararg = True

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
            skipped=tuple(self.skipped),
            label=label,
            help=help,
            opener=opener,
            at=self.last_character(),
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

    # Expressions

    def expression_list(self) -> list[Expr]:
        """Read one or more expressions separated by commas."""
        found = [self.expression(0)]
        kinds = self.kinds
        while kinds[self.at] == ",":
            self.at += 1
            found.append(self.expression(0))
        return found

    def expression(self, limit: int) -> Expr:
        """Read an expression whose operators bind more strongly than ``limit``."""
        self.enter()
        kinds = self.kinds
        at = self.at
        kind = kinds[at]
        left: Expr
        if kind in _UNARY:
            self.at = at + 1
            operand = self.expression(_UNARY_STRENGTH)
            left = Unary((self.starts[at], operand.span[1]), kind, operand)
        else:
            left = self.simple()
        strengths = _BINARY
        while True:
            at = self.at
            op = kinds[at]
            strength = strengths.get(op)
            if strength is None or strength[0] <= limit:
                self.level -= 1
                return left
            if op == "..":
                left = self.concatenation(left)
                continue
            self.at = at + 1
            right = self.expression(strength[1])
            left = Binary((left.span[0], right.span[1]), op, left, right, self.starts[at])

    def concatenation(self, first: Expr) -> Expr:
        """Read ``.. b .. c`` behind an operand: right-associative, built without recursion."""
        kinds = self.kinds
        operands = [first]
        dots: list[int] = []
        while kinds[self.at] == "..":
            dots.append(self.starts[self.at])
            self.at += 1
            operands.append(self.expression(_CONCAT_STRENGTH))
        right = operands.pop()
        while operands:
            left = operands.pop()
            right = Binary((left.span[0], right.span[1]), "..", left, right, dots.pop())
        return right

    def simple(self) -> Expr:
        """Read an operand."""
        at = self.at
        kind = self.kinds[at]
        if kind == NAME or kind == "(":
            return self.suffixed()
        if kind == STRING:
            self.at = at + 1
            return String((self.starts[at], self.ends[at]), self.values[at])
        if kind == NUMBER:
            self.at = at + 1
            return Number((self.starts[at], self.ends[at]), self.values[at])
        if kind == "{":
            return self.table()
        if kind == "nil":
            self.at = at + 1
            return Nil((self.starts[at], self.ends[at]))
        if kind == "true" or kind == "false":
            self.at = at + 1
            return Boolean((self.starts[at], self.ends[at]), kind == "true")
        if kind == "function":
            self.at = at + 1
            return self.function(at, None, None)
        if kind == "...":
            if not self.vararg:
                raise self.problem(
                    "cannot use '...' outside a vararg function",
                    "`...` outside a vararg function",
                    help="add `...` to the function's parameters, or pass the values in a local",
                )
            self.at = at + 1
            return Vararg((self.starts[at], self.ends[at]))
        return self.suffixed()

    def suffixed(self) -> Expr:
        """Read a name or a bracketed expression and every index and call behind it."""
        kinds = self.kinds
        starts = self.starts
        ends = self.ends
        at = self.at
        kind = kinds[at]
        start = starts[at]
        left: Expr
        if kind == NAME:
            self.at = at + 1
            left = Name((start, ends[at]), self.values[at])
        elif kind == "(":
            self.at = at + 1
            inner = self.expression(0)
            if kinds[self.at] != ")":
                self.expect_close(")", "(", at)
            left = Paren((start, ends[self.at]), inner)
            self.at += 1
        else:
            begins_statement = self.skipped[-1][1] == at
            label = "expected a statement" if begins_statement else "expected an expression"
            raise self.problem("unexpected symbol", "unexpected symbol", label=label)
        while True:
            at = self.at
            kind = kinds[at]
            if kind == ".":
                at += 1
                if kinds[at] != NAME:
                    self.at = at
                    raise self.expected(NAME, "after `.`")
                self.at = at + 1
                end = ends[at]
                left = Index((start, end), left, String((starts[at], end), self.values[at]), True)
            elif kind == "(":
                args, end = self.arguments(at)
                left = Call((start, end), left, args, starts[at])
            elif kind == ":":
                self.at = at + 1
                name = self.expect_name("after `:`")
                name_span = (starts[at + 1], ends[at + 1])
                at += 2
                if kinds[at] not in ("(", STRING, "{"):
                    raise self.problem("function arguments expected", "expected the arguments of a method call")
                args, end = self.arguments(at)
                left = MethodCall((start, end), left, name, name_span, args, starts[at])
            elif kind == "[":
                self.at = at + 1
                key = self.expression(0)
                if kinds[self.at] != "]":
                    raise self.expected("]", "behind the key")
                left = Index((start, ends[self.at]), left, key, False)
                self.at += 1
            elif kind == STRING or kind == "{":
                args, end = self.arguments(at)
                left = Call((start, end), left, args, starts[at])
            else:
                return left

    def arguments(self, at: int) -> tuple[list[Expr], int]:
        """Read a call's arguments, which begin at token ``at``; return them and the offset behind them."""
        kind = self.kinds[at]
        if kind == "(":
            self.at = at + 1
            if self.kinds[at + 1] == ")":
                self.at = at + 2
                return [], self.ends[at + 1]
            args = self.expression_list()
            if self.kinds[self.at] != ")":
                self.expect_close(")", "(", at)
            self.at += 1
            return args, self.ends[self.at - 1]
        if kind == STRING:
            self.at = at + 1
            end = self.ends[at]
            return [String((self.starts[at], end), self.values[at])], end
        table = self.table()
        return [table], table.span[1]

    def table(self) -> Table:
        """Read a table constructor."""
        kinds = self.kinds
        opened = self.at
        start = self.starts[opened]
        fields: list[Field] = []
        self.at = at = opened + 1
        while kinds[at] != "}":
            kind = kinds[at]
            key: Expr | None
            if kind == NAME and kinds[at + 1] == "=":
                key = String((self.starts[at], self.ends[at]), self.values[at])
                self.at = at + 2
                value = self.expression(0)
                fields.append(Field((key.span[0], value.span[1]), key, value, True))
            elif kind == "[":
                self.at = at + 1
                key = self.expression(0)
                self.expect("]", "behind the key")
                self.expect("=", "behind the key")
                value = self.expression(0)
                fields.append(Field((self.starts[at], value.span[1]), key, value, False))
            else:
                value = self.expression(0)
                fields.append(Field(value.span, None, value, False))
            at = self.at
            if kinds[at] != "," and kinds[at] != ";":
                break
            self.at = at = at + 1
        if kinds[at] != "}":
            self.expect_close("}", "{", opened)
        self.at = at + 1
        return Table((start, self.ends[at]), fields)

    # Functions

    def function(self, keyword: int, name: str | None, receiver: Param | None) -> Function:
        """Read parameters and body; ``keyword`` is the token ``function``, ``receiver`` a method's ``self``."""
        kinds = self.kinds
        self.expect("(", "to begin the parameters")
        params = [receiver] if receiver is not None else []
        is_vararg = False
        if kinds[self.at] != ")":
            while True:
                at = self.at
                if kinds[at] == NAME:
                    params.append(Param((self.starts[at], self.ends[at]), self.values[at]))
                    self.at = at + 1
                elif kinds[at] == "...":
                    is_vararg = True
                    self.at = at + 1
                    break
                else:
                    raise self.problem("<name> or '...' expected", "expected a parameter or `...`")
                if kinds[self.at] != ",":
                    break
                self.at += 1
        if kinds[self.at] != ")":
            where = "to end the parameters: `...` is the last one" if is_vararg else "to end the parameters"
            raise self.expected(")", where)
        self.at += 1
        body = self.function_block(is_vararg)
        if kinds[self.at] != "end":
            self.expect_close("end", "function", keyword)
        self.at += 1
        return Function((self.starts[keyword], self.ends[self.at - 1]), params, is_vararg, body, name)

    def function_block(self, is_vararg: bool) -> Block:
        """Read the statements of a function's body; statements know how."""
        raise NotImplementedError
