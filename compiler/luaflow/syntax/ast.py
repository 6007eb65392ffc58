"""The Lua syntax tree, the typed dialect's types included.

Every node has a ``span``: half-open offsets ``(start, end)`` in characters of the source text. Nodes compare and
hash by identity, so that passes keep their results in side tables keyed by node.

Types mean nothing to a program but where it calls one by name, so no pass walks into them: an annotation is an attribute of
what it annotates, a cast a record beside the tree (``Chunk.casts``) in which its operand stands alone.

Source: Lua 5.4 manual, chapter 3 and section 9; reference/lua.md 10.6 (types).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]


@dataclass(slots=True, eq=False)
class Node:
    """What all nodes have: the characters they were made of."""

    span: Span


# Expressions


@dataclass(slots=True, eq=False)
class Nil(Node):
    """``nil``"""


@dataclass(slots=True, eq=False)
class Boolean(Node):
    """``true`` or ``false``"""

    value: bool


@dataclass(slots=True, eq=False)
class Number(Node):
    """A numeral: ``int`` (already wrapped to signed 64 bits) or ``float``."""

    value: int | float


@dataclass(slots=True, eq=False)
class String(Node):
    """A literal string, escapes resolved, in the canonical string form (UTF-8 text, other bytes surrogate escaped)."""

    value: str


@dataclass(slots=True, eq=False)
class Vararg(Node):
    """``...``"""


@dataclass(slots=True, eq=False)
class Name(Node):
    """A variable named in an expression or as an assignment target."""

    name: str


@dataclass(slots=True, eq=False)
class Index(Node):
    """``obj[key]``; ``obj.name`` has a ``String`` key and ``dot`` set."""

    obj: Expr
    key: Expr
    dot: bool


@dataclass(slots=True, eq=False)
class Call(Node):
    """``func(args)``. ``paren`` is the offset of the opening bracket (or of the single argument)."""

    func: Expr
    args: list[Expr]
    paren: int


@dataclass(slots=True, eq=False)
class MethodCall(Node):
    """``obj:name(args)``"""

    obj: Expr
    name: str
    name_span: Span
    args: list[Expr]
    paren: int


@dataclass(slots=True, eq=False)
class Binary(Node):
    """A binary operator as Lua spells it (``+``, ``..``, ``and``, ``~=`` ...); ``op_at`` is the operator's offset."""

    op: str
    left: Expr
    right: Expr
    op_at: int


@dataclass(slots=True, eq=False)
class Unary(Node):
    """``-``, ``not``, ``#`` or ``~``"""

    op: str
    operand: Expr


@dataclass(slots=True, eq=False)
class Paren(Node):
    """``(inner)``: truncates several values to one."""

    inner: Expr


@dataclass(slots=True, eq=False)
class Param(Node):
    """A declared name: parameter, ``for`` variable, or local with an optional attribute; the span is the name's."""

    name: str
    attrib: str | None = None
    type: Type | None = None


@dataclass(slots=True, eq=False)
class Function(Node):
    """A function body. ``self`` of a method definition is the first parameter, made by the parser.

    ``name`` is what Lua's messages and tracebacks call it (``main``, ``Account.new``, ``Account:deposit``), ``None``
    for an anonymous function. The span starts at ``function`` and ends behind ``end``. ``returns`` is ``None`` where
    nothing is said of the results.
    """

    params: list[Param]
    is_vararg: bool
    body: Block
    name: str | None
    type_params: list[TypeParam] = field(default_factory=list)
    vararg_type: Type | None = None
    returns: list[Type] | None = None


@dataclass(slots=True, eq=False)
class Field(Node):
    """One entry of a table constructor: ``key`` is ``None`` for a positional one, ``String`` for ``name = value``
    (``named`` set), any expression for ``[key] = value``."""

    key: Expr | None
    value: Expr
    named: bool


@dataclass(slots=True, eq=False)
class Table(Node):
    """``{...}``"""

    fields: list[Field]


Expr: TypeAlias = (
    Nil
    | Boolean
    | Number
    | String
    | Vararg
    | Name
    | Index
    | Call
    | MethodCall
    | Binary
    | Unary
    | Paren
    | Function
    | Table
)


# Statements


@dataclass(slots=True, eq=False)
class Block(Node):
    """Statements in order; ``Return`` only at the end."""

    body: list[Stat]


@dataclass(slots=True, eq=False)
class Local(Node):
    """``local a <const>, b = ...``"""

    names: list[Param]
    values: list[Expr]


@dataclass(slots=True, eq=False)
class Assign(Node):
    """``a, t.b = ...``"""

    targets: list[Name | Index]
    values: list[Expr]


@dataclass(slots=True, eq=False)
class CallStat(Node):
    """A call as a statement."""

    call: Call | MethodCall


@dataclass(slots=True, eq=False)
class Do(Node):
    """``do ... end``"""

    block: Block


@dataclass(slots=True, eq=False)
class While(Node):
    cond: Expr
    block: Block


@dataclass(slots=True, eq=False)
class Repeat(Node):
    """``repeat ... until cond``; ``cond`` sees the block's locals."""

    block: Block
    cond: Expr


@dataclass(slots=True, eq=False)
class If(Node):
    """``branches`` holds ``if`` and every ``elseif``, flat."""

    branches: list[tuple[Expr, Block]]
    orelse: Block | None


@dataclass(slots=True, eq=False)
class NumericFor(Node):
    var: Param
    start: Expr
    stop: Expr
    step: Expr | None
    block: Block


@dataclass(slots=True, eq=False)
class GenericFor(Node):
    names: list[Param]
    values: list[Expr]
    block: Block


@dataclass(slots=True, eq=False)
class FunctionStat(Node):
    """``function a.b.c:m() ... end``; ``target`` is the variable or ``Index`` that receives the function."""

    target: Name | Index
    is_method: bool
    func: Function


@dataclass(slots=True, eq=False)
class LocalFunction(Node):
    name: Param
    func: Function


@dataclass(slots=True, eq=False)
class Return(Node):
    values: list[Expr]


@dataclass(slots=True, eq=False)
class Break(Node):
    pass


@dataclass(slots=True, eq=False)
class Goto(Node):
    label: str


@dataclass(slots=True, eq=False)
class Label(Node):
    name: str


@dataclass(slots=True, eq=False)
class TypeDef(Node):
    """``type Name<T: X> = ...``"""

    name: str
    name_span: Span
    params: list[TypeParam]
    type: Type


@dataclass(slots=True, eq=False)
class InterfaceMethod(Node):
    """``function name(a: T): R`` in an interface: no body, no ``end``."""

    name: str
    params: list[Param]
    returns: list[Type] | None


@dataclass(slots=True, eq=False)
class Interface(Node):
    """``interface Name: Parent ... end``"""

    name: str
    name_span: Span
    parents: list[TypeName]
    methods: list[InterfaceMethod]


Stat: TypeAlias = (
    Local
    | Assign
    | CallStat
    | Do
    | While
    | Repeat
    | If
    | NumericFor
    | GenericFor
    | FunctionStat
    | LocalFunction
    | Return
    | Break
    | Goto
    | Label
    | TypeDef
    | Interface
)


# Types


@dataclass(slots=True, eq=False)
class TypeName(Node):
    """``string``, ``nil``, ``process.Event``, ``Channel<T>``: a built-in, declared or unknown name, at most one dot."""

    name: str
    args: list[Type]


@dataclass(slots=True, eq=False)
class TypeLiteral(Node):
    """``true``, ``false``, a string or a number: the type of this value alone."""

    value: bool | int | float | str


@dataclass(slots=True, eq=False)
class ArrayType(Node):
    """``{T}`` or ``T[]``"""

    element: Type
    readonly: bool = False


@dataclass(slots=True, eq=False)
class MapType(Node):
    """``{[K]: V}``"""

    key: Type
    value: Type
    readonly: bool = False


@dataclass(slots=True, eq=False)
class TypeField(Node):
    """``name: T`` or ``name?: T`` in a record, with the annotations that stand behind the type."""

    name: str
    optional: bool
    type: Type
    annotations: list[Annotation]


@dataclass(slots=True, eq=False)
class RecordType(Node):
    """``{a: T, b?: U}``"""

    fields: list[TypeField]
    readonly: bool = False


@dataclass(slots=True, eq=False)
class InterfaceType(Node):
    """``interface {a: T}``"""

    fields: list[TypeField]


@dataclass(slots=True, eq=False)
class OptionalType(Node):
    """``T?``"""

    inner: Type


@dataclass(slots=True, eq=False)
class UnionType(Node):
    """``A | B | C``"""

    members: list[Type]


@dataclass(slots=True, eq=False)
class IntersectionType(Node):
    """``A & B & C``; ``A | B & C`` is the intersection of a union with ``C``."""

    members: list[Type]


@dataclass(slots=True, eq=False)
class ConditionalType(Node):
    """``T extends U ? A : B``"""

    subject: Type
    bound: Type
    then: Type
    other: Type


@dataclass(slots=True, eq=False)
class IndexedType(Node):
    """``T[K]``"""

    obj: Type
    key: Type


@dataclass(slots=True, eq=False)
class FunctionTypeParam(Node):
    """A parameter in a function type; the name is optional there."""

    name: str | None
    type: Type


@dataclass(slots=True, eq=False)
class FunctionType(Node):
    """``(a: T, ...U) -> R`` or ``fun(a: T): R``; ``returns`` is ``None`` where nothing is said of the results."""

    params: list[FunctionTypeParam]
    rest: Type | None
    returns: list[Type] | None


@dataclass(slots=True, eq=False)
class AssertsType(Node):
    """``asserts x is T``"""

    name: str
    type: Type | None


@dataclass(slots=True, eq=False)
class TypeofType(Node):
    """``typeof(expr)``; the expression is never evaluated."""

    expr: Expr


@dataclass(slots=True, eq=False)
class KeyofType(Node):
    """``keyof(T)``"""

    inner: Type


@dataclass(slots=True, eq=False)
class Annotation(Node):
    """``@min(1)``"""

    name: str
    args: list[Expr]


@dataclass(slots=True, eq=False)
class AnnotatedType(Node):
    """A name or an array with annotations behind it; behind other types they are dropped."""

    inner: Type
    annotations: list[Annotation]


Type: TypeAlias = (
    TypeName
    | TypeLiteral
    | ArrayType
    | MapType
    | RecordType
    | InterfaceType
    | OptionalType
    | UnionType
    | IntersectionType
    | ConditionalType
    | IndexedType
    | FunctionType
    | AssertsType
    | TypeofType
    | KeyofType
    | AnnotatedType
)


@dataclass(slots=True, eq=False)
class TypeParam(Node):
    """``T`` or ``T: Constraint`` between angle brackets."""

    name: str
    constraint: Type | None


@dataclass(slots=True, eq=False)
class Cast(Node):
    """``expr as T``, ``expr :: T`` or ``expr!`` (``op`` is ``as``, ``::`` or ``!``); ``expr`` stands in the tree alone."""

    op: str
    expr: Expr
    type: Type | None


@dataclass(slots=True, eq=False)
class Comment(Node):
    """A comment. ``text`` has neither dashes nor long brackets; ``own_line`` is false when code stands before it on its line."""

    text: str
    own_line: bool


@dataclass(slots=True, eq=False)
class Chunk(Node):
    """A whole source: its main function (``...`` allowed) and all comments in source order.

    Attributes:
        casts: Casts, inner ones first.
        erased: The characters of all type syntax, in source order; those of an outer piece include its inner ones. With spaces
            in their place the text is plain Lua of the same meaning, but for calls of types by name.
    """

    main: Function
    comments: list[Comment]
    casts: list[Cast] = field(default_factory=list)
    erased: list[Span] = field(default_factory=list)
