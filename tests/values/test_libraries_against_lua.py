"""Functions of base, table and math give what real Lua gives, messages included."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from luaflow_runtime.lib import base, math, table
from luaflow_runtime.values.calls import multi
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.ops import NAN
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.types import type_name

from .real_lua import run_lua

SHOW = r"""
local function one(v)
  if type(v) == "number" then
    return math.type(v) .. " " .. (v ~= v and "nan" or math.type(v) == "float" and string.format("%.15g", v) or tostring(v))
  elseif type(v) == "table" or type(v) == "function" then
    return type(v)
  end
  return type(v) .. " " .. tostring(v)
end
local function show(ok, ...)
  if not ok then
    print("! " .. tostring((...)):gsub("^[^:]*:%d+: ", ""):gsub("to '%w+%.", "to '"))
    return
  end
  local parts = table.pack(...)
  for i = 1, parts.n do parts[i] = one(parts[i]) end
  print(table.concat(parts, ", "))
end
"""


def _one(v: Any) -> str:
    if v.__class__ is int:
        return f"integer {v}"
    if v.__class__ is float:
        return "float nan" if v != v else f"float {v:.15g}"
    name = type_name(v)
    return name if name in ("table", "function") else f"{name} {tostring(v)}"


def _show(function: Callable[..., Any], *args: Any) -> str:
    try:
        results = multi(function(*args))
    except LuaError as error:
        return f"! {tostring(error.value)}"
    return ", ".join(map(_one, results))


def _agree(calls: list[tuple[str, Callable[..., Any], list[str], list[Any]]]) -> None:
    """Compare calls: Lua's function, ours, Lua's argument texts, the values these stand for."""
    program = SHOW + "\n".join(f"show(pcall({', '.join([lua, *texts])}))" for lua, _, texts, _ in calls)
    differences = []
    for (lua, function, texts, values), expected in zip(calls, run_lua(program), strict=True):
        actual = _show(function, *values)
        expected = expected.replace("'atan2'", "'atan'")  # one C function under two names
        if actual.replace("'atan2'", "'atan'") != expected:
            differences.append(f"{lua}({', '.join(texts)}): {actual!r}, Lua {expected!r}")
    assert not differences, f"{len(differences)}:\n" + "\n".join(differences[:40])


NUMBERS: list[tuple[str, Any]] = [
    *((str(n), n) for n in (0, 1, 2, 3, -1, -7, 2**53 + 1, 2**63 - 1)),
    ("math.mininteger", -(2**63)),
    *((repr(x), x) for x in (0.0, -0.0, 0.5, -0.5, 2.0, 3.7, -3.7, 1e15, 2.0**62, 2.0**63, 1e300, -1e300)),
    ("1/0", float("inf")),
    ("-1/0", float("-inf")),
    ("0/0", NAN),
    ("'10'", "10"),
    ("' 0x1p1 '", " 0x1p1 "),
    ("'x'", "x"),
    ("nil", None),
    ("true", True),
    ("{}", Table()),
]
ONE = "abs ceil floor sqrt exp log log10 sin cos tan asin acos atan deg rad cosh sinh tanh modf frexp tointeger type max min".split()
TWO = "fmod log atan atan2 pow ult max min ldexp".split()


def _functions(library: Table) -> dict[str, Callable[..., Any]]:
    return {name: f for name, f in iterate_raw(library) if callable(f)}


def test_math_of_one_number() -> None:
    ours = _functions(math.LIBRARY)
    calls: Any = [(f"math.{name}", ours[name], [lua], [value]) for name in ONE for lua, value in NUMBERS]
    _agree(calls + [(f"math.{name}", ours[name], [], []) for name in ONE])


def test_math_of_two_numbers() -> None:
    ours = _functions(math.LIBRARY)
    pairs = list(itertools.product(NUMBERS, NUMBERS))
    _agree([(f"math.{name}", ours[name], [a[0], b[0]], [a[1], b[1]]) for name in TWO for a, b in pairs])


def test_math_constants() -> None:
    expected = run_lua("print(math.pi, math.huge, math.maxinteger, math.mininteger)")
    constants = [math.LIBRARY[name] for name in ("pi", "huge", "maxinteger", "mininteger")]
    assert ["\t".join(map(tostring, constants))] == expected


@pytest.mark.parametrize("seed", ["42", "-1", "7, 9", "math.mininteger, math.maxinteger"])
def test_random_numbers(seed: str) -> None:
    calls = ["", "100", "1, 3", "0", "-5, 5", "math.mininteger, math.maxinteger", "1 << 40", "6"] * 5
    program = f"math.randomseed({seed})\n" + "\n".join(
        f"print(string.format('%.17g', math.random({args})))" for args in calls
    )
    scope = {"math": type("M", (), {"mininteger": -(2**63), "maxinteger": 2**63 - 1})}
    math.randomseed(*eval(f"[{seed}]", scope))
    got = [f"{math.random(*eval(f'[{args}]', scope)):.17g}" for args in calls]
    assert got == run_lua(program)


def test_random_arguments() -> None:
    arguments = [("0.5", 0.5), ("'x'", "x"), ("-1", -1), ("nil", None), ("{}", Table())]
    calls: list[Any] = [("math.random", math.random, [lua], [value]) for lua, value in arguments]
    calls += [
        ("math.random", math.random, ["2", "1"], [2, 1]),
        ("math.random", math.random, ["1", "2", "3"], [1, 2, 3]),
    ]
    calls.append(("math.randomseed", math.randomseed, ["1.5"], [1.5]))
    _agree(calls)


BASE: list[tuple[str, str, list[Any]]] = [
    ("tonumber", lua, values)
    for lua, values in [
        ("", []),
        ("nil", [None]),
        ("'  0x1p4  '", ["  0x1p4  "]),
        ("'1e1'", ["1e1"]),
        ("'1_0'", ["1_0"]),
        ("'0x'", ["0x"]),
        ("'inf'", ["inf"]),
        ("'9223372036854775808'", ["9223372036854775808"]),
        ("'0xffffffffffffffffff'", ["0xffffffffffffffffff"]),
        ("'10', 2", ["10", 2]),
        ("'zz', 36", ["zz", 36]),
        ("'8', 8", ["8", 8]),
        ("'-ff', 16", ["-ff", 16]),
        ("' 11 ', 2", [" 11 ", 2]),
        ("'7fffffffffffffff1', 16", ["7fffffffffffffff1", 16]),
        ("10, 16", [10, 16]),
        ("'1', 1", ["1", 1]),
        ("'1', 37", ["1", 37]),
        ("'12', 16.0", ["12", 16.0]),
        ("'12', 2.5", ["12", 2.5]),
        ("{}", [Table()]),
        ("{}, 10", [Table(), 10]),
        ("true", [True]),
    ]
]
BASE += [
    ("select", "'#'", ["#"]),
    ("select", "'#', nil, nil", ["#", None, None]),
    ("select", "2, 1, 2, 3", [2, 1, 2, 3]),
    ("select", "-1, 1, 2, 3", [-1, 1, 2, 3]),
    ("select", "-4, 1, 2, 3", [-4, 1, 2, 3]),
    ("select", "9, 1", [9, 1]),
    ("select", "0", [0]),
    ("select", "'a'", ["a"]),
    ("select", "1.5", [1.5]),
    ("select", "'2', 1, 2", ["2", 1, 2]),
    ("select", "nil", [None]),
    ("type", "", []),
    ("type", "nil", [None]),
    ("type", "print", [print]),
    ("tostring", "", []),
    ("tostring", "-0.0", [-0.0]),
    ("tostring", "1e100", [1e100]),
    ("tostring", "true", [True]),
    ("rawequal", "1", [1]),
    ("rawequal", "1, 1.0", [1, 1.0]),
    ("rawequal", "1, true", [1, True]),
    ("rawequal", "'a', 'a'", ["a", "a"]),
    ("rawequal", "{}, {}", [Table(), Table()]),
    ("rawlen", "5", [5]),
    ("rawlen", "'é'", ["é"]),
    ("rawlen", "", []),
    ("rawlen", "{1, 2}", [Table(1, 2)]),
    ("rawget", "{}", [Table()]),
    ("rawget", "5, 1", [5, 1]),
    ("rawget", "{7}, 1", [Table(7), 1]),
    ("rawset", "{}, 1", [Table(), 1]),
    ("rawset", "{}, nil, 1", [Table(), None, 1]),
    ("rawset", "{}, 0/0, 1", [Table(), NAN, 1]),
    ("rawset", "1, 2, 3", [1, 2, 3]),
    ("next", "{}", [Table()]),
    ("next", "{}, 'x'", [Table(), "x"]),
    ("next", "{5}", [Table(5)]),
    ("next", "{5}, 1", [Table(5), 1]),
    ("next", "5", [5]),
    ("next", "", []),
    ("pairs", "", []),
    ("pairs", "{}", [Table()]),
    ("pairs", "nil", [None]),
    ("ipairs", "", []),
    ("ipairs", "nil", [None]),
    ("setmetatable", "1, {}", [1, Table()]),
    ("setmetatable", "{}", [Table()]),
    ("setmetatable", "{}, 1", [Table(), 1]),
    ("setmetatable", "{}, nil", [Table(), None]),
    (
        "setmetatable",
        "setmetatable({}, {__metatable = 1}), {}",
        [set_metatable(Table(), Table(__metatable=1)), Table()],
    ),
    ("getmetatable", "", []),
    ("getmetatable", "5", [5]),
    ("getmetatable", "'x'", ["x"]),
    (
        "getmetatable",
        "setmetatable({}, {__metatable = 'locked'})",
        [set_metatable(Table(), Table(__metatable="locked"))],
    ),
    ("assert", "", []),
    ("assert", "false", [False]),
    ("assert", "nil, 'm'", [None, "m"]),
    ("assert", "false, nil", [False, None]),
    ("assert", "1, 2, 3", [1, 2, 3]),
    ("error", "", []),
    ("error", "'x'", ["x"]),
    ("error", "'x', 2", ["x", 2]),
    ("error", "5", [5]),
    ("pcall", "", []),
    ("pcall", "nil", [None]),
    ("pcall", "5, 1", [5, 1]),
    ("pcall", "error, 'x'", [base.error, "x"]),
    ("pcall", "tostring, 1, 2", [base.tostring, 1, 2]),
    ("xpcall", "print", [print]),
    ("xpcall", "print, nil", [print, None]),
    ("xpcall", "nil, tostring", [None, base.tostring]),
    ("xpcall", "error, error, 'x'", [base.error, base.error, "x"]),
    ("xpcall", "select, print, '#', 1", [base.select, print, "#", 1]),
    ("collectgarbage", "'foo'", ["foo"]),
    ("collectgarbage", "", []),
]


def test_base() -> None:
    _agree([(name, base.GLOBALS[name], [lua] if lua else [], values) for name, lua, values in BASE])


def _list(*values: Any) -> Callable[[], list[Any]]:
    return lambda: [Table(*values)]


# Lua text of the arguments; the values, made anew.
TABLE: list[tuple[str, str, Callable[[], list[Any]]]] = [
    ("concat", "{1, 2.5, 'x'}, ', '", lambda: [Table(1, 2.5, "x"), ", "]),
    ("concat", "{1, 2, 3}, '-', 2, 3", lambda: [Table(1, 2, 3), "-", 2, 3]),
    ("concat", "{}, 'x'", lambda: [Table(), "x"]),
    ("concat", "{1}, 'x', 3, 2", lambda: [Table(1), "x", 3, 2]),
    ("concat", "{1, 2}, ',', 1, 3", lambda: [Table(1, 2), ",", 1, 3]),
    ("concat", "{1, true}", _list(1, True)),
    ("concat", "nil", lambda: [None]),
    ("concat", "{1}, {}", lambda: [Table(1), Table()]),
    ("concat", "{1}, ',', 'x'", lambda: [Table(1), ",", "x"]),
    ("concat", "{'\\xc3', '\\xa9'}", _list("\udcc3", "\udca9")),
    ("insert", "", lambda: []),
    ("insert", "{}", lambda: [Table()]),
    ("insert", "nil, 1", lambda: [None, 1]),
    ("insert", "{}, 'a', 1", lambda: [Table(), "a", 1]),
    ("insert", "{}, 0, 1", lambda: [Table(), 0, 1]),
    ("insert", "{}, 2, 1", lambda: [Table(), 2, 1]),
    ("insert", "{1, 2}, 1, 2, 3", lambda: [Table(1, 2), 1, 2, 3]),
    ("remove", "{}", lambda: [Table()]),
    ("remove", "{}, 1", lambda: [Table(), 1]),
    ("remove", "{}, 0", lambda: [Table(), 0]),
    ("remove", "{}, -1", lambda: [Table(), -1]),
    ("remove", "{1, 2, 3}, 4", lambda: [Table(1, 2, 3), 4]),
    ("remove", "{1, 2, 3}, 5", lambda: [Table(1, 2, 3), 5]),
    ("remove", "{1, 2, 3}, 1", lambda: [Table(1, 2, 3), 1]),
    ("remove", "{1, 2, 3}", _list(1, 2, 3)),
    ("remove", "nil", lambda: [None]),
    ("unpack", "{1, nil, 3}", _list(1, None, 3)),
    ("unpack", "{1, 2, 3}, 2", lambda: [Table(1, 2, 3), 2]),
    ("unpack", "{1, 2, 3}, -1, 1", lambda: [Table(1, 2, 3), -1, 1]),
    ("unpack", "{1}, 2, 1", lambda: [Table(1), 2, 1]),
    ("unpack", "nil", lambda: [None]),
    ("unpack", "{}, 1, 1e7", lambda: [Table(), 1, 1e7]),
    ("unpack", "{1, 2}, '1', '2'", lambda: [Table(1, 2), "1", "2"]),
    ("unpack", "{1}, 'a'", lambda: [Table(1), "a"]),
    ("unpack", "{1}, 1.5", lambda: [Table(1), 1.5]),
    ("move", "{1}, 1, 2", lambda: [Table(1), 1, 2]),
    ("move", "nil, 1, 2, 3", lambda: [None, 1, 2, 3]),
    ("move", "{}, 1, math.maxinteger, 2", lambda: [Table(), 1, 2**63 - 1, 2]),
    ("move", "{}, math.mininteger, 1, 2", lambda: [Table(), -(2**63), 1, 2]),
    ("move", "{1, 2}, 1, 2, 1, 5", lambda: [Table(1, 2), 1, 2, 1, 5]),
    ("sort", "nil", lambda: [None]),
    ("sort", "{1}, 5", lambda: [Table(1), 5]),
    ("sort", "{1, 2}, 5", lambda: [Table(1, 2), 5]),
    ("sort", "{'b', 'a', 3}", _list("b", "a", 3)),
    ("sort", "{{}, {}}", lambda: [Table(Table(), Table())]),
    ("sort", "{1, 2, nil, 4}", _list(1, 2, None, 4)),
    ("sort", "{3, 2, 1, 4}, function() return true end", lambda: [Table(3, 2, 1, 4), lambda *_: True]),
]


def test_table() -> None:
    ours = _functions(table.LIBRARY)
    _agree([(f"table.{name}", ours[name], [lua] if lua else [], make()) for name, lua, make in TABLE])


def _shuffled(n: int, distinct: int) -> Iterator[Table]:
    for i in range(1, n + 1):
        yield Table(k=(i * 7919) % distinct, i=i)


@pytest.mark.parametrize(("n", "distinct"), [(2, 1), (3, 2), (40, 5), (100, 7), (101, 100), (300, 23), (1000, 3)])
def test_order_of_equal_elements(n: int, distinct: int) -> None:
    program = f"""
    local t = {{}}
    for i = 1, {n} do t[i] = {{k = (i * 7919) % {distinct}, i = i}} end
    table.sort(t, function(a, b) return a.k < b.k end)
    for i = 1, {n} do io.write(t[i].i, " ") end
    """
    t = Table(*_shuffled(n, distinct))
    table.sort(t, lambda a, b: a.k < b.k)
    assert [" ".join(str(e.i) for e in t.arr_[1:])] == [line.strip() for line in run_lua(program)]


def test_sort_without_comparator() -> None:
    values = [5, 2.5, -1, 2**53 + 1, 2.0**53, 0]
    t = Table(*values)
    table.sort(t)
    assert t.arr_[1:] == sorted(values)
    words = Table("b", "é", "a", "\udcff", "Z")
    table.sort(words)
    assert words.arr_[1:] == ["Z", "a", "b", "é", "\udcff"]


def test_insert_and_remove_shift() -> None:
    t = Table(1, 2, 3)
    table.insert(t, 1, 0)
    table.insert(t, 5, 4)
    table.insert(t, 9)
    assert t.arr_ == [None, 0, 1, 2, 3, 4, 9]
    assert [table.remove(t, 2), table.remove(t), table.remove(t, 1)] == [1, 9, 0]
    assert t.arr_ == [None, 2, 3, 4]
    moved = table.move(Table(1, 2, 3), 2, 3, 1)
    assert moved.arr_ == [None, 2, 3, 3]
    assert table.move(Table(1, 2, 3), 1, 3, 3).arr_ == [None, 1, 2, 1, 2, 3]
    packed = table.pack(1, None, 3, None)
    assert packed.n == 4 and packed.arr_ == [None, 1, None, 3]


def test_functions_use_metamethods() -> None:
    log: list[Any] = []
    store = Table(1, 2, 3)
    proxy = set_metatable(
        Table(),
        Table(
            __index=lambda t, k: store[k],
            __newindex=lambda t, k, v: log.append((k, v)) or store.__setitem__(k, v),
            __len=lambda t, *_: 3,
        ),
    )
    assert table.concat(proxy, ",") == "1,2,3"
    assert table.unpack(proxy) == (1, 2, 3)
    table.insert(proxy, 1, 0)
    assert log == [(4, 3), (3, 2), (2, 1), (1, 0)]
    table.sort(proxy, lambda a, b: a > b)
    assert store.arr_[1:4] == [2, 1, 0]


def test_extensions() -> None:
    assert table.maxn(Table(1, 2)) == 2 and table.getn(Table(1, 2)) == 2
    t = Table()
    t[7.5] = 1
    assert table.maxn(t) == 7.5
    frozen = table.freeze(Table(1, 2, a=1))
    assert table.isfrozen(frozen) is True and table.isfrozen(Table()) is False
    for write in (lambda: table.insert(frozen, 1), lambda: table.remove(frozen), lambda: table.sort(frozen)):
        with pytest.raises(LuaError, match="attempt to modify Immutable table"):
            write()
    assert frozen.arr_ == (None, 1, 2)


async def test_comparator_that_suspends() -> None:
    async def immediate(a: Any, b: Any) -> bool:
        return bool(a > b)

    async def waits(a: Any, b: Any) -> bool:
        import asyncio

        await asyncio.sleep(0)
        return bool(a < b)

    t = Table(1, 2, 3)
    table.sort(t, immediate)
    assert t.arr_ == [None, 3, 2, 1]
    with pytest.raises(LuaError, match="attempt to yield across a C-call boundary"):
        table.sort(t, waits)


def test_numbers_of_printed_values_do_not_depend_on_addresses() -> None:
    import contextvars

    def texts() -> list[str]:
        a, b = Table(), Table()
        return [tostring(v) for v in (b, a, b, print, texts, print, math.LIBRARY)]

    first = contextvars.Context().run(texts)
    assert contextvars.Context().run(texts) == first
    assert first[0] == first[2] != first[1] and first[3] == first[5]
    assert all(re.fullmatch(r"(table|function): 0x[0-9a-f]{12}", text) for text in first)
