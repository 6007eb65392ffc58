"""What lowering carries along: the module's facts, and the state of the function being lowered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from luaflow.analyse.module import FunctionFacts, ModuleFacts
from luaflow.analyse.program import PackageFacts
from luaflow.ir import nodes as ir
from luaflow.lower.naming import Names
from luaflow.resolve import Variable
from luaflow.source import Source
from luaflow.syntax import ast
from luaflow.syntax.walk import walk


@dataclass(slots=True, eq=False)
class Jump:
    """A Python loop being lowered, as something that ``break`` and ``goto`` aim at.

    Attributes:
        flags: Jumps that leave this loop for an outer one: flag name to the outer loop and its mode.
    """

    breaks: bool
    labels: dict[str, int] = field(default_factory=dict)
    continue_label: str | None = None
    at: str = ""
    flags: dict[str, tuple[Jump, str]] = field(default_factory=dict)


class ModuleContext:
    """State of a chunk's lowering."""

    def __init__(self, source: Source, facts: ModuleFacts, package: PackageFacts, entry: str, names: Names) -> None:
        self.source = source
        self.facts = facts
        self.package = package
        self.entry = entry
        self.names = names
        self.async_functions = package.async_functions.get(entry, frozenset())
        self.libraries: dict[str, str] = {}
        self.base: set[str] = set()
        self.imports: dict[str, str] = {}
        self.hoisted: set[Variable] = set()
        self.types: dict[str, str] = {}
        """Python names of the declared types that the module needs."""
        self.declared_types: set[str] = set()
        self.comments = list(facts.chunk.comments)
        self.printed_comments: set[ast.Comment] = set()
        self.comment_floor = 0
        self.natives: dict[ast.Expr, bool] = {}
        self.rare: set[ast.Expr] = set()
        self.bodies: set[ast.Function] = set()
        self.makers: dict[tuple[str, tuple[str, ...]], str] = {}

    def maker(self, kind: str, names: tuple[str, ...]) -> str:
        """Return the name of a function at module level that makes tables with these fields (mangled).

        Args:
            kind: ``record``, or ``instance`` for tables with a metatable.
        """
        return self._made(kind, names, "_".join((f"new_{kind}", *(name.strip("_") for name in names[:3]))))

    def formatter(self, form: str) -> str:
        """Return the name of a function at module level that formats its arguments as a format of ``string.format`` says."""
        return self._made("formatter", (form,), "formatted")

    def searcher(self, kind: str, pattern: str) -> str:
        """Return the name of a function at module level that searches for a pattern.

        Args:
            kind: ``finder`` or ``matcher``.
        """
        return self._made(kind, (pattern,), {"finder": "find_first", "matcher": "match_first"}[kind])

    def _made(self, kind: str, names: tuple[str, ...], wish: str) -> str:
        known = self.makers.get((kind, names))
        if known is None:
            number = 1
            taken = set(self.makers.values())
            known = wish
            while known in self.names.reserved or known in taken or self.names.is_used(known):
                number += 1
                known = f"{wish}_{number}"
            self.makers[kind, names] = known
            self.names.lua_names[known] = ""
        return known

    def count_native(self, expr: ast.Expr, native: bool, *, rare: bool = False) -> None:
        """Note whether an operation became Python's own, for ``luaflow compile --stats``.

        Args:
            rare: It did not because it does not run often.
        """
        self.natives[expr] = native
        if rare:
            self.rare.add(expr)

    def line(self, offset: int) -> int:
        """Return the Lua line of an offset, counted from 1."""
        return self.source.line_of(offset)

    def take_comments(self, end: int) -> list[ast.Comment]:
        """Return the comments before ``end`` that are not printed yet, from ``comment_floor`` on."""
        first = bisect_left(self.comments, self.comment_floor, key=lambda comment: comment.span[0])
        last = bisect_left(self.comments, end, key=lambda comment: comment.span[0])
        found = [comment for comment in self.comments[first:last] if comment not in self.printed_comments]
        self.printed_comments.update(found)
        self.comment_floor = max(self.comment_floor, end)
        return found

    def is_async(self, function: FunctionFacts) -> bool:
        return function.index in self.async_functions

    def call_count(self, expr: ast.Expr) -> int | None:
        """Return the number of values of a call, if it is certain by what the whole package says."""
        known = self.facts.call_count(expr)
        if known is None:
            token = self.facts.tail_token(expr)
            kind, _, name = token.partition(":")
            if kind == "f" and int(name) in self.package.single_functions.get(self.entry, ()):
                return 1
            if kind == "n" and self._is_single(name, method=isinstance(expr, ast.MethodCall)):
                return 1
            results = None if self.facts.flow.gave_up else self.facts.flow.results_of.get(expr)
            if results is not None and results.more is None and len(results.counts) == 1:
                (count,) = results.counts
                return count if count > 0 else None
        return known

    def _is_single(self, name: str, *, method: bool) -> bool:
        shims = self.facts.statics.shims
        runtime = name in shims.method_names or (method and name in shims.methods_of_strings)
        return name in self.package.single_names and not runtime

    def suspends_by_name(self, name: str, *, method: bool) -> bool:
        """Whether a call of whatever is stored under ``name`` may suspend."""
        package = self.package
        if package.async_anywhere or name in package.async_names or "__call" in package.waiting_events:
            return True
        methods = self.facts.statics.shims
        return method and any(methods.methods[full].colour == "async" for full in methods.method_names.get(name, ()))


class FunctionContext:
    """State of one function's lowering.

    Attributes:
        before: Statements that must stand before the one being lowered.
        waiting_targets: Targets of the statement being lowered whose ``__newindex`` may suspend.
        jumps: The Python loops around, innermost last.
        wish: What a function expression without a name is called.
        may_hoist: A read may stand before the current statement: nothing that is lowered already has an effect.
    """

    def __init__(self, module: ModuleContext, facts: FunctionFacts) -> None:
        self.module = module
        self.facts = facts
        self.is_async = module.is_async(facts)
        self.before: list[ir.Stat] = []
        self.waiting_targets: list[ir.Item] = []
        self.jumps: list[Jump] = []
        self.nonlocals: set[str] = set()
        self.globals: set[str] = set()
        self.wish = "anonymous"
        self.may_hoist = True
        self.is_often_called = module.facts.is_hot(facts)
        self.literal_loops: set[Variable] = set()
        self._scratch: dict[str, str] = {}
        self.rest = ""
        if facts.node.is_vararg and (facts.index or facts.uses_varargs):
            self.rest = module.names.fresh(facts.scope, "args")

    @cached_property
    def elements_read(self) -> set[tuple[Variable | None, Variable | str | None]]:
        """Tables and keys of the accesses ``t[i]`` in this function's text that read, see ``element_of``."""
        written = {
            target for node in walk(self.facts.node.body) if isinstance(node, ast.Assign) for target in node.targets
        }
        elements = (
            self.element_of(node)
            for node in walk(self.facts.node.body)
            if isinstance(node, ast.Index) and node not in written
        )
        return {element for element in elements if element is not None}

    def element_of(self, expr: ast.Index) -> tuple[Variable | None, Variable | str | None] | None:
        """Return what tells an element of a variable's table from others: the variables of the table and the key.

        The text of the key stands for it where it is a numeral.
        """
        variable = self.module.facts.variable
        if not isinstance(expr.obj, ast.Name):
            return None
        match expr.key:
            case ast.Name() as key:
                return variable(expr.obj), variable(key)
            case ast.Number(value=number):
                return variable(expr.obj), repr(number)
        return None

    @property
    def is_hot(self) -> bool:
        """Whether what is lowered runs often: it stands in a loop, or in a function that a loop or itself calls.

        An entry's functions that wait are written for their reader: what they wait for costs more.
        """
        if self.is_async and self.module.facts.statics.openness is None:
            return False
        return self.is_often_called or self.loops

    def counts_from_literal(self, variable: Variable) -> bool:
        """Whether a loop variable starts at a number that is written in the source."""
        return variable in self.literal_loops

    @contextmanager
    def unordered(self) -> Iterator[None]:
        """What is lowered inside is evaluated only sometimes: nothing of it may stand before the statement."""
        saved, self.may_hoist = self.may_hoist, False
        yield
        self.may_hoist = saved

    def scratch(self, wish: str) -> str:
        """Return a name of this function for a value that is used at once."""
        name = self._scratch.get(wish)
        if name is None:
            name = self._scratch[wish] = self.temporary(wish)
        return name

    def unused(self) -> str:
        """Return a name for what nothing reads: ``_``, unless the function has a variable that Lua calls so."""
        names = self.module.names
        outer = {names.of.get(variable) for variable in self.facts.scope.upvalues}
        return "_" if "_" not in names.used.get(self.facts.scope, {}) and "_" not in outer else self.fresh("_rest")

    def element_temporary(self, key: ir.Expr) -> str:
        """Return a new name for an element of a table; messages call it as Lua does."""
        name = self.temporary("item")
        constant = isinstance(key, ir.Constant)
        self.module.names.lua_names[name] = "[integer index]" if constant else "[?]"
        return name

    @property
    def loops(self) -> bool:
        """Whether a loop of this function is around."""
        return any(jump.breaks for jump in self.jumps)

    def temporary(self, wish: str) -> str:
        """Return an unused name in this function for a value without a name in Lua."""
        return self.module.names.temporary(self.facts.scope, wish + "_")

    def fresh(self, wish: str) -> str:
        """Return an unused name in this function, like ``wish``."""
        return self.module.names.fresh(self.facts.scope, wish)

    def is_boxed(self, variable: Variable) -> bool:
        """Whether a variable lives in a cell: each iteration has its own and it changes after a closure took it."""
        return variable.captured and variable.in_loop and (variable.assigned > 0 or variable.kind == "function")
