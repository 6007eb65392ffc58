"""The flow analysis: which values may reach each expression of a chunk.

A whole-program, flow-insensitive analysis by allocation sites (Andersen's, with intervals for integers). Every variable,
field, parameter and result is a cell; a function is walked again when a cell that it read has grown. What leaves the analysed
code, by the chunk's result, by runtime functions that keep what they are given, by other chunks, *escapes*: unknown
code may then call it, read it and write it, so that everything in it is ``TOP``.

Answers hold for every run that does not end by an error before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from luaflow.analyse import types as t
from luaflow.analyse.events import may_yield
from luaflow.analyse.flow import operators, shims
from luaflow.analyse.flow.domain import (
    BOOLEAN,
    FEASIBLE,
    FLOAT,
    LENGTH,
    MAX,
    MIN,
    NIL,
    NOTHING,
    OPEN,
    POSITION,
    REFERENCES,
    STRING,
    TOP,
    Cell,
    CoroutineSite,
    FunctionSite,
    Results,
    ShimSite,
    Site,
    TableSite,
    Value,
    any_number,
    exactly,
    grow,
    integers,
    join,
    too_many,
)
from luaflow.analyse.statics import ConstantRef, ImportRef, LiteralRef, ModuleRef, ShimRef
from luaflow.resolve.scopes import Variable, is_multi
from luaflow.syntax import ast

if TYPE_CHECKING:
    from luaflow.analyse.module import ModuleFacts
    from luaflow.analyse.statics import Statics
    from luaflow.resolve import Variable

_TYPE_MASKS = {
    "nil": t.NIL,
    "boolean": t.BOOLEAN,
    "number": t.NUMBER,
    "string": t.STRING,
    "table": t.TABLE,
    "function": t.FUNCTION,
    "thread": t.THREAD,
    "userdata": t.USERDATA,
}
"""What Lua's ``type`` says, to the types that say so."""
_PREDEFINED = ("_G", "_VERSION", "arg", "package", "require", "string", "table")
"""Globals that a script finds, beside those of the libraries."""
_MOST_RESULTS = 12
_MOST_HANDLERS = 3
"""Callable tables whose ``__call`` is such a table again; what is behind them may be anything."""
_MOST_VISITS = 60
"""Visits for each function, on average, before the analysis gives up: everything is then ``TOP``."""


class Arguments:
    """Arguments of a call: values by position, and any number of further ones behind them.

    Attributes:
        ends: False where a call that gives them gives nothing that is known yet: none of them is missing for certain.
        fewest: How many are there in any case; the others of ``values`` may be missing.
    """

    __slots__ = ("ends", "fewest", "more", "values")

    def __init__(
        self, values: Sequence[Value], more: Value | None = None, *, ends: bool = True, fewest: int | None = None
    ) -> None:
        self.values = tuple(values)
        self.more = more
        self.ends = ends
        self.fewest = len(self.values) if fewest is None else fewest

    def at(self, position: int) -> Value:
        """Return an argument; nil where it is missing."""
        if position < len(self.values):
            return self.values[position]
        if not self.ends:
            return NOTHING
        return NIL if self.more is None else join(self.more, NIL)

    def behind(self, position: int) -> Arguments:
        """Return the arguments from a position on."""
        return Arguments(self.values[position:], self.more, ends=self.ends, fewest=max(self.fewest - position, 0))

    def with_first(self, value: Value) -> Arguments:
        """Return the arguments with one more before them."""
        return Arguments((value, *self.values), self.more, ends=self.ends, fewest=self.fewest + 1)

    def all(self) -> Value:
        """Return the union of all."""
        found = NOTHING if self.more is None else self.more
        for value in self.values:
            found = join(found, value)
        return found


class Flow:
    """The analysis of the chunks of a program. See the module docstring.

    Args:
        units: The chunks that are analysed together, the main one first. What a chunk of a registry is given and gives goes to
            unknown code.

    Attributes:
        value_of: Values of expressions (of their first value).
        results_of: Results of calls.
        tables: Sites of constructors, and of calls that make tables.
        functions: Sites of functions.
        facts: Of the chunk of the current function.
        current: The function that is walked.
        loops: How many loops are around.
        driven: Not 0 while calls are looked at that the runtime makes where nothing yields, unless ``events_yield``.
        events_yield: A metamethod may yield.
        threads: All coroutines of the program.
        called: Functions of the runtime whose calls are being looked at, with the sites of their arguments.
        handlers: How many ``__call`` of ``__call`` lead to what is being called.
        gave_up: It took too long; nothing is known.
    """

    def __init__(self, units: Sequence[ModuleFacts]) -> None:
        self.value_of: dict[ast.Expr, Value] = {}
        self.results_of: dict[ast.Expr, Results] = {}
        self.tables: dict[ast.Node, TableSite] = {}
        self.functions: dict[ast.Function, FunctionSite] = {}
        self.globals = TableSite(None)
        self._variables: dict[Variable, Cell] = {}
        self._dirty: dict[FunctionSite, None] = {}
        self._unit: dict[FunctionSite, ModuleFacts] = {}
        self.loops = 0
        self.handlers = 0
        self.called: set[tuple[str, tuple[frozenset[Site], ...]]] = set()
        self.driven = 0
        self.narrowed: dict[Variable, int] = {}
        self._positions: dict[Variable, Variable] = {}
        self.events_yield = may_yield(units)
        self.threads = Cell()
        self._coroutines: dict[ast.Expr, CoroutineSite] = {}
        self.facts = units[0]
        self.is_open = any(unit.statics.is_open for unit in units)
        openness = self.facts.statics.openness
        if openness is None or self.is_open or not openness.knows_globals:
            self.globals.opened.value = BOOLEAN
        else:
            shims = self.facts.statics.shims
            for name in (*_PREDEFINED, *shims.base, *shims.modules, *openness.changed):
                self.globals.at(name).value = TOP
        for unit in units:
            for function in unit.functions:
                params = unit.scopes.declared.get(function, [])
                site = self.functions[function] = FunctionSite(function, [self.cell_of(p) for p in params])
                self._unit[site] = unit
            if unit.scopes.environment is not None:
                known = frozenset((OPEN if self.globals.opened.value.mask else self.globals,))
                self.cell_of(unit.scopes.environment).value = Value(t.TABLE, 0, -1, known)
        self.mains = [self.functions[unit.chunk.main] for unit in units]
        self.current = self.mains[0]
        for main in self.mains:
            main.rest.value = TOP
            main.escaped = openness is None or self.is_open
        self._dirty.update(dict.fromkeys(self.functions.values()))
        self.gave_up = False
        for unit in units:
            unit.share_flow(self)  # asked for the classes of objects, a chunk asks back while the analysis runs
        self.gave_up = not self._run()
        self._find_hot()

    @property
    def statics(self) -> Statics:
        return self.facts.statics

    def _run(self) -> bool:
        visits = _MOST_VISITS * (len(self.functions) + 2)
        while self._dirty:
            site = next(iter(self._dirty))
            del self._dirty[site]
            visits -= 1
            if visits < 0:
                return False
            self.current = site
            self.facts = self._unit[site]
            self.loops = 0
            self.block(site.node.body)
            if self.facts.functions[site.node].falls_off:
                self.returns(site, exactly())
        return True

    def _find_hot(self) -> None:
        sites = self.functions.values()
        callees: dict[FunctionSite, set[FunctionSite]] = {site: set() for site in sites}
        for site in sites:
            for caller in site.callers:
                callees[caller].add(site)
        pending = [site for site in sites if site.in_loop or site in _reachable(site, callees)]
        while pending:
            site = pending.pop()
            if not site.is_hot:
                site.is_hot = True
                pending.extend(callees[site])

    # Cells

    def cell_of(self, variable: Variable) -> Cell:
        cell = self._variables.get(variable)
        if cell is None:
            cell = self._variables[variable] = Cell()
        return cell

    def read(self, cell: Cell) -> Value:
        """Return what has reached a cell; the current function is looked at again when it grows."""
        cell.readers.add(self.current)
        return cell.value

    def add(self, cell: Cell, value: Value) -> None:
        """Let a value flow into a cell."""
        if too_many(value):
            self.escape(value)
            value = join(value.only(t.ANY & ~REFERENCES), TOP.only(value.mask & REFERENCES))
        if cell.open:
            self.escape(value)
        if grow(cell, value):
            self.touch(cell.readers)

    def touch(self, readers: set[FunctionSite]) -> None:
        for site in sorted(readers - self._dirty.keys(), key=lambda site: site.node.span):
            self._dirty[site] = None

    def escape(self, value: Value) -> None:
        """Hand a value to unknown code."""
        for site in value.sites:
            if isinstance(site, TableSite):
                if not site.opened.value.mask:
                    site.opened.value = BOOLEAN
                    self.touch(site.opened.readers)
                    for cell in (*site.fields.values(), site.items, site.others, site.keys, site.metas):
                        self._open(cell)
            elif isinstance(site, FunctionSite) and not site.escaped:
                site.escaped = True
                for cell in (*site.params, site.rest, site.resumed):
                    self.add(cell, TOP)
                for cell in (*site.results, site.more, site.yielded, site.yielded_more):
                    self._open(cell)
            elif isinstance(site, CoroutineSite):
                self._open(site.bodies)

    def _open(self, cell: Cell) -> None:
        if not cell.open:
            cell.open = True
            self.escape(cell.value)

    # Tables

    def is_opened(self, site: TableSite) -> bool:
        return bool(self.read(site.opened).mask)

    def field(self, obj: Value, name: str, seen: frozenset[TableSite] = frozenset()) -> Value:
        """Return ``obj.name``."""
        found = NOTHING if obj.sites else NIL
        for site in obj.sites:
            if site is OPEN:
                return TOP
            if isinstance(site, TableSite) and site not in seen:
                own = self._own_field(site, name)
                found = join(found, own)
                if name in site.given and not own.mask & t.NIL:
                    continue  # the constructor set it, and it never becomes nil
                found = join(found, NIL)
                found = join(found, self.inherited(site, lambda h, v: self.field(h, name, v), STRING, seen))
        if obj.mask & t.USERDATA:
            return TOP
        if obj.mask & t.STRING:
            found = join(found, self._of_string(name))
        return found

    def _of_string(self, name: str | None) -> Value:
        """Return a field of a string: a function of the string library; any of them for a key that is not written in the source."""
        if self.is_open or self.statics.strings_vary:
            return TOP
        names = self.statics.shims.functions
        found = [full for full in names if full.startswith("string.") and name in (None, full.partition(".")[2])]
        if not found:
            return NIL
        return join(NIL, Value(t.FUNCTION, 0, -1, frozenset(ShimSite(full) for full in found)))

    def _own_field(self, site: TableSite, name: str) -> Value:
        if self.is_opened(site):
            return TOP
        own = self.read(site.at(name))
        return join(own, self.read(site.others)) if self.read(site.keys).mask & t.STRING else own

    def inherited(
        self,
        site: TableSite,
        look_up: Callable[[Value, frozenset[TableSite]], Value],
        key: Value,
        seen: frozenset[TableSite],
    ) -> Value:
        """Return what ``__index`` gives for a key."""
        found = NOTHING
        for meta in self.read(site.metas).sites:
            if not isinstance(meta, TableSite):
                return TOP
            handler = self._own_field(meta, "__index")
            if not handler.mask or handler == NIL:
                continue
            if handler.is_open or handler.mask & (t.USERDATA | t.STRING):
                return TOP
            below = Value(t.TABLE, 0, -1, frozenset(s for s in handler.sites if isinstance(s, TableSite)))
            if below.sites:
                found = join(found, look_up(below, seen | {site}))
            self.driven += 1
            found = join(found, self.call(handler, Arguments((Value(t.TABLE, 0, -1, frozenset((site,))), key))).at(0))
            self.driven -= 1
        return found

    def element(self, obj: Value, key: Value, seen: frozenset[TableSite] = frozenset()) -> Value:
        """Return ``obj[key]`` for a key that is not written in the source."""
        found = NIL
        for site in obj.sites:
            if site is OPEN:
                return TOP
            if isinstance(site, TableSite) and site not in seen:
                if self.is_opened(site):
                    return TOP
                if key.mask & t.NUMBER:
                    found = join(found, self.read(site.items))
                if key.mask & ~(t.NUMBER | t.NIL):
                    found = join(found, self.read(site.others))
                if key.mask & t.STRING:
                    site.opened.readers.add(self.current)
                    self._any_field(site)
                    for cell in list(site.fields.values()):
                        found = join(found, self.read(cell))
                found = join(found, self.inherited(site, lambda h, v: self.element(h, key, v), key, seen))
        if obj.mask & t.USERDATA:
            return TOP
        if obj.mask & t.STRING and key.mask & t.STRING:
            found = join(found, self._of_string(None))
        return found

    def _any_field(self, site: TableSite) -> None:
        """Look again when the table gets a field of a new name."""
        site.keys.readers.add(self.current)

    def set_field(self, obj: Value, name: str, value: Value) -> None:
        """Do ``obj.name = value``."""
        if obj.is_open or obj.mask & t.USERDATA:
            self.escape(value)
        if name[:2] == "__":
            for function in value.sites:
                if isinstance(function, FunctionSite):
                    function.is_handler = True
        for site in obj.sites:
            if isinstance(site, TableSite):
                if name not in site.fields:
                    site.at(name)
                    self.touch(site.keys.readers)
                self.add(site.at(name), value)
                self._new_index(site, STRING, value)

    def set_element(self, obj: Value, key: Value, value: Value) -> None:
        """Do ``obj[key] = value`` for a key that is not written in the source."""
        if obj.is_open or obj.mask & t.USERDATA:
            self.escape(value)
            self.escape(key)
        for site in obj.sites:
            if isinstance(site, TableSite):
                self.add_element(site, key, value)
                self._new_index(site, key, value)

    def add_element(self, site: TableSite, key: Value, value: Value) -> None:
        """Put a value into a table, whatever its metatable says."""
        if key.mask & t.NUMBER:
            self.add(site.items, value)
        if key.mask & ~(t.NUMBER | t.NIL):
            self.add(site.others, value)
            self.add(site.keys, key.only(t.ANY & ~(t.NUMBER | t.NIL)))

    def _new_index(self, site: TableSite, key: Value, value: Value) -> None:
        for meta in self.read(site.metas).sites:
            handler = self._own_field(meta, "__newindex") if isinstance(meta, TableSite) else TOP
            if not handler.mask or handler == NIL:
                continue
            if handler.is_open:
                self.escape(value)
            self.driven += 1
            self.call(handler, Arguments((Value(t.TABLE, 0, -1, frozenset((site,))), key, value)))
            self.driven -= 1
            for other in handler.sites:
                if isinstance(other, TableSite) and other is not site:
                    self.add_element(other, key, value)
                    if key.mask & t.STRING:
                        self.escape(Value(t.TABLE, 0, -1, frozenset((other,))))  # the name is not known here

    def all_values(self, obj: Value) -> Value:
        """Return what ``pairs`` may show as a value."""
        return self.element(obj, Value(t.ANY & ~t.NIL, MIN, MAX))

    def all_keys(self, obj: Value) -> Value:
        """Return what ``pairs`` may show as a key."""
        found = NOTHING
        for site in obj.sites:
            if not isinstance(site, TableSite) or self.is_opened(site):
                return TOP
            self._any_field(site)
            found = join(found, self.read(site.keys))
            if site.fields:
                found = join(found, STRING)
            if self.read(site.items).mask:
                found = join(found, Value(t.INTEGER | t.FLOAT, MIN, MAX))
        return TOP if obj.mask & t.USERDATA else found

    def metamethod(self, value: Value, event: str) -> Value:
        """Return the metamethod for an event: ``TOP`` where it is unknown, ``NIL`` where there is none."""
        found = NIL
        if value.is_open or value.mask & t.USERDATA:
            return TOP
        for site in value.sites:
            if isinstance(site, TableSite):
                if self.is_opened(site):
                    return TOP
                for meta in self.read(site.metas).sites:
                    found = join(found, self._own_field(meta, event) if isinstance(meta, TableSite) else TOP)
        return found

    def set_metatable(self, obj: Value, meta: Value) -> None:
        """Do ``setmetatable(obj, meta)``."""
        if obj.is_open:
            self.escape(meta)
        for site in meta.sites:
            if isinstance(site, TableSite):
                site.is_meta = True
        for site in obj.sites:
            if isinstance(site, TableSite):
                self.add(site.metas, meta.only(t.TABLE))

    # Calls

    def call(self, callee: Value, arguments: Arguments) -> Results:
        """Call whatever a value may be."""
        results: list[Results] = []
        for site in callee.sites:
            match site:
                case FunctionSite():
                    results.append(self.call_function(site, arguments))
                case ShimSite():
                    results.append(shims.call(self, site.name, arguments))
                case CoroutineSite():
                    results.append(self.resume(site, arguments))
                case TableSite():
                    own = Value(t.TABLE, 0, -1, frozenset((site,)))
                    handler = self.metamethod(own, "__call")
                    if not handler.mask & ~t.NIL or callee.is_open:
                        continue
                    given = arguments.with_first(own)
                    if self.handlers >= _MOST_HANDLERS:
                        self.escape(handler)
                        self.escape(given.all())
                        self.runs_unknown()
                        results.append(any_number(TOP))
                        continue
                    self.handlers += 1
                    results.append(self.call(handler, given))
                    self.handlers -= 1
        if callee.is_open or callee.mask & t.USERDATA:
            self.escape(arguments.all())
            self.runs_unknown()
            results.append(any_number(TOP))
        return merged(results)

    def call_function(self, site: FunctionSite, arguments: Arguments) -> Results:
        """Call a function of the program in the coroutine that the current function runs in."""
        self.yields(self.read(site.yielded), self.read(site.yielded_more))
        self.add(site.resumed, self.read(self.current.resumed))
        return self._begin(site, arguments)

    def _begin(self, site: FunctionSite, arguments: Arguments) -> Results:
        site.is_called = True
        site.in_loop |= self.loops > 0
        site.callers.add(self.current)
        site.least = min(site.least, arguments.fewest)
        site.most = max(site.most, len(arguments.values) if arguments.more is None else 1 << 30)
        for i, param in enumerate(site.params):
            self.add(param, arguments.at(i))
        if site.node.is_vararg:
            self.add(site.rest, arguments.behind(len(site.params)).all())
        site.count_readers.add(self.current)
        more = self.read(site.more) if -1 in site.counts else None
        least = min((count for count in site.counts if count >= 0), default=0)
        values = [self.read(cell) for cell in site.results]
        values = [value if i < least else join(value, NIL) for i, value in enumerate(values)]
        return Results(tuple(values), more, frozenset(site.counts))

    def returns(self, site: FunctionSite, results: Results) -> None:
        """Note what a function returns."""
        results = _bounded(results)
        while len(site.results) < len(results.values):
            cell = Cell()
            cell.open = site.escaped
            site.results.append(cell)
        if site.escaped:
            site.more.open = True
        for cell, value in zip(site.results, results.values):
            self.add(cell, value)
        if results.more is not None:
            self.add(site.more, results.more)
            for cell in site.results[len(results.values) :]:
                self.add(cell, results.more)
        counts = set(results.counts)
        if not counts <= site.counts:
            site.counts |= counts
            self.touch(site.count_readers)

    # Coroutines

    def coroutine(self, node: ast.Expr, body: Value, mask: int) -> Value:
        """Return what a call of ``coroutine.create`` or ``coroutine.wrap`` makes: a thread or a function."""
        site = self._coroutines.get(node)
        if site is None:
            site = self._coroutines[node] = CoroutineSite()
        self.add(site.bodies, body)
        sites = frozenset((site,))
        self.add(self.threads, Value(t.THREAD, 0, -1, sites))
        return Value(mask, 0, -1, sites)

    def resume(self, site: CoroutineSite, arguments: Arguments) -> Results:
        """Resume a coroutine: what it gives is yielded, or returned."""
        bodies = self.read(site.bodies)
        results: list[Results] = []
        for body in bodies.sites:
            if isinstance(body, FunctionSite):
                results.append(self._begin(body, arguments))
                self.add(body.resumed, arguments.all())
                first = self.read(body.yielded)
                if first.mask:
                    results.append(Results((first,), self.read(body.yielded_more), frozenset((-1,))))
            else:
                self.escape(bodies)
                self.escape(arguments.all())
                results.append(any_number(TOP))
        return merged(results)

    def yields(self, first: Value, more: Value) -> None:
        """Note what the current function yields."""
        self.add(self.current.yielded, first)
        self.add(self.current.yielded_more, more)

    def runs_unknown(self) -> None:
        """Note that unknown code runs: it may yield anything and see what the resumer passes."""
        if not self.driven or self.events_yield:
            self.yields(TOP, TOP)
            self._open(self.current.resumed)

    # Statements

    def block(self, block: ast.Block) -> None:
        for stat in block.body:
            self.statement(stat)

    def statement(self, stat: ast.Stat) -> None:
        match stat:
            case ast.Local():
                self.assign_all([self.cell_of(v) for v in self.facts.scopes.declared[stat]], stat.values)
                if any(name.attrib == "close" for name in stat.names):
                    for variable in self.facts.scopes.declared[stat]:
                        value = self.cell_of(variable).value
                        self.call(self.metamethod(value, "__close"), Arguments((value, TOP)))
            case ast.Assign():
                self.assignment(stat)
            case ast.CallStat():
                self.results(stat.call)
            case ast.Do():
                self.block(stat.block)
            case ast.While():
                self.loops += 1
                self.value(stat.cond)
                self.block(stat.block)
                self.loops -= 1
            case ast.Repeat():
                self.loops += 1
                self.block(stat.block)
                self.value(stat.cond)
                self.loops -= 1
            case ast.If():
                for condition, block in stat.branches:
                    self.value(condition)
                    outer = self.narrowed
                    narrowing = self.narrowing(condition)
                    if narrowing:
                        more = {variable: outer.get(variable, t.ANY) & mask for variable, mask in narrowing.items()}
                        self.narrowed = {**outer, **more}
                    self.block(block)
                    self.narrowed = outer
                if stat.orelse is not None:
                    self.block(stat.orelse)
            case ast.NumericFor():
                self.numeric_for(stat)
                self.loops += 1
                self.block(stat.block)
                self.loops -= 1
            case ast.GenericFor():
                self.loops += 1
                self.generic_for(stat)
                self.block(stat.block)
                self.loops -= 1
            case ast.FunctionStat():
                value = self.value(stat.func)
                self.store(stat.target, value)
            case ast.LocalFunction():
                self.add(self.cell_of(self.facts.scopes.declared[stat][0]), self.value(stat.func))
            case ast.Return():
                self.return_statement(stat)
            case _:
                pass

    def assign_all(self, cells: Sequence[Cell], values: Sequence[ast.Expr]) -> None:
        given = self.arguments(values)
        for i, cell in enumerate(cells):
            self.add(cell, given.at(i))

    def assignment(self, stat: ast.Assign) -> None:
        given = self.arguments(stat.values)
        for i, target in enumerate(stat.targets):
            self.store(target, given.at(i))

    def store(self, target: ast.Name | ast.Index, value: Value) -> None:
        if isinstance(target, ast.Name):
            variable = self.facts.variable(target)
            if variable is not None:
                self.add(self.cell_of(variable), value)
            else:
                self.escape(value)
            return
        obj = self.value(target.obj)
        if isinstance(target.key, ast.String):
            self.value_of[target.key] = STRING
            self.set_field(obj, target.key.value, value)
        else:
            self.set_element(obj, self.value(target.key), value)

    def return_statement(self, stat: ast.Return) -> None:
        given = self.arguments(stat.values)
        counts: frozenset[int]
        if stat.values and is_multi(stat.values[-1]):
            inner = self.results_of.get(stat.values[-1])
            counts = (
                frozenset((-1,))
                if inner is None
                else frozenset(-1 if n < 0 else n + len(stat.values) - 1 for n in inner.counts)
            )
        else:
            counts = frozenset((len(given.values),))
        self.returns(self.current, Results(given.values, given.more, counts))

    def numeric_for(self, stat: ast.NumericFor) -> None:
        start = self.value(stat.start)
        stop = self.value(stat.stop)
        step = self.value(stat.step) if stat.step is not None else integers(1, 1)
        found = NOTHING
        if start.mask & t.INTEGER and step.mask & t.INTEGER:
            low, high = start.low, start.high
            slow = step.mask == t.INTEGER & step.mask and abs(step.low) <= 1024 and abs(step.high) <= 1024
            bound = FEASIBLE if slow and abs(low) <= FEASIBLE and abs(high) <= FEASIBLE else MAX
            limits = stop.mask & ~t.NIL and not stop.mask & ~(t.INTEGER | t.NIL)
            if step.high > 0:
                high = max(high, min(bound, stop.high) if limits else bound)
            if step.low < 0:
                low = min(low, max(-bound, stop.low) if limits else -bound)
            found = integers(low, high)
        if (start.mask | step.mask) & (t.FLOAT | t.STRING):  # a numeral makes a loop of floats
            found = join(found, FLOAT)
        counter = self.facts.scopes.declared[stat][0]
        self.add(self.cell_of(counter), found)
        match stat:
            case ast.NumericFor(start=ast.Number(value=int(first)), stop=ast.Unary(op="#", operand=text), step=None):
                measured = self._constant(text)
                if first >= 1 and measured is not None and not counter.assigned:
                    self._positions[counter] = measured

    def is_position(self, key: ast.Expr, text: ast.Expr) -> bool:
        """Whether a key is the counter of ``for i = 1, #text``, or of one that starts later."""
        counter, measured = self._constant(key), self._constant(text)
        return counter is not None and measured is not None and self._positions.get(counter) is measured

    def generic_for(self, stat: ast.GenericFor) -> None:
        cells = [self.cell_of(v) for v in self.facts.scopes.declared[stat]]
        given = self.arguments(stat.values)
        iterates = self.facts.iterates(stat)
        if iterates is not None:
            call = stat.values[0]
            assert isinstance(call, ast.Call)
            over = self.value_of[call.args[0]]
            handler = self.metamethod(over, "__pairs") if iterates == "pairs" else NIL
            if handler.mask & ~t.NIL:
                self.driven += 1
                self.call(handler, Arguments((over,)))
                self.driven -= 1
                found = (TOP, TOP)
                self.escape(over)
            elif iterates == "pairs":
                found = (self.all_keys(over), self.all_values(over))
            else:
                found = (POSITION, self.element(over, POSITION))
            for cell, value in zip(cells, found):
                self.add(cell, value.only(t.ANY & ~t.NIL))
            return
        function = given.at(0)
        if stat.values and len(given.values) < 3 and given.more is None:
            given = Arguments((*given.values, NIL, NIL))
        control = self.read(cells[0])
        stepped = self.call(function, Arguments((given.at(1), join(given.at(2), control))))
        if len(given.values) > 3 or given.more is not None:
            closing = given.at(3)
            self.call(self.metamethod(closing, "__close"), Arguments((closing, TOP)))
        for i, cell in enumerate(cells):
            value = stepped.at(i)
            self.add(cell, value.only(t.ANY & ~t.NIL) if i == 0 else value)

    # Expressions

    def arguments(self, exprs: Sequence[ast.Expr]) -> Arguments:
        """Evaluate an expression list."""
        values = [self.value(expr) for expr in exprs[:-1]]
        if not exprs:
            return Arguments(values)
        last = exprs[-1]
        if not is_multi(last):
            return Arguments([*values, self.value(last)])
        results = self.results(last)
        fewest = min((max(count, 0) for count in results.counts), default=len(results.values))
        return Arguments(
            [*values, *results.values], results.more, ends=bool(results.counts), fewest=len(values) + fewest
        )

    def value(self, expr: ast.Expr) -> Value:
        """Evaluate an expression to its first value."""
        found = self._value(expr)
        self.value_of[expr] = found
        return found

    def results(self, expr: ast.Expr) -> Results:
        """Evaluate a call or ``...``."""
        if isinstance(expr, ast.Vararg):
            found = any_number(self.read(self.current.rest))
        elif isinstance(expr, ast.MethodCall):
            found = self.method_call(expr)
        else:
            assert isinstance(expr, ast.Call)
            found = self.function_call(expr)
        self.results_of[expr] = found
        self.value_of[expr] = found.at(0)
        return found

    def _value(self, expr: ast.Expr) -> Value:
        match expr:
            case ast.Nil():
                return NIL
            case ast.Boolean():
                return BOOLEAN
            case ast.Number() | ast.String():
                return constant(expr.value)
            case ast.Vararg() | ast.Call() | ast.MethodCall():
                return self.results(expr).at(0)
            case ast.Function():
                return Value(t.FUNCTION, 0, -1, frozenset((self.functions[expr],)))
            case ast.Name():
                return self.name(expr)
            case ast.Paren():
                return self.value(expr.inner)
            case ast.Index():
                return self.index(expr)
            case ast.Table():
                return self.constructor(expr)
            case ast.Unary():
                return operators.unary(self, expr)
            case ast.Binary():
                return operators.binary(self, expr)
        return TOP

    def name(self, expr: ast.Name) -> Value:
        static = self.static(expr)
        if static is not None:
            return static
        variable = self.facts.variable(expr)
        if variable is not None:
            value = self.read(self.cell_of(variable))
            mask = self.narrowed.get(variable)
            return value if mask is None else value.only(mask)
        return TOP

    def narrowing(self, condition: ast.Expr) -> dict[Variable, int]:
        """Return the types that variables have where a condition holds; of variables that nothing assigns again."""
        match condition:
            case ast.Paren(inner=inner):
                return self.narrowing(inner)
            case ast.Binary(op="and", left=left, right=right):
                found = self.narrowing(left)
                for variable, mask in self.narrowing(right).items():
                    found[variable] = found.get(variable, t.ANY) & mask
                return found
            case ast.Binary(op="==", left=asked, right=ast.String(value=name)) if name in _TYPE_MASKS:
                argument = self._type_argument(asked)
                if argument is not None:
                    return {argument: _TYPE_MASKS[name]}
            case ast.Name():
                tested = self._constant(condition)
                if tested is not None:
                    return {tested: t.ANY & ~t.NIL}
        return {}

    def _constant(self, expr: ast.Expr) -> Variable | None:
        """Return the variable of a name, if nothing assigns it after its declaration."""
        variable = self.facts.variable(expr) if isinstance(expr, ast.Name) else None
        return variable if variable is not None and not variable.assigned else None

    def _type_argument(self, expr: ast.Expr) -> Variable | None:
        """Return ``v`` of ``type(v)``, or of a variable that was declared as that."""
        if isinstance(expr, ast.Name):
            variable = self._constant(expr)
            if variable is None or variable.value is None:
                return None
            expr = variable.value
        if isinstance(expr, ast.Call) and len(expr.args) == 1:
            static = self.statics.of(expr.func)
            if isinstance(static, ShimRef) and static.name == "type":
                return self._constant(expr.args[0])
        return None

    def static(self, expr: ast.Expr) -> Value | None:
        """Return the value of an expression whose meaning is known before the program runs."""
        match self.statics.of(expr):
            case LiteralRef(value=value):
                return constant(value)
            case ShimRef(name=name):
                return Value(t.FUNCTION, 0, -1, frozenset((ShimSite(name),)))
            case ConstantRef(name=name):
                return constant(self.statics.shims.constants.get(name))
            case ModuleRef():
                return Value(t.TABLE | t.USERDATA, 0, -1, frozenset((OPEN,)))
            case ImportRef():
                return TOP
        return None

    def index(self, expr: ast.Index) -> Value:
        static = self.static(expr)
        if static is not None:
            return static
        obj = self.value(expr.obj)
        if isinstance(expr.key, ast.String):
            self.value_of[expr.key] = STRING
            return self.field(obj, expr.key.value)
        return self.element(obj, self.value(expr.key))

    def table_of(self, node: ast.Node) -> TableSite:
        """Return the site of a constructor, or of a call that makes a table."""
        site = self.tables.get(node)
        if site is None:
            site = self.tables[node] = TableSite(node)
            if isinstance(node, ast.Table):
                site.given = {item.key.value for item in node.fields if isinstance(item.key, ast.String)}
        return site

    def constructor(self, expr: ast.Table) -> Value:
        site = self.table_of(expr)
        made = Value(t.TABLE, 0, -1, frozenset((site,)))
        for i, item in enumerate(expr.fields):
            if item.key is None:
                if i == len(expr.fields) - 1 and is_multi(item.value):
                    results = self.results(item.value)
                    for value in results.values:
                        self.add(site.items, value)
                    if results.more is not None:
                        self.add(site.items, results.more)
                else:
                    self.add(site.items, self.value(item.value))
            elif isinstance(item.key, ast.String):
                self.value_of[item.key] = STRING
                self.set_field(made, item.key.value, self.value(item.value))
            else:
                key = self.value(item.key)
                self.add_element(site, key, self.value(item.value))
        return made

    def function_call(self, expr: ast.Call) -> Results:
        required = self.statics.of(expr)
        if required is not None:
            for arg in expr.args:
                self.value(arg)
            return exactly(self.static(expr) or TOP)
        callee = self.value(expr.func)
        given = self.arguments(expr.args)
        if callee.sites and all(isinstance(site, ShimSite) for site in callee.sites) and len(callee.sites) == 1:
            (site,) = callee.sites
            assert isinstance(site, ShimSite)
            return shims.call(self, site.name, given, expr)
        return self.call(callee, given)

    def method_call(self, expr: ast.MethodCall) -> Results:
        obj = self.value(expr.obj)
        given = self.arguments(expr.args)
        arguments = given.with_first(obj)
        static = self.statics.of(expr.obj)
        if isinstance(static, ModuleRef):
            shim = self.statics.shims.functions.get(f"{static.name}.{expr.name}")
            if shim is not None:
                return shims.call(self, f"{static.name}.{expr.name}", arguments, expr)
            return self.userdata_call(expr, arguments)
        results: list[Results] = []
        if obj.mask & t.STRING:
            if self.is_open or f"string.{expr.name}" not in self.statics.shims.functions:
                self.escape(arguments.all())
                self.runs_unknown()
                results.append(any_number(TOP))
            else:
                text = given.with_first(obj.only(t.STRING))
                results.append(shims.call(self, f"string.{expr.name}", text, expr))
        if obj.mask & t.USERDATA:
            results.append(self.userdata_call(expr, arguments))
        if obj.mask & t.TABLE:
            # Each kind of object has its own methods, which see only objects of that kind as `self`.
            for site in sorted(obj.sites, key=_order) if obj.sites else ():
                if site is OPEN or isinstance(site, TableSite):
                    one = Value(t.TABLE, 0, -1, frozenset((site,)))
                    whole = given.with_first(one)
                    results.append(self.call(self.field(one, expr.name), whole))
        return merged(results)

    def userdata_call(self, expr: ast.MethodCall, arguments: Arguments) -> Results:
        """A method of a runtime object: its declaration says what it gives."""
        self.escape(arguments.all())
        if arguments.behind(1).all().mask & REFERENCES:
            self.runs_unknown()  # it may call what it is given
        name = self.facts.class_of(expr.obj)
        shim = self.statics.shims.methods.get(f"{name}:{expr.name}") if name is not None else None
        return shims.declared(shim) if shim is not None else any_number(TOP)


def _order(site: Site) -> tuple[int, int]:
    """Sites in the order of the source."""
    node = getattr(site, "node", None)
    return node.span if node is not None else (-1, -1)


def _bounded(results: Results) -> Results:
    """Return results of which only the first few are told apart: a function may give more with each call of itself."""
    if len(results.values) <= _MOST_RESULTS and max(results.counts, default=0) <= _MOST_RESULTS:
        return results
    more = NOTHING if results.more is None else results.more
    for value in results.values[_MOST_RESULTS:]:
        more = join(more, value)
    counts = frozenset(-1 if count > _MOST_RESULTS else count for count in results.counts)
    return Results(results.values[:_MOST_RESULTS], more, counts)


def _reachable(start: FunctionSite, callees: dict[FunctionSite, set[FunctionSite]]) -> set[FunctionSite]:
    """Return the functions that calls lead to."""
    found: set[FunctionSite] = set()
    pending = [start]
    while pending:
        for site in callees[pending.pop()] - found:
            found.add(site)
            pending.append(site)
    return found


def merged(results: Sequence[Results]) -> Results:
    """Return what calls of several functions may give."""
    if len(results) == 1:
        return results[0]
    if not results:
        return Results(())
    width = max(len(found.values) for found in results)
    values = []
    for i in range(width):
        value = NOTHING
        for found in results:
            value = join(value, found.at(i))
        values.append(value)
    more: Value | None = None
    for found in results:
        if found.more is not None:
            more = found.more if more is None else join(more, found.more)
    counts = frozenset().union(*(found.counts for found in results))
    return Results(tuple(values), more, counts)


def constant(value: object) -> Value:
    """Return the value of a Python constant."""
    match value:
        case bool():
            return BOOLEAN
        case int():
            return integers(value, value)
        case float():
            return FLOAT
        case str():
            return STRING
        case None:
            return NIL
    return TOP


__all__ = ["LENGTH", "Arguments", "Flow"]
