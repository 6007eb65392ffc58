"""Sources near and beyond the limits of CPython's compiler still compile and mean the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import harness

PROGRAMS = {
    "nested_ifs": ("local n = 0\n" + "if n == 0 then\n" * 180 + "print('deep')\n" + "end\n" * 180, "deep\n"),
    "nested_loops": ("local n = 0\n" + "for i = 1, 1 do\n" * 180 + "n = n + 1\n" + "end\n" * 180 + "print(n)\n", "1\n"),
    "return_from_depth": (
        "local function f(x)\n"
        + "while true do\n" * 30
        + "if x then return 'left', x end break\n"
        + "end break\n" * 29
        + "end\nreturn 'fell'\nend\nprint(f(7)) print(f(nil))\n",
        "left\t7\nfell\n",
    ),
    "goto_out_of_depth": (
        "local n = 0\n"
        + "while true do\n" * 30
        + "n = n + 1\nif n > 3 then goto out end\n"
        + "break end\n" * 30
        + "::out::\nprint(n)\n",
        "1\n",
    ),
    "large_constructor": (
        "local t = {" + ",".join(map(str, range(10_000))) + "}\nprint(#t, t[10000])\n",
        "10000\t9999\n",
    ),
    "long_sum": ("local x = 1\nprint(" + "+".join(["x"] * 3000) + ")\n", "3000\n"),
    "long_concat": ("local x = 'a'\nprint(#(" + "..".join(["x"] * 190) + "))\n", "190\n"),
    "long_elseif": (
        "local x = 4999\nif x == 0 then print(0)\n"
        + "".join(f"elseif x == {i} then print({i})\n" for i in range(1, 5001))
        + "end\n",
        "4999\n",
    ),
    "nested_functions": ("local f\n" + "f = function()\n" * 60 + "print('fn')\n" + "end\nf()\n" * 60, "fn\n"),
    "brackets": ("print(" + "(" * 190 + "1" + ")" * 190 + ")\n", "1\n"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_limit(name: str, tmp_path: Path) -> None:
    text, expected = PROGRAMS[name]
    compilation = harness.compile_programs(tmp_path, f"limit_{name}", {name: text})
    assert not compilation.has_errors, [d.message for d in compilation.diagnostics]
    assert harness.run(harness.load(tmp_path, f"limit_{name}", name)) == expected
