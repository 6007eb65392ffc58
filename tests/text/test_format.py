"""``string.format`` agrees with Lua, errors included."""

from __future__ import annotations

import random
import struct
from typing import Any

from luaflow_runtime.lib import string
from luaflow_runtime.values.table import Table

_FUNCTIONS = {"string.format": string.format}
_FLOATS = [0.0, -0.0, 1.0, -1.5, 0.5, 2.5, 1 / 3, 1e15, 1e100, 5e-324, 2.0**1023, float("inf"), float("-inf"), 255.0, 1234567.0, 0.1]  # fmt: skip
_INTEGERS = [0, 1, -1, 8, 255, -255, 2**63 - 1, -(2**63), 1234567]


def test_numbers_with_random_modifiers(same_as_lua: Any) -> None:
    random_ = random.Random(8)
    calls: list[Any] = []
    for _ in range(5000):
        flags = "".join(random_.sample("-+ #0", random_.randrange(4)))
        width = random_.choice(["", "", "1", "5", "12", "30", "99", "100", "05"])
        precision = random_.choice(["", "", ".", ".0", ".1", ".3", ".10", ".99", ".100"])
        conversion = random_.choice("diuoxXeEfFgGaAcspqy")
        value: Any = random_.choice([*_FLOATS, *_INTEGERS])
        if conversion in "eEfgGaA" and random_.random() < 0.3:
            value = struct.unpack("<d", random_.randbytes(8))[0]
        if conversion == "p":
            value = None
        calls.append(("string.format", (f"[%{flags}{width}{precision}{conversion}]", value)))
    same_as_lua(calls, _FUNCTIONS)


def test_strings_with_modifiers(same_as_lua: Any) -> None:
    calls: list[Any] = []
    values = ["", "x", "hello", "é", "aé\udcffb", "a\0b", "y" * 120, 12, 1.5, None, True]
    for modifiers in (
        "",
        "5",
        "-5",
        "10",
        "-10",
        ".0",
        ".",
        ".1",
        ".2",
        ".3",
        "10.2",
        "-10.3",
        "05",
        "+",
        "#5",
        "99",
        "150",
    ):
        for value in values:
            calls.append(("string.format", (f"<%{modifiers}s>", value)))
    same_as_lua(calls, _FUNCTIONS)


def test_literals(same_as_lua: Any) -> None:
    values: list[Any] = [
        *_FLOATS,
        *_INTEGERS,
        float("nan"),
        "",
        "x",
        'a"b\\c\nd\re\0f\x001\x7f\x1f9é\udcff\t',
        None,
        True,
        False,
        Table(),
    ]
    same_as_lua([("string.format", ("%q", value)) for value in values], _FUNCTIONS)


def test_errors_and_oddities(same_as_lua: Any) -> None:
    forms = ["%", "%5", "%y", "%5y", "%%", "a%%b%", "%5%", "%1$d", "%\0d", "%ld", "%.3q", "%5q", "%q", "%d", "%s", "%.3.3d", "%--------------------d", "%000000000000000000000000d", "%-.3d", "%.-3d", "%.3c", "%5c", "%-5c|", "%c", "%.3p", "%i %i", "%s %s", "é%dé%s", "%é", "100%", "%S"]  # fmt: skip
    values: list[Any] = [
        (),
        (1,),
        ("1",),
        ("0x10",),
        ("x",),
        (1.5,),
        ("1.5",),
        (2.0**63,),
        (3.0,),
        (None,),
        (Table(),),
        (1, 2, 3),
        (True,),
        (65, "x"),
    ]
    calls: list[Any] = [
        ("string.format", (form, *args))
        for form in forms
        for args in values
        if "p" not in form and not (args and isinstance(args[0], Table) and "s" in form)
    ]
    calls += [
        ("string.format", ()),
        ("string.format", (12,)),
        ("string.format", (Table(),)),
        ("string.format", (None,)),
    ]
    same_as_lua(calls, _FUNCTIONS)


def test_text_of_other_values() -> None:
    table = Table()
    shown = string.format("%s", table)
    assert shown.startswith("table: 0x")
    assert string.format("%p", table) == shown.removeprefix("table: ")
    assert string.format("%p|%5p", 1, True) == "(null)|(null)"
    assert string.format("%p", "abc") == string.format("%p", "abc")
