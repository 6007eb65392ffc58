"""Every operation on many pairs of operands gives what real Lua gives, messages included."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from luaflow_runtime.values import ops
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import type_name

from .real_lua import run_lua

# Lua text and the Python value it stands for.
OPERANDS: list[tuple[str, Any]] = [
    ("nil", None),
    ("true", True),
    ("false", False),
    *((str(n), n) for n in (0, 1, 2, -1, 3, -3, 7, 63, 64, -64, 2**53, 2**53 + 1, 2**62, 2**63 - 1, -(2**63) + 1)),
    ("math.mininteger", -(2**63)),
    *(
        (repr(x), x)
        for x in (
            0.0,
            -0.0,
            1.0,
            0.5,
            -0.5,
            1.5,
            -2.5,
            3.0,
            1e15,
            1e16,
            1e100,
            2.0**53,
            2.0**63,
            -(2.0**63),
            1e308,
            5e-324,
        )
    ),
    ("1/0", float("inf")),
    ("-1/0", float("-inf")),
    ("0/0", ops.NAN),
    ("''", ""),
    ("'a'", "a"),
    ("'B'", "B"),
    ("'10'", "10"),
    ("' 0x10 '", " 0x10 "),
    ("'1e1'", "1e1"),
    ("'-3'", "-3"),
    ("'0'", "0"),
    ("'é'", "é"),
    ("'\\xff'", "\udcff"),
    ("{}", Table()),
    ("print", len),
]

BINARY: list[tuple[str, Callable[[Any, Any], Any]]] = [
    ("+", ops.add),
    ("-", ops.sub),
    ("*", ops.mul),
    ("/", ops.div),
    ("%", ops.mod),
    ("//", ops.idiv),
    ("^", ops.pow),
    ("&", ops.band),
    ("|", ops.bor),
    ("~", ops.bxor),
    ("<<", ops.shl),
    (">>", ops.shr),
    ("..", ops.concat),
    ("==", ops.eq),
    ("~=", ops.ne),
    ("<", ops.lt),
    ("<=", ops.le),
    (">", ops.gt),
    (">=", ops.ge),
]
UNARY: list[tuple[str, Callable[[Any], Any]]] = [
    ("-", ops.unm),
    ("~", ops.bnot),
    ("#", ops.length),
    ("not ", lambda v: not ops.truth(v)),
]

SHOW = r"""
local function show(ok, v)
  if not ok then
    v = v:gsub("^[^:]*:%d+: ", ""):gsub(" %(%l+ '.-'%)", "")
    print("! " .. v)
  elseif type(v) == "number" then
    print(math.type(v) .. " " .. (v ~= v and "nan" or math.type(v) == "float" and string.format("%.17g", v) or tostring(v)))
  else
    print(type(v) .. " " .. tostring(v))
  end
end
"""


def _show(operation: Callable[..., Any], *operands: Any) -> str:
    try:
        v = operation(*operands)
    except LuaError as error:
        return "! " + re.sub(r" \(\w+ '.*?'\)", "", error.value)
    if v.__class__ is int:
        return f"integer {v}"
    if v.__class__ is float:
        return "float nan" if v != v else f"float {v:.17g}"
    return f"{type_name(v)} {tostring(v)}"


def test_binary_operators() -> None:
    text = [SHOW, "local values = table.pack(", ",\n".join(lua for lua, _ in OPERANDS), ")\n"]
    text += [
        "for i = 1, values.n do for j = 1, values.n do local a, b = values[i], values[j]\n",
        *(f"show(pcall(function() return a {operator} b end))\n" for operator, _ in BINARY),
        "end end",
    ]
    got = iter(run_lua("".join(text)))
    differences = []
    for left, a in OPERANDS:
        for right, b in OPERANDS:
            for operator, operation in BINARY:
                expected = next(got)
                actual = _show(operation, a, b)
                if actual != expected and "0x" not in expected:
                    differences.append(f"{left} {operator} {right}: {actual!r}, Lua {expected!r}")
    assert not differences, f"{len(differences)}:\n" + "\n".join(differences[:40])


def test_unary_operators() -> None:
    text = [SHOW]
    for lua, _ in OPERANDS:
        text += [
            f"do local a = {lua}\n",
            *(f"show(pcall(function() return {operator}a end))\n" for operator, _ in UNARY),
            "end\n",
        ]
    got = iter(run_lua("".join(text)))
    for lua, a in OPERANDS:
        for operator, operation in UNARY:
            assert (lua, operator, _show(operation, a)) == (lua, operator, next(got))


def test_numeric_for() -> None:
    bounds = [
        "1",
        "3",
        "0",
        "-2",
        "1.0",
        "2.5",
        "'2'",
        "'x'",
        "nil",
        "{}",
        "0/0",
        "1/0",
        "-1/0",
        "math.maxinteger",
        "math.mininteger",
        "1e300",
    ]
    values = [
        1,
        3,
        0,
        -2,
        1.0,
        2.5,
        "2",
        "x",
        None,
        Table(),
        ops.NAN,
        float("inf"),
        float("-inf"),
        2**63 - 1,
        -(2**63),
        1e300,
    ]
    text = r"""
    local values = table.pack(@)
    for i = 1, values.n do for j = 1, values.n do for k = 1, values.n do
      local seen = {}
      local ok, message = pcall(function()
        for v = values[i], values[j], values[k] do seen[#seen + 1] = v; if #seen == 4 then break end end
      end)
      if not ok then seen[#seen + 1] = message:gsub("^[^:]*:%d+: ", "") end
      for n, v in ipairs(seen) do seen[n] = tostring(v) end
      print(table.concat(seen, " "))
    end end end
    """.replace("@", ", ".join(bounds))
    got = iter(run_lua(text))
    for start in values:
        for stop in values:
            for step in values:
                seen = []
                try:
                    for v in ops.for_range(start, stop, step):
                        seen.append(tostring(v))
                        if len(seen) == 4:
                            break
                except LuaError as error:
                    seen.append(error.value)
                assert f"{start} {stop} {step}: {' '.join(seen)}" == f"{start} {stop} {step}: {next(got)}"


def test_metamethods() -> None:
    calls: list[tuple[Any, ...]] = []

    def record(event: str, result: Any) -> Callable[..., Any]:
        def handler(*args: Any) -> Any:
            calls.append((event, *args))
            return result

        return handler

    events = ["__add", "__unm", "__idiv", "__band", "__bnot", "__shl", "__concat", "__len", "__lt", "__le", "__pow"]
    meta = Table(**{event: record(event, (event, "second")) for event in events})
    t = set_metatable(Table(), meta)
    assert ops.add(t, 1) == "__add" and calls[-1] == ("__add", t, 1)
    assert ops.add("x", t) == "__add" and calls[-1] == ("__add", "x", t)
    assert ops.unm(t) == "__unm" and calls[-1] == ("__unm", t, t)
    assert ops.bnot(t) == "__bnot" and ops.band(1.5, t) == "__band" and ops.shl(t, 1) == "__shl"
    assert ops.concat("a", "b", t) == "a__concat" and calls[-1] == ("__concat", "b", t)
    assert ops.length(t) == "__len" and ops.pow(2, t) == "__pow"
    assert ops.lt(t, 1) is True and ops.gt(t, 1) is True and calls[-1] == ("__lt", 1, t)
    assert ops.ge(t, 1) is True and calls[-1] == ("__le", 1, t)


def test_equality_of_tables() -> None:
    meta = Table(__eq=lambda a, b: 0)
    a, b = set_metatable(Table(), meta), Table()
    assert ops.eq(a, b) is True and ops.eq(b, a) is True and ops.ne(a, b) is False
    assert ops.eq(a, 1) is False and ops.eq(a, a) is True and ops.eq(Table(), Table()) is False
    assert (
        ops.eq(True, 1) is False
        and ops.eq(1, True) is False
        and ops.eq(1, 1.0) is True
        and ops.eq(ops.NAN, ops.NAN) is False
    )
