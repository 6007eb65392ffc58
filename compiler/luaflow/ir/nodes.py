"""Nodes of the intermediate form.

Expressions give exactly one value unless their class says *result*: then they give what a call gives (one value bare, several
as a tuple, none as ``()``), and ``First``, ``Multi`` or ``Adjust`` around them decide. Names are Python names. ``line`` is the Lua
line, 0 where none applies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(slots=True, eq=False, kw_only=True)
class Node:
    line: int = 0


# Expressions


@dataclass(slots=True, eq=False)
class Constant(Node):
    """nil, a boolean, a number or a string."""

    value: bool | int | float | str | None


@dataclass(slots=True, eq=False)
class Variable(Node):
    """A Python variable: local, enclosing, or of the module."""

    name: str


@dataclass(slots=True, eq=False)
class Boxed(Node):
    """The value in a cell: a variable that each iteration of a loop has anew and that is assigned after a closure took it."""

    name: str


@dataclass(slots=True, eq=False)
class Attribute(Node):
    """``obj.name`` in Python: a field of a table under its mangled name, or a function of a library module."""

    obj: Expr
    name: str


@dataclass(slots=True, eq=False)
class Helper(Node):
    """An operation of ``luaflow_runtime.lua``: exact for any operands. ``rest`` is unpacked behind the arguments."""

    name: str
    args: list[Expr]
    rest: Expr | None = None


@dataclass(slots=True, eq=False)
class Operator(Node):
    """A native Python binary operator, used only where the operand types allow it."""

    op: str
    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Wrap(Node):
    """A sum, difference, product or negative of numbers, wrapped around where it is an integer beyond 64 bits.

    ``temp`` holds it. ``may_be_float``: its class is asked first, because Python compares floats with integers slowly.
    """

    value: Expr
    temp: str
    may_be_float: bool


@dataclass(slots=True, eq=False)
class Text(Node):
    """An f-string: literal texts, and names or fields of names whose values are strings or integers."""

    parts: list[str | Expr]


@dataclass(slots=True, eq=False)
class Item(Node):
    """``obj[key]`` of Python: an assignment target, or an element of a list."""

    obj: Expr
    key: Expr


@dataclass(slots=True, eq=False)
class Prefix(Node):
    """A native Python prefix operator: ``-``, ``~`` or ``not``."""

    op: str
    operand: Expr


@dataclass(slots=True, eq=False)
class Truth(Node):
    """Lua truth of a value, as a Python boolean."""

    operand: Expr
    may_be_nil: bool = True
    may_be_false: bool = True


@dataclass(slots=True, eq=False)
class Choice(Node):
    """``then if test else other``"""

    test: Expr
    then: Expr
    other: Expr


@dataclass(slots=True, eq=False)
class Bind(Node):
    """``(name := value)``"""

    name: str
    value: Expr


@dataclass(slots=True, eq=False)
class Call(Node):
    """A call; a *result*. ``rest`` is unpacked behind the arguments."""

    func: Expr
    args: list[Expr]
    rest: Expr | None = None


@dataclass(slots=True, eq=False)
class Await(Node):
    """``await call``: the callee is an ``async def``; a *result*."""

    call: Expr


@dataclass(slots=True, eq=False)
class Yield(Node):
    """``(yield (value,))`` in a generator that runs in a coroutine; a *result*. ``rest`` is unpacked behind the values."""

    values: list[Expr]
    rest: Expr | None = None


@dataclass(slots=True, eq=False)
class YieldFrom(Node):
    """``(yield from call)``: the callee is a generator, called by another one; a *result*."""

    call: Expr


@dataclass(slots=True, eq=False)
class MaybeAwait(Node):
    """A call of unknown colour: awaited when it gives a coroutine; a *result*."""

    call: Expr
    temp: str


@dataclass(slots=True, eq=False)
class First(Node):
    """The first value of a result."""

    result: Expr


@dataclass(slots=True, eq=False)
class Pick(Node):
    """The first value of a result that is known to be a tuple: ``result[0]``."""

    result: Expr


@dataclass(slots=True, eq=False)
class Multi(Node):
    """A result as a tuple."""

    result: Expr


@dataclass(slots=True, eq=False)
class Adjust(Node):
    """A result as a tuple of exactly ``count`` values."""

    result: Expr
    count: int


@dataclass(slots=True, eq=False)
class Values(Node):
    """Several values as a *result*; ``rest`` is a tuple behind them."""

    items: list[Expr]
    rest: Expr | None = None


@dataclass(slots=True, eq=False)
class Constructor(Node):
    """A table: positional items, a tuple behind them, string fields, other keys."""

    items: list[Expr]
    rest: Expr | None
    fields: list[tuple[str, Expr]]
    keyed: list[tuple[Expr, Expr]]


Expr: TypeAlias = (
    Constant
    | Variable
    | Boxed
    | Attribute
    | Helper
    | Operator
    | Wrap
    | Text
    | Item
    | Prefix
    | Truth
    | Choice
    | Bind
    | Call
    | Await
    | Yield
    | YieldFrom
    | MaybeAwait
    | First
    | Pick
    | Multi
    | Adjust
    | Values
    | Constructor
)


# Statements


@dataclass(slots=True, eq=False)
class Cell(Node):
    """Assignment target that makes a new cell around the value."""

    name: str


Target: TypeAlias = Variable | Boxed | Attribute | Item | Cell


@dataclass(slots=True, eq=False)
class Assign(Node):
    """One value to one target, or a tuple of exactly so many values to several. ``typed`` annotates the target as ``Any``.

    ``grows``: ``target += value``, by which Python lengthens a string in place.
    """

    targets: list[Target]
    value: Expr
    typed: bool = False
    comment: str = ""
    grows: bool = False


@dataclass(slots=True, eq=False)
class Evaluate(Node):
    """An expression for its effect."""

    value: Expr
    comment: str = ""


@dataclass(slots=True, eq=False)
class If(Node):
    branches: list[tuple[Expr, list[Stat]]]
    orelse: list[Stat]
    comment: str = ""


@dataclass(slots=True, eq=False)
class While(Node):
    test: Expr
    body: list[Stat]
    comment: str = ""


@dataclass(slots=True, eq=False)
class For(Node):
    """A native loop; ``targets`` are plain names."""

    targets: list[str]
    iterable: Expr
    body: list[Stat]
    comment: str = ""


@dataclass(slots=True, eq=False)
class Break(Node):
    pass


@dataclass(slots=True, eq=False)
class Continue(Node):
    pass


@dataclass(slots=True, eq=False)
class Return(Node):
    """``value`` is a result; ``None`` returns without one."""

    value: Expr | None
    comment: str = ""


@dataclass(slots=True, eq=False)
class Parameter(Node):
    name: str
    required: bool


@dataclass(slots=True, eq=False)
class Function(Node):
    """``def``. ``captured`` are loop variables bound when it is made; ``rest`` takes further arguments (``_`` drops them).
    ``globals`` are names of the module that it assigns. ``is_body``: it is only the body of a coroutine."""

    name: str
    params: list[Parameter]
    rest: str | None
    captured: list[str]
    is_async: bool
    nonlocals: list[str]
    body: list[Stat]
    lua_name: str | None = None
    comment: str = ""
    globals: list[str] = field(default_factory=list)
    is_body: bool = False


@dataclass(slots=True, eq=False)
class Closing(Node):
    """A block that closes a ``<close>`` variable at its end, with the error if there is one."""

    name: str
    body: list[Stat]
    lua_name: str = ""
    is_async: bool = False


@dataclass(slots=True, eq=False)
class Try(Node):
    """A native access, and what stands in its place where Python raises one of ``errors``. Both are one statement."""

    body: list[Stat]
    errors: tuple[str, ...]
    orelse: list[Stat]


@dataclass(slots=True, eq=False)
class Comment(Node):
    text: str


@dataclass(slots=True, eq=False)
class Blank(Node):
    """An empty line that the Lua source has between statements."""


Stat: TypeAlias = (
    Assign | Evaluate | If | While | For | Break | Continue | Return | Function | Closing | Try | Comment | Blank
)


@dataclass(frozen=True, slots=True)
class Operation:
    """What became of an operation of the source: ``kind`` of operation, Python's own or not, and why not."""

    kind: str
    native: bool
    reason: str
    line: int


@dataclass(slots=True, eq=False)
class Module(Node):
    """A compiled chunk.

    Attributes:
        functions: Functions and constants that stand at module level.
        chunk: The rest, run once for each run.
        libraries: Python names of library modules to import, to alias or themselves: ``{"funcs": "funcs"}``.
        base: Base functions used, Python names.
        imports: Imported library entries to the Python name of their ``Entry``.
        is_async: The chunk may suspend.
        names: Python names to Lua's, where mangling does not tell.
        operations: For people, see ``lower.statistics``.
    """

    functions: list[Stat]
    chunk: Function
    libraries: dict[str, str] = field(default_factory=dict)
    base: set[str] = field(default_factory=set)
    imports: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    operations: list[Operation] = field(default_factory=list)
