"""JSON and Lua values: what crosses Temporal comes back as it was, or is refused by name."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from luaflow_runtime.lib.errors import new_error
from luaflow_runtime.text.jsontext import (
    MAX_DEPTH,
    DecodeError,
    EncodeError,
    dumps,
    dumps_lenient,
    from_plain,
    loads,
    loads_first,
    mark_object,
    to_plain,
)
from luaflow_runtime.text.strings import from_bytes
from luaflow_runtime.values.metatables import define_table, set_metatable
from luaflow_runtime.values.names import mangle
from luaflow_runtime.values.ops import index, setindex
from luaflow_runtime.values.table import Table, iterate_raw, length, rawset
from luaflow_runtime.values.userdata import Userdata


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, Table) and isinstance(b, Table):
        left, right = list(iterate_raw(a)), list(iterate_raw(b))
        return len(left) == len(right) and all(k == j and _same(v, w) for (k, v), (j, w) in zip(left, right))
    return type(a) is type(b) and a == b


def _random_value(random_: random.Random, depth: int = 0) -> Any:
    kind = random_.randrange(8 if depth < 4 else 5)
    if kind == 0:
        return random_.choice([True, False])
    if kind == 1:
        return random_.choice([0, -1, 2**63 - 1, -(2**63), random_.randrange(10**9)])
    if kind == 2:
        return random_.choice([5.0, -0.5, 1e300, 1e-7, 0.1, 1e16])
    if kind in (3, 4):
        return _random_string(random_)
    if kind == 5:
        return Table(*[_random_value(random_, depth + 1) for _ in range(random_.randrange(1, 4))])
    table = mark_object(Table())
    for _ in range(random_.randrange(4)):
        rawset(table, _random_string(random_), _random_value(random_, depth + 1))
    return table


_KEYS = ["a", "total", "class", "class_", "__class__", "__dict__", "arr_", "hash_", "meta_", "object_", "count", "é", "\udcff", "", "a b", "_", "__", "___", "None", "\0", "1", "lua_type_"]  # fmt: skip


def _random_string(random_: random.Random) -> str:
    if random_.random() < 0.7:
        return random_.choice(_KEYS)
    return from_bytes(
        random_.choice([random_.randbytes(5), 'é😀\u2028<&>"\\/'.encode(), b"\xed\xb2\x80", b"\xf0\x9f\x98\x80\x80"])
    )


def test_round_trip_of_random_values() -> None:
    random_ = random.Random(13)
    table_class = define_table(["total", "a"], "tests.tables")
    for _ in range(1500):
        value = _random_value(random_)
        text = dumps(value)
        text.encode()  # no stray surrogates: the text is UTF-8
        json.loads(text)
        back = loads(text, table_class)
        assert _same(value, back), text
        assert dumps(back) == text


def test_order_and_kinds_of_numbers_survive() -> None:
    text = '{"z":1,"a":5.0,"m":-0.0,"big":9223372036854775807,"list":[1,2.5,"x",true,{},[]]}'
    assert dumps(loads(text, Table)) == text


def test_integers_beyond_64_bits_become_floats() -> None:
    for digits in ("9223372036854775808", "-9223372036854775809", "1" + "0" * 30):
        value = loads(digits, Table)
        assert isinstance(value, float) and value == float(digits)
    assert loads("1" + "0" * 5000, Table) == float("inf")
    assert loads("[-1" + "0" * 400 + "]", Table)[1] == float("-inf")


def test_null_is_an_absent_field_or_a_hole() -> None:
    table = loads('{"a":null,"b":[null,1,null]}', Table)
    assert [key for key, _ in iterate_raw(table)] == ["b"]
    assert index(table.b, 1) is None
    assert index(table.b, 2) == 1
    assert length(table.b) == 2
    assert loads("null", Table) is None
    assert dumps(None) == "null"


def test_empty_tables() -> None:
    assert dumps(Table()) == "[]"
    assert dumps(loads("{}", Table)) == "{}"
    assert dumps(loads("[]", Table)) == "[]"
    table = Table()
    table.name = "x"
    table.name = None
    assert dumps(table) == "{}"
    decoded = loads('{"a":{}}', Table).a
    assert list(iterate_raw(decoded)) == []
    rawset(decoded, 1, "x")
    assert dumps(decoded) == '["x"]'
    rawset(decoded, 1, None)
    rawset(decoded, "k", "v")
    assert dumps(decoded) == '{"k":"v"}'


def test_metatables_are_ignored() -> None:
    table = set_metatable(Table(a=1), Table())
    setindex(table.meta_, "__index", Table(b=2))
    assert dumps(table) == '{"a":1}'


def _cycle() -> Table:
    table = Table(name="x")
    table.list = Table(Table(back=table))
    return table


class Time(Userdata):
    __slots__ = ()


def _deep(levels: int) -> Table:
    table = Table()
    for _ in range(levels - 1):
        table = Table(table)
    return table


def _with(key: Any, value: Any = 1) -> Table:
    table = Table(x=Table())
    setindex(table.x, key, value)
    return table


_REFUSED = [
    (Table(a=Table(1, Table(f=print))), "a[2].f: a function has no JSON form"),
    (Table(list=Table(1, 2, key="x")), "list: cannot encode mixed or invalid key types"),
    (Table(list=Table(1, None, 3)), "list: cannot encode sparse array"),
    (_with(3), "x: cannot encode sparse array"),
    (_with(0), "x: the integer key 0 has no place in an array or object"),
    (_with(-1), "x: the integer key -1 has no place in an array or object"),
    (_with(Table()), "x: cannot encode mixed or invalid key types"),
    (Table(n=float("nan")), "n: NaN has no JSON form"),
    (Table(n=float("-inf")), "n: an infinity has no JSON form"),
    (float("inf"), "an infinity has no JSON form"),
    (print, "a function has no JSON form"),
    (Table(at=Time()), "at: a Time has no JSON form; send what :format_rfc3339() gives"),
    (_cycle(), "list[1].back: cannot encode recursively nested tables"),
    (_deep(MAX_DEPTH + 1), f"{'[1]' * MAX_DEPTH}: nested deeper than {MAX_DEPTH} levels"),
    (Table(**{"a b": Table(**{"class_": print})}), '["a b"].class: a function has no JSON form'),
]


@pytest.mark.parametrize(("value", "message"), _REFUSED)
def test_strict_policy_names_the_key_path(value: Any, message: str) -> None:
    with pytest.raises(EncodeError) as caught:
        to_plain(value)
    assert str(caught.value) == message


def test_what_both_policies_write() -> None:
    shared = Table(1)
    assert dumps(Table(a=shared, b=shared)) == '{"a":[1],"b":[1]}'
    assert dumps(_deep(MAX_DEPTH)) == "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert dumps(Table(err=new_error("disk full"))) == '{"err":"disk full"}'
    assert dumps(_with(1.5)) == '{"x":{"1.5":1}}'
    assert dumps(_with(True)) == '{"x":{"true":1}}'


def test_lenient_policy() -> None:
    assert dumps_lenient(Table(f=print, n=float("nan"), t=Time())) == '{"f":null,"n":null,"t":null}'
    assert dumps_lenient(_with(0)) == '{"x":[]}'
    assert dumps_lenient(Table("<&>\u2028é\x01/\udcff")) == '["\\u003c\\u0026\\u003e\\u2028é\\u0001/\ufffd"]'
    for refused in (_cycle(), Table(1, None, 3), Table(1, key="x"), _deep(MAX_DEPTH + 1)):
        with pytest.raises(EncodeError):
            dumps_lenient(refused)


def test_bytes_survive_inside_a_payload() -> None:
    value = Table(raw=from_bytes(bytes(range(256))), mixed="😀\udc80é")
    text = dumps(value)
    assert text.isascii()
    assert _same(loads(text.encode(), Table), value)


def test_escaped_bytes_that_form_text_become_it() -> None:
    assert loads('"\\udcc3\\udca9"', Table) == "é"
    assert loads('{"\\udcc3\\udca9":1}', Table).é == 1
    assert loads('"\\ud800x\\udfff"', Table) == "\ufffdx\ufffd"


def test_keys_from_outside_never_reach_python_attributes() -> None:
    for key in _KEYS:
        table = loads(json.dumps({key: "value", "x": 1}), Table)
        assert index(table, from_bytes(key.encode("utf-8", "surrogateescape"))) == "value"
        assert table.__class__ is Table
        assert table.arr_ == (None,) and table.hash_ is None and table.meta_ is None
        assert set(table.__dict__) == {mangle(key), "x"}


@pytest.mark.parametrize(
    "text", ["", "{", "[1,]", "nul", '{"a":1', "1 2", "'x'", "\x00", "[" * 100_000, "[" * 200 + "]" * 200]
)
def test_what_is_no_json(text: str) -> None:
    with pytest.raises(DecodeError):
        loads(text, Table)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(DecodeError, match="invalid UTF-8"):
        loads(b'"\xff"', Table)
    with pytest.raises(DecodeError, match="bytes is no JSON value"):
        from_plain([b"x"], Table)


def test_the_first_value_of_a_text() -> None:
    assert loads_first(" \n[1] trailing", Table)[1] == 1
    for text in ('{"a":1,"a":2}', "NaN", "-Infinity", '"\udcff"', "", "  "):
        with pytest.raises(DecodeError):
            loads_first(text, Table)
