"""Lowers declared types to objects of the module, and calls of types.

A type needs no state of a run, so it stands at module level, under its own name where that is free. Types that nothing uses when the
program runs are left as comments. What ``luaflow.analyse.typenames`` calls a type call becomes a call of that object.

Source: reference/lua.md 10.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from luaflow_runtime.values.names import mangle

from luaflow.analyse.module import ModuleFacts
from luaflow.analyse.statics import Statics
from luaflow.analyse.typenames import BUILT_IN, TypeCall, type_call
from luaflow.ir import nodes as ir
from luaflow.lower.context import FunctionContext, ModuleContext
from luaflow.lower.naming import FRAME_NAMES, GLOBALS, identifier
from luaflow.syntax import ast

LIBRARY = "types"
_VALIDATORS = {"min": float, "max": float, "min_len": float, "max_len": float, "pattern": str}
"""Annotations that say something when the program runs, and the Python class of their argument."""


def python_names(facts: ModuleFacts, reserved: Iterable[str]) -> dict[str, str]:
    """Return the Python names of the declared types that the module needs, in source order.

    Args:
        reserved: Names that the module uses otherwise.
    """
    taken = {*reserved, *FRAME_NAMES, LIBRARY, GLOBALS}
    names: dict[str, str] = {}
    used = _used(facts)
    for name in facts.statics.types:
        if name in used:
            wish = known = identifier(name)
            number = 1
            while known in taken:
                number += 1
                known = f"{wish}_{number}"
            taken.add(known)
            names[name] = known
    return names


def uses_types(facts: ModuleFacts) -> bool:
    """Whether a module needs the library of types."""
    return bool(_used(facts)) or any(type_call(facts.statics, node) for node in facts.function_of_call)  # type: ignore[arg-type]


def _used(facts: ModuleFacts) -> set[str]:
    """Return the declared types that the chunk names as values, and all that these name; in a script every one is a global."""
    statics = facts.statics
    if facts.scopes.environment is not None:
        return set(statics.types)
    pending = [
        node.name
        for node, variable in facts.scopes.variable_of.items()
        if variable is None and node.name in statics.types
    ]
    used: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in used:
            used.add(name)
            pending += _mentioned(statics, statics.types[name])
    return used


def _mentioned(statics: Statics, declared: ast.TypeDef | ast.Interface) -> Iterator[str]:
    """Yield the declared types that a declaration names."""
    own = {param.name for param in declared.params} if isinstance(declared, ast.TypeDef) else set()
    stack: list[object] = [declared]
    while stack:
        node = stack.pop()
        if isinstance(node, list | tuple):
            stack += node
        elif isinstance(node, ast.TypeName) and node.name in statics.types and node.name not in own:
            yield node.name
            stack += node.args
        elif isinstance(node, ast.Node) and not isinstance(node, ast.TypeofType | ast.Annotation):
            stack += [getattr(node, name) for name in node.__dataclass_fields__]


# Declarations


def declaration(ctx: ModuleContext, stat: ast.TypeDef | ast.Interface) -> list[ir.Stat]:
    """Lower a declaration at the top level of a chunk."""
    line = ctx.line(stat.span[0])
    python = ctx.types.get(stat.name)
    if python is None or ctx.facts.statics.types[stat.name] is not stat:
        text = ctx.source.text[slice(*stat.span)]
        return [ir.Comment(shown, line=line) for shown in _printable(text)]
    made: list[ir.Stat] = []
    mentioned = set(_mentioned(ctx.facts.statics, stat))
    ahead = [name for name in ctx.types if name in mentioned and name not in ctx.declared_types]
    for name in ahead:
        made.append(_assign(ctx.types[name], _call("declare", [ir.Constant(name)], line), line))
        ctx.declared_types.add(name)
    definition = _definition(ctx, stat, line)
    if stat.name in ctx.declared_types:
        made.append(
            ir.Evaluate(ir.Call(ir.Attribute(ir.Variable(python), "define_"), definition, line=line), line=line)
        )
    else:
        ctx.declared_types.add(stat.name)
        made.append(_assign(python, _call("declare", [ir.Constant(stat.name), *definition], line), line))
    return made


def signature(ctx: ModuleContext, node: ast.Function) -> list[ir.Stat]:
    """Return a comment with the types that a function's parameters and results have in Lua; nothing where there are none."""
    if ctx.facts.statics.script or not (
        node.returns is not None or node.vararg_type is not None or any(param.type is not None for param in node.params)
    ):
        return []

    def typed(name: str, type: ast.Type | None) -> str:
        return name if type is None else f"{name}: {text(type)}"

    def text(type: ast.Type) -> str:
        return " ".join(ctx.source.text[slice(*type.span)].split())

    params = [typed(param.name, param.type) for param in node.params]
    if node.is_vararg:
        params.append(typed("...", node.vararg_type))
    returns = node.returns
    result = ""
    if returns is not None:
        result = f": {text(returns[0])}" if len(returns) == 1 else f": ({', '.join(map(text, returns))})"
    line = ctx.line(node.span[0])
    return [ir.Comment(shown, line=line) for shown in _printable(f"({', '.join(params)}){result}")]


def global_types(ctx: ModuleContext) -> list[ir.Stat]:
    """Return the statements that make a script's types globals."""
    return [
        ir.Assign([ir.Item(ir.Variable(GLOBALS), ir.Constant(name))], ir.Variable(python))
        for name, python in ctx.types.items()
        if ctx.facts.scopes.environment is not None
    ]


def _printable(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield "".join(c if c.isprintable() or c == "\t" else "?" for c in line).rstrip()


def _assign(python: str, value: ir.Expr, line: int) -> ir.Stat:
    return ir.Assign([ir.Variable(python)], value, line=line)


def _call(function: str, args: list[ir.Expr], line: int) -> ir.Expr:
    return ir.Call(ir.Attribute(ir.Variable(LIBRARY), function), args, line=line)


def _definition(ctx: ModuleContext, stat: ast.TypeDef | ast.Interface, line: int) -> list[ir.Expr]:
    """Return the arguments that define a type."""
    ctx.libraries[LIBRARY] = LIBRARY
    if isinstance(stat, ast.Interface):
        return [_Types(ctx, set(), line).interface(stat)]
    types = _Types(ctx, {param.name for param in stat.params}, line)
    made = [types.made(stat.type)]
    for param in stat.params:
        constraint = [] if param.constraint is None else [types.made(param.constraint)]
        made.append(_call("parameter", [ir.Constant(param.name), *constraint], line))
    return made


class _Types:
    """Makes the expressions of one declaration's types."""

    def __init__(self, ctx: ModuleContext, params: set[str], line: int) -> None:
        self.ctx = ctx
        self.params = params
        self.line = line

    def call(self, function: str, *args: ir.Expr) -> ir.Expr:
        return _call(function, list(args), self.line)

    def all(self, types: Iterable[ast.Type]) -> list[ir.Expr]:
        return [self.made(type) for type in types]

    def made(self, type: ast.Type) -> ir.Expr:
        """Return the expression that makes a type."""
        match type:
            case ast.TypeName():
                return self.name(type)
            case ast.TypeLiteral():
                return self.call("literal", ir.Constant(type.value))
            case ast.ArrayType():
                return self.call("array", self.made(type.element))
            case ast.MapType():
                return self.call("map", self.made(type.key), self.made(type.value))
            case ast.RecordType():
                return self.call("record", *map(self.field, type.fields))
            case ast.InterfaceType():
                return self.call("interface", *map(self.field, type.fields))
            case ast.OptionalType():
                return self.call("optional", self.made(type.inner))
            case ast.UnionType():
                return self.call("union", *self.all(type.members))
            case ast.IntersectionType():
                return self.call("intersection", *self.all(type.members))
            case ast.ConditionalType():
                parts = (type.subject, type.bound, type.then, type.other)
                return self.call("conditional", *self.all(parts))
            case ast.IndexedType():
                return self.call("indexed", self.made(type.obj), self.made(type.key))
            case ast.FunctionType():
                params = [(param.name, param.type) for param in type.params]
                return self.function(params, type.rest, type.returns)
            case ast.KeyofType():
                return self.call("keyof", self.made(type.inner))
            case ast.AnnotatedType():
                return self.validated(self.made(type.inner), type.annotations)
            case ast.AssertsType() | ast.TypeofType():
                return self.built_in("any")

    def built_in(self, name: str) -> ir.Expr:
        return ir.Attribute(ir.Variable(LIBRARY), BUILT_IN[name])

    def name(self, type: ast.TypeName) -> ir.Expr:
        if type.name in self.params:
            return self.call("parameter", ir.Constant(type.name))
        python = self.ctx.types.get(type.name)
        if python is not None:
            declared = ir.Variable(python)
            return self.call("instance", declared, *self.all(type.args)) if type.args else declared
        if type.name in BUILT_IN and not type.args:
            return self.built_in(type.name)
        return self.call("external", ir.Constant(type.name), *self.all(type.args))

    def field(self, field: ast.TypeField) -> ir.Expr:
        type = self.validated(self.made(field.type), field.annotations)
        optional: list[ir.Expr] = [ir.Constant(True)] if field.optional else []
        return self.call("field", ir.Constant(field.name), type, *optional)

    def function(
        self,
        params: Iterable[tuple[str | None, ast.Type | None]],
        rest: ast.Type | None,
        returns: list[ast.Type] | None,
    ) -> ir.Expr:
        parts: list[ir.Expr] = []
        for name, type in params:
            parts += [ir.Constant(name or ""), self.built_in("any") if type is None else self.made(type)]
        args = [self.call("params", *parts)]
        if rest is not None or returns is not None:
            args.append(ir.Constant(None) if rest is None else self.made(rest))
        if returns is not None:
            args.append(self.call("results", *self.all(returns)))
        return self.call("function", *args)

    def interface(self, stat: ast.Interface) -> ir.Expr:
        """Make an interface with the methods of its parents, as far as these are interfaces of the chunk."""
        methods: dict[str, ast.InterfaceMethod] = {}
        pending: list[ast.Interface] = [stat]
        seen: set[str] = set()
        while pending:
            current = pending.pop()
            seen.add(current.name)
            for method in current.methods:
                methods.setdefault(method.name, method)
            for parent in current.parents:
                known = self.ctx.facts.statics.types.get(parent.name)
                if isinstance(known, ast.Interface) and known.name not in seen:
                    pending.append(known)
        fields = []
        for name, method in methods.items():
            params = [(param.name, param.type) for param in method.params]
            fields.append(self.call("field", ir.Constant(name), self.function(params, None, method.returns)))
        return self.call("interface", *fields)

    def validated(self, made: ir.Expr, annotations: Iterable[ast.Annotation]) -> ir.Expr:
        limits: list[ir.Expr] = []
        for annotation in annotations:
            limit = _limit(annotation)
            if limit is not None:
                limits += [ir.Constant(annotation.name), limit]
        return self.call("validated", made, *limits) if limits else made


def _limit(annotation: ast.Annotation) -> ir.Expr | None:
    """Return a validator's limit, which is a literal; ``None`` for annotations that mean nothing when the program runs."""
    wanted = _VALIDATORS.get(annotation.name)
    if wanted is None or len(annotation.args) != 1:
        return None
    match annotation.args[0]:
        case ast.Number(value=number) if wanted is float:
            return ir.Constant(number)
        case ast.Unary(op="-", operand=ast.Number(value=number)) if wanted is float:
            return ir.Constant(-number)
        case ast.String(value=text) if wanted is str:
            return ir.Constant(text)
    return None


# Calls


def call(ctx: FunctionContext, expr: ast.Call | ast.MethodCall) -> ir.Expr | None:
    """Lower a call of a type; nothing for other calls."""
    found = type_call(ctx.module.facts.statics, expr)
    if found is None:
        return None
    line = ctx.module.line(expr.paren)
    if ctx.module.facts.scopes.environment is not None:
        return _script_call(ctx, expr, found, line)
    from luaflow.lower import expressions

    args, rest = expressions.spread(ctx, expr.args)
    args = [
        type_value(ctx.module, arg.name, line) if isinstance(arg, ast.Name) and arg in found.arguments else made
        for arg, made in zip(expr.args, args)
    ] + args[len(expr.args) :]
    called = type_value(ctx.module, found.name, ctx.module.line(found.node.span[0]))
    if found.method is not None:
        called = ir.Attribute(called, mangle(found.method), line=line)
    return ir.Call(called, args, rest, line=line)


def type_value(ctx: ModuleContext, name: str, line: int) -> ir.Expr:
    """Return the object of a declared or built-in type."""
    python = ctx.types.get(name)
    if python is not None:
        return ir.Variable(python, line=line)
    ctx.libraries[LIBRARY] = LIBRARY
    return ir.Attribute(ir.Variable(LIBRARY, line=line), BUILT_IN[name], line=line)


def _script_call(ctx: FunctionContext, expr: ast.Call | ast.MethodCall, found: TypeCall, line: int) -> ir.Expr:
    """A call of a built-in type's name in a script, where the global of this name goes first."""
    from luaflow.lower import calls, expressions

    type = type_value(ctx.module, found.name, line)
    value = expressions.value(ctx, found.node)
    args: list[ir.Expr]
    made: ir.Expr
    if found.method is None:
        called = _call("callee", [value, type], line)
        args, rest = expressions.spread(ctx, expr.args)
        made = ir.Call(called, args, rest, line=line)
        return calls.maybe_await(ctx, made, ctx.module.package.async_escapes, line)
    receiver = _call("receiver", [value, type, ir.Constant(found.method)], line)
    args, rest = expressions.spread(ctx, expr.args)
    if isinstance(expr, ast.MethodCall):
        made = ir.Helper("invoke", [receiver, ir.Constant(found.method), *args], rest, line=line)
    else:
        made = ir.Call(ir.Helper("index", [receiver, ir.Constant(found.method)], line=line), args, rest, line=line)
    return calls.maybe_await(ctx, made, ctx.module.suspends_by_name(found.method, method=True), line)
