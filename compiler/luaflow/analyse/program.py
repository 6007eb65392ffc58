"""Async colour over the whole package.

Needs the summaries of all modules. Afterwards every function that may suspend is known to be ``async def``, and for every
call of unknown target whether it might meet one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from luaflow.analyse import events
from luaflow.analyse.flow.methods import method_names
from luaflow.analyse.module import (
    CALLED,
    EXPORTED,
    RESUMES,
    SUSPENDS,
    UNKNOWN,
    WILD,
    YIELDS,
    FunctionFacts,
    ModuleFacts,
)
from luaflow.analyse.statics import ShimRef
from luaflow.syntax import ast


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSummary:
    """Tokens of one function; see ``analyse.module``."""

    calls: frozenset[str]
    escapes: frozenset[str]
    results: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleSummary:
    """What other modules of a package need to know of one. Small and picklable.

    Attributes:
        entry: Entry id.
        functions: In order of their indexes; behind them up to two for the runtime's functions that are values.
        field_names: Lua names used as fields.
        stored_names: Lua names under which something is stored.
        stored_results: Name and result token of the functions that may be stored under it.
        stored_copies: Name under which something from elsewhere is stored, and the field that it was read from or ``?``.
        shims_escape: A runtime function is a value somewhere.
        string_literals: Those that are also method names of runtime classes or field names somewhere.
        methods: Names that are called as methods where a metatable has them.
        events: Name and token of what may be stored as a metamethod.
        event_literals: Names of metamethods that may be keys which are not written as fields.
        search_attributes: Name to Temporal type, read from the source.
    """

    entry: str
    functions: tuple[FunctionSummary, ...]
    field_names: frozenset[str]
    stored_names: frozenset[str]
    stored_results: frozenset[tuple[str, str]]
    shims_escape: bool
    string_literals: frozenset[str]
    methods: frozenset[str] = frozenset()
    events: frozenset[tuple[str, str]] = frozenset()
    event_literals: frozenset[str] = frozenset()
    stored_copies: frozenset[tuple[str, str]] = frozenset()
    search_attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageFacts:
    """Facts about all modules of a package.

    Attributes:
        async_functions: Indexes of the ``async def`` functions by entry id.
        async_names: Field names under which an async function may be stored.
        async_anywhere: An async function may be behind any value.
        async_escapes: An async function is a value somewhere.
        waiting_events: Metamethods that may suspend.
        resumes_block: ``coroutine.resume`` may meet a body that waits.
        single_functions: Indexes of the functions that always give exactly one value, by entry id.
        single_names: Field names under which only such functions are stored.
        field_names: All field names of the package: the attributes of its ``Table``.
        stored_names: All names under which something is stored.
        string_literals: All string literals.
        methods: Names under which Python binds functions that a metatable has.
        search_attributes: The package's search attributes.
        digest: Changes when generated text of an unchanged module might.
    """

    async_functions: Mapping[str, frozenset[int]]
    async_names: frozenset[str]
    async_anywhere: bool
    async_escapes: bool
    waiting_events: frozenset[str]
    resumes_block: bool
    single_functions: Mapping[str, frozenset[int]]
    single_names: frozenset[str]
    field_names: frozenset[str]
    stored_names: frozenset[str]
    string_literals: frozenset[str]
    methods: frozenset[str]
    search_attributes: Mapping[str, str]
    digest: str


OUTSIDE = ModuleSummary(
    entry="",
    functions=(FunctionSummary(calls=frozenset({SUSPENDS}), escapes=frozenset({WILD}), results=frozenset({UNKNOWN})),),
    field_names=frozenset(),
    stored_names=frozenset(),
    stored_results=frozenset(),
    shims_escape=True,
    string_literals=frozenset(),
)
"""Code that nobody has seen yet, such as what a script will ``load``: it may do anything."""


def summarise(entry: str, facts: ModuleFacts, search_attributes: Mapping[str, str]) -> ModuleSummary:
    """Return the summary of a module."""
    known = facts.statics.shims.method_names.keys()
    method_calls: dict[FunctionFacts, list[ast.MethodCall]] = {}
    for node, owner in facts.function_of_call.items():
        if isinstance(node, ast.MethodCall):
            method_calls.setdefault(owner, []).append(node)
    return ModuleSummary(
        entry=entry,
        functions=tuple(
            FunctionSummary(
                calls=frozenset(resolve_methods(f, method_calls.get(f, ()), facts)),
                escapes=frozenset(f.escapes),
                results=frozenset(facts.result_tokens(f)),
            )
            for f in facts.functions.values()
        )
        + runtime_functions(facts),
        field_names=frozenset(facts.field_names),
        stored_names=frozenset(facts.stored_names),
        stored_results=frozenset(facts.stored_results()),
        stored_copies=frozenset(facts.stored_copies()),
        shims_escape=facts.shims_escape,
        string_literals=frozenset(facts.string_literals & known),
        methods=method_names(facts.flow),
        events=frozenset(events.stored_events(facts)),
        event_literals=frozenset(events.literals(facts)),
        search_attributes=dict(search_attributes),
    )


def resolve_methods(function: FunctionFacts, method_calls: Iterable[ast.MethodCall], facts: ModuleFacts) -> set[str]:
    """Return a function's call tokens with its method calls (``m:``) on known classes replaced by what they do."""
    tokens = {token for token in function.calls if not token.startswith("m:")}
    for node in method_calls:
        shim = facts.shim_of(node)
        if shim is None:
            tokens.add(f"m:{node.name}")
        elif shim.shim.colour == "async":
            tokens.add(SUSPENDS)
        elif shim.shim.colour == "callee":
            tokens.add(RESUMES)
    for called in function.fields_called:
        colours = {shim.colour for shim in facts.runtime_methods(called)}
        if "async" in colours:
            tokens.add(SUSPENDS)
        elif "callee" in colours:
            tokens.add(RESUMES)
    return tokens | events.tokens(facts, function)


def runtime_functions(facts: ModuleFacts) -> tuple[FunctionSummary, ...]:
    """Return what stands for the runtime's functions that a module uses as values, behind its own functions.

    A module that loads code has one more: what the loaded code may do.
    """
    suspending, calling = facts.runtime_escapes()
    made = tuple(
        FunctionSummary(calls=frozenset(calls), escapes=frozenset(escapes), results=frozenset({"?"}))
        for calls, escapes in (({SUSPENDS}, suspending), ({UNKNOWN, RESUMES}, calling))
        if escapes
    )
    return made + OUTSIDE.functions if loads_code(facts) else made


def loads_code(facts: ModuleFacts) -> bool:
    """Whether a module uses ``load`` or one of its kind."""
    used = [facts.shim_of(call) for call in facts.function_of_call if isinstance(call, ast.Call)]
    used += [static for expr, _ in facts.runtime_values if isinstance(static := facts.statics.of(expr), ShimRef)]
    return any(shim is not None and shim.shim.effect == "dynamic-code" for shim in used)


def combine(
    summaries: Iterable[ModuleSummary],
    async_methods: frozenset[str],
    *,
    colour_all: bool = False,
    digest: bool = True,
) -> PackageFacts:
    """Return the facts of a package.

    Args:
        summaries: One for each module.
        async_methods: Method names of runtime classes that suspend.
        colour_all: Treat every function as if it might suspend (for tests of the colours).
        digest: Whether anybody will ask for the digest.
    """
    modules = sorted(summaries, key=lambda summary: summary.entry)
    calls = {(m.entry, i): f.calls for m in modules for i, f in enumerate(m.functions)}
    escapes = {(m.entry, i): f.escapes for m in modules for i, f in enumerate(m.functions)}
    coloured = set(calls) if colour_all else set()
    blocking: set[tuple[str, int]] = set()
    copies = {copy for m in modules for copy in m.stored_copies}
    while True:
        names, anywhere = _reach(coloured, escapes, copies)
        blocks = any(escapes[key] - {EXPORTED, CALLED} for key in blocking)
        waiting = _waiting_events(modules, coloured, names, anywhere, blocks, async_methods)
        before = len(coloured), len(blocking)
        for key, tokens in calls.items():
            if key not in coloured and any(
                _suspends(t, key[0], coloured, names, anywhere, blocks, async_methods, waiting) for t in tokens
            ):
                coloured.add(key)
            if key not in blocking and any(
                t != YIELDS and _suspends(t, key[0], blocking, names, anywhere, blocks, async_methods, waiting)
                for t in tokens
            ):
                blocking.add(key)
        if (len(coloured), len(blocking)) == before:
            break
    functions = {m.entry: frozenset(i for entry, i in coloured if entry == m.entry) for m in modules}
    fields = frozenset().union(*(m.field_names for m in modules)) if modules else frozenset()
    stored = frozenset().union(*(m.stored_names for m in modules)) if modules else frozenset()
    literals = frozenset().union(*(m.string_literals for m in modules)) if modules else frozenset()
    methods = frozenset().union(*(m.methods for m in modules)) if modules else frozenset()
    attributes: dict[str, str] = {}
    for module in modules:
        attributes |= module.search_attributes
    single_functions, single_names = _single_results(modules)
    parts = (
        sorted(single_names),
        sorted(names),
        anywhere,
        bool(names) or anywhere,
        blocks,
        sorted(stored),
        sorted(literals),
        sorted(methods),
        sorted(waiting),
    )
    return PackageFacts(
        async_functions=functions,
        async_names=frozenset(names),
        async_anywhere=anywhere,
        async_escapes=anywhere or bool(names) or blocks,
        waiting_events=waiting,
        resumes_block=blocks,
        single_functions=single_functions,
        single_names=single_names,
        field_names=fields,
        stored_names=stored,
        string_literals=literals,
        methods=methods,
        search_attributes=dict(sorted(attributes.items())),
        digest=_digest(parts) if digest else "",
    )


def _digest(parts: Iterable[object]) -> str:
    # Importing it takes a while, and scripts do without it.
    import hashlib

    digest = hashlib.sha256()
    for part in parts:
        digest.update(repr(part).encode())
    return digest.hexdigest()


def _single_results(modules: list[ModuleSummary]) -> tuple[dict[str, frozenset[int]], frozenset[str]]:
    """Return the functions that always give exactly one value, and the names under which nothing else is stored.

    All are taken to be such until something contradicts: recursion then does no harm. Under a key that is not written in the
    source any function may be stored that is a value somewhere; when one of those gives another number of values, or the
    runtime's functions are values, no name is certain.
    """
    results = {(m.entry, i): f.results for m in modules for i, f in enumerate(m.functions)}
    single = set(results)
    stored: dict[str, set[tuple[str, int] | None]] = {}
    for module in modules:
        for name, token in module.stored_results:
            function = (module.entry, int(token[2:])) if token.startswith("f:") else None
            stored.setdefault(name, set()).add(function)
    wild = {(m.entry, i) for m in modules for i, f in enumerate(m.functions) if WILD in f.escapes}
    certain = not any(module.shims_escape for module in modules)
    while True:
        names = (
            {name for name, functions in stored.items() if functions <= single} if certain and wild <= single else set()
        )
        kept = {
            key
            for key in single
            if all(
                token == "1"
                or (token.startswith("n:") and token[2:] in names)
                or (token.startswith("f:") and (key[0], int(token[2:])) in single)
                for token in results[key]
            )
        }
        if kept == single:
            break
        single = kept
    functions = {m.entry: frozenset(i for entry, i in single if entry == m.entry) for m in modules}
    return functions, frozenset(names)


def _reach(
    functions: set[tuple[str, int]], escapes: Mapping[tuple[str, int], frozenset[str]], copies: set[tuple[str, str]]
) -> tuple[set[str], bool]:
    """Return the field names that these functions are stored under, and whether one may be behind any value.

    Args:
        functions: The functions.
        escapes: Where functions go.
        copies: Names under which values are stored that were read elsewhere: from a field, or ``?``.
    """
    tokens = {token for key in functions for token in escapes[key]}
    names = {token[2:] for token in tokens if token.startswith("n:")}
    while True:
        more = {name for name, origin in copies if names and (origin in names or origin == "?")} - names
        if not more:
            return names, WILD in tokens
        names |= more


def _waiting_events(
    modules: Iterable[ModuleSummary],
    coloured: set[tuple[str, int]],
    names: set[str],
    anywhere: bool,
    blocks: bool,
    async_methods: frozenset[str],
) -> frozenset[str]:
    """Return the metamethods that may suspend."""
    found: set[str] = set()
    calls_tables = False
    for module in modules:
        if anywhere:
            found |= module.event_literals
        for event, token in module.events:
            if token == "e:__call":
                calls_tables = True
            elif _suspends(token, module.entry, coloured, names, anywhere, blocks, async_methods):
                found.add(event)
    if calls_tables and "__call" in found:
        found |= {event for module in modules for event, token in module.events if token == "e:__call"}
    return frozenset(found)


def _suspends(
    token: str,
    entry: str,
    coloured: set[tuple[str, int]],
    names: set[str],
    anywhere: bool,
    blocks: bool,
    async_methods: frozenset[str],
    waiting: frozenset[str] = frozenset(),
) -> bool:
    if token in (SUSPENDS, YIELDS):
        return True
    if token == UNKNOWN:
        return anywhere or bool(names) or blocks
    if token == RESUMES:
        return blocks
    kind, _, name = token.partition(":")
    if kind == "f":
        return (entry, int(name)) in coloured
    if kind == "e":
        return name in waiting
    if kind == "n":
        return anywhere or name in names or "__call" in waiting
    if kind == "m":
        return anywhere or name in names or name in async_methods or "__call" in waiting
    return False
