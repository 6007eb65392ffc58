"""Results, calls of any value, userdata."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import pytest
from luaflow_runtime.shim import shim
from luaflow_runtime.values import ops
from luaflow_runtime.values.calls import adjust, call, drive, first, multi
from luaflow_runtime.values.display import tostring
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import type_name
from luaflow_runtime.values.userdata import Userdata


@pytest.mark.parametrize(
    ("result", "one", "all_", "two"),
    [
        (5, 5, (5,), (5, None)),
        (None, None, (None,), (None, None)),
        ((), None, (), (None, None)),
        ((1, 2, 3), 1, (1, 2, 3), (1, 2)),
        ((None, 2), None, (None, 2), (None, 2)),
    ],
)
def test_results(result: Any, one: Any, all_: tuple[Any, ...], two: tuple[Any, ...]) -> None:
    assert (first(result), multi(result), adjust(result, 2), adjust(result, 0)) == (one, all_, two, ())


def test_drive() -> None:
    async def immediate() -> tuple[int, int]:
        return 1, 2

    closed = []

    async def waits() -> None:
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            closed.append(True)

    async def scenario() -> None:
        with pytest.raises(LuaError, match="attempt to yield across a C-call boundary"):
            drive(waits())

    assert drive(immediate()) == (1, 2) and drive(7) == 7
    asyncio.run(scenario())
    assert closed == [True]


def test_async_metamethod_that_does_not_wait() -> None:
    async def index(t: Any = None, key: Any = None) -> Any:
        return key + "!"

    t = set_metatable(Table(), Table(__index=index))
    assert t.x == "x!" and ops.index(t, "y") == "y!"


@pytest.mark.parametrize("value", [None, 5, "text", True, Table()])
def test_values_that_cannot_be_called(value: Any) -> None:
    with pytest.raises(LuaError, match=f"attempt to call a {type_name(value)} value"):
        call(value, 1)


class Pipe(Userdata):
    __slots__ = ("secret_",)

    def __init__(self) -> None:
        self.secret_ = 1

    @shim("Pipe:send")
    def send(self, value: Any = None) -> Any:
        return self, value

    @shim("Pipe:name", types="string")
    def name(self) -> str:
        return "pipe"

    def __str__(self) -> str:
        return "a pipe"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pipe)

    def __lt__(self, other: Any) -> Any:
        return other == 5 or NotImplemented

    def __add__(self, other: Any) -> Any:
        return "sum"

    metamethods_: ClassVar[Mapping[str, Callable[..., Any]]] = {
        "__concat": lambda a, b: "joined",
        "__call": lambda self, x=None: x,
    }


def test_userdata() -> None:
    pipe: Any = Pipe()
    assert (type_name(pipe), tostring(pipe), pipe.name(), pipe.send_(1)) == ("userdata", "a pipe", "pipe", (pipe, 1))
    assert pipe.unknown is None and pipe.index_ is None and not hasattr(pipe, "arr_")
    assert ops.invoke(pipe, "send", 2) == (pipe, 2)
    method = ops.index(pipe, "name")
    assert method is ops.index(Pipe(), "name") and method(pipe) == "pipe" and ops.index(pipe, 1) is None
    with pytest.raises(LuaError, match=r"bad argument #1 to 'name' \(Pipe expected, got number\)"):
        method(1)
    assert [
        ops.index(pipe, key) for key in ("secret_", "secret", "__class__", "__init__", "__slots__", "lua_type_")
    ] == [None] * 6
    assert ops.concat("a", pipe) == "joined" and ops.add(pipe, 1) == "sum" and call(pipe, 3) == 3
    assert (
        ops.eq(pipe, Pipe()) is True
        and ops.eq(pipe, 1) is False
        and ops.lt(pipe, 5) is True
        and ops.gt(5, pipe) is True
    )
    with pytest.raises(LuaError, match="attempt to compare number with userdata"):
        ops.lt(1, pipe)
    with pytest.raises(LuaError, match="attempt to perform arithmetic on a userdata value"):
        ops.sub(pipe, 1)
    with pytest.raises(LuaError, match="attempt to index a userdata value"):
        ops.setindex(pipe, "x", 1)
    with pytest.raises(LuaError, match=r"attempt to call a nil value \(method 'unknown'\)"):
        ops.invoke(pipe, "unknown")


def test_userdata_is_a_key_by_identity() -> None:
    a, b = Pipe(), Pipe()
    t = Table()
    t[a], t[b] = 1, 2
    assert (t[a], t[b]) == (1, 2)


def test_method_that_was_read_from_the_object() -> None:
    pipe = Pipe()
    assert call(pipe.send, pipe, 1) == (pipe, 1) and call(pipe.send, 1) == (pipe, 1)


def test_strings_have_the_string_library() -> None:
    assert ops.invoke("abc", "upper") == "ABC" and ops.index("abc", "nothing") is None and ops.index("abc", 1) is None
    with pytest.raises(LuaError, match="attempt to index a string value"):
        ops.setindex("abc", "x", 1)


def test_generic_for() -> None:
    def countdown(state: Any = None, control: Any = None, *_: Any) -> Any:
        return (control - 1, state) if control > 1 else None

    assert list(ops.iterate(countdown, "s", 3, 2)) == [(2, "s"), (1, "s")]
    callable_table = set_metatable(Table(), Table(__call=lambda self, s=None, c=None, *_: countdown(s, c)))
    assert list(ops.iterate(callable_table, "s", 2, 2)) == [(1, "s")]
    t = Table(1, 2, None, 4, a=1)
    assert list(ops.iter_ipairs(t)) == [(1, 1), (2, 2)]
    proxy = set_metatable(Table(), Table(__index=lambda _, k: k * 10 if k < 3 else None))
    assert list(ops.iter_ipairs(proxy)) == [(1, 10), (2, 20)]
    paired = set_metatable(Table(), Table(__pairs=lambda t: (countdown, t, 3)))
    assert list(ops.iter_pairs(paired)) == [(2, paired), (1, paired)]


def test_ipairs_follows_the_list_while_it_changes() -> None:
    t = Table(1, 2, 3)
    seen = []
    for i, v in ops.iter_ipairs(t):
        seen.append(v)
        if i == 3:
            t[4] = 4
        if i == 1:
            t[2] = 20
    assert seen == [1, 20, 3, 4]
