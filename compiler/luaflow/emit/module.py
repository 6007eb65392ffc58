"""Writes a module: the frame from a template, the code between by the statement writer."""

from __future__ import annotations

from functools import cache

import jinja2

from luaflow.emit.lines import mark
from luaflow.emit.statements import StatementWriter
from luaflow.ir import nodes as ir
from luaflow.package.layout import Layout, ModulePlace
from luaflow.package.literals import py_literal
from luaflow.registry import LuaEntry


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("luaflow.emit"),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
    )
    environment.filters["literal"] = py_literal
    environment.filters["doc"] = _doc
    return environment.get_template("module.py.j2")


def emit(module: ir.Module, entry: LuaEntry, layout: Layout, *, header: str, task_failure: bool = False) -> str:
    """Return a module's unformatted text with line marks.

    Args:
        module: The lowered chunk.
        entry: Its registry entry.
        layout: Where entries live.
        header: The file's first line.
        task_failure: An uncaught Lua error fails the workflow task instead of the run.
    """
    place: ModulePlace = layout.modules[entry.id]
    functions = _text(module.functions)
    chunk = _text([module.chunk])
    body = functions + chunk
    return _template().render(
        header=header,
        package=layout.package,
        what={"workflow.lua": "Workflow", "library.lua": "Library"}.get(entry.kind, "Function"),
        entry=entry,
        place=place,
        libraries=sorted(module.libraries),
        base=sorted(module.base),
        imports=sorted((layout.import_name(target), name) for target, name in module.imports.items()),
        runtime=_runtime_names(module, entry, place, uses_lua="lua." in body),
        functions=functions,
        chunk=chunk,
        is_workflow=entry.kind == "workflow.lua",
        task_failure=task_failure,
        end_mark=mark(0),
    )


def _runtime_names(module: ir.Module, entry: LuaEntry, place: ModulePlace, *, uses_lua: bool) -> list[str]:
    """Return what the module imports from ``luaflow_runtime``."""
    wanted = {
        "Entry": True,
        "LuaWorkflow": entry.kind == "workflow.lua",
        "SourceInfo": True,
        "library": bool(module.imports),
        "lua": uses_lua,
        "run_activity": bool(place.activity),
    }
    return [name for name, needed in wanted.items() if needed]


def _doc(text: str) -> str:
    """Return text from the user for a docstring: nothing in it can end the string or start an escape."""
    return "".join(c if c.isprintable() and c not in '\\"' and not "\ue000" <= c <= "\uf8ff" else "?" for c in text)


def _text(stats: list[ir.Stat]) -> str:
    writer = StatementWriter()
    for stat in stats:
        writer.statement(stat)
    return "\n".join(writer.lines)
