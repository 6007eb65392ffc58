"""Errors of generated code speak Lua: position, variable, stack."""

from __future__ import annotations

import linecache
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from luaflow_runtime import lua
from luaflow_runtime.lib import base, debug
from luaflow_runtime.lib import table as table_library
from luaflow_runtime.values.errors import LuaError, is_lua_catchable, lua_frames, to_lua_error
from luaflow_runtime.values.metatables import define_table, set_metatable
from luaflow_runtime.values.source import SourceInfo
from luaflow_runtime.values.table import Table

PACKAGE = "lua_errors_package"
LuaFunction = Callable[..., Any]


@pytest.fixture
def module() -> Iterator[Callable[..., dict[str, Any]]]:
    """Make a generated module of Python text: line n of it is line n of ``order.lua``."""
    made = []

    def make(text: str, names: dict[str, str] | None = None) -> dict[str, Any]:
        file = f"/generated/{PACKAGE}_{len(made)}.py"
        linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
        lines = types.ModuleType(f"{PACKAGE}._lines")
        positions = tuple((n, 0, n) for n in range(1, text.count("\n") + 2))
        lines.LINES = {"order": (positions, names or {})}  # type: ignore[attr-defined]
        sys.modules[PACKAGE] = types.ModuleType(PACKAGE)
        sys.modules[lines.__name__] = lines
        table = define_table(["x", "y", "z", "n", "f", "old", "class_"], PACKAGE)
        scope: dict[str, Any] = {
            "__name__": f"{PACKAGE}.order",
            "__luaflow__": SourceInfo("order.lua", PACKAGE, "order"),
            "lua": lua,
            "base": base,
            "debug": debug,
            "table": table_library,
            "Table": table,
            **{function.shim_.name: function for function in (base.error, base.pcall, base.xpcall, base.tostring)},
        }
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # `"text"()` is what the test is about
            exec(compile(text, file, "exec"), scope)
        made.append(file)
        return scope

    yield make
    for file in made:
        del linecache.cache[file]
    sys.modules.pop(PACKAGE, None)
    sys.modules.pop(f"{PACKAGE}._lines", None)


CASES: list[tuple[str, str]] = [
    # Native operations.
    ("order.x", "attempt to index a nil value (local 'order')"),
    ("t.x.y", "attempt to index a nil value (field 'x')"),
    ("t.class_.y", "attempt to index a nil value (field 'class')"),
    ("t.f.x.y", "attempt to index a function value (field 'f')"),
    ("outer.x", "attempt to index a nil value (upvalue 'outer')"),
    ("chunk_level.x", "attempt to index a nil value (upvalue 'chunk_level')"),
    ("(5).x", "attempt to index a number value"),
    ("True.x", "attempt to index a boolean value"),
    ("order()", "attempt to call a nil value (local 'order')"),
    ("t()", "attempt to call a table value (local 't')"),
    ("t.x()", "attempt to call a nil value (field 'x')"),
    ("t.x(t)", "attempt to call a nil value (method 'x')"),
    ("t.f.x(1)", "attempt to index a function value (field 'f')"),
    ("outer()", "attempt to call a nil value (upvalue 'outer')"),
    ("lua.undefined('nofunc')()", "attempt to call a nil value (global 'nofunc')"),
    ("lua.globals_table()['nofunc']()", "attempt to call a nil value (global 'nofunc')"),
    ("lua.index(t, 'a b')()", "attempt to call a nil value (field 'a b')"),
    ("lua.index(t, 1)()", "attempt to call a nil value (field 'integer index')"),
    ("lua.index(t, number)()", "attempt to call a nil value (field '?')"),
    ("('text')()", "attempt to call a string value (constant 'text')"),
    ("number + t.x", "attempt to perform arithmetic on a nil value (field 'x')"),
    ("t.x * number", "attempt to perform arithmetic on a nil value (field 'x')"),
    ("-order", "attempt to perform arithmetic on a nil value (local 'order')"),
    ("number | order", "attempt to perform bitwise operation on a nil value (local 'order')"),
    ("order < number", "attempt to compare nil with number"),
    ("order > number", "attempt to compare number with nil"),
    ("t < t", "attempt to compare two table values"),
    ("number // 0", "attempt to divide by zero"),
    ("number % 0", "attempt to perform 'n%0'"),
    ("err_2.x", "attempt to index a nil value (local 'err')"),
    ("cell.value.x", "attempt to index a nil value (local 'cell')"),
    ("(r if (r := order()) else r)", "attempt to call a nil value (local 'order')"),
    ("lua.first(order())", "attempt to call a nil value (local 'order')"),
    # Operations of the runtime.
    ("lua.add(number, order)", "attempt to perform arithmetic on a nil value (local 'order')"),
    ("lua.add(t.x, 1)", "attempt to perform arithmetic on a nil value (field 'x')"),
    ("lua.add('a', 1)", "attempt to add a 'string' with a 'number'"),
    ("lua.bor(half, 1)", "number (local 'half') has no integer representation"),
    ("lua.concat('a', t.x, 'b')", "attempt to concatenate a nil value (field 'x')"),
    ("lua.length(order)", "attempt to get length of a nil value (local 'order')"),
    ("lua.index(order, 'x')", "attempt to index a nil value (local 'order')"),
    ("lua.index(t.x, 1)", "attempt to index a nil value (field 'x')"),
    ("lua.setindex(t.x, 1, 2)", "attempt to index a nil value (field 'x')"),
    ("lua.lt(1, 'x')", "attempt to compare number with string"),
    ("lua.invoke(t, 'x')", "attempt to call a nil value (method 'x')"),
    ("lua.invoke(order, 'x')", "attempt to index a nil value (local 'order')"),
    ("list(lua.iterate(1, order))", "attempt to call a nil value (for iterator 'for iterator')"),
    ("list(lua.for_range(1, 2, 0))", "'for' step is zero"),
    ("list(lua.iter_pairs(order))", "bad argument #1 to 'for iterator' (table expected, got nil)"),
    ("loud.x", "attempt to index a number value"),
    ("loud()", "attempt to call a table value (local 'loud')"),
    ("t.__setitem__(None, 1)", "table index is nil"),
    ("base.ipairs()", "bad argument #1 to 'ipairs' (value expected)"),
    ("base.pcall()", "bad argument #1 to 'pcall' (value expected)"),
    ("base.setmetatable(1)", "bad argument #1 to 'setmetatable' (table expected, got number)"),
    ("table.insert(t)", "wrong number of arguments to 'insert'"),
    ("table.insert(order, 1)", "bad argument #1 to 'insert' (table expected, got nil)"),
]


@pytest.mark.parametrize(("expression", "message"), CASES)
def test_message(module: Callable[..., dict[str, Any]], expression: str, message: str) -> None:
    scope = module(
        f"""
chunk_level = None
def make():
    outer = None
    def main(order=None, number=None, half=None, t=None, cell=None, loud=None, err_2=None):
        if number is None:
            return outer
        return {expression}
    return main
""",
        {"err_2": "err"},
    )
    main = scope["make"]()
    t = scope["Table"]()
    t.f = main
    loud = set_metatable(scope["Table"](), Table(__index=5))
    with pytest.raises(Exception) as caught:
        main(None, 3, 1.5, t, lua.Cell(None), loud)
    error = to_lua_error(caught.value)
    assert error.value == f"order.lua:8: {message}"
    assert base.pcall(main, None, 3, 1.5, t, lua.Cell(None), loud) == (False, error.value)


def test_assignment(module: Callable[..., dict[str, Any]]) -> None:
    scope = module("def main(order=None, t=None):\n    if t is None:\n        order.x = 1\n    t.x.y = 1\n")
    assert base.pcall(scope["main"])[1] == "order.lua:3: attempt to index a nil value (local 'order')"
    assert (
        base.pcall(scope["main"], None, scope["Table"]())[1] == "order.lua:4: attempt to index a nil value (field 'x')"
    )


def test_assignment_to_a_field_of_a_number(module: Callable[..., dict[str, Any]]) -> None:
    scope = module("def main(n=None):\n    n.x = 1\n")
    for value, kind in ((5, "number"), ("s", "string"), (True, "boolean"), (1.5, "number")):
        assert base.pcall(scope["main"], value)[1] == f"order.lua:2: attempt to index a {kind} value (local 'n')"


def test_attribute_on_a_line_of_its_own(module: Callable[..., dict[str, Any]]) -> None:
    scope = module("def main(t=None):\n    return (\n        t\n        .x\n        .y\n    )\n")
    assert base.pcall(scope["main"], scope["Table"]())[1] == "order.lua:5: attempt to index a nil value (field 'x')"


def test_lua_line_of_a_name_in_the_middle_of_a_python_line(module: Callable[..., dict[str, Any]]) -> None:
    scope = module("def main(t=None):\n    return t.x.y\n")
    lines = sys.modules[f"{PACKAGE}._lines"]
    lines.LINES = {"order": (((1, 0, 10), (2, 11, 11), (2, 13, 12), (2, 15, 13)), {})}  # type: ignore[attr-defined]
    assert base.pcall(scope["main"], scope["Table"]())[1].startswith("order.lua:13: ")
    assert base.pcall(scope["main"])[1].startswith("order.lua:12: ")


def test_error_levels(module: Callable[..., dict[str, Any]]) -> None:
    scope = module(
        """
def inner(level=None):
    error("text", level)
def outer(level=None):
    inner(level)
def main(level=None):
    outer(level)
def through_pcall():
    return pcall(inner, 2)
def error_by_pcall():
    return pcall(error, "text", 2)
"""
    )
    results = [base.pcall(scope["main"], level)[1] for level in (None, 0, 1, 2, 3, 4)]
    assert results == [
        "order.lua:3: text",
        "text",
        "order.lua:3: text",
        "order.lua:5: text",
        "order.lua:7: text",
        "text",
    ]
    assert scope["through_pcall"]() == (False, "text")
    assert scope["error_by_pcall"]() == (False, "order.lua:11: text")
    value = Table()
    assert base.pcall(base.error, value) == (False, value)
    assert base.pcall(base.error) == (False, None)


def test_errors_of_library_functions_have_the_position_of_the_caller(module: Callable[..., dict[str, Any]]) -> None:
    scope = module(
        """
def main(t=None):
    table.concat(t)
def sorts(t=None):
    table.sort(t)
def direct(t=None):
    return pcall(table.concat, t)
"""
    )
    t = Table(1, Table())
    message = "invalid value (table) at index 2 in table for 'concat'"
    assert base.pcall(scope["main"], t)[1] == f"order.lua:3: {message}"
    assert scope["direct"](t) == (False, message)
    assert scope["direct"](None) == (False, "bad argument #1 to 'table.concat' (table expected, got nil)")
    assert base.pcall(scope["sorts"], Table(1, "x"))[1] == "attempt to compare string with number"


def test_traceback(module: Callable[..., dict[str, Any]]) -> None:
    scope = module(
        """
def inner(t=None):
    return [t.x.y for _ in range(1)]
def main(t=None):
    return inner(t)
def chunk():
    return main(Table())
""",
        {"inner": "helper.inner"},
    )
    with pytest.raises(AttributeError) as caught:
        scope["chunk"]()
    error = to_lua_error(caught.value)
    assert error.lua_traceback == "\n".join(
        [
            "stack traceback:",
            "\torder.lua:3: in function 'helper.inner'",
            "\torder.lua:5: in function 'main'",
            "\torder.lua:7: in main chunk",
        ]
    )
    assert lua_frames(error.__traceback__)[0] == ("order.lua", 3, "function 'helper.inner'")
    assert error.__cause__ is caught.value


def test_handler_of_xpcall_sees_the_stack_of_the_error(module: Callable[..., dict[str, Any]]) -> None:
    scope = module(
        """
def inner(order=None):
    return order.x
def main():
    return xpcall(inner, debug.traceback)
"""
    )
    ok, text = scope["main"]()
    assert ok is False
    assert text.splitlines()[:3] == [
        "order.lua:3: attempt to index a nil value (local 'order')",
        "stack traceback:",
        "\torder.lua:3: in function <order.lua:2>",
    ]


def test_stack_overflow(module: Callable[..., dict[str, Any]]) -> None:
    scope = module("def main(n=None):\n    return lua.first(main(n))\n")
    ok, message = base.pcall(scope["main"])
    assert (ok, message) == (False, "order.lua:2: stack overflow")


async def test_pcall_catches_what_a_coroutine_lets_out(module: Callable[..., dict[str, Any]]) -> None:
    scope = module(
        """
import asyncio
async def inner(order=None):
    await asyncio.sleep(0)
    return order.x
async def main(order=None):
    return await pcall(inner, order)
"""
    )
    assert await scope["main"]() == (False, "order.lua:5: attempt to index a nil value (local 'order')")
    assert await scope["main"](Table(x=5)) == (True, 5)


def test_bugs_of_the_runtime_are_not_taken_for_errors_of_lua(module: Callable[..., dict[str, Any]]) -> None:
    def broken(*_: Any) -> Any:
        return None.x  # type: ignore[attr-defined]

    scope = module("def main(f=None):\n    return f()\n")
    with pytest.raises(AttributeError) as caught:
        base.pcall(scope["main"], broken)
    assert not is_lua_catchable(caught.value)
    with pytest.raises(AttributeError):
        to_lua_error(caught.value)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, GeneratorExit, RuntimeError, KeyError])
def test_what_pcall_lets_through(kind: type[BaseException]) -> None:
    def function() -> None:
        raise kind

    with pytest.raises(kind):
        base.pcall(function)


def test_error_object_without_text() -> None:
    assert str(LuaError("text")) == "text" and str(LuaError(5)) == "5"
    assert str(LuaError(set_metatable(Table(), Table(__tostring=lambda *_: "shown")))) == "shown"
    assert str(LuaError(set_metatable(Table(), Table(__tostring=lambda *_: Table())))).startswith(
        "(error object is a table"
    )
