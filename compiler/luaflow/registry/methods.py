"""Whether a chunk returns the function that ``method`` names, as far as that can be known without running it.

Source: registry reference, section 1.2.1.
"""

from __future__ import annotations

from luaflow.diagnostics import Diagnostic, Severity
from luaflow.registry.findings import nearest
from luaflow.registry.model import LuaEntry
from luaflow.resolve import Scopes
from luaflow.resolve.scopes import Variable
from luaflow.syntax import ast
from luaflow.syntax.walk import children


def check_method(entry: LuaEntry, chunk: ast.Chunk, scopes: Scopes) -> Diagnostic | None:
    """Return a finding when the chunk surely has no function for ``method``; ``None`` otherwise."""
    if entry.kind == "library.lua" or not entry.method:
        return None
    body = chunk.main.body.body
    last = body[-1] if body else None
    if not isinstance(last, ast.Return):
        if _returns_elsewhere(chunk):
            return None
        end = len(entry.source.text.rstrip())
        return _finding(
            entry,
            (end, end),
            "the chunk returns nothing",
            "return the function, or a table that holds it",
            "the end of the chunk",
        )
    if not last.values:
        return _finding(entry, last.span, "the chunk returns nothing", "return the function, or a table that holds it")
    value = last.values[0]
    match value:
        case ast.Nil() | ast.Boolean() | ast.Number() | ast.String():
            return _finding(
                entry,
                value.span,
                "the chunk returns neither a function nor a table",
                "return the function, or a table that holds it",
            )
    names = _field_names(value, chunk, scopes)
    if names is None or entry.method in names:
        return None
    help = nearest(entry.method, names) or (
        f"it has {', '.join(f'`{name}`' for name in sorted(names))}" if names else ""
    )
    return _finding(entry, value.span, f"the chunk returns a table without `{entry.method}`", help)


def _finding(entry: LuaEntry, span: tuple[int, int], problem: str, help: str, label: str = "") -> Diagnostic:
    return Diagnostic(
        code="LF408",
        severity=Severity.ERROR,
        message=f"`{entry.id}` has `method: {entry.method}`, but {problem}",
        source=entry.source,
        span=span,
        label=label,
        help=help,
        entry=entry.id,
    )


def _returns_elsewhere(chunk: ast.Chunk) -> bool:
    """Whether the chunk's own code, outside its functions, has a ``return`` in a block."""
    stack: list[ast.Node] = list(chunk.main.body.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Return):
            return True
        if not isinstance(node, ast.Function):
            stack.extend(children(node))
    return False


def _field_names(value: ast.Expr, chunk: ast.Chunk, scopes: Scopes) -> set[str] | None:
    """Return the string keys of the table that an expression gives; ``None`` when they cannot be known."""
    match value:
        case ast.Paren():
            return _field_names(value.inner, chunk, scopes)
        case ast.Table():
            return _constructor_names(value)
        case ast.Name():
            variable = scopes.variable_of.get(value)
            if variable is None or variable.assigned or not isinstance(variable.value, ast.Table):
                return None
            names = _constructor_names(variable.value)
            return None if names is None else _with_assigned(names, variable, value, chunk, scopes)
    return None


def _constructor_names(table: ast.Table) -> set[str] | None:
    names: set[str] = set()
    for field in table.fields:
        if isinstance(field.key, ast.String):
            names.add(field.key.value)
        elif field.key is not None:
            return None
    return names


def _with_assigned(
    names: set[str], variable: Variable, returned: ast.Name, chunk: ast.Chunk, scopes: Scopes
) -> set[str] | None:
    """Add the fields that are assigned to a local table; give up when it is used in any other way than by a field."""
    understood: set[ast.Name] = {returned}
    uses: list[ast.Name] = []
    stack: list[ast.Node] = [chunk.main]
    while stack:
        node = stack.pop()
        match node:
            case ast.Index(obj=ast.Name() as owner, key=ast.String(value=key)) if (
                scopes.variable_of.get(owner) is variable
            ):
                names.add(key)
                understood.add(owner)
            case ast.MethodCall(obj=ast.Name() as owner) if scopes.variable_of.get(owner) is variable:
                understood.add(owner)
            case ast.Name() if scopes.variable_of.get(node) is variable:
                uses.append(node)
        stack.extend(children(node))
    return names if understood.issuperset(uses) else None
