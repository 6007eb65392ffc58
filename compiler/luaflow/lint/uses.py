"""Which functions and modules of the runtime a chunk names, and where it calls them.

A use stands where the thing itself is named: ``os.time`` in ``local now = os.time``; the calls ``now()`` belong to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from luaflow.analyse.statics import ConstantRef, ModuleRef, ShimRef, Statics
from luaflow.analyse.typenames import type_call
from luaflow.resolve import Scopes, Variable
from luaflow.syntax import ast
from luaflow.syntax.walk import children

Named = ast.Name | ast.Index | ast.MethodCall | ast.Call


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One place that names a shim, a module's field or a module.

    Attributes:
        node: The name, index, method call or ``require`` call.
        span: What to point at: a direct call with its arguments, else the name.
        name: Full name: ``os.time``, ``io.stdout``, ``debug``.
        ref: What it is.
        calls: Argument lists of the calls that are known to be its own.
        aliases: Where a local that stands for it is called.
        escapes: Its value goes where its calls are not known.
    """

    node: Named
    span: ast.Span
    name: str
    ref: ShimRef | ConstantRef | ModuleRef
    calls: Sequence[Sequence[ast.Expr]]
    aliases: Sequence[ast.Span]
    escapes: bool


@dataclass(slots=True)
class Uses:
    """All uses in source order, and the other places that rules look at.

    Attributes:
        uses: Shims, fields and modules that are named.
        globals: Names that are no local, read or called.
        global_writes: Names that are no local and are assigned to, function statements included.
        field_writes: Assignments to fields.
        requires: Calls of ``require``.
    """

    uses: list[Use] = field(default_factory=list)
    globals: list[ast.Name] = field(default_factory=list)
    global_writes: list[tuple[ast.Name, ast.Assign | ast.FunctionStat]] = field(default_factory=list)
    field_writes: list[ast.Index] = field(default_factory=list)
    calls: list[ast.Call | ast.MethodCall] = field(default_factory=list)
    requires: list[ast.Call] = field(default_factory=list)


def find_uses(chunk: ast.Chunk, scopes: Scopes, statics: Statics) -> Uses:
    """Return what a chunk names of the runtime."""
    finder = _Finder(scopes, statics)
    finder.visit(chunk)
    return finder.finish()


class _Finder:
    def __init__(self, scopes: Scopes, statics: Statics) -> None:
        self.scopes = scopes
        self.statics = statics
        self.found = Uses()
        self._call_of: dict[ast.Expr, ast.Call] = {}
        self._consumed: set[ast.Expr] = set()
        self._named: list[tuple[Named, str, ShimRef | ConstantRef | ModuleRef]] = []
        self._variable_of: dict[ast.Expr, Variable] = {}
        for variables in scopes.declared.values():
            for variable in variables:
                if variable.value is not None:
                    self._variable_of[variable.value] = variable

    # First everything is collected, because an alias may be called behind its use

    def visit(self, chunk: ast.Chunk) -> None:
        stack: list[ast.Node] = [chunk]
        while stack:
            node = stack.pop()
            self._look_at(node)
            stack.extend(reversed(children(node)))

    def _look_at(self, node: ast.Node) -> None:
        if isinstance(node, (ast.Call, ast.MethodCall)):
            self._type_call(node)
        match node:
            case ast.Name():
                self._name(node)
            case ast.Index():
                self._index(node)
            case ast.Call():
                self._call_of[node.func] = node
                self.found.calls.append(node)
                self._require(node)
            case ast.MethodCall():
                self.found.calls.append(node)
                self._method(node)
            case ast.Assign():
                self._targets(node)
            case ast.FunctionStat(target=ast.Name() as target):
                self._written(target, node)
            case ast.FunctionStat(target=ast.Index() as target):
                self._consumed.add(target)
                self.found.field_writes.append(target)
            case _:
                pass

    def _targets(self, node: ast.Assign) -> None:
        for target in node.targets:
            if isinstance(target, ast.Name):
                self._written(target, node)
            else:
                self._consumed.add(target)
                self.found.field_writes.append(target)

    def _written(self, target: ast.Name, node: ast.Assign | ast.FunctionStat) -> None:
        self._consumed.add(target)
        if self.scopes.variable_of.get(target) is None:
            self.found.global_writes.append((target, node))

    def _name(self, node: ast.Name) -> None:
        if self.scopes.variable_of.get(node) is not None or node in self._consumed:
            return
        self.found.globals.append(node)
        static = self.statics.of(node)
        if isinstance(static, (ShimRef, ModuleRef)):
            self._named.append((node, static.name, static))

    def _index(self, node: ast.Index) -> None:
        base = self.statics.of(node.obj)
        if isinstance(base, ModuleRef):
            self._consumed.add(node.obj)
            static = self.statics.of(node)
            if isinstance(static, (ShimRef, ConstantRef)) and node not in self._consumed:
                self._named.append((node, static.name, static))

    def _method(self, node: ast.MethodCall) -> None:
        base = self.statics.of(node.obj)
        if isinstance(base, ModuleRef):
            self._consumed.add(node.obj)
            static = self.statics.member(base, node.name)
            if isinstance(static, (ShimRef, ConstantRef)):
                self._named.append((node, static.name, static))

    def _type_call(self, node: ast.Call | ast.MethodCall) -> None:
        found = type_call(self.statics, node)
        if found is not None:
            self._consumed.add(found.node)
            self._consumed.update(found.arguments)

    def _require(self, node: ast.Call) -> None:
        func = node.func
        if isinstance(func, ast.Name) and func.name == "require" and self.scopes.variable_of.get(func) is None:
            self.found.requires.append(node)
            static = self.statics.of(node)
            if isinstance(static, ModuleRef):
                self._named.append((node, static.name, static))

    # Then each use gets its calls

    def finish(self) -> Uses:
        for node, name, ref in self._named:
            if isinstance(ref, ModuleRef) and (node in self._consumed or self._only_fields(node)):
                continue
            self.found.uses.append(self._use(node, name, ref))
        self.found.uses.sort(key=lambda use: use.span)
        return self.found

    def _only_fields(self, node: Named) -> bool:
        """Whether a module goes into a local of which only fields are taken."""
        variable = self._variable_of.get(node)
        return variable is not None and all(read in self._consumed for read in variable.reads)

    def _use(self, node: Named, name: str, ref: ShimRef | ConstantRef | ModuleRef) -> Use:
        if isinstance(node, ast.MethodCall):
            return Use(node, node.span, name, ref, [[node.obj, *node.args]], (), False)
        call = self._call_of.get(node)
        if call is not None:
            return Use(node, call.span, name, ref, [call.args], (), False)
        variable = self._variable_of.get(node)
        if variable is None or variable.assigned:
            return Use(node, node.span, name, ref, (), (), True)
        calls = [self._call_of.get(read) for read in variable.reads]
        known = [call for call in calls if call is not None]
        return Use(
            node,
            node.span,
            name,
            ref,
            [call.args for call in known],
            [call.span for call in known],
            len(known) < len(calls) or not calls,
        )
