"""Tables: array part, order of traversal, deletion while traversing, metatables, freezing."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from luaflow_runtime.lib import base
from luaflow_runtime.lib.string import LIBRARY as STRING
from luaflow_runtime.values import ops
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import define_table, freeze, set_metatable
from luaflow_runtime.values.table import Table, append, iterate_raw, length, next_key, rawget, rawset

from .real_lua import run_lua

Orders = define_table(["total", "name", "other", "unknown"], "tests")


def walk(t: Table) -> Iterator[tuple[Any, Any]]:
    key = None
    while (r := next_key(t, key)) is not None:
        yield r
        key = r[0]


def test_fields_and_items() -> None:
    t = Orders("a", "b", total=5)
    assert (t.total, t.name, t[1], t[2], t[3]) == (5, None, "a", "b", None)
    assert t.__class__ is Orders and length(t) == 2
    assert Table(1, None, 3, None).arr_ == [None, 1, None, 3] and Table(None).arr_ == [None]
    assert Table(self=1)["self"] == 1


def test_keys_are_lua_keys() -> None:
    function, other = (lambda: 1), Table()
    t = Table()
    for n, key in enumerate([True, False, 1, 1.5, "1", "true", function, other, 0, -1, 2**53]):
        t[key] = n
    assert (t[True], t[1], t[1.0], t[1.5], t["1"], t[function], t[other], t[False], t[0.0]) == (
        0,
        2,
        2,
        3,
        4,
        6,
        7,
        1,
        8,
    )
    assert rawget(t, 2.0**53) == 10
    assert [key for key, _ in iterate_raw(t)] == [1, "1", "true", 0, True, False, 1.5, function, other, -1, 2**53]
    assert list(walk(t)) == list(iterate_raw(t))


@pytest.mark.parametrize(("key", "message"), [(None, "table index is nil"), (float("nan"), "table index is NaN")])
def test_impossible_keys(key: Any, message: str) -> None:
    t = Table()
    with pytest.raises(LuaError, match=message):
        t[key] = 1
    assert t[key] is None


def test_border_takes_keys_out_of_the_hash_part() -> None:
    t = Table()
    for i in (5, 3, 4, 2):
        t[i] = i
    assert length(t) == 0
    t[1] = 1
    assert length(t) == 5 and not t.hash_
    t[5] = None
    t[4] = None
    assert length(t) == 3
    t[2] = None
    t[3] = None
    assert length(t) == 1


def test_random_writes_agree_with_a_model() -> None:
    generator = random.Random(7)
    keys: list[Any] = [*range(-1, 12), 1.0, 2.5, "a", "b", "class", True, False]
    for _ in range(300):
        t = Table()
        if generator.random() < 0.3:
            set_metatable(t, Table())
        model: dict[Any, Any] = {}
        for _ in range(40):
            key = generator.choice(keys)
            value = generator.choice([None, 1, "v"])
            ops.setindex(t, key, value)
            model[repr(int(key)) if key.__class__ is float and key.is_integer() else repr(key)] = value
            live = {name: v for name, v in model.items() if v is not None}
            assert {repr(k): v for k, v in iterate_raw(t)} == live
            assert {repr(k): v for k, v in walk(t)} == live
            n = length(t)
            assert (n == 0 or t[n] is not None) and t[n + 1] is None
            assert len(t.arr_) == 1 or t.arr_[-1] is not None


@pytest.mark.parametrize("with_metatable", [False, True])
@pytest.mark.parametrize("attribute", [False, True])
def test_clearing_fields_while_traversing(with_metatable: bool, attribute: bool) -> None:
    t = Table(*range(1, 6), a=1, b=2, c=3)
    for key in (2.5, True, 100, -1):
        t[key] = key
    if with_metatable:
        set_metatable(t, Table())
    seen = []
    for key, _ in walk(t):
        seen.append(key)
        if attribute and key.__class__ is str:
            setattr(t, key, None)
        else:
            t[key] = None
    assert seen == [1, 2, 3, 4, 5, "a", "b", "c", 2.5, True, 100, -1]
    assert list(iterate_raw(t)) == [] and next_key(t, None) is None


def test_pairs_sees_fields_cleared_ahead() -> None:
    t = Table(1, 2, 3, a=1, b=2)
    seen = []
    for key, _ in ops.iter_pairs(t):
        seen.append(key)
        t[3] = None
        t.b = None
    assert seen == [1, 2, "a"]


def test_next_of_an_unknown_key() -> None:
    with pytest.raises(LuaError, match="invalid key to 'next'"):
        next_key(Table(a=1), "b")


def test_new_traversal_sees_new_fields() -> None:
    t = Table(a=1, b=2)
    assert next_key(t, None) == ("a", 1) and next_key(t, "a") == ("b", 2)
    t.a = None
    t.c = 3
    assert [key for key, _ in walk(t)] == ["b", "c"]


def test_two_traversals_at_once() -> None:
    t = Table(a=1, b=2, c=3)
    seen = []
    for key, _ in walk(t):
        t[key] = None
        seen.append((key, next_key(t, None)))
    assert seen == [("a", ("b", 2)), ("b", ("c", 3)), ("c", None)]


def test_cost_is_linear() -> None:
    def build(n: int) -> float:
        begin = time.perf_counter()
        t = Table()
        for i in range(1, n + 1):
            t[i] = i
        for i in range(n, 0, -1):
            ops.setindex(t, f"k{i}", i)
        for _ in walk(t):
            pass
        while length(t):
            t[length(t)] = None
        return time.perf_counter() - begin

    build(100)
    small, large = min(build(2_000) for _ in range(3)), min(build(20_000) for _ in range(3))
    assert large < small * 40


def test_append() -> None:
    t = Table()
    t[3] = "c"
    for value in ("a", "b"):
        append(t, value)
    append(t, None)
    append(t, "d")
    assert t.arr_ == [None, "a", "b", "c", "d"] and not t.hash_


# Metatables.


def test_metatable_form_and_back() -> None:
    t = Orders(total=5)
    t.name = None
    meta = Table(__index=Table(name="from meta", other=1))
    assert set_metatable(t, meta) is t
    assert (t.name, t.total, t.other, t.unknown) == ("from meta", 5, 1, None)
    t.total = None
    assert t.total is None and t["name"] == "from meta"
    set_metatable(t, None)
    assert t.__class__ is Orders and t.name is None


def test_index_chain() -> None:
    seen = []

    def index(t: Any = None, key: Any = None) -> Any:
        seen.append((t, key))
        return key, "second"

    last = set_metatable(Table(c=3), Table(__index=index))
    middle = set_metatable(Table(b=2), Table(__index=last))
    t = set_metatable(Table(1, a=1), Table(__index=middle))
    assert (t.a, t.b, t.c, t.class_, t[1], t[7], ops.index(t, "zz")) == (1, 2, 3, "class", 1, 7, "zz")
    assert seen == [(last, "class"), (last, 7), (last, "zz")]
    assert rawget(t, "b") is None


def test_index_of_a_string_and_of_a_number() -> None:
    t = set_metatable(Table(), Table(__index="text"))
    assert ops.index(t, "upper") is STRING["upper"] and t.upper_ is STRING["upper"]
    with pytest.raises(LuaError, match="attempt to index a number value"):
        _ = set_metatable(Table(), Table(__index=5)).x


def test_index_loop() -> None:
    a, b = Table(), Table()
    set_metatable(a, Table(__index=b))
    set_metatable(b, Table(__index=a))
    for read in (lambda: a.x, lambda: a[1], lambda: ops.index(a, "y")):
        with pytest.raises(LuaError, match="'__index' chain too long; possible loop"):
            read()


def test_newindex() -> None:
    store = Table()
    t = set_metatable(Table(old=1), Table(__newindex=store))
    t.new, t.old, t[1] = 5, 2, "one"
    assert (rawget(t, "new"), rawget(t, "old"), rawget(t, 1)) == (None, 2, None)
    assert (store.new, store["old"], store[1]) == (5, None, "one")
    log = []
    set_metatable(store, Table(__newindex=lambda *args: log.append(args[1:])))
    t.more = 1
    t["new"] = 6
    assert log == [("more", 1)] and store.new == 6
    rawset(t, "raw", 1)
    assert t.raw == 1


def test_call_metamethod() -> None:
    t = set_metatable(Table(), Table(__call=lambda self, a=None, b=None, *_: (self, a, b)))
    assert t(1) == (t, 1, None)
    outer = set_metatable(Table(), Table(__call=t))
    assert outer(1) == (t, outer, 1)
    with pytest.raises(LuaError, match="attempt to call a table value"):
        set_metatable(Table(), Table())()
    with pytest.raises(TypeError, match="'Table' object is not callable"):
        Table()()  # type: ignore[operator]


# Frozen tables.


def test_frozen_table() -> None:
    t = freeze(Orders(1, 2, total=5))
    writes = [
        lambda: setattr(t, "total", 6),
        lambda: setattr(t, "fresh", 6),
        lambda: ops.setindex(t, "a", 1),
        lambda: ops.setindex(t, 1, 1),
        lambda: ops.setindex(t, 3, 1),
        lambda: ops.setindex(t, True, 1),
        lambda: rawset(t, 1, 5),
        lambda: append(t, 1),
        lambda: base.setmetatable(t, Table()),
    ]
    for write in writes:
        with pytest.raises(LuaError, match="attempt to modify Immutable table"):
            write()
    assert (t.total, t.name, t[1], length(t), list(iterate_raw(t))) == (5, None, 1, 2, [(1, 1), (2, 2), ("total", 5)])


def test_library_is_immutable() -> None:
    with pytest.raises(LuaError, match="attempt to modify Immutable table"):
        STRING.upper_ = None
    with pytest.raises(LuaError, match="attempt to modify Immutable table"):
        base.rawset(STRING, "x", 1)


def test_traversal_order_of_the_array_part_agrees_with_lua() -> None:
    program = """
    local t = {10, 20, nil, 40, x = 1}
    t[6] = 60 t[5] = 50 t[2] = nil
    local out = {}
    for i = 1, 7 do out[i] = tostring(t[i]) end
    print(table.concat(out, " "), #t)
    """
    t = Table(10, 20, None, 40, x=1)
    t[6] = 60
    t[5] = 50
    t[2] = None
    out = " ".join("nil" if t[i] is None else str(t[i]) for i in range(1, 8))
    assert run_lua(program) == [f"{out}\t{length(t)}"]
