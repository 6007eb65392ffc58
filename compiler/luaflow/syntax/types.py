"""Types: tokens to nodes.

The words of the type layer are no keywords: each means a type only where the token behind it shows that, so that programs may
use them as names. ``?``, ``@`` and ``!`` are characters without a meaning to the lexer; ``->`` is two tokens that touch.

Source: reference/lua.md 10.6.
"""

from __future__ import annotations

from luaflow.syntax.ast import (
    AnnotatedType,
    Annotation,
    ArrayType,
    AssertsType,
    ConditionalType,
    Expr,
    FunctionType,
    FunctionTypeParam,
    IndexedType,
    InterfaceType,
    IntersectionType,
    KeyofType,
    MapType,
    OptionalType,
    RecordType,
    Type,
    TypeField,
    TypeLiteral,
    TypeName,
    TypeofType,
    TypeParam,
    UnionType,
)
from luaflow.syntax.cursor import Cursor
from luaflow.syntax.errors import SyntaxProblem
from luaflow.syntax.lexer import CHAR, EOF, NAME, NUMBER, STRING

_SURE_OPERAND = frozenset((NAME, NUMBER, "nil", "true", "false", "function"))
"""What begins a type and, behind a name, nothing else."""
TYPE_STARTS = _SURE_OPERAND | {STRING, "{", "("}
"""What a type may begin with."""
_ATTRIBS = ("const", "close")
_WORDS = frozenset(("fun", "interface", "readonly", "typeof", "keyof", "asserts"))
_NO_BRACKETS = "only function types stand in brackets; give another type a name first: `type Name = ...`"


class TypeParser(Cursor):
    """Reads types."""

    def expression(self, limit: int) -> Expr:
        """Read an expression whose operators bind more strongly than ``limit``; expressions know how."""
        raise NotImplementedError

    def expression_list(self) -> list[Expr]:
        """Read one or more expressions separated by commas; expressions know how."""
        raise NotImplementedError

    # Where types begin. Each of these notes the tokens that it read as erased.

    def annotation(self, *, before_attrib: bool = False) -> Type:
        """Read the token at hand (``:``, ``as``, ``::``) and the type behind it.

        Args:
            before_attrib: ``<const>`` or ``<close>`` may follow, and are then no type arguments.
        """
        first = self.at
        self.types += 1
        self.at = first + 1
        type = self.type(before_attrib=before_attrib)
        self.types -= 1
        self.erased.append((first, self.at))
        return type

    def result_types(self) -> list[Type]:
        """Read ``: T``, ``: A, B``, ``: (A, B)`` or ``: ()`` behind parameters."""
        first = self.at
        self.types += 1
        self.at = first + 1
        found, bracketed = self._results()
        while not bracketed and self.kinds[self.at] == ",":
            self.at += 1
            found.append(self.type())
        self.types -= 1
        self.erased.append((first, self.at))
        return found

    def type_params(self) -> list[TypeParam]:
        """Read ``<T, U: X>``."""
        first = self.at
        self.types += 1
        params: list[TypeParam] = []
        while True:
            self.at += 1
            at = self.at
            name = self.expect_name("for the type parameter")
            constraint: Type | None = None
            if self.kinds[self.at] == ":":
                self.at += 1
                constraint = self.type()
            params.append(TypeParam((self.starts[at], self.ends[self.at - 1]), name, constraint))
            if self.kinds[self.at] != ",":
                break
        self._close_angle("to end the type parameters")
        self.types -= 1
        self.erased.append((first, self.at))
        return params

    def word_follows(self, word: str) -> bool:
        """Whether the name at hand is this word with a type behind it, and not a name that begins the next statement.

        A statement may begin with the name and a string, a table or a bracket (a call), so for these the word must stand on
        the line of what is before it, and a bracket must be that of a function type.
        """
        at = self.at
        if self.kinds[at] != NAME or self.values[at] != word:
            return False
        behind = self.kinds[at + 1]
        if behind in _SURE_OPERAND:
            return True
        if behind in (STRING, "{"):
            return self.same_line(at - 1, at)
        return behind == "(" and self.same_line(at - 1, at) and self._is_function_type(at + 1)

    # Types

    def type(self, base: Type | None = None, *, before_attrib: bool = False) -> Type:
        """Read a type.

        Args:
            base: Its first part, if that is read already.
            before_attrib: See ``annotation``.
        """
        self.enter()
        kinds = self.kinds
        left = self._annotated(base, before_attrib)
        left = self._questions(left, self._count_questions())
        if self.word_follows("extends"):
            left = self._conditional(left)
        else:
            while True:
                kind = kinds[self.at]
                if kind != "|" and kind != "&":
                    break
                self.at += 1
                right = self._annotated(None, before_attrib)
                right = self._questions(right, self._count_questions())
                span = (left.span[0], right.span[1])
                made = UnionType if kind == "|" else IntersectionType
                left = made(span, [*left.members, right] if isinstance(left, made) else [left, right])
        self.level -= 1
        return left

    def _conditional(self, subject: Type) -> ConditionalType:
        """Read ``extends U ? A : B``: of several ``?`` behind ``U`` the last is the condition's."""
        self.at += 1
        bound = self._annotated(None, False)
        questions = self._count_questions()
        if not questions:
            raise self.problem("'?' expected", "expected `?` behind the condition of a type")
        bound = self._questions(bound, questions - 1)
        self.at += 1
        then = self.type()
        self.expect(":", "and the type for the other case")
        other = self.type()
        return ConditionalType((subject.span[0], other.span[1]), subject, bound, then, other)

    def _is_char(self, char: str, at: int) -> bool:
        return self.kinds[at] == CHAR and self.values[at] == char

    def _count_questions(self) -> int:
        at = self.at
        while self._is_char("?", at):
            at += 1
        return at - self.at

    def _questions(self, type: Type, count: int) -> Type:
        for _ in range(count):
            self.at += 1
            type = OptionalType((type.span[0], self.ends[self.at - 1]), type)
        return type

    def _annotated(self, base: Type | None, before_attrib: bool) -> Type:
        """Read a primary type and its annotations."""
        type = self._primary(base, before_attrib)
        if not self._is_char("@", self.at):
            return type
        annotations = self._annotations()
        if not isinstance(type, (TypeName, ArrayType)):
            return type
        return AnnotatedType((type.span[0], annotations[-1].span[1]), type, annotations)

    def _annotations(self) -> list[Annotation]:
        found: list[Annotation] = []
        while self._is_char("@", self.at):
            first = self.at
            self.at = first + 1
            name = self.expect_name("for the annotation")
            args: list[Expr] = []
            opened = self.at
            if self.kinds[opened] == "(" and self.same_line(opened - 1, opened):
                self.at = opened + 1
                if self.kinds[self.at] != ")":
                    args = self.expression_list()
                if self.kinds[self.at] != ")":
                    self.expect_close(")", "(", opened)
                self.at += 1
            found.append(Annotation((self.starts[first], self.ends[self.at - 1]), name, args))
        return found

    def _primary(self, base: Type | None, before_attrib: bool) -> Type:
        """Read a type without operators, and every ``[]`` and ``[K]`` behind it."""
        kinds = self.kinds
        type = base if base is not None else self._first(before_attrib)
        while kinds[self.at] == "[":
            opened = self.at
            self.at = opened + 1
            start = type.span[0]
            if kinds[opened + 1] == "]":
                self.at = opened + 2
                type = ArrayType((start, self.ends[opened + 1]), type)
                continue
            key = self.type()
            if kinds[self.at] != "]":
                self.expect_close("]", "[", opened)
            self.at += 1
            type = IndexedType((start, self.ends[self.at - 1]), type, key)
        return type

    def _first(self, before_attrib: bool) -> Type:
        at = self.at
        kind = self.kinds[at]
        span = (self.starts[at], self.ends[at])
        if kind == NAME:
            if self.values[at] in _WORDS:
                special = self._word(at, self.values[at])
                if special is not None:
                    return special
            return self._name(at, before_attrib)
        if kind == "{":
            return self._table(at)
        if kind == "(":
            return self._bracket(at)
        if kind in ("nil", "function"):
            self.at = at + 1
            return TypeName(span, kind, [])
        if kind in ("true", "false"):
            self.at = at + 1
            return TypeLiteral(span, kind == "true")
        if kind in (STRING, NUMBER):
            self.at = at + 1
            return TypeLiteral(span, self.values[at])
        raise self._no_type()

    def _no_type(self) -> SyntaxProblem:
        kind = self.kinds[self.at]
        help = ""
        if kind == "|":
            help = "a union begins with its first member"
        elif kind == "-":
            help = "literal types have no sign"
        return self.problem("<name> expected", "expected a type", help=help)

    def _name(self, at: int, before_attrib: bool) -> TypeName:
        kinds = self.kinds
        name: str = self.values[at]
        start = self.starts[at]
        self.at = at + 1
        if kinds[at + 1] == ".":
            self.at = at + 2
            name += "." + self.expect_name("after `.`")
            return TypeName((start, self.ends[at + 2]), name, [])
        if kinds[at + 1] != "<" or (before_attrib and self._is_attrib(at + 1)):
            return TypeName((start, self.ends[at]), name, [])
        args: list[Type] = []
        while True:
            self.at += 1
            args.append(self.type())
            if kinds[self.at] != ",":
                break
        self._close_angle("to end the type's arguments")
        return TypeName((start, self.ends[self.at - 1]), name, args)

    def _is_attrib(self, at: int) -> bool:
        return self.kinds[at + 1] == NAME and self.values[at + 1] in _ATTRIBS and self.kinds[at + 2] == ">"

    def _close_angle(self, where: str) -> None:
        """Go behind ``>``; of ``>>`` and ``>=`` the rest becomes a token of its own."""
        at = self.at
        kind = self.kinds[at]
        if kind in (">>", ">="):
            middle = self.starts[at] + 1
            self.kinds[at : at + 1] = [">", kind[1]]
            self.starts.insert(at + 1, middle)
            self.ends.insert(at, middle)
            self.values.insert(at, None)
        elif kind != ">":
            lua = "'>' expected"
            help = "behind a type `<` begins its arguments; a cast that is compared needs brackets: `(x as T) < y`"
            raise self.problem(lua, f"expected `>` {where}", help=help)
        self.at = at + 1

    def _word(self, at: int, word: str) -> Type | None:
        """Read what begins with a word of the type layer; nothing if it is a plain name here."""
        kinds = self.kinds
        behind = kinds[at + 1]
        start = self.starts[at]
        if word == "fun" and behind == "(":
            self.at = at + 1
            params, rest = self._params()
            returns: list[Type] | None = None
            if kinds[self.at] == ":":
                self.at += 1
                returns = self._results()[0]
            return FunctionType((start, self.ends[self.at - 1]), params, rest, returns)
        if word == "interface" and behind == "{":
            self.at = at + 2
            fields = self._fields(at + 1)
            return InterfaceType((start, self.ends[self.at - 1]), fields)
        if word == "readonly" and behind == "{":
            table = self._table(at + 1)
            table.readonly = True
            table.span = (start, table.span[1])
            return table
        if word in ("typeof", "keyof") and behind == "(":
            self.at = at + 2
            inner = self.expression(0) if word == "typeof" else self.type()
            if kinds[self.at] != ")":
                self.expect_close(")", "(", at + 1)
            self.at += 1
            span = (start, self.ends[self.at - 1])
            return TypeofType(span, inner) if word == "typeof" else KeyofType(span, inner)  # type: ignore[arg-type]
        if word == "asserts" and behind == NAME and self.same_line(at, at + 1):
            self.at = at + 2
            type: Type | None = None
            if self.word_follows("is"):
                self.at += 1
                type = self.type()
            return AssertsType((start, self.ends[self.at - 1]), self.values[at + 1], type)
        return None

    # Tables

    def _table(self, opened: int) -> ArrayType | MapType | RecordType:
        """Read ``{...}``."""
        kinds = self.kinds
        start = self.starts[opened]
        self.at = at = opened + 1
        if kinds[at] == "[":
            self.at = at + 1
            key = self.type()
            if kinds[self.at] != "]":
                self.expect_close("]", "[", at)
            self.at += 1
            self.expect(":", "behind the type of the keys")
            value = self.type()
            self._close_brace(opened)
            return MapType((start, self.ends[self.at - 1]), key, value)
        if kinds[at] == "}" or self._begins_field(at):
            fields = self._fields(opened)
            return RecordType((start, self.ends[self.at - 1]), fields)
        element = self.type()
        self._close_brace(opened)
        return ArrayType((start, self.ends[self.at - 1]), element)

    def _begins_field(self, at: int) -> bool:
        if self.kinds[at] != NAME:
            return False
        return self.kinds[at + 1] == ":" or (self._is_char("?", at + 1) and self.kinds[at + 2] == ":")

    def _fields(self, opened: int) -> list[TypeField]:
        """Read the fields of a record up to its closing bracket; the token at hand is the first of them."""
        kinds = self.kinds
        fields: list[TypeField] = []
        while kinds[self.at] != "}":
            at = self.at
            name = self.expect_name("of a field")
            optional = self._is_char("?", self.at)
            self.at += optional
            self.expect(":", "behind the field's name")
            type = self.type()
            annotations = self._annotations()
            fields.append(TypeField((self.starts[at], self.ends[self.at - 1]), name, optional, type, annotations))
            if kinds[self.at] != ",":
                break
            self.at += 1
        self._close_brace(opened)
        return fields

    def _close_brace(self, opened: int) -> None:
        if self.kinds[self.at] == ";":
            raise self.problem("'}' expected", "expected `,` or `}`", help="commas separate the fields of a type")
        if self.kinds[self.at] != "}":
            self.expect_close("}", "{", opened)
        self.at += 1

    # Functions

    def _is_function_type(self, opened: int) -> bool:
        """Whether the bracket at a token is that of a function type, or stands around one."""
        if self._arrow_behind(opened):
            return True
        return self.kinds[opened + 1] == "(" and self._is_function_type(opened + 1)

    def _arrow_behind(self, opened: int) -> bool:
        """Whether ``->`` stands behind the bracket that closes the one at a token."""
        kinds = self.kinds
        depth = 0
        at = opened
        while True:
            kind = kinds[at]
            if kind == "(":
                depth += 1
            elif kind == ")":
                depth -= 1
                if not depth:
                    break
            elif kind == EOF:
                return False
            at += 1
        return kinds[at + 1] == "-" and kinds[at + 2] == ">" and self.ends[at + 1] == self.starts[at + 2]

    def _bracket(self, opened: int) -> Type:
        """Read ``(A) -> B``, or a function type in brackets."""
        if self._arrow_behind(opened):
            params, rest = self._params()
            self.at += 2
            returns = self._results()[0]
            return FunctionType((self.starts[opened], self.ends[self.at - 1]), params, rest, returns)
        self.at = opened + 1
        if self.kinds[self.at] != "(" or not self._is_function_type(self.at):
            raise self.problem("function type expected", "expected a function type in the brackets", help=_NO_BRACKETS)
        self.enter()
        inner = self._bracket(self.at)
        self.level -= 1
        if self.kinds[self.at] != ")":
            self.expect_close(")", "(", opened)
        self.at += 1
        return inner

    def _params(self) -> tuple[list[FunctionTypeParam], Type | None]:
        """Read the parameters of a function type with their brackets; return them and the type of ``...``."""
        kinds = self.kinds
        opened = self.at
        self.at = opened + 1
        params: list[FunctionTypeParam] = []
        rest: Type | None = None
        if kinds[self.at] != ")":
            while True:
                at = self.at
                if kinds[at] == "...":
                    self.at = at + 1
                    rest = self.type()
                    break
                name: str | None = None
                if kinds[at] == NAME and kinds[at + 1] == ":":
                    name = self.values[at]
                    self.at = at + 2
                type = self.type()
                params.append(FunctionTypeParam((self.starts[at], type.span[1]), name, type))
                if kinds[self.at] != ",":
                    break
                self.at += 1
        if kinds[self.at] != ")":
            self.expect_close(")", "(", opened)
        self.at += 1
        return params, rest

    def _results(self) -> tuple[list[Type], bool]:
        """Read one type, ``()`` or ``(A, B)``; return them and whether they were a list in brackets."""
        kinds = self.kinds
        opened = self.at
        if kinds[opened] != "(" or self._is_function_type(opened):
            return [self.type()], False
        self.at = opened + 1
        if kinds[self.at] == ")":
            self.at += 1
            return [], True
        found = [self.type()]
        if kinds[self.at] == ")":
            self.at = opened + 1
            raise self.problem("function type expected", "expected several types in the brackets", help=_NO_BRACKETS)
        while kinds[self.at] == ",":
            self.at += 1
            found.append(self.type())
        if kinds[self.at] != ")":
            self.expect_close(")", "(", opened)
        self.at += 1
        return found, True
