"""The abstract values of the flow analysis, and the cells they collect in.

A ``Value`` is a set of Lua values: a type mask, an interval for the integers among them, and the places of the program that
made the tables and functions among them. Values only grow while the analysis runs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from luaflow.analyse import types as t
from luaflow.syntax import ast

MAX: Final = 2**63 - 1
MIN: Final = -(2**63)
FEASIBLE: Final = 2**52
"""What a counter cannot pass that starts small and changes by small constants: no program runs for so many steps."""
LONGEST: Final = 2**40
"""More elements than any list or string can have."""

_UP: Final = (0, 1, 255, 65535, 2**31, LONGEST, FEASIBLE, 2**62, MAX)
_DOWN: Final = (2, 1, 0, -1, -(2**31), -FEASIBLE, -(2**62), MIN)
_MOST_SITES: Final = 40
_PRECISE_STEPS: Final = 3


class Cell:
    """A place that values flow into: a variable, a field, a parameter, a result.

    Attributes:
        value: What has reached it.
        readers: Functions to look at again when it grows.
        open: What reaches it escapes to code that is not analysed.
    """

    __slots__ = ("grown", "open", "readers", "value")

    def __init__(self) -> None:
        self.value = NOTHING
        self.readers: set[FunctionSite] = set()
        self.grown = 0
        self.open = False


@dataclass(slots=True, eq=False)
class TableSite:
    """A constructor, standing for all tables it makes.

    Attributes:
        fields: By constant string key.
        items: Under integer and float keys.
        others: Under keys that are not written in the source, and keys of other types.
        keys: Those keys.
        metas: Metatables.
        opened: Not bottom once unknown code may read and write it.
        is_meta: It serves as a metatable somewhere.
        given: String keys that the constructor gives.
        has_meta: The constructor stands in a call of ``setmetatable``: such a table begins with a metatable.
        loses_meta: The metatable may be taken away.
        node: The constructor, ``None`` for tables that the runtime makes.
    """

    node: ast.Node | None
    fields: dict[str, Cell] = field(default_factory=dict)
    items: Cell = field(default_factory=Cell)
    others: Cell = field(default_factory=Cell)
    keys: Cell = field(default_factory=Cell)
    metas: Cell = field(default_factory=Cell)
    opened: Cell = field(default_factory=Cell)
    is_meta: bool = False
    given: set[str] = field(default_factory=set)
    has_meta: bool = False
    loses_meta: bool = False

    def at(self, name: str) -> Cell:
        """Return the cell of a string key."""
        cell = self.fields.get(name)
        if cell is None:
            cell = self.fields[name] = Cell()
            cell.open = bool(self.opened.value.mask)
        return cell


@dataclass(slots=True, eq=False)
class FunctionSite:
    """A function of the program.

    Attributes:
        params: By position.
        rest: Values of ``...``.
        results: By position, of all its returns.
        more: Results behind those, of unknown number.
        counts: Numbers of values it returns; -1 stands for any.
        count_readers: Functions to look at again when ``counts`` grows.
        least: Least number of arguments of a known call.
        most: Largest number.
        escaped: Unknown code may call it.
        is_called: Some call is known.
        is_handler: It is a metamethod: the runtime calls it.
        in_loop: A known call stands in a loop, or a runtime function calls it repeatedly.
        callers: Functions with known calls of it.
        yielded: First values that it, or what it calls, yields to whoever resumes the coroutine it runs in.
        yielded_more: Further ones.
        resumed: What the resumer passes then.
        is_hot: It runs repeatedly within a loop or by recursion; known at the end.
    """

    node: ast.Function
    params: list[Cell]
    rest: Cell = field(default_factory=Cell)
    results: list[Cell] = field(default_factory=list)
    more: Cell = field(default_factory=Cell)
    counts: set[int] = field(default_factory=set)
    count_readers: set[FunctionSite] = field(default_factory=set)
    least: int = 1 << 30
    most: int = 0
    escaped: bool = False
    is_called: bool = False
    is_handler: bool = False
    in_loop: bool = False
    callers: set[FunctionSite] = field(default_factory=set)
    yielded: Cell = field(default_factory=Cell)
    yielded_more: Cell = field(default_factory=Cell)
    resumed: Cell = field(default_factory=Cell)
    is_hot: bool = False


@dataclass(slots=True, eq=False)
class CoroutineSite:
    """A call of ``coroutine.create`` or ``coroutine.wrap``, standing for all threads, or functions, that it makes.

    Attributes:
        bodies: What it is given.
    """

    bodies: Cell = field(default_factory=Cell)


@dataclass(frozen=True, slots=True)
class ShimSite:
    """A runtime function as a value."""

    name: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Tables and functions of which nothing is known."""


OPEN: Final = Unknown()
Site = TableSite | FunctionSite | CoroutineSite | ShimSite | Unknown


@dataclass(frozen=True, slots=True)
class Value:
    """See the module docstring.

    Attributes:
        mask: Types.
        low: Least integer; greater than ``high`` without integers.
        high: Largest integer.
        sites: Where its tables and functions were made.
    """

    mask: int = 0
    low: int = 0
    high: int = -1
    sites: frozenset[Site] = frozenset()

    @property
    def is_open(self) -> bool:
        return OPEN in self.sites

    def only(self, mask: int) -> Value:
        """Return the part that has these types."""
        kept = self.mask & mask
        sites = self.sites if kept & REFERENCES else frozenset[Site]()
        if kept & t.INTEGER:
            return Value(kept, self.low, self.high, sites)
        return Value(kept, 0, -1, sites)


REFERENCES: Final = t.TABLE | t.FUNCTION | t.USERDATA | t.THREAD
NOTHING: Final = Value()
NIL: Final = Value(t.NIL)
BOOLEAN: Final = Value(t.BOOLEAN)
FLOAT: Final = Value(t.FLOAT)
STRING: Final = Value(t.STRING)
INTEGER: Final = Value(t.INTEGER, MIN, MAX)
LENGTH: Final = Value(t.INTEGER, 0, LONGEST)
POSITION: Final = Value(t.INTEGER, 1, LONGEST)
NUMBER: Final = Value(t.NUMBER, MIN, MAX)
TOP: Final = Value(t.ANY, MIN, MAX, frozenset((OPEN,)))


def integers(low: int, high: int) -> Value:
    """Return an interval; one that leaves 64 bits wraps around, hence any integer."""
    if low < MIN or high > MAX:
        return INTEGER
    return Value(t.INTEGER, low, high)


def join(a: Value, b: Value) -> Value:
    """Return the union."""
    if a is b or not b.mask:
        return a
    if not a.mask:
        return b
    mask = a.mask | b.mask
    low, high = a.low, a.high
    if b.mask & t.INTEGER:
        if a.mask & t.INTEGER:
            low, high = min(low, b.low), max(high, b.high)
        else:
            low, high = b.low, b.high
    sites = a.sites if b.sites <= a.sites else a.sites | b.sites
    if mask == a.mask and low == a.low and high == a.high and sites is a.sites:
        return a
    return Value(mask, low, high, sites)


def grow(cell: Cell, value: Value) -> bool:
    """Let a value flow into a cell; return whether the cell grew. Intervals that keep growing jump, so that they end."""
    old = cell.value
    new = join(old, value)
    if new is old or new == old:
        return False
    if old.mask & t.INTEGER and (new.low < old.low or new.high > old.high):
        cell.grown += 1
        if cell.grown > _PRECISE_STEPS:
            low = new.low if new.low >= old.low else next(x for x in _DOWN if x <= new.low)
            high = new.high if new.high <= old.high else next(x for x in _UP if x >= new.high)
            new = Value(new.mask, low, high, new.sites)
    cell.value = new
    return True


def too_many(value: Value) -> bool:
    """Whether a value has more sites than are worth following."""
    return len(value.sites) > _MOST_SITES


@dataclass(frozen=True, slots=True)
class Results:
    """What a call gives.

    Attributes:
        values: By position.
        more: Any number of values behind them, ``None`` when there are none.
        counts: Numbers of values that are possible; -1 for any.
    """

    values: tuple[Value, ...]
    more: Value | None = None
    counts: frozenset[int] = frozenset()

    def at(self, position: int) -> Value:
        """Return the value at a position, counted from 0."""
        if position < len(self.values):
            return self.values[position]
        if not self.counts:
            return NOTHING  # it gives nothing that is known yet, or never comes back
        return NIL if self.more is None else join(self.more, NIL)


def exactly(*values: Value) -> Results:
    """Return results of a certain number."""
    return Results(values, None, frozenset((len(values),)))


def any_number(value: Value) -> Results:
    """Return any number of results."""
    return Results((), value, frozenset((-1,)))
