"""``string.pack``, ``unpack`` and ``packsize`` agree with Lua."""

from __future__ import annotations

import random
from typing import Any

from luaflow_runtime.lib import string
from luaflow_runtime.text.strings import from_bytes

_FUNCTIONS = {f"string.{name}": getattr(string, name) for name in ("pack", "unpack", "packsize")}
_OPTIONS = ["b", "B", "h", "H", "i", "I", "l", "L", "j", "J", "T", "f", "d", "n", "z", "s", "x", "X", " ", "<", ">", "=", "!", "i1", "i3", "I3", "i7", "i16", "I16", "i9", "s1", "s2", "c0", "c3", "c10", "!1", "!2", "!4", "!8", "!3", "Xi4", "Xd", "Xh", "i17", "i0", "c", "y", "s4", "!16"]  # fmt: skip
_VALUES: list[Any] = [
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    -128,
    65535,
    2**31,
    2**63 - 1,
    -(2**63),
    1.5,
    2.0,
    "12",
    "abc",
    "",
    "é\udcff",
    "a\0b",
    None,
]


def test_random_formats(same_as_lua: Any) -> None:
    random_ = random.Random(9)
    calls: list[Any] = []
    for _ in range(4000):
        form = "".join(random_.choices(_OPTIONS, k=random_.randrange(1, 5)))
        if random_.random() < 0.4:
            data = from_bytes(
                random_.choice(
                    [random_.randbytes(random_.randrange(30)), b"\0" * 30, b"\xff" * 30, b"\1abc\0\0\0\0" * 3]
                )
            )
            init = random_.choice([None, 1, 2, -1, -100, 31, 100])
            calls.append(("string.unpack", (form, data, init)))
        else:
            calls.append(("string.pack", (form, *random_.choices(_VALUES, k=6))))
        calls.append(("string.packsize", (form,)))
    same_as_lua(calls, _FUNCTIONS)


def test_limits(same_as_lua: Any) -> None:
    calls: list[Any] = [
        ("string.pack", ("i",)),
        ("string.pack", ("jjj", 1)),
        ("string.pack", ("z",)),
        ("string.pack", ("f", 1e300)),
        ("string.pack", ("f", float("-inf"))),
        ("string.pack", ("s1", "x" * 256)),
        ("string.pack", ("i99999999999", 1)),
        ("string.pack", ("i4294967297", 1)),
        ("string.packsize", ("c2147483647",)),
        ("string.packsize", ("c214748364" * 11,)),
        ("string.packsize", ("s",)),
        ("string.unpack", ("i9", "\udcff" * 8 + "\0")),
        ("string.unpack", (">I16", "\0" * 8 + "\udcff" * 8)),
        ("string.unpack", ("i4", "abcd", 2**62)),
        ("string.unpack", ("i4",)),
        ("string.pack", ()),
        ("string.pack", ("\udcc8", 1)),
        ("string.pack", ("é", 1)),
    ]
    same_as_lua(calls, _FUNCTIONS)
