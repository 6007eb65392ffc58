"""What the parts of the generator share: the random source, the text made so far, the names that are visible."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

# Words that mean something to Python, to emitted code or to Lua's libraries: naming is part of what is tested.
_NAMES = [
    "a", "b", "c", "i", "j", "n", "x", "y", "v", "acc", "item", "err", "index", "lua", "self", "print_", "class", "result", "def", "None_", "list",
    "int", "str", "len", "lambda", "async", "await", "is", "from", "tuple", "first", "multi", "Table", "Any", "chunk", "rest", "arr_", "meta_", "result_",
    "True_", "try_", "except", "del", "global", "pass", "raise", "yield", "with", "match", "case", "type_", "range", "float", "object", "e", "exc", "k",
]  # fmt: skip

KINDS = ("int", "float", "str", "bool", "nil", "list", "rec", "func")
"""What a variable probably holds. Nothing relies on it but the share of operations that succeed."""

MOST_STEPS = 1500
"""Loop iterations of a function, those of its callees included."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A visible local.

    Attributes:
        name: Its Lua name.
        kind: One of ``KINDS``, or ``any``.
        constant: It may not be assigned.
    """

    name: str
    kind: str
    constant: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """A visible Lua function.

    Attributes:
        name: An expression that gives it.
        params: Kinds of its parameters.
        result: Kind of its first result.
        vararg: It takes more.
        cost: Loop iterations of a call.
        yields: It must run in a coroutine.
        total: No call of it with arguments of the kinds of its parameters raises an error.
    """

    name: str
    params: tuple[str, ...]
    result: str
    vararg: bool = False
    cost: int = 1
    yields: bool = False
    total: bool = False


@dataclass(slots=True)
class Scope:
    """Names of one block."""

    variables: list[Variable] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)


class State:
    """A program in the making.

    Attributes:
        random: The only source of choices.
        risky: An error here is caught outside, so operations may fail.
        mischief: Probability that a value is of another kind than its place asks for.
        factor: How often the code at this place runs in one call of its function.
        cost: Loop iterations of the function so far.
        loops: Loops of this function around this place.
        vararg: ``...`` is there.
        yields: ``coroutine.yield`` works here.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = []
        self.depth = 0
        self.scopes = [Scope()]
        self.serial = 0
        self.budget = self.random.choice([5, 8, 12, 20, 30])
        self.mischief = self.random.choice([0.0, 0.03, 0.1, 0.3])
        self.risky = False
        self.factor = 1
        self.cost = 0
        self.loops = 0
        self.vararg = False
        self.yields = False
        self.statements: Callable[[int], None] = lambda count: None

    # Choices

    def chance(self, probability: float) -> bool:
        """Say yes with a probability."""
        return self.random.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        """Choose one."""
        return self.random.choice(choices)

    def some(self, low: int, high: int) -> int:
        """Choose an integer, both ends included."""
        return self.random.randint(low, high)

    # Text

    def put(self, text: str) -> None:
        """Write a line."""
        self.lines.append("  " * self.depth + text)

    def fresh(self) -> str:
        """Return a name for a local; often one that is in use, because shadowing is part of the language."""
        self.serial += 1
        wish = self.pick(_NAMES)
        return wish if self.chance(0.6) else f"{wish}{self.serial}"

    def unique(self, prefix: str) -> str:
        """Return a name that nothing else has."""
        self.serial += 1
        return f"{prefix}{self.serial}"

    # Names

    def declare(self, name: str, kind: str, *, constant: bool = False) -> None:
        """Note a local that is visible from here on."""
        self.scopes[-1].variables.append(Variable(name, kind, constant))

    def declare_function(self, function: Function) -> None:
        """Note a function that is visible from here on."""
        self.scopes[-1].functions.append(function)

    def visible(self, kind: str = "") -> list[Variable]:
        """Return locals that no other one hides, of one kind or all."""
        found: dict[str, Variable] = {}
        for scope in self.scopes:
            for variable in scope.variables:
                found[variable.name] = variable
        return [v for v in found.values() if not kind or v.kind == kind]

    def functions(self) -> list[Function]:
        """Return functions that may be called here without taking too long."""
        return [
            f
            for scope in self.scopes
            for f in scope.functions
            if self.factor * f.cost <= MOST_STEPS and self.cost + self.factor * f.cost <= 4 * MOST_STEPS and (not f.yields or self.yields)
        ]  # fmt: skip

    def assigned(self, name: str, kind: str) -> None:
        """Note that a variable probably holds another kind now."""
        for scope in reversed(self.scopes):
            for at in range(len(scope.variables) - 1, -1, -1):
                if scope.variables[at].name == name:
                    scope.variables[at] = Variable(name, kind)
                    return

    # Blocks

    @contextmanager
    def block(self, *names: tuple[str, str], repeats: int = 1) -> Iterator[None]:
        """Indent, with names of a new scope; in a loop if it ``repeats``."""
        self.depth += 1
        self.scopes.append(Scope([Variable(name, kind) for name, kind in names]))
        factor, loops = self.factor, self.loops
        if repeats > 1:
            self.factor *= repeats
            self.loops += 1
        self.cost += self.factor
        yield
        self.factor, self.loops = factor, loops
        self.scopes.pop()
        self.depth -= 1

    @contextmanager
    def body(
        self, *params: tuple[str, str], vararg: bool = False, risky: bool = True, yields: bool = False
    ) -> Iterator[None]:
        """Indent for the body of a function; its cost is added to ``cost`` by whoever calls it."""
        saved = self.factor, self.cost, self.loops, self.vararg, self.risky, self.yields
        self.factor, self.cost, self.loops, self.vararg, self.risky, self.yields = 1, 1, 0, vararg, risky, yields
        self.depth += 1
        self.scopes.append(Scope([Variable(name, kind) for name, kind in params]))
        yield
        self.scopes.pop()
        self.depth -= 1
        self.body_cost = self.cost
        self.factor, self.cost, self.loops, self.vararg, self.risky, self.yields = saved

    body_cost = 1
    """Cost of the function body that ended last."""

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Write a block whose errors are caught and shown."""
        if self.risky and self.chance(0.7):
            self.put("do")
            with self.block():
                yield
            self.put("end")
            return
        results = self.pick(["show(pcall(function()", "show(pcall(function(...)", "show(xpcall(function()"])
        self.put(results)
        with self.body(vararg="..." in results, yields=False):
            yield
        self.cost += self.factor * self.body_cost
        self.put("end, function(m) return m end))" if "xpcall" in results else "end))")


Statement = tuple[Callable[[State], None], float, int]
"""What writes a statement, how often it is wanted beside others, and whether it nests others (0 or 1)."""
