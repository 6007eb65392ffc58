"""``utf8`` agrees with Lua on any bytes."""

from __future__ import annotations

import random
from typing import Any

from luaflow_runtime.lib import string, utf8
from luaflow_runtime.text.strings import from_bytes, to_bytes
from luaflow_runtime.values.calls import multi

_PARTS = [b"a", b"\0", b"\xc3\xa9", b"\xe2\x82\xac", b"\xf0\x9f\x98\x80", b"\xc3", b"\x85", b"\xff", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xfd\xbf\xbf\xbf\xbf\xbf", b"\xc0\x80", b"\xf8\x88\x80\x80\x80"]  # fmt: skip


# Releases before 5.4.5, and we, skip stray continuation bytes in a loop; the later ones refuse them.
_STRAY = b"\x85"


def _collect_codes(*args: Any) -> tuple[Any, ...]:
    step, state, control = utf8.codes(*args)
    found: list[Any] = []
    while True:
        results = multi(step(state, control))
        if not results or results[0] is None:
            return tuple(found)
        control = results[0]
        found += results


def _pattern() -> str:
    return utf8.charpattern


_FUNCTIONS: dict[str, Any] = {
    "utf8.len": utf8.len,
    "utf8.codepoint": utf8.codepoint,
    "utf8.offset": utf8.offset,
    "utf8.char": utf8.char,
    "codes": _collect_codes,
}


def test_random_bytes(same_as_lua: Any) -> None:
    random_ = random.Random(12)
    calls: list[Any] = []
    for _ in range(1500):
        valid_only = random_.random() < 0.4
        parts = _PARTS[:5] if valid_only else _PARTS
        s = from_bytes(b"".join(random_.choices(parts, k=random_.randrange(6))))
        i, j = (random_.choice([None, *range(-9, 10)]) for _ in range(2))
        lax = random_.choice([None, True, False])
        calls += [
            ("utf8.len", (s, i, j, lax)),
            ("utf8.len", (s, None, None, lax)),
            ("utf8.codepoint", (s, i, j, lax)),
            ("utf8.offset", (s, random_.randrange(-5, 6), i)),
        ]
        if _STRAY not in to_bytes(s):
            calls.append(("codes", (s, lax)))
    same_as_lua(calls, _FUNCTIONS)


def test_stray_continuation_bytes_are_skipped_by_the_loop() -> None:
    assert _collect_codes("a\udc82") == (1, 97)
    assert _collect_codes("\udc82a") == (2, 97)


def test_char(same_as_lua: Any) -> None:
    codes = [0, 0x7F, 0x80, 0x7FF, 0x800, 0xD800, 0xDFFF, 0xFFFF, 0x10000, 0x10FFFF, 0x110000, 0x1FFFFF, 0x200000, 0x3FFFFFF, 0x4000000, 0x7FFFFFFF]  # fmt: skip
    calls: list[Any] = [("utf8.char", (code,)) for code in [*codes, 0x80000000, -1, "65", 65.0, "x", 1.5, None]]
    calls += [("utf8.char", ()), ("utf8.char", tuple(codes)), ("utf8.char", (72, 8364, 0x1F600))]
    calls += [("utf8.len", ()), ("utf8.len", (12,)), ("utf8.codepoint", ("",)), ("utf8.codepoint", ("abc", 1, -1))]
    calls += [("utf8.offset", ("abc",)), ("utf8.offset", ("abc", 0)), ("utf8.offset", ("aé", 0, 3)), ("codes", (None,))]
    same_as_lua(calls, _FUNCTIONS)


def test_pattern_of_a_character(same_as_lua: Any) -> None:
    same_as_lua(
        [("(function() return utf8.charpattern end)", ())], {"(function() return utf8.charpattern end)": _pattern}
    )
    assert string.gsub("aé€😀", utf8.charpattern, "<%0>") == ("<a><é><€><😀>", 4)
