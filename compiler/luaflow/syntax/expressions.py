"""Expressions: tokens to nodes by precedence climbing.

Left-associative chains and ``..`` chains of any length are built in loops; what nests is counted as Lua counts it.

Source: Lua 5.4 manual, section 3.4; ``lparser.c``; reference/lua.md 10.6 (casts, annotations).
"""

from __future__ import annotations

from luaflow.syntax.ast import (
    Binary,
    Block,
    Boolean,
    Call,
    Cast,
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
    String,
    Table,
    Type,
    TypeParam,
    Unary,
    Vararg,
)
from luaflow.syntax.lexer import CHAR, NAME, NUMBER, STRING, Tokens
from luaflow.syntax.types import TYPE_STARTS, TypeParser

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
_CASTS = frozenset((NAME, "::", CHAR))
"""Kinds of the tokens that a cast may begin with: ``as``, ``::``, ``!``."""
_NO_PREFIX = frozenset((".", "[", ":"))


class ExpressionParser(TypeParser):
    """Reads expressions.

    Attributes:
        vararg: The current function has ``...``.
        cast_nodes: All casts read so far.
    """

    def __init__(self, text: str, tokens: Tokens) -> None:
        super().__init__(text, tokens)
        self.vararg = True
        self.cast_nodes: list[Cast] = []

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
            kind = kinds[self.at]
            if kind in _CASTS and (kind != NAME or self.values[self.at] == "as"):
                left = self.casts(left)
        at = self.at
        op = kinds[at]
        strengths = _BINARY
        while True:
            strength = strengths.get(op)
            if strength is None or strength[0] <= limit:
                self.level -= 1
                return left
            if op == "..":
                left = self.concatenation(left)
            else:
                self.at = at + 1
                right = self.expression(strength[1])
                left = Binary((left.span[0], right.span[1]), op, left, right, self.starts[at])
            at = self.at
            op = kinds[at]

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

    def casts(self, left: Expr) -> Expr:
        """Read the casts behind an operand, if there are any; the operand itself is what stays.

        Raises:
            SyntaxProblem: Two ``::`` in a row, or an index behind a cast.
        """
        kinds = self.kinds
        colons = False
        first = self.at
        while True:
            at = self.at
            kind = kinds[at]
            type: Type | None = None
            if kind == NAME:
                if not self.word_follows("as"):
                    break
                type = self.annotation()
            elif kind == "::":
                if kinds[at + 1] not in TYPE_STARTS or self._begins_label(at):
                    break
                if colons:
                    help = "`::` does not chain: put the first cast in brackets, as in `(v :: any) :: string`"
                    raise self.problem("unexpected symbol", "unexpected symbol", help=help)
                colons = True
                type = self.annotation()
            elif kind == CHAR and self.values[at] == "!" and kinds[at + 1] != "=":
                self.at = at + 1
                self.erased.append((at, at + 1))
            else:
                break
            op = "as" if kind == NAME else "!" if kind == CHAR else kind
            self.cast_nodes.append(Cast((left.span[0], self.ends[self.at - 1]), op, left, type))
        if self.at != first and kinds[self.at] in _NO_PREFIX:
            help = "a cast binds more loosely than an index or a call: put it in brackets, as in `(x as T).y`"
            raise self.problem("unexpected symbol", "unexpected symbol", help=help)
        return left

    def _begins_label(self, at: int) -> bool:
        """Whether ``::`` behind an operand begins a label.

        ``::name::`` on one line does. On several lines the first ``::`` may as well begin a cast that a label follows:
        then two more tokens make that label whole.
        """
        kinds = self.kinds
        if kinds[at + 1] != NAME or kinds[at + 2] != "::":
            return False
        on_one_line = self.same_line(at, at + 1) and self.same_line(at + 1, at + 2)
        return on_one_line or kinds[at + 3] != NAME or kinds[at + 4] != "::"

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
                    help = "only locals, parameters and results have types" if kinds[at] in ("=", ",") else ""
                    raise self.problem(
                        "function arguments expected", "expected the arguments of a method call", help=help
                    )
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
        type_params: list[TypeParam] = self.type_params() if kinds[self.at] == "<" else []
        self.expect("(", "to begin the parameters")
        params = [receiver] if receiver is not None else []
        is_vararg = False
        vararg_type: Type | None = None
        if kinds[self.at] != ")":
            while True:
                at = self.at
                if kinds[at] == NAME:
                    param = Param((self.starts[at], self.ends[at]), self.values[at])
                    params.append(param)
                    self.at = at + 1
                    if kinds[at + 1] == ":":
                        param.type = self.annotation()
                elif kinds[at] == "...":
                    is_vararg = True
                    self.at = at + 1
                    if kinds[at + 1] == ":":
                        vararg_type = self.annotation()
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
        returns = self.result_types() if kinds[self.at] == ":" else None
        body = self.function_block(is_vararg)
        if kinds[self.at] != "end":
            self.expect_close("end", "function", keyword)
        self.at += 1
        span = (self.starts[keyword], self.ends[self.at - 1])
        return Function(span, params, is_vararg, body, name, type_params, vararg_type, returns)

    def function_block(self, is_vararg: bool) -> Block:
        """Read the statements of a function's body; statements know how."""
        raise NotImplementedError
