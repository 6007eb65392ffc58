"""Lowers a chunk: what needs no state of a run stands at module level, the rest runs once for each run.

Needs the package's colours. Afterwards the module's functions, its chunk function, the imports it needs and the Lua names
behind Python names are known, and the emitter decides nothing about Lua.
"""

from __future__ import annotations

from collections import Counter

from luaflow.analyse.module import FunctionFacts, ModuleFacts
from luaflow.analyse.program import PackageFacts
from luaflow.analyse.statics import ConstantRef, LiteralRef, ModuleRef, ShimRef
from luaflow.ir import nodes as ir
from luaflow.lower import functions, typevalues
from luaflow.lower.context import FunctionContext, ModuleContext
from luaflow.lower.fit import fit
from luaflow.lower.generators import use_generators
from luaflow.lower.naming import Names
from luaflow.lower.statements import comments_before
from luaflow.lower.statistics import operations
from luaflow.resolve import Variable
from luaflow.source import Source
from luaflow.syntax import ast


def lower(
    source: Source, facts: ModuleFacts, package: PackageFacts, entry: str, reserved: frozenset[str] = frozenset()
) -> ir.Module:
    """Lower a chunk.

    Args:
        source: Its text.
        facts: Its own facts.
        package: Facts of the package.
        entry: Entry id.
        reserved: Names that the module's frame defines (the class, the activity function).
    """
    hoisted = _hoisted(facts)
    taken = reserved | _module_names(facts)
    types = typevalues.python_names(facts, taken)
    names = Names(facts, taken | set(types.values()), hoisted)
    ctx = ModuleContext(source, facts, package, entry, names)
    ctx.hoisted = hoisted
    ctx.types = types
    main = FunctionContext(ctx, facts.functions[facts.chunk.main])
    level: list[ir.Stat] = []
    floor = 0
    for stat in facts.chunk.main.body.body:
        ctx.comment_floor = floor
        lowered = _at_module_level(main, stat)
        level += lowered
        if lowered or not _is_erased(facts, stat):
            floor = ctx.source.line_end(ctx.line(max(stat.span[1] - 1, 0)))
    ctx.comment_floor = 0
    chunk = functions.body(main, "chunk")
    chunk.body[:0] = [
        ir.Assign([ir.Variable(names.of[variable])], ir.Constant(None), typed=True)
        for variable in facts.user_globals.values()
    ] + typevalues.global_types(ctx)
    made: list[ir.Stat] = [
        ir.Assign(
            [ir.Variable(name)],
            ir.Helper(
                kind,
                [
                    *([ir.Variable("Table")] if kind in ("record", "instance") else []),
                    *(ir.Constant(field) for field in fields),
                ],
            ),
        )
        for (kind, fields), name in ctx.makers.items()
    ]
    level[:0] = made
    module = fit(ir.Module(level, chunk, ctx.libraries, ctx.base, ctx.imports, names.lua_names), source)
    use_generators(module)
    module.operations = operations(ctx)
    return module


def _module_names(facts: ModuleFacts) -> set[str]:
    """Python names that imports and hoisted functions use at module level: of what is named, and of what is required."""
    names: set[str] = set()
    index = facts.statics.shims
    named: list[ast.Expr] = [*facts.scopes.variable_of]
    named += [node for node in facts.function_of_call if isinstance(node, ast.Call)]
    for node in named:
        static = facts.statics.of(node)
        if isinstance(static, (ShimRef, ModuleRef, ConstantRef)):
            first = static.name.partition(".")[0]
            names.add(index.attributes.get(first, first))
    if facts.scopes.environment is not None:
        # In a script they are named by fields of `_ENV`.
        names |= {index.attributes.get(name, name) for name in index.base} | index.modules
    if typevalues.uses_types(facts):
        names.add(typevalues.LIBRARY)
    return names | {"require"}


def _hoisted(facts: ModuleFacts) -> set[Variable]:
    """Top-level locals that need no state of a run: functions that use only such, and literal constants."""
    main = facts.scopes.main
    candidates: set[Variable] = set()
    top = {v for stat in main.node.body.body for v in facts.scopes.declared.get(stat, ())}
    for variable in main.variables:
        if variable not in top or variable.in_loop or variable.assigned or variable.attrib == "close":
            continue
        if isinstance(variable.value, ast.Function) or isinstance(facts.statics.of_variable(variable), LiteralRef):
            candidates.add(variable)
    # A name that is declared twice would be one Python variable at module level: it stays inside the chunk.
    declared = Counter(v.name for v in main.variables if v in top)
    candidates = {v for v in candidates if declared[v.name] == 1}
    changed = True
    while changed:
        changed = False
        for variable in list(candidates):
            if not isinstance(variable.value, ast.Function):
                continue
            scope = facts.scopes.function_of[variable.value]
            known = {*candidates, facts.scopes.environment}
            free = [v for v in scope.upvalues if v not in known and not _is_import(facts, v)]
            if free or any(name in facts.user_globals for name in scope.globals):
                candidates.discard(variable)
                changed = True
    return candidates


def _is_erased(facts: ModuleFacts, stat: ast.Stat) -> bool:
    """Whether a statement only names a module, so that comments before it belong to what follows."""
    return isinstance(stat, ast.Local) and all(_is_import(facts, v) for v in facts.scopes.declared[stat])


def _is_import(facts: ModuleFacts, variable: Variable) -> bool:
    return isinstance(facts.statics.of_variable(variable), (ModuleRef, ShimRef, ConstantRef))


def _at_module_level(main: FunctionContext, stat: ast.Stat) -> list[ir.Stat]:
    """Lower a top-level statement that is hoisted; nothing for others."""
    module = main.module
    if isinstance(stat, (ast.TypeDef, ast.Interface)):
        return [*comments_before(main, stat.span[1]), *typevalues.declaration(module, stat)]
    if not isinstance(stat, (ast.Local, ast.LocalFunction)):
        return []
    made: list[ir.Stat] = []
    line = module.line(stat.span[0])
    for variable in module.facts.scopes.declared[stat]:
        if variable not in module.hoisted:
            continue
        if not made:
            made += comments_before(main, stat.span[0])
        python = module.names.of[variable]
        if isinstance(variable.value, ast.Function):
            facts: FunctionFacts = module.facts.functions[variable.value]
            made.append(functions.body(FunctionContext(module, facts), python))
        else:
            static = module.facts.statics.of_variable(variable)
            assert isinstance(static, LiteralRef)
            made.append(ir.Assign([ir.Variable(python)], ir.Constant(static.value), line=line))
    return made
