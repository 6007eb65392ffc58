"""Numerals and the text of numbers agree with Lua."""

from __future__ import annotations

import random
import struct
from typing import Any

from luaflow_runtime.text.numbers import number_to_str, str_to_number, tonumber_base

_SPECIAL = [0.0, -0.0, 1.0, -1.0, 1e15, 1e14, 123456789012345.0, 1e100, 1e16, 2.0**53, 2.0**63, -(2.0**63), 0.1, 1 / 3, 5e-324, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan"), 3.14159265358979, 1e-5, 1e-4, 123456.789e3, 99999999999999.9, 999999999999999.9]  # fmt: skip


def test_text_of_numbers(same_as_lua: Any) -> None:
    random_ = random.Random(4)
    numbers: list[int | float] = [*_SPECIAL, 0, -1, 2**63 - 1, -(2**63)]
    numbers += [struct.unpack("<d", random_.randbytes(8))[0] for _ in range(500)]
    numbers += [random_.uniform(-1e6, 1e6) for _ in range(200)] + [float(random_.randrange(10**17)) for _ in range(200)]
    numbers += [random_.randrange(-(2**63), 2**63) for _ in range(100)]
    same_as_lua([("tostring", (n,)) for n in numbers], {"tostring": number_to_str})


def test_sign_of_not_a_number() -> None:
    assert number_to_str(float("nan")) == "nan"
    assert number_to_str(-float("nan")) == "-nan"


_NUMERALS = """
0 -0 +5 007 1e5 1E5 1e+5 1e-5 1e 1e+ .5 5. . -.5 +.5e2 0x 0xg 0x10 0X1F -0x10 +0xff 0x.8 0x8. 0x. 0x.p1 0xp1 0x1p 0x1p4 0x1P-4
0x1p+4 0xA.8p1 0x1.8 -0x1.8p1 0xffffffffffffffff 0x1ffffffffffffffff -0xffffffffffffffff 0x7fffffffffffffff
9223372036854775807 9223372036854775808 -9223372036854775808 -9223372036854775809 99999999999999999999
00000000000000000000000000000000000012 1e308 1e309 -1e309 1e-400 0x1p1024 -0x1p1024 0x1p-1080 0x1p99999999999999999999
0x0p99999999999999999999 inf nan infinity -inf INF NaN 0xinf 1_000 0b11 1f 1l 1,5 1.5.5 --1 +-1 1e5.5 0x1.8p1.5 e5 0e5 00x1 1e1000000000000
""".split()
_STRANGE = [
    "",
    " ",
    "  12  ",
    "\t12\n",
    "\v12\f",
    "\r-1",
    "1 2",
    "- 1",
    "12\0",
    "\0",
    "１２",
    "٣",
    "\u00a012",
    "1\u2003",
    "0x 1",
    "+ 5",
    "5 +",
    "1e 5",
    "\x1c1",
]


def test_numerals(same_as_lua: Any) -> None:
    random_ = random.Random(5)
    texts = [*_NUMERALS, *_STRANGE]
    for _ in range(1500):
        texts.append("".join(random_.choices("0123456789.eExXpP+-aAfF \0", k=random_.randrange(1, 9))))
    for _ in range(300):
        texts.append("0x" + "".join(random_.choices("0123456789abcdefABCDEF.p-", k=random_.randrange(1, 24))))
    for _ in range(300):
        texts.append(repr(struct.unpack("<d", random_.randbytes(8))[0]))
    same_as_lua([("tonumber", (text,)) for text in texts], {"tonumber": str_to_number})


def test_long_numerals() -> None:
    assert str_to_number("9" * 5000) == float("inf")
    assert str_to_number("0" * 5000 + "7") == 7
    assert str_to_number("0x" + "f" * 5000) == -1


def test_numerals_of_a_base(same_as_lua: Any) -> None:
    random_ = random.Random(6)
    calls: list[Any] = [("tonumber", (text, base)) for text in [*_NUMERALS, *_STRANGE] for base in (2, 8, 10, 16, 36)]
    for _ in range(1000):
        text = "".join(random_.choices("0123456789abzZxX_ -+", k=random_.randrange(1, 20)))
        calls.append(("tonumber", (text, random_.randrange(2, 37))))
    same_as_lua(calls, {"tonumber": tonumber_base})
