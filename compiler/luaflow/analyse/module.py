"""Facts about one chunk: its functions, their callers and escapes, types of locals.

Needs resolved scopes and static meanings. Afterwards every function knows who calls it, where its value goes, how many
results it gives, and which calls in it might suspend (as tokens that ``analyse.program`` resolves over the whole package).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from luaflow_runtime.shim import Shim

from luaflow.analyse import events
from luaflow.analyse import types as t
from luaflow.analyse.flow.domain import FEASIBLE, NIL, TOP, Value
from luaflow.analyse.flow.engine import Flow, constant
from luaflow.analyse.statics import ConstantRef, LiteralRef, ModuleRef, ShimRef, Statics
from luaflow.analyse.typenames import type_call, type_shim
from luaflow.resolve import FunctionScope, Scopes, Variable
from luaflow.resolve.scopes import inner_blocks, is_multi
from luaflow.syntax import ast

SUSPENDS = "!"
YIELDS = "y"
UNKNOWN = "?"
RESUMES = "r"
"""Tokens of ``FunctionFacts.calls`` beside ``f:N`` (function N of this chunk), ``n:NAME`` (whatever a field NAME holds) and
``e:EVENT`` (a metamethod)."""

WILD = "?"
WRAPPED = "w"
EXPORTED = "x"
CALLED = "c"
"""Tokens of ``FunctionFacts.escapes`` beside ``n:NAME``: anywhere, into a coroutine, out of the chunk as its main function, to a
runtime function that calls it and keeps nothing."""

_RUNS_ARGUMENT = frozenset({"pcall", "xpcall"})
_ONLY_CALLED = {"pcall": (0,), "xpcall": (0, 1), "table.sort": (1,), "string.gsub": (2,)}
"""Arguments that a runtime function calls and does not keep."""
_READS_FIELDS = frozenset({"pairs", "next", "rawget"})
_SPAWNS = "coroutine.spawn"
_WRAPS = frozenset({"coroutine.create", "coroutine.wrap"})


@dataclass(slots=True, eq=False)
class FunctionFacts:
    """What is known of one function.

    Attributes:
        index: Number in source order, 0 is the chunk itself.
        scope: Its variables.
        variable: The local it is bound to for good, so that calls of that local are calls of it.
        escapes: Where its value goes otherwise.
        sites: Argument lists of the known calls.
        calls: Tokens of the calls in its own text.
        fields_called: What it calls as ``x.name(...)``, ``x[key](...)`` or ``pcall(x.name, ...)``.
        operations: What may run metamethods in its own text.
        returns: Its return statements.
        falls_off: Its end can be reached.
        uses_varargs: ``...`` stands in it.
    """

    index: int
    scope: FunctionScope
    variable: Variable | None = None
    escapes: set[str] = field(default_factory=set)
    sites: list[list[ast.Expr]] = field(default_factory=list)
    calls: set[str] = field(default_factory=set)
    fields_called: list[ast.Index] = field(default_factory=list)
    operations: list[events.Operation] = field(default_factory=list)
    returns: list[ast.Return] = field(default_factory=list)
    falls_off: bool = True
    uses_varargs: bool = False

    @property
    def node(self) -> ast.Function:
        return self.scope.node

    @property
    def is_closed(self) -> bool:
        """All calls are known (or made by the host, which gives what the parameters take)."""
        return not self.escapes - {EXPORTED}


class ModuleFacts:
    """Facts about one chunk. See the module docstring.

    Attributes:
        functions: By function node.
        field_names: Names used as ``x.name``, ``x:name()`` or constructor keys.
        stored_names: Names under which something is stored.
        string_literals: Texts of all string literals elsewhere.
        inherited_names: Fields of tables that may serve as ``__index``.
        stores: What is stored under which name: name and value.
        makes_event_names: The name of a metamethod may be put together: ``"__" .. name``.
        shims_escape: A runtime function is used as a value.
        runtime_values: Where runtime functions, libraries and what may be methods of runtime objects go as values.
        opened_libraries: Libraries that are read under keys that are not written in the source.
        user_globals: Undeclared globals that the chunk assigns; they live as long as the chunk's run.
    """

    def __init__(self, chunk: ast.Chunk, scopes: Scopes, statics: Statics, *, is_main: bool) -> None:
        self.chunk = chunk
        self.scopes = scopes
        self.statics = statics
        self.is_main = is_main
        self.functions: dict[ast.Function, FunctionFacts] = {}
        self.field_names: set[str] = set()
        self.stored_names: set[str] = set()
        self.string_literals: set[str] = set()
        self.user_globals: dict[str, Variable] = {}
        self.function_of_call: dict[ast.Node, FunctionFacts] = {}
        self.string_evidence: set[Variable] = set()
        self.stores: list[tuple[str, ast.Expr]] = []
        self.makes_event_names = False
        self.shims_escape = False
        self.runtime_values: list[tuple[ast.Expr, str]] = []
        self.opened_libraries: set[str] = set()
        self.variable_class: dict[Variable, str | None] = {}
        self._index_functions(scopes.main)
        self._collect_globals()
        self._bind_functions()
        for facts in list(self.functions.values()):
            _Walker(self, facts).run()
        self._export_main()
        self._infer()

    # Functions

    def _index_functions(self, scope: FunctionScope) -> None:
        stack = [scope]
        while stack:
            scope = stack.pop()
            self.functions[scope.node] = FunctionFacts(len(self.functions), scope)
            stack.extend(reversed(scope.children))

    def _bind_functions(self) -> None:
        for facts in self.functions.values():
            for variable in facts.scope.variables:
                value = variable.value
                if isinstance(value, ast.Function) and not variable.assigned:
                    self.functions[value].variable = variable

    def _collect_globals(self) -> None:
        main = self.scopes.main
        for name in sorted(self._assigned_globals()):
            if self.statics.of_global(name) is None and name not in ("require", "_G", "_ENV", "_VERSION"):
                self.user_globals[name] = Variable(
                    name, "local", main.node.span, main, None, None, main.node.body, assigned=1, captured=True
                )

    def _assigned_globals(self) -> set[str]:
        found: set[str] = set()
        for facts in self.functions.values():
            for stat in statements(facts.node.body):
                targets: list[ast.Name | ast.Index] = []
                if isinstance(stat, ast.Assign):
                    targets = stat.targets
                elif isinstance(stat, ast.FunctionStat):
                    targets = [stat.target]
                for target in targets:
                    if isinstance(target, ast.Name) and self.scopes.variable_of.get(target) is None:
                        found.add(target.name)
        return found

    def variable(self, name: ast.Name) -> Variable | None:
        """Return the variable of a name; a user global is one of the chunk."""
        return self.scopes.variable_of.get(name) or self.user_globals.get(name.name)

    def direct(self, callee: ast.Expr) -> FunctionFacts | None:
        """Return the function of this chunk that a callee expression certainly is."""
        while isinstance(callee, ast.Paren):
            callee = callee.inner
        if isinstance(callee, ast.Function):
            return self.functions[callee]
        if isinstance(callee, ast.Name):
            variable = self.scopes.variable_of.get(callee)
            if variable is not None and not variable.assigned and isinstance(variable.value, ast.Function):
                return self.functions[variable.value]
        return None

    def _export_main(self) -> None:
        """The functions that the chunk returns are called by the host only, unless it is a library."""
        token = EXPORTED if self.is_main else WILD
        main = self.functions[self.chunk.main]
        main.escapes.add(EXPORTED)
        for returned in main.returns:
            for value in returned.values[:1]:
                fields = value.fields if isinstance(value, ast.Table) else []
                for item in fields:
                    function = self.direct(item.value)
                    name = item.key.value if isinstance(item.key, ast.String) else ""
                    self.note_runtime_value(item.value, f"n:{name}")
                    if function is not None:
                        function.escapes.add(token if self.is_main else f"n:{name}")
                self.note_runtime_value(value, WILD)
                function = self.direct(value)
                if function is not None:
                    function.escapes.add(token)

    # Types

    def type_of(self, expr: ast.Expr) -> int:
        """Return the mask of an expression's (first) value."""
        value = self.value_of(expr)
        if value.mask & t.INTEGER and -FEASIBLE < value.low and value.high < FEASIBLE:
            return value.mask & ~t.BIG
        return value.mask

    def class_of(self, expr: ast.Expr) -> str | None:
        """Return the userdata class of an expression's first value, if it is known."""
        match expr:
            case ast.Paren():
                return self.class_of(expr.inner)
            case ast.Name():
                static = self.statics.of(expr)
                if isinstance(static, ModuleRef):
                    return self.statics.shims.objects.get(static.name)
                variable = self.variable(expr)
                return self.variable_class.get(variable) if variable is not None else None
            case ast.Call() | ast.MethodCall():
                declared = self.declared(expr)
                if declared and _gives_messages(expr):
                    shim = self.shim_of(expr)
                    if shim is not None and shim.name == "process.listen":
                        return "MessageChannel"
                return t.from_text(declared[0])[1] if declared else None
        return None

    def declared(self, call: ast.Expr) -> tuple[str, ...] | None:
        """Return the declared result types of a call of a shim."""
        shim = self.shim_of(call)
        if shim is None or (shim.shim.results is None and not shim.shim.types):
            return None
        return shim.shim.types

    def shim_of(self, call: ast.Expr) -> ShimRef | None:
        """Return the shim that a call certainly calls; calls of types have declarations like shims."""
        typed = type_shim(self.statics, call)
        if typed is not None:
            return typed
        if isinstance(call, ast.Call):
            static = self.statics.of(call.func)
            return static if isinstance(static, ShimRef) else None
        if isinstance(call, ast.MethodCall):
            name = self.class_of(call.obj)
            if name is not None:
                full = f"{name}:{call.name}"
                shim = self.statics.shims.methods.get(full)
                return ShimRef(full, shim) if shim is not None else None
            if self.type_of(call.obj) == t.STRING:
                full = f"string.{call.name}"
                shim = self.statics.shims.functions.get(full)
                return ShimRef(full, shim) if shim is not None else None
        return None

    def result_count(self, facts: FunctionFacts) -> int | None:
        """Return how many values every call of a function gives, ``None`` when that varies."""
        counts = {0} if facts.falls_off else set()
        for returned in facts.returns:
            if returned.values and is_multi(returned.values[-1]):
                inner = self.call_count(returned.values[-1])
                if inner is None:
                    return None
                counts.add(len(returned.values) - 1 + inner)
            else:
                counts.add(len(returned.values))
        return counts.pop() if len(counts) == 1 else None

    def call_count(self, expr: ast.Expr) -> int | None:
        """Return the number of values of a call or ``...``, if it is certain."""
        if isinstance(expr, ast.Vararg):
            return None
        if self.statics.of(expr) is not None:
            return 1
        shim = self.shim_of(expr)
        if shim is not None:
            return shim.shim.results
        if isinstance(expr, ast.Call):
            function = self.direct(expr.func)
            if function is not None:
                if function in self._counting:
                    return None
                self._counting.append(function)
                try:
                    return self.result_count(function)
                finally:
                    self._counting.pop()
        return None

    def result_tokens(self, facts: FunctionFacts) -> set[str]:
        """Return how many values a function may give: numbers, ``?``, or ``f:N`` and ``n:NAME`` for those of a tail call."""
        tokens = {"0"} if facts.falls_off else set()
        for returned in facts.returns:
            values = returned.values
            if not values or not is_multi(values[-1]):
                tokens.add(str(len(values)))
            else:
                inner = self.call_count(values[-1])
                tail = self.tail_token(values[-1]) if len(values) == 1 else "?"
                tokens.add(tail if inner is None else str(len(values) - 1 + inner))
        return tokens

    def tail_token(self, expr: ast.Expr) -> str:
        """Return where the number of a call's values comes from, if it is not certain here."""
        match expr:
            case ast.Call(func=func) if self.shim_of(expr) is None:
                function = self.direct(func)
                if function is not None:
                    return f"f:{function.index}"
                if isinstance(func, ast.Index) and isinstance(func.key, ast.String) and self.statics.of(func) is None:
                    return f"n:{func.key.value}"
            case ast.MethodCall() if self.shim_of(expr) is None:
                return f"n:{expr.name}"
        return "?"

    def stored_results(self) -> set[tuple[str, str]]:
        """Return name and result token of the functions that may be stored under a name."""
        found: set[tuple[str, str]] = set()
        for name, value in self.stores:
            function = self.direct(value)
            if function is not None:
                found.add((name, f"f:{function.index}"))
            elif self.type_of(value) & t.FUNCTION:
                found.add((name, "?"))
        return found

    def stored_copies(self) -> set[tuple[str, str]]:
        """Return name and origin of stored values that may be a function of elsewhere: the field it was read from, or ``?``."""
        found: set[tuple[str, str]] = set()
        stack = list(self.stores)
        while stack:
            name, value = stack.pop()
            match value:
                case ast.Paren(inner=inner):
                    stack.append((name, inner))
                case ast.Binary(op="and" | "or", left=left, right=right):
                    stack += [(name, left), (name, right)]
                case ast.Index(key=ast.String(value=origin)):
                    if self.type_of(value) & t.FUNCTION and self.statics.of(value) is None:
                        found.add((name, origin))
                case ast.Name() | ast.Index() | ast.Call() | ast.MethodCall() | ast.Vararg():
                    known = self.direct(value) is not None or self.statics.of(value) is not None
                    if not known and self.type_of(value) & t.FUNCTION:
                        found.add((name, "?"))
        return found

    def note_runtime_value(self, expr: ast.Expr, escape: str) -> None:
        """Note that what an expression stands for goes to ``escape``, if it may be of the runtime."""
        if not escape:
            return
        methods = self.statics.shims.method_names
        method = isinstance(expr, ast.Index) and isinstance(expr.key, ast.String) and expr.key.value in methods
        if method or isinstance(self.statics.of(expr), (ShimRef, ModuleRef)):
            self.runtime_values.append((expr, escape))

    def note_opened(self, expr: ast.Expr) -> None:
        """Note that fields of a value are read under names that the source does not show."""
        static = self.statics.of(expr)
        if isinstance(static, ModuleRef):
            self.opened_libraries.add(static.name)

    def runtime_escapes(self) -> tuple[set[str], set[str]]:
        """Return where runtime functions go that suspend, and where those that call what they are given."""
        shims = self.statics.shims
        into: dict[str, set[str]] = {"async": set(), "callee": set(), "sync": set()}
        for expr, escape in self.runtime_values:
            static = self.statics.of(expr)
            if isinstance(static, ShimRef):
                into[static.shim.colour].add(escape)
            elif isinstance(static, ModuleRef):
                for full, shim in shims.functions.items():
                    if full.startswith(f"{static.name}."):
                        into[shim.colour].add(f"n:{full.rpartition('.')[2]}")
            else:
                for shim in self.runtime_methods(expr):
                    into[shim.colour].add(escape)
        for name in self.opened_libraries:
            for full, shim in shims.functions.items():
                if full.startswith(f"{name}."):
                    into[shim.colour].add(WILD)
        return into["async"], into["callee"]

    def runtime_methods(self, expr: ast.Expr) -> list[Shim]:
        """Return the methods of runtime objects that reading ``obj.name`` may give; any of a known class for ``obj[key]``."""
        if not isinstance(expr, ast.Index):
            return []
        shims = self.statics.shims
        known = self.class_of(expr.obj)
        if not isinstance(expr.key, ast.String):
            return [shim for full, shim in shims.methods.items() if known and full.startswith(f"{known}:")]
        if known is not None:
            shim = shims.methods.get(f"{known}:{expr.key.value}")
            return [shim] if shim is not None else []
        if self.statics.of(expr.obj) is not None or not self.type_of(expr.obj) & t.USERDATA:
            return []
        return [shims.methods[full] for full in shims.method_names.get(expr.key.value, ())]

    _counting: list[FunctionFacts]

    def _infer(self) -> None:
        self._counting = []
        self._flow: Flow | None = None
        self._has_classes = False
        self._classes(self._declarations())
        self._has_classes = True

    def _declarations(self) -> dict[Variable, list[tuple[ast.Expr | None, int]]]:
        """Return what is assigned to each variable: an expression and the number of its value."""
        sources: dict[Variable, list[tuple[ast.Expr | None, int]]] = {}
        for facts in self.functions.values():
            for stat in statements(facts.node.body):
                self._sources(stat, sources)
        for facts in self.functions.values():
            for i, variable in enumerate(facts.scope.variables[: len(facts.node.params)]):
                if not facts.is_closed or EXPORTED in facts.escapes or facts.index == 0:
                    sources.setdefault(variable, []).append((None, -2))
                    continue
                for site in facts.sites:
                    if i < len(site) and not (is_multi(site[i]) and i == len(site) - 1):
                        sources.setdefault(variable, []).append((site[i], 0))
                    elif site and is_multi(site[-1]) and i >= len(site) - 1:
                        sources.setdefault(variable, []).append((site[-1], i - len(site) + 1))
                    else:
                        sources.setdefault(variable, []).append((None, -1))
        for variable in self.user_globals.values():
            sources.setdefault(variable, []).append((None, -2))
        return sources

    @property
    def flow(self) -> Flow:
        """Which values may reach each expression."""
        if self._flow is None:
            self._flow = Flow([self])
        return self._flow

    def share_flow(self, flow: Flow) -> None:
        """Take the analysis of all chunks of the program in place of one of this chunk alone."""
        self._flow = flow

    def is_hot(self, function: FunctionFacts) -> bool:
        """Whether a function runs often, as far as its callers are known."""
        return self.flow.functions[function.node].is_hot

    def value_of(self, expr: ast.Expr) -> Value:
        """Return what is known of an expression's (first) value."""
        if not self._has_classes or self.flow.gave_up:
            return literal_value(expr)
        found = self.flow.value_of.get(expr)
        return literal_value(expr) if found is None else found

    def _classes(self, sources: dict[Variable, list[tuple[ast.Expr | None, int]]]) -> None:
        """Userdata classes of variables with one source; nil beside the object is fine (a call on nil raises anyway)."""
        pending = {variable: found for variable, found in sources.items() if found}
        for _ in range(4):
            for variable, found in pending.items():
                names = {self._slot_class(value, slot) for value, slot in found}
                names.discard("nil")
                self.variable_class[variable] = names.pop() if len(names) == 1 else None

    def _slot_class(self, value: ast.Expr | None, slot: int) -> str | None:
        if value is None:
            return None if slot == -2 else "nil"
        if isinstance(value, ast.Nil):
            return "nil"
        if slot == 0:
            return self.class_of(value)
        declared = self.declared(value)
        if declared is None or slot >= len(declared):
            return None
        return t.from_text(declared[slot])[1]

    def _sources(self, stat: ast.Stat, sources: dict[Variable, list[tuple[ast.Expr | None, int]]]) -> None:
        def assign(variables: list[Variable | None], values: list[ast.Expr]) -> None:
            for i, variable in enumerate(variables):
                if variable is None:
                    continue
                if i < len(values) - 1 or (i < len(values) and not is_multi(values[i])):
                    sources.setdefault(variable, []).append((values[i], 0))
                elif values and is_multi(values[-1]):
                    sources.setdefault(variable, []).append((values[-1], i - len(values) + 1))
                else:
                    sources.setdefault(variable, []).append((None, -1))

        match stat:
            case ast.Local():
                assign(list(self.scopes.declared[stat]), stat.values)
            case ast.Assign():
                assign([self.variable(x) if isinstance(x, ast.Name) else None for x in stat.targets], stat.values)
            case ast.LocalFunction():
                assign(list(self.scopes.declared[stat]), [stat.func])
            case ast.FunctionStat(target=ast.Name() as target):
                assign([self.variable(target)], [stat.func])
            case ast.NumericFor() | ast.GenericFor():
                for variable in self.scopes.declared[stat]:
                    sources.setdefault(variable, []).append((None, -2))

    def literal(self, expr: ast.Expr) -> object:
        """Return the value of a number literal or a constant, ``None`` for anything else."""
        match expr:
            case ast.Number():
                return expr.value
            case ast.Unary(op="-", operand=ast.Number(value=value)):
                return -value
        static = self.statics.of(expr)
        if isinstance(static, ConstantRef):
            return self.statics.shims.constants.get(static.name)
        return static.value if isinstance(static, LiteralRef) else None

    def iterates(self, stat: ast.GenericFor) -> str | None:
        """Return ``pairs`` or ``ipairs`` when the loop is over a direct call of it with one argument."""
        match stat.values:
            case [ast.Call(func=func, args=[_])]:
                static = self.statics.of(func)
                if isinstance(static, ShimRef) and static.name in ("pairs", "ipairs") and len(stat.names) <= 2:
                    return static.name
        return None


def _gives_messages(call: ast.Call | ast.MethodCall) -> bool:
    """Whether the second argument of a call is ``{message = true}``: what the channel of ``process.listen`` gives then."""
    options = call.args[1] if len(call.args) > 1 else None
    return isinstance(options, ast.Table) and any(
        isinstance(field.key, ast.String)
        and field.key.value == "message"
        and isinstance(field.value, ast.Boolean)
        and field.value.value
        for field in options.fields
    )


def literal_value(expr: ast.Expr) -> Value:
    """Return the value of a literal, ``TOP`` for anything else."""
    match expr:
        case ast.Nil():
            return NIL
        case ast.Boolean() | ast.Number() | ast.String():
            return constant(expr.value)
    return TOP


def statements(block: ast.Block) -> Iterator[ast.Stat]:
    """All statements of a block and the blocks inside it, without inner functions."""
    stack = [iter(block.body)]
    while stack:
        stat = next(stack[-1], None)
        if stat is None:
            stack.pop()
            continue
        yield stat
        stack.extend(iter(inner.body) for inner in reversed(inner_blocks(stat)))


def can_fall_off(block: ast.Block) -> bool:
    """Whether control can reach the end of a block (conservative: true when in doubt)."""
    if not block.body:
        return True
    last = block.body[-1]
    match last:
        case ast.Return() | ast.Goto() | ast.Break():
            return False
        case ast.Do():
            return can_fall_off(last.block)
        case ast.If():
            return last.orelse is None or can_fall_off(last.orelse) or any(can_fall_off(b) for _, b in last.branches)
        case ast.While(cond=ast.Boolean(value=True)):
            return any(isinstance(s, (ast.Break, ast.Goto)) for s in statements(last.block))
    return True


class _Walker:
    """Collects calls and escapes of one function's own text."""

    def __init__(self, module: ModuleFacts, facts: FunctionFacts) -> None:
        self.module = module
        self.facts = facts
        self.statics = module.statics
        self.exported: ast.Expr | None = None

    def run(self) -> None:
        self.facts.falls_off = can_fall_off(self.facts.node.body)
        for stat in statements(self.facts.node.body):
            self.stat(stat)

    def stat(self, stat: ast.Stat) -> None:
        match stat:
            case ast.Local():
                names = self.module.scopes.declared[stat]
                for i, value in enumerate(stat.values):
                    bound = i < len(names) and (
                        (isinstance(value, ast.Function) and not names[i].assigned)
                        or self.statics.of_variable(names[i]) is not None
                    )
                    self.value(value, "" if bound else WILD)
                if any(name.attrib == "close" for name in names):
                    self.facts.calls.add("n:__close")
            case ast.LocalFunction():
                variable = self.module.scopes.declared[stat][0]
                self.value(stat.func, WILD if variable.assigned else "")
            case ast.Assign():
                for i, target in enumerate(stat.targets):
                    self.target(target)
                    if i < len(stat.values):
                        self.value(stat.values[i], self.stored_under(target, stat.values[i]))
                    elif stat.values:
                        self.stored_under(target, stat.values[-1])
                for value in stat.values[len(stat.targets) :]:
                    self.value(value, WILD)
            case ast.FunctionStat():
                self.target(stat.target)
                self.value(stat.func, self.stored_under(stat.target, stat.func))
            case ast.CallStat():
                self.value(stat.call, WILD)
            case ast.While() | ast.Repeat():
                self.value(stat.cond, "")
            case ast.If():
                for cond, _ in stat.branches:
                    self.value(cond, "")
            case ast.NumericFor():
                for expr in (stat.start, stat.stop, stat.step):
                    if expr is not None:
                        self.value(expr, "")
            case ast.GenericFor():
                iterates = self.module.iterates(stat)
                if iterates is None:
                    token = self.iterator_token(stat.values[0])
                    self.facts.calls.add(token)
                    if token and (len(stat.values) > 3 or is_multi(stat.values[-1])):
                        self.facts.calls.add("e:__close")
                for expr in stat.values:
                    self.value(expr, WILD)
            case ast.Return():
                self.facts.returns.append(stat)
                if self.facts.index == 0 and stat.values:
                    self.exported = stat.values[0]  # its fields are seen to by `_export_main`
                escape = "" if self.facts.index == 0 else WILD
                for value in stat.values:
                    self.value(value, escape)
            case ast.Do() | ast.Break() | ast.Goto() | ast.Label() | ast.TypeDef() | ast.Interface():
                pass

    def iterator_token(self, value: ast.Expr) -> str:
        """A loop calls what its first expression gives; iterators of known shims never suspend, wrapped coroutines may."""
        if isinstance(value, ast.Call):
            static = self.statics.of(value.func)
            if isinstance(static, ShimRef):
                return RESUMES if static.name in _WRAPS else "" if static.shim.colour == "sync" else UNKNOWN
        function = self.module.direct(value)
        return f"f:{function.index}" if function is not None else UNKNOWN

    def stored_under(self, target: ast.Name | ast.Index, value: ast.Expr) -> str:
        if isinstance(target, ast.Index) and isinstance(target.key, ast.String):
            self.module.stored_names.add(target.key.value)
            self.module.stores.append((target.key.value, value))
            return f"n:{target.key.value}"
        return WILD

    def target(self, target: ast.Name | ast.Index) -> None:
        if isinstance(target, ast.Index):
            self.value(target.obj, "")
            self.facts.operations.append(("__newindex", (target.obj,)))
            if isinstance(target.key, ast.String):
                self.module.field_names.add(target.key.value)
            else:
                self.value(target.key, "")

    def value(self, expr: ast.Expr, escape: str) -> None:
        """Walk an expression whose value goes to ``escape`` (empty: nowhere from which it could be called)."""
        module = self.module
        stack: list[tuple[ast.Expr, str]] = [(expr, escape)]
        while stack:
            node, escape = stack.pop()
            match node:
                case ast.Function():
                    if escape:
                        module.functions[node].escapes.add(escape)
                case ast.Name():
                    function = module.direct(node)
                    if function is not None and escape:
                        function.escapes.add(escape)
                    module.note_runtime_value(node, escape)
                    module.shims_escape |= isinstance(self.statics.of(node), (ShimRef, ModuleRef)) and escape == WILD
                case ast.String():
                    module.string_literals.add(node.value)
                case ast.Index():
                    if isinstance(node.key, ast.String):
                        module.field_names.add(node.key.value)
                        if not node.dot:
                            module.string_literals.add(node.key.value)
                    else:
                        stack.append((node.key, ""))
                        module.note_opened(node.obj)
                    module.note_runtime_value(node, escape)
                    static = self.statics.of(node)
                    module.shims_escape |= isinstance(static, (ShimRef, ModuleRef)) and escape == WILD
                    if static is None:
                        self.facts.operations.append(("__index", (node.obj,)))
                        stack.append((node.obj, ""))
                case ast.Call():
                    self.call(node, stack)
                case ast.MethodCall():
                    self.method_call(node, stack)
                case ast.Binary():
                    passes = escape if node.op in ("and", "or") else ""
                    if node.op not in ("and", "or"):
                        self.facts.operations.extend(events.of_binary(node))
                    if node.op == "..":
                        module.makes_event_names |= (
                            isinstance(node.left, ast.String) and node.left.value == events.PREFIX
                        )
                        self.evidence(node.left)
                        self.evidence(node.right)
                    elif node.op in ("==", "~="):
                        if isinstance(node.right, ast.String):
                            self.evidence(node.left)
                        if isinstance(node.left, ast.String):
                            self.evidence(node.right)
                    stack += ((node.right, passes), (node.left, passes))
                case ast.Unary():
                    if node.op != "not":
                        self.facts.operations.append((events.UNARY_EVENTS[node.op], (node.operand,)))
                    stack.append((node.operand, ""))
                case ast.Paren():
                    stack.append((node.inner, escape))
                case ast.Table():
                    for item in reversed(node.fields):
                        if isinstance(item.key, ast.String):
                            module.field_names.add(item.key.value)
                            module.stored_names.add(item.key.value)
                            module.stores.append((item.key.value, item.value))
                            stack.append((item.value, "" if node is self.exported else f"n:{item.key.value}"))
                        else:
                            stack.append((item.value, WILD))
                            if item.key is not None:
                                stack.append((item.key, WILD))
                case ast.Vararg():
                    self.facts.uses_varargs = True
                case ast.Nil() | ast.Boolean() | ast.Number():
                    pass

    def evidence(self, expr: ast.Expr) -> None:
        """Note that a variable is used as one uses strings: reading a field of it must take strings into account."""
        if isinstance(expr, ast.Name):
            variable = self.module.scopes.variable_of.get(expr)
            if variable is not None:
                self.module.string_evidence.add(variable)

    def call(self, node: ast.Call, stack: list[tuple[ast.Expr, str]]) -> None:
        module, facts = self.module, self.facts
        module.function_of_call[node] = facts
        if self.statics.of(node) is not None:
            return  # `require` of something known: no call at run time, or one that cannot wait
        function = module.direct(node.func)
        static = self.statics.of(node.func)
        argument_escape = WILD
        only_called: tuple[int, ...] = ()
        if function is not None:
            facts.calls.add(f"f:{function.index}")
            function.sites.append(node.args)
            if isinstance(node.func, (ast.Function, ast.Paren)):
                stack.append((node.func, ""))
        elif isinstance(static, ShimRef):
            argument_escape = self.shim_call(node, static)
            only_called = _ONLY_CALLED.get(static.name, ())
        elif self.statics.scopes.environment is None and type_call(self.statics, node) is not None:
            pass  # a type calls nothing
        else:
            if isinstance(node.func, ast.Index):
                facts.fields_called.append(node.func)
            match node.func:
                case ast.Index(key=ast.String(value=name)):
                    facts.calls.add(f"n:{name}")
                case _:
                    facts.calls.add(UNKNOWN)
            stack.append((node.func, ""))
        for i, arg in reversed(list(enumerate(node.args))):
            stack.append((arg, CALLED if i in only_called else argument_escape))

    def shim_call(self, node: ast.Call, static: ShimRef) -> str:
        """Note what a call of a shim may do; return where its arguments go."""
        facts, name = self.facts, static.name
        if name == "type" or name == "tostring" or name.startswith("string."):
            for arg in node.args[:1]:
                self.evidence(arg)
        if name == "coroutine.yield":
            facts.calls.add(YIELDS)
        elif static.shim.colour == "async":
            facts.calls.add(SUSPENDS)
        elif static.shim.colour == "callee":
            if name in _RUNS_ARGUMENT and node.args:
                facts.calls.add(self.callee_token(node.args[0]))
            else:
                facts.calls.add(RESUMES)
        if name == "pairs" and node.args:
            facts.operations.append(("__pairs", (node.args[0],)))
        if name in _WRAPS:
            return WRAPPED
        if name == _SPAWNS:
            function = self.module.direct(node.args[0]) if node.args else None
            if function is not None:
                function.sites.append([])
            return ""
        if name in _READS_FIELDS:
            for arg in node.args[:1]:
                self.module.note_opened(arg)
        if name in ("setmetatable", "type", "rawequal", "next", "pairs", "ipairs", "tostring", "rawlen"):
            return ""
        return WILD

    def callee_token(self, arg: ast.Expr) -> str:
        """The token of calling ``arg``."""
        function = self.module.direct(arg)
        if function is not None:
            return f"f:{function.index}"
        static = self.statics.of(arg)
        if isinstance(static, ShimRef):
            return SUSPENDS if static.shim.colour == "async" else RESUMES if static.shim.colour == "callee" else ""
        if isinstance(arg, ast.Index):
            self.facts.fields_called.append(arg)
            if isinstance(arg.key, ast.String):
                return f"n:{arg.key.value}"
        return UNKNOWN

    def method_call(self, node: ast.MethodCall, stack: list[tuple[ast.Expr, str]]) -> None:
        self.module.function_of_call[node] = self.facts
        self.module.field_names.add(node.name)
        if node.name in self.statics.shims.methods_of_strings:
            self.evidence(node.obj)
        self.facts.calls.add(f"m:{node.name}")
        self.facts.operations.append(("__index", (node.obj,)))
        stack.extend((arg, WILD) for arg in reversed(node.args))
        stack.append((node.obj, ""))
