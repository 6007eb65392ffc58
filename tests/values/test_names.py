"""The mangling is exact, and no Lua key reaches anything of Python's or the runtime's."""

from __future__ import annotations

import itertools
import keyword
import random
import types

import pytest
from luaflow_runtime.values.metatables import FrozenTable, MetaTable, define_table, set_metatable
from luaflow_runtime.values.names import _LONGEST_KNOWN, _MOST_KNOWN, _Attributes, demangle, is_lua_name, mangle
from luaflow_runtime.values.table import Table, iterate_raw
from luaflow_runtime.values.userdata import Userdata


async def _coroutine() -> None: ...


def _keys() -> list[str]:
    made = ["".join(parts) for n in range(6) for parts in itertools.product(("_", "a"), repeat=n)]
    classes = (str, int, float, bool, type(None), types.FunctionType, types.BuiltinFunctionType, types.MethodType)
    known = {
        name for cls in (*classes, types.CoroutineType, object, type, dict, list, Table, Userdata) for name in dir(cls)
    }
    known |= (
        set(keyword.kwlist)
        | set(keyword.softkwlist)
        | {"arr_", "hash_", "meta_", "with_meta_", "self", "é", "a b", "\udc80", "\0"}
    )
    made += [form for name in known for form in (name, name + "_", name + "__", "_" + name, name[:-1], name[:-2])]
    generator = random.Random(1)
    made += ["".join(generator.choices("_ab1 é", k=generator.randint(0, 8))) for _ in range(2000)]
    return sorted(set(made))


def test_demangle_is_the_inverse_and_no_two_keys_meet() -> None:
    keys = _keys()
    attributes = [mangle(key) for key in keys]
    assert [demangle(attribute) for attribute in attributes] == keys
    assert len(set(attributes)) == len(keys)
    assert all(is_lua_name(attribute) for attribute in attributes)


@pytest.mark.parametrize("name", ["__class__", "__dict__", "arr_", "hash_", "meta_", "class", "None", "format", "send"])
def test_internal_names_are_no_lua_names(name: str) -> None:
    assert not is_lua_name(name)


def test_no_key_reaches_an_attribute_of_the_classes() -> None:
    plain = define_table(["name"], "tests")
    of_python = {
        name
        for cls in (
            str,
            int,
            float,
            bool,
            type(None),
            types.FunctionType,
            types.CoroutineType,
            plain,
            MetaTable,
            FrozenTable,
        )
        for name in dir(cls)
    } - {"name"}
    for key in _keys():
        assert mangle(key) not in of_python, key


@pytest.mark.parametrize("with_metatable", [False, True])
def test_every_key_is_stored_and_read_back(with_metatable: bool) -> None:
    keys = _keys()
    t = Table()
    if with_metatable:
        set_metatable(t, Table())
    before = {name: getattr(t, name) for name in ("arr_", "hash_", "meta_")}
    for n, key in enumerate(keys):
        t[key] = n
    assert [t[key] for key in keys] == list(range(len(keys)))
    assert list(iterate_raw(t)) == [(key, n) for n, key in enumerate(keys)]
    assert {name: getattr(t, name) for name in before} == before
    assert t.__class__ in (Table, Table.with_meta_)


@pytest.mark.parametrize(
    ("key", "attribute"),
    [
        ("total", "total"),
        ("end", "end"),
        ("class", "class_"),
        ("index", "index_"),
        ("x_", "x__"),
        ("type", "type"),
        ("__index", "__index"),
        ("__class_", "__class___"),
    ],
)
def test_examples(key: str, attribute: str) -> None:
    assert mangle(key) == attribute


def test_the_remembered_attributes_are_those_of_mangle_and_bounded() -> None:
    known = _Attributes()
    for key in [*_keys(), "long" * 100, *map(str, range(2 * _MOST_KNOWN))]:
        assert known[key] == mangle(key)
        assert known[key] == mangle(key)
        assert len(known) <= _MOST_KNOWN
        assert key in known or len(key) > _LONGEST_KNOWN
