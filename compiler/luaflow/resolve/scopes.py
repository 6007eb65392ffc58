"""Resolves names to variables.

Needs a parsed chunk. Afterwards every ``ast.Name`` has its ``Variable`` (``None`` for a global), every declaration and
every function has its record, and each variable knows whether it is assigned again, captured by an inner function, or
declared inside a loop.

Source: Lua 5.4 manual, 3.5 (visibility rules).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from luaflow.resolve.environment import write_out
from luaflow.syntax import ast

Kind = Literal["local", "param", "for", "function"]


@dataclass(slots=True, eq=False)
class Variable:
    """A local variable.

    Attributes:
        name: Lua's name.
        kind: ``function`` for ``local function``.
        span: Of the declared name.
        function: Where it is declared.
        attrib: ``const``, ``close`` or ``None``.
        value: The expression of its declaration if it has one of its own.
        assigned: Number of assignments behind the declaration.
        reads: Names that read it.
        writes: Names that assign it.
        captured: An inner function uses it.
        in_loop: Declared inside a loop of its function, so that each iteration has its own.
        block: The block it is declared in.
    """

    name: str
    kind: Kind
    span: ast.Span
    function: FunctionScope
    attrib: str | None
    value: ast.Expr | None
    block: ast.Block
    assigned: int = 0
    reads: list[ast.Name] = field(default_factory=list)
    writes: list[ast.Name] = field(default_factory=list)
    captured: bool = False
    in_loop: bool = False


@dataclass(slots=True, eq=False)
class FunctionScope:
    """A function and what it uses from outside.

    Attributes:
        upvalues: Outer variables used here or in inner functions, in order of first use.
        globals: Global names used here or in inner functions.
    """

    node: ast.Function
    parent: FunctionScope | None
    variables: list[Variable] = field(default_factory=list)
    children: list[FunctionScope] = field(default_factory=list)
    upvalues: dict[Variable, None] = field(default_factory=dict)
    globals: dict[str, None] = field(default_factory=dict)
    has_backward_goto: bool = False


@dataclass(slots=True, eq=False)
class Scopes:
    """The result.

    Attributes:
        variable_of: Each ``Name`` node's variable, ``None`` for a global.
        declared: Variables of a declaring node (``Local``, ``LocalFunction``, ``NumericFor``, ``GenericFor``, ``Function``).
        function_of: The record of each function node.
        owner_of: The function in which a ``Name`` stands.
        environment: The chunk's own ``_ENV`` where free names are fields of it (scripts), else ``None``.
        free_names: The names that were written out as its fields, or as those of another ``_ENV``.
    """

    main: FunctionScope
    variable_of: dict[ast.Name, Variable | None] = field(default_factory=dict)
    declared: dict[ast.Node, list[Variable]] = field(default_factory=dict)
    function_of: dict[ast.Function, FunctionScope] = field(default_factory=dict)
    owner_of: dict[ast.Name, FunctionScope] = field(default_factory=dict)
    environment: Variable | None = None
    free_names: set[str] = field(default_factory=set)


def resolve(chunk: ast.Chunk) -> Scopes:
    """Return the scopes of a chunk."""
    return _Resolver(chunk).run()


def resolve_script(chunk: ast.Chunk) -> Scopes:
    """Return the scopes of a script's chunk, in which every free name ``x`` has been written out as ``_ENV.x``.

    The only pass that changes a tree: afterwards no name is a global, and what reads and writes fields serves globals too.

    Source: Lua 5.4 manual, 2.2.
    """
    return _ScriptResolver(chunk).run()


class _Resolver:
    def __init__(self, chunk: ast.Chunk) -> None:
        self.chunk = chunk
        self.env: list[dict[str, Variable]] = []
        self.function = FunctionScope(chunk.main, None)
        self.scopes = Scopes(self.function)
        self.loops = 0
        self.block = chunk.main.body

    def run(self) -> Scopes:
        self.function_body(self.chunk.main, self.function)
        return self.scopes

    # Declarations

    def declare(self, node: ast.Node, param: ast.Param, kind: Kind, value: ast.Expr | None = None) -> Variable:
        variable = Variable(param.name, kind, param.span, self.function, param.attrib, value, self.block)
        variable.in_loop = self.loops > 0
        self.function.variables.append(variable)
        self.env[-1][param.name] = variable
        self.scopes.declared.setdefault(node, []).append(variable)
        return variable

    def lookup(self, name: str) -> Variable | None:
        for scope in reversed(self.env):
            if name in scope:
                return scope[name]
        return None

    def use(self, node: ast.Name, *, write: bool) -> None:
        variable = self.lookup(node.name)
        if variable is None:
            self.use_global(node)
        else:
            self.use_variable(node, variable, write=write)

    def use_global(self, node: ast.Name) -> None:
        self.scopes.variable_of[node] = None
        self.scopes.owner_of[node] = self.function
        scope: FunctionScope | None = self.function
        while scope is not None:
            scope.globals[node.name] = None
            scope = scope.parent

    def use_variable(self, node: ast.Name, variable: Variable, *, write: bool) -> None:
        self.scopes.variable_of[node] = variable
        self.scopes.owner_of[node] = self.function
        if write:
            variable.assigned += 1
            variable.writes.append(node)
        else:
            variable.reads.append(node)
        scope: FunctionScope | None = self.function
        while scope is not None and scope is not variable.function:
            variable.captured = True
            scope.upvalues[variable] = None
            scope = scope.parent

    # Functions and blocks

    def function_body(self, node: ast.Function, scope: FunctionScope) -> None:
        saved = self.function, self.loops, self.block
        self.function, self.loops, self.block = scope, 0, node.body
        scope.has_backward_goto = _has_backward_goto(node.body)
        if scope.has_backward_goto:
            self.loops = 1
        self.scopes.function_of[node] = scope
        self.env.append({})
        for param in node.params:
            self.declare(node, param, "param")
        self.statements(node.body)
        self.env.pop()
        self.function, self.loops, self.block = saved

    def inner_function(self, node: ast.Function) -> None:
        scope = FunctionScope(node, self.function)
        self.function.children.append(scope)
        self.function_body(node, scope)

    def statements(self, block: ast.Block) -> None:
        saved, self.block = self.block, block
        for stat in block.body:
            self.stat(stat)
        self.block = saved

    def scoped(self, block: ast.Block, *, loop: bool = False) -> None:
        self.loops += loop
        self.env.append({})
        self.statements(block)
        self.env.pop()
        self.loops -= loop

    def stat(self, stat: ast.Stat) -> None:
        match stat:
            case ast.Local():
                for value in stat.values:
                    self.expr(value)
                for i, param in enumerate(stat.names):
                    own = stat.values[i] if i < len(stat.values) else None
                    if own is not None and i == len(stat.values) - 1 and i < len(stat.names) - 1 and is_multi(own):
                        own = None
                    self.declare(stat, param, "local", own)
            case ast.Assign():
                for target in stat.targets:
                    if isinstance(target, ast.Name):
                        self.use(target, write=True)
                    else:
                        self.expr(target)
                for value in stat.values:
                    self.expr(value)
            case ast.CallStat():
                self.expr(stat.call)
            case ast.Do():
                self.scoped(stat.block)
            case ast.While():
                self.loops += 1
                self.expr(stat.cond)
                self.loops -= 1
                self.scoped(stat.block, loop=True)
            case ast.Repeat():
                self.loops += 1
                self.env.append({})
                self.statements(stat.block)
                self.expr(stat.cond)
                self.env.pop()
                self.loops -= 1
            case ast.If():
                for cond, block in stat.branches:
                    self.expr(cond)
                    self.scoped(block)
                if stat.orelse is not None:
                    self.scoped(stat.orelse)
            case ast.NumericFor():
                for expr in (stat.start, stat.stop, stat.step):
                    if expr is not None:
                        self.expr(expr)
                self.loop_body(stat, [stat.var], stat.block)
            case ast.GenericFor():
                for expr in stat.values:
                    self.expr(expr)
                self.loop_body(stat, stat.names, stat.block)
            case ast.FunctionStat():
                if isinstance(stat.target, ast.Name):
                    self.use(stat.target, write=True)
                else:
                    self.expr(stat.target)
                self.inner_function(stat.func)
            case ast.LocalFunction():
                self.declare(stat, stat.name, "function", stat.func)
                self.inner_function(stat.func)
            case ast.Return():
                for value in stat.values:
                    self.expr(value)
            case ast.Break() | ast.Goto() | ast.Label() | ast.TypeDef() | ast.Interface():
                pass

    def loop_body(self, stat: ast.Node, names: list[ast.Param], block: ast.Block) -> None:
        self.loops += 1
        self.env.append({})
        saved, self.block = self.block, block
        for param in names:
            self.declare(stat, param, "for")
        self.block = saved
        self.scoped(block)
        self.env.pop()
        self.loops -= 1

    # Expressions; long left-leaning chains are walked without recursion

    def expr(self, expr: ast.Expr) -> None:
        stack: list[ast.Expr] = [expr]
        while stack:
            node = stack.pop()
            match node:
                case ast.Name():
                    self.use(node, write=False)
                case ast.Index():
                    stack += (node.key, node.obj)
                case ast.Call():
                    stack.extend(reversed(node.args))
                    stack.append(node.func)
                case ast.MethodCall():
                    stack.extend(reversed(node.args))
                    stack.append(node.obj)
                case ast.Binary():
                    stack += (node.right, node.left)
                case ast.Unary():
                    stack.append(node.operand)
                case ast.Paren():
                    stack.append(node.inner)
                case ast.Function():
                    self.inner_function(node)
                case ast.Table():
                    for item in reversed(node.fields):
                        stack.append(item.value)
                        if item.key is not None:
                            stack.append(item.key)
                case ast.Nil() | ast.Boolean() | ast.Number() | ast.String() | ast.Vararg():
                    pass


class _ScriptResolver(_Resolver):
    """Also writes out what free names mean."""

    def __init__(self, chunk: ast.Chunk) -> None:
        super().__init__(chunk)
        main = self.function
        self.environment = Variable("_ENV", "local", chunk.span, main, None, None, chunk.main.body, captured=True)
        self.scopes.environment = self.environment
        self.fields: dict[ast.Name, ast.Index] = {}

    def run(self) -> Scopes:
        scopes = super().run()
        if self.fields:
            write_out(self.chunk, self.fields)
            for variables in scopes.declared.values():
                for variable in variables:
                    if isinstance(variable.value, ast.Name):
                        variable.value = self.fields.get(variable.value, variable.value)
        return scopes

    def use(self, node: ast.Name, *, write: bool) -> None:
        variable = self.lookup(node.name)
        if variable is None and node.name == "_ENV":
            variable = self.environment
        if variable is not None:
            self.use_variable(node, variable, write=write)
            return
        self.scopes.free_names.add(node.name)
        of = ast.Name(node.span, "_ENV")
        self.fields[node] = ast.Index(node.span, of, ast.String(node.span, node.name), True)
        self.use(of, write=False)


def is_multi(expr: ast.Expr) -> bool:
    """Whether an expression may give any number of values."""
    return isinstance(expr, (ast.Call, ast.MethodCall, ast.Vararg))


def inner_blocks(stat: ast.Stat) -> list[ast.Block]:
    """The blocks directly inside a statement, in source order; function bodies are not among them."""
    match stat:
        case ast.Do() | ast.While() | ast.Repeat() | ast.NumericFor() | ast.GenericFor():
            return [stat.block]
        case ast.If():
            blocks = [block for _, block in stat.branches]
            return blocks if stat.orelse is None else [*blocks, stat.orelse]
        case _:
            return []


def _has_backward_goto(block: ast.Block) -> bool:
    seen: set[str] = set()

    def walk(block: ast.Block) -> bool:
        for stat in block.body:
            if isinstance(stat, ast.Label):
                seen.add(stat.name)
            elif isinstance(stat, ast.Goto) and stat.label in seen:
                return True
            elif any(walk(inner) for inner in inner_blocks(stat)):
                return True
        return False

    return walk(block)
