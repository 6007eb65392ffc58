"""Strings are bytes in one canonical form, whatever way they were put together."""

from __future__ import annotations

import random
from typing import Any

import pytest
from luaflow_runtime.lib import string
from luaflow_runtime.text.strings import (
    byte_length,
    canonical,
    concat,
    concat2,
    from_bytes,
    has_escapes,
    join,
    less,
    less_equal,
    sub,
    to_bytes,
)

_ALPHABET = [b"a", b"Z", b"\0", b"\xc3\xa9", b"\xc3", b"\xa9", b"\xe2\x82\xac", b"\xe2", b"\x82", b"\xf0\x9f\x98\x80", b"\xf0", b"\x9f", b"\xff", b"\xed\xa0\x80"]  # fmt: skip


def _random_bytes(random_: random.Random, most: int = 8) -> bytes:
    return b"".join(random_.choices(_ALPHABET, k=random_.randrange(most)))


def test_halves_of_a_character_join_to_it() -> None:
    assert concat2("\udcc3", "\udca9") == "é"
    assert join(["x\udce2", "\udc82\udcac", "y"]) == "x€y"
    assert canonical("\udcc3\udca9") == "é"


def test_surrogates_that_stand_for_no_byte_become_replacement_characters() -> None:
    assert canonical("a\ud800b") == "a\ufffdb"
    assert canonical("\udfff\udcff") == "\ufffd\udcff"


def test_every_byte_string_has_one_form() -> None:
    random_ = random.Random(1)
    for _ in range(3000):
        a, b = _random_bytes(random_), _random_bytes(random_)
        whole = from_bytes(a + b)
        assert to_bytes(whole) == a + b
        assert concat2(from_bytes(a), from_bytes(b)) == whole
        assert join([from_bytes(a), "", from_bytes(b)]) == whole
        assert byte_length(whole) == len(a + b)
        assert has_escapes(whole) == (_is_text(a + b) is False)
        assert less(from_bytes(a), from_bytes(b)) == (a < b)
        assert less_equal(from_bytes(a), from_bytes(b)) == (a <= b)
        assert concat2(sub(whole, 1, len(a)), sub(whole, len(a) + 1)) == whole


def test_joining_several_strings_looks_at_their_seams() -> None:
    random_ = random.Random(3)
    for _ in range(5000):
        parts = [_random_bytes(random_, 5) for _ in range(random_.randrange(1, 6))]
        assert concat([from_bytes(part) for part in parts]) == from_bytes(b"".join(parts))


def test_bytes_one_by_one_make_the_text_that_they_are() -> None:
    random_ = random.Random(4)
    for _ in range(500):
        wanted, made = _random_bytes(random_, 12), ""
        for byte in wanted:
            made = concat2(made, from_bytes(bytes([byte])))
        assert made == from_bytes(wanted)
        backwards = ""
        for byte in reversed(wanted):
            backwards = concat2(from_bytes(bytes([byte])), backwards)
        assert backwards == made


def _is_text(b: bytes) -> bool:
    try:
        b.decode()
    except UnicodeDecodeError:
        return False
    return True


def _concat(*parts: str) -> str:
    return join(parts)


def _lua_operators() -> dict[str, Any]:
    return {
        "(function(a, b) return a .. b end)": concat2,
        "(function(a, b) return a == b end)": lambda a, b: a == b,
        "(function(a, b) return a < b end)": less,
        "(function(a, b) return a <= b end)": less_equal,
        "(function(a) return #a end)": byte_length,
        "(function(...) return table.concat({...}) end)": _concat,
    }


def test_operators_agree_with_lua(same_as_lua: Any) -> None:
    random_ = random.Random(2)
    functions = _lua_operators()
    calls = []
    for name in functions:
        for _ in range(300):
            count = 1 if "#a" in name else 2
            calls.append((name, tuple(from_bytes(_random_bytes(random_, 5)) for _ in range(count))))
    same_as_lua(calls, functions)


def test_string_functions_agree_with_lua_on_any_bytes(same_as_lua: Any) -> None:
    random_ = random.Random(3)
    positions: list[Any] = [*range(-12, 13), 2**63 - 1, -(2**63), None, 2.0, "3"]
    calls = []
    for _ in range(700):
        s = from_bytes(_random_bytes(random_))
        i, j = random_.choice(positions), random_.choice(positions)
        calls += [
            ("string.byte", (s, i, j)),
            ("string.byte", (s, i)),
            ("string.len", (s,)),
            ("string.lower", (s,)),
            ("string.upper", (s,)),
            ("string.reverse", (s,)),
            ("string.rep", (s, random_.randrange(-1, 4))),
            ("string.rep", (s, random_.randrange(-1, 4), from_bytes(_random_bytes(random_, 3)))),
            ("string.char", tuple(_random_bytes(random_))),
        ]
        if i is not None:
            calls.append(("string.sub", (s, i, j)))
    same_as_lua(calls, _functions("byte", "len", "lower", "upper", "reverse", "rep", "char", "sub"))


def test_argument_errors_agree_with_lua(same_as_lua: Any) -> None:
    calls: list[Any] = [
        ("string.rep", ()),
        ("string.rep", (None, 1)),
        ("string.rep", ("x",)),
        ("string.rep", ("x", "y")),
        ("string.rep", ("x", 1.5)),
        ("string.rep", ("x", "1.5")),
        ("string.rep", ("x", 2**62)),
        ("string.rep", (True, 1)),
        ("string.rep", (12, 2)),
        ("string.rep", (1.5, 2)),
        ("string.rep", ("x", 2, True)),
        ("string.sub", ("x",)),
        ("string.sub", ("hello", "2", 4.0)),
        ("string.sub", ("hello", float("nan"))),
        ("string.char", (256,)),
        ("string.char", (-1,)),
        ("string.char", (65, "66", 67.0)),
        ("string.char", ("x",)),
        ("string.char", ()),
        ("string.byte", ()),
        ("string.byte", ("",)),
        ("string.byte", ("abc", 10)),
        ("string.byte", ("abc", 0)),
        ("string.byte", ("abc", -1)),
        ("string.len", (None,)),
        ("string.len", (12.0,)),
        ("string.upper", ()),
        ("string.reverse", (False,)),
    ]
    same_as_lua(calls, _functions("rep", "sub", "char", "byte", "len", "upper", "reverse"))


def _functions(*names: str) -> dict[str, Any]:
    return {f"string.{name}": getattr(string, name) for name in names}


def test_error_objects_are_taken_for_their_message() -> None:
    from luaflow_runtime.lib.errors import new_error

    error = new_error("Disk full")
    assert string.upper(error) == "DISK FULL"
    assert string.find(error, "full") == (6, 9)
    assert string.gsub(error, "%a+", error, 1) == ("Disk full full", 1)


def test_dump_raises() -> None:
    from luaflow_runtime.values.errors import LuaError

    with pytest.raises(LuaError, match="unable to dump given function"):
        string.dump(print)
