"""Statements and blocks: tokens to nodes.

Source: Lua 5.4 manual, section 3.3; ``lparser.c``; reference/lua.md 10.6 (declarations of types).
"""

from __future__ import annotations

from collections.abc import Callable

from luaflow.syntax.ast import (
    Assign,
    Block,
    Break,
    Call,
    CallStat,
    Do,
    Expr,
    Function,
    FunctionStat,
    GenericFor,
    Goto,
    If,
    Index,
    Interface,
    InterfaceMethod,
    Label,
    Local,
    LocalFunction,
    MethodCall,
    Name,
    NumericFor,
    Param,
    Repeat,
    Return,
    Stat,
    String,
    Type,
    TypeDef,
    TypeName,
    While,
)
from luaflow.syntax.errors import SyntaxProblem
from luaflow.syntax.expressions import ExpressionParser
from luaflow.syntax.lexer import EOF, NAME, Tokens

_BLOCK_ENDS = frozenset(("end", "else", "elseif", "until", EOF))
_ATTRIBS = ("const", "close")


class StatementParser(ExpressionParser):
    """Reads a whole chunk.

    Attributes:
        has_rules: The chunk has attributes, labels or jumps, whose rules ``checks`` looks after.
        main: The chunk, once it is read.
    """

    def __init__(self, text: str, tokens: Tokens) -> None:
        super().__init__(text, tokens)
        self.main: Function | None = None
        self.has_rules = False
        self._loops = 0
        self._statements: dict[str, Callable[[int], Stat]] = {
            "local": self._local,
            "if": self._if,
            "return": self._return,
            "for": self._for,
            "function": self._function,
            "while": self._while,
            "do": self._do,
            "repeat": self._repeat,
            "break": self._break,
            "goto": self._goto,
            "::": self._label,
        }

    def chunk(self) -> Function:
        """Read the whole text as the main function."""
        body = self.block()
        if self.kinds[self.at] != EOF:
            kind = self.kinds[self.at]
            label = f"this `{kind}` closes nothing" if kind in _BLOCK_ENDS else ""
            if label:
                raise self.problem("<eof> expected", "expected the end of the file", label=label)
            raise self.expected(EOF)
        return Function((0, len(self.text)), [], True, body, None)

    # Blocks

    def block(self) -> Block:
        """Read statements up to a word that ends a block, which stays the current token."""
        kinds = self.kinds
        ends_here = _BLOCK_ENDS
        statements = self._statements
        body: list[Stat] = []
        first = self.at
        depth = len(self.skipped)
        self.skipped.append((first, first))
        self.enter()
        while True:
            at = self.at
            kind = kinds[at]
            if kind in ends_here:
                break
            if kind == ";":
                self.at = at + 1
                continue
            self.skipped[depth] = (first, at)
            read = statements.get(kind)
            body.append(read(at) if read is not None else self._expression_statement(at))
            if kind == "return":
                break
        self.level -= 1
        self.skipped.pop()
        if body:
            return Block((body[0].span[0], body[-1].span[1]), body)
        end = self.ends[first - 1] if first else 0
        return Block((end, end), body)

    def function_block(self, is_vararg: bool) -> Block:
        """Read a function's body: it sees its own ``...`` and no loop around it."""
        outer = self.vararg, self._loops
        self.vararg, self._loops = is_vararg, 0
        body = self.block()
        self.vararg, self._loops = outer
        return body

    def _loop_block(self) -> Block:
        self._loops += 1
        body = self.block()
        self._loops -= 1
        return body

    def _close(self, closer: str, opener: str, opened: int) -> int:
        """Go behind the word that ends a statement and return the offset behind it."""
        if self.kinds[self.at] != closer:
            self.expect_close(closer, opener, opened)
        self.at += 1
        return self.ends[self.at - 1]

    # Statements; each gets the index of its first token

    def _expression_statement(self, at: int) -> Stat:
        kinds = self.kinds
        if kinds[at + 1] == NAME and kinds[at] == NAME:  # no plain statement begins with two names
            if self.values[at] == "type":
                return self._type_definition(at)
            if self.values[at] == "interface":
                return self._interface(at)
        first = self.suffixed()
        kind = self.kinds[self.at]
        if kind == "=" or kind == ",":
            return self._assign(at, first)
        if isinstance(first, (Call, MethodCall)):
            return CallStat(first.span, first)
        what = "a name" if isinstance(first, Name) else "an expression"
        raise self.problem(
            "syntax error",
            "syntax error",
            label="expected `=` or a call",
            help=f"{what} alone is no statement: call it or assign to it",
        )

    def _assign(self, at: int, first: Expr) -> Assign:
        targets: list[Name | Index] = [self._target(first)]
        while self.kinds[self.at] == ",":
            self.at += 1
            targets.append(self._target(self.suffixed()))
        self.expect("=", "behind the variables")
        values = self.expression_list()
        return Assign((self.starts[at], values[-1].span[1]), targets, values)

    def _target(self, expr: Expr) -> Name | Index:
        if isinstance(expr, (Name, Index)):
            return expr
        what = "a call" if isinstance(expr, (Call, MethodCall)) else "this expression"
        raise self.problem("syntax error", "syntax error", help=f"{what} cannot be assigned to")

    def _local(self, at: int) -> Stat:
        self.at = at + 1
        if self.kinds[at + 1] == "function":
            return self._local_function(at)
        names: list[Param] = []
        closing = False
        while True:
            name = self._declared()
            if self.kinds[self.at] == ":":
                name.type = self.annotation(before_attrib=True)
            if self.kinds[self.at] == "<":
                name.attrib = self._attrib()
                if name.attrib == "close":
                    if closing:
                        raise self._several_closing()
                    closing = True
                if name.type is None and self.kinds[self.at] == ":":
                    name.type = self.annotation()
            names.append(name)
            if self.kinds[self.at] != ",":
                break
            self.at += 1
        values: list[Expr] = []
        if self.kinds[self.at] == "=":
            self.at += 1
            values = self.expression_list()
        return Local((self.starts[at], self.ends[self.at - 1]), names, values)

    def _declared(self, where: str = "to declare") -> Param:
        at = self.at
        name = self.expect_name(where)
        return Param((self.starts[at], self.ends[at]), name)

    def _attrib(self) -> str:
        self.at += 1
        self.has_rules = True
        at = self.at
        attrib = self.expect_name("for the attribute: `const` or `close`")
        self.expect(">", "behind the attribute")
        if attrib not in _ATTRIBS:
            raise SyntaxProblem(
                f"unknown attribute '{attrib}'",
                f"unknown attribute `{attrib}`",
                (self.starts[at], self.ends[at]),
                help="Lua has `<const>` and `<close>`",
                at=self.last_character(),
            )
        return attrib

    def _several_closing(self) -> SyntaxProblem:
        return SyntaxProblem(
            "multiple to-be-closed variables in local list",
            "more than one `<close>` variable in one `local`",
            (self.starts[self.at - 3], self.ends[self.at - 1]),
            help="declare each in a `local` of its own",
            at=self.last_character(),
        )

    def _local_function(self, at: int) -> LocalFunction:
        self.at = at + 2
        name = self._declared("for the function")
        if self.kinds[self.at] in (".", ":"):
            message = "expected `(` to begin the parameters"
            raise self.problem("'(' expected", message, help="a local function's name has no fields")
        func = self.function(at + 1, name.name, None)
        return LocalFunction((self.starts[at], func.span[1]), name, func)

    def _function(self, at: int) -> FunctionStat:
        self.at = at + 1
        name = self.expect_name("for the function")
        target: Name | Index = Name((self.starts[at + 1], self.ends[at + 1]), name)
        start = target.span[0]
        receiver: Param | None = None
        while receiver is None and self.kinds[self.at] in (".", ":"):
            mark = self.kinds[self.at]
            self.at += 1
            key_at = self.at
            key = self.expect_name(f"after `{mark}`")
            span = (self.starts[key_at], self.ends[key_at])
            target = Index((start, span[1]), target, String(span, key), True)
            name += mark + key
            if mark == ":":
                receiver = Param((span[1], span[1]), "self")
        func = self.function(at, name, receiver)
        return FunctionStat((self.starts[at], func.span[1]), target, receiver is not None, func)

    def _if(self, at: int) -> If:
        branches: list[tuple[Expr, Block]] = []
        opened = at
        kinds = self.kinds
        orelse: Block | None = None
        while True:
            self.at = opened + 1
            cond = self.expression(0)
            if kinds[self.at] != "then":
                raise self.expected("then", f"behind the condition of `{kinds[opened]}`")
            self.at += 1
            branches.append((cond, self.block()))
            opened = self.at
            if kinds[opened] != "elseif":
                break
        if kinds[opened] == "else":
            self.at = opened + 1
            orelse = self.block()
        end = self._close("end", "if", at)
        return If((self.starts[at], end), branches, orelse)

    def _while(self, at: int) -> While:
        self.at = at + 1
        cond = self.expression(0)
        self.expect("do", "behind the condition of `while`")
        body = self._loop_block()
        return While((self.starts[at], self._close("end", "while", at)), cond, body)

    def _repeat(self, at: int) -> Repeat:
        self.at = at + 1
        body = self._loop_block()
        self._close("until", "repeat", at)
        cond = self.expression(0)
        return Repeat((self.starts[at], cond.span[1]), body, cond)

    def _do(self, at: int) -> Do:
        self.at = at + 1
        body = self.block()
        return Do((self.starts[at], self._close("end", "do", at)), body)

    def _for(self, at: int) -> NumericFor | GenericFor:
        self.at = at + 1
        first = self._declared("for the loop's variable")
        kind = self.kinds[self.at]
        if kind == "=":
            return self._numeric_for(at, first)
        if kind != "in" and kind != ",":
            help = "a loop's variable takes no type" if kind == ":" else ""
            raise self.problem("'=' or 'in' expected", "expected `=` or `in` behind the loop's variable", help=help)
        names = [first]
        while self.kinds[self.at] == ",":
            self.at += 1
            names.append(self._declared("for the loop's variable"))
        self.expect("in", "behind the loop's variables")
        values = self.expression_list()
        self.expect("do", "to begin the loop")
        body = self._loop_block()
        return GenericFor((self.starts[at], self._close("end", "for", at)), names, values, body)

    def _numeric_for(self, at: int, var: Param) -> NumericFor:
        self.at += 1
        start = self.expression(0)
        self.expect(",", "behind the loop's first value")
        stop = self.expression(0)
        step: Expr | None = None
        if self.kinds[self.at] == ",":
            self.at += 1
            step = self.expression(0)
        self.expect("do", "to begin the loop")
        body = self._loop_block()
        return NumericFor((self.starts[at], self._close("end", "for", at)), var, start, stop, step, body)

    def _return(self, at: int) -> Return:
        self.at = at + 1
        values: list[Expr] = []
        kind = self.kinds[at + 1]
        if kind not in _BLOCK_ENDS and kind != ";":
            values = self.expression_list()
        end = self.ends[self.at - 1]
        if self.kinds[self.at] == ";":
            self.at += 1
        return Return((self.starts[at], end), values)

    def _break(self, at: int) -> Break:
        if not self._loops:
            line = self.line_of(at)
            raise SyntaxProblem(
                f"break outside loop at line {line}",
                "`break` outside a loop",
                (self.starts[at], self.ends[at]),
                help="only `while`, `repeat` and `for` can be left with `break`",
            )
        self.at = at + 1
        return Break((self.starts[at], self.ends[at]))

    def _goto(self, at: int) -> Goto:
        self.at = at + 1
        self.has_rules = True
        label = self.expect_name("for the label to jump to")
        return Goto((self.starts[at], self.ends[at + 1]), label)

    def _label(self, at: int) -> Label:
        self.at = at + 1
        self.has_rules = True
        name = self.expect_name("for the label")
        if self.kinds[self.at] != "::":
            raise self.expected("::", "behind the label")
        self.at += 1
        return Label((self.starts[at], self.ends[at + 2]), name)

    # Declarations of types

    def _type_definition(self, at: int) -> TypeDef:
        self.types += 1
        self.at = at + 2
        name_span = (self.starts[at + 1], self.ends[at + 1])
        params = self.type_params() if self.kinds[self.at] == "<" else []
        self.expect("=", "behind the type's name")
        type = self.type()
        self.types -= 1
        self.erased.append((at, self.at))
        return TypeDef((self.starts[at], self.ends[self.at - 1]), self.values[at + 1], name_span, params, type)

    def _interface(self, at: int) -> Interface:
        self.types += 1
        self.at = at + 2
        kinds = self.kinds
        parents: list[TypeName] = []
        if kinds[self.at] == ":":
            while True:
                self.at += 1
                parent = self.at
                name = self.expect_name("of an interface")
                parents.append(TypeName((self.starts[parent], self.ends[parent]), name, []))
                if kinds[self.at] != ",":
                    break
        methods: list[InterfaceMethod] = []
        while kinds[self.at] == "function":
            methods.append(self._interface_method())
        if kinds[self.at] != "end":
            self.expect_close("end", "interface", at)
        self.at += 1
        self.types -= 1
        self.erased.append((at, self.at))
        name_span = (self.starts[at + 1], self.ends[at + 1])
        return Interface((self.starts[at], self.ends[self.at - 1]), self.values[at + 1], name_span, parents, methods)

    def _interface_method(self) -> InterfaceMethod:
        kinds = self.kinds
        at = self.at
        self.at = at + 1
        name = self.expect_name("for the method")
        opened = self.at
        self.expect("(", "to begin the parameters")
        params: list[Param] = []
        if kinds[self.at] != ")":
            while True:
                param = self._declared("for the parameter")
                if kinds[self.at] == ":":
                    param.type = self.annotation()
                params.append(param)
                if kinds[self.at] != ",":
                    break
                self.at += 1
        if kinds[self.at] != ")":
            self.expect_close(")", "(", opened)
        self.at += 1
        returns: list[Type] | None = self.result_types() if kinds[self.at] == ":" else None
        return InterfaceMethod((self.starts[at], self.ends[self.at - 1]), name, params, returns)
