"""Functions of the libraries keep what their declarations promise, whatever they are given: the compiler builds on that."""

from __future__ import annotations

import random
from types import FunctionType
from typing import Any

import pytest
from luaflow.analyse import types as masks
from luaflow_runtime.lib import base, math, os, string, table, utf8
from luaflow_runtime.shim import Shim
from luaflow_runtime.values.calls import Coroutine, multi
from luaflow_runtime.values.errors import LuaError
from luaflow_runtime.values.metatables import set_metatable
from luaflow_runtime.values.table import Table
from luaflow_runtime.values.types import type_name

CALLS = 600
HUGE = 10**6
WITH_EFFECTS = {"os.exit", "os.execute", "os.remove", "os.rename", "os.tmpname", "print"}
TAKE_LONG = {"string.rep", "table.concat", "table.create", "table.move", "table.unpack", "unpack"}
PLAIN: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        2,
        3,
        5,
        2**63 - 1,
        -(2**63),
        0.0,
        -0.0,
        1.0,
        2.5,
        1e300,
        float("nan"),
        float("inf"),
    ),
    *("", "a", "abc", "10", "0x10", "1e2", " 5 ", "%d", "%s", "%a+", "gr\u00fcn", base.type_, math.floor),
]


def _tables() -> list[Table]:
    odd = Table(
        __len=lambda *_: "3", __tostring=lambda *_: "T", __lt=lambda *_: True, __index=lambda *_: None, __name="N"
    )
    return [Table(), Table(1, 2, 3), Table("b", "a"), Table(x=1), set_metatable(Table(1, 2), odd)]


def _mask(value: Any) -> int:
    if value.__class__ is int or value.__class__ is float:
        return masks.INTEGER if value.__class__ is int else masks.FLOAT
    return masks.from_text(type_name(value))[0]


def _declared() -> list[FunctionType]:
    functions = [each for module in (base, math, os, string, table, utf8) for each in vars(module).values()]
    shims = [each for each in functions if isinstance(getattr(each, "shim_", None), Shim)]
    return [each for each in shims if each.shim_.types and each.shim_.name not in WITH_EFFECTS]


@pytest.mark.parametrize("function", _declared(), ids=lambda function: str(function.shim_.name))
def test_results_are_as_declared(function: Any) -> None:
    shim: Shim = function.shim_
    chance = random.Random(shim.name)
    for _ in range(CALLS):
        args = chance.choices([*PLAIN, *_tables()], k=chance.randint(0, 4))
        if shim.name in TAKE_LONG and any(isinstance(arg, int | float) and abs(arg) > HUGE for arg in args):
            continue
        try:
            result = function(*args)
        except LuaError:
            continue
        if isinstance(result, Coroutine):
            result.close()
            continue
        values = multi(result)
        assert shim.results in (None, len(values)), args
        for value, text in zip(values, shim.types):
            assert _mask(value) & masks.from_text(text)[0], (args, text, value)
