"""Literals of every kind, with a taste for the values at which something changes."""

from __future__ import annotations

from tests.fuzz.generator.state import State

_SMALL = ["0", "1", "2", "3", "4", "5", "7", "10", "-1", "-2", "-3", "100"]
_EDGES = [
    "255", "256", "-128", "0x7fffffff", "2147483648", "-2147483648", "1073741823", "1073741824", "4294967295", "4294967296", "9007199254740991",
    "9007199254740992", "9007199254740993", "-9007199254740993", "4611686018427387904", "-4611686018427387905", "9223372036854775807",
    "9223372036854775806", "math.mininteger", "(math.mininteger + 1)", "0xffffffffffffffff", "0x7fffffffffffffff", "math.maxinteger", "3037000500", "0xFF",
    "1000000007",
]  # fmt: skip
_FLOATS = [
    "0.0", "0.5", "-0.5", "1.5", "2.0", "-1.0", "3.0", "3.25", "100.0", "1e1", ".5", "5.", "0x.8p1", "0xA.8", "1e-3", "0.1", "-0.0", "1e15", "1e16", "123456.789",
]  # fmt: skip
_FLOAT_EDGES = [
    "(1/0)", "(-1/0)", "(0/0)", "2^31", "2^53", "(2^53 + 2)", "-2^53", "2^63", "-2^63", "2^62", "1e100", "-1e100", "1e308", "5e-324", "math.huge", "-math.huge",
    "math.pi", "9007199254740993.0", "9223372036854775807.0", "4294967296.0",
]  # fmt: skip
_TEXTS = [
    '""', '"a"', '"b"', '"abc"', '"x y"', "'single'", "([[long]])", '([==[]line]==])', '"count"', '"Hello World"', '"a,b,,c"', '"key=val"', '"\\0"', '"a\\0b"',
    '"\\xc3\\xa9"', '"\\xc3"', '"\\xa9"', '"\\u{20AC}"', '"tab\\tq\\"n\\n"', '"\\65\\066\\z  C"', '"%d"', '"100%"', '"(x)"', '"aXbX"', '"ÄÖ"', '"__index"', '"x"', '"n"', '"\\255\\254"',
]  # fmt: skip
_NUMERALS = [
    '"10"', '"0x10"', '"1e1"', '" 5 "', '"3.0"', '"-7"', '"0x.8p1"', '"9223372036854775807"', '"9223372036854775808"', '"1e400"', '"0x"', '"5x"', '"- 1"', '"inf"', '"nan"',
    '"1_0"', '"\\t2\\n"', '"0b1"', '"１"', '"1e"', '".5"', '"5."', '"."',
]  # fmt: skip
FIELDS = [
    "x",
    "y",
    "name",
    "count",
    "format",
    "class",
    "items",
    "n",
    "value",
    "next_",
    "__index__",
    "keys",
    "get",
    "len",
    "_",
    "arr_",
    "meta_",
    "type",
]
"""Names of fields: also those of Python's methods and of the runtime."""


def integer(g: State) -> str:
    """Return an integer literal, or a constant expression of one."""
    if g.chance(0.65):
        return g.pick(_SMALL)
    return g.pick(_EDGES) if g.chance(0.6) else str(g.some(-1000, 1000))


def floating(g: State) -> str:
    """Return a float."""
    return g.pick(_FLOATS) if g.chance(0.7) else g.pick(_FLOAT_EDGES)


def text(g: State) -> str:
    """Return a string."""
    if g.chance(0.2):
        return g.pick(_NUMERALS)
    if g.chance(0.1):
        return (
            '"'
            + "".join(g.pick(["a", "b", "c", " ", "1", ".", "x", "-", "Z", "\\n", "é"]) for _ in range(g.some(1, 12)))
            + '"'
        )
    return g.pick(_TEXTS)


def literal(g: State, kind: str) -> str:
    """Return a literal of a kind; tables and functions are empty."""
    match kind:
        case "int":
            found = integer(g)
        case "float":
            found = floating(g)
        case "str":
            return text(g)
        case "bool":
            return g.pick(["true", "false"])
        case "list" | "rec":
            return "{}"
        case "func":
            return g.pick(
                [
                    "show",
                    "type",
                    "tostring",
                    "(function() end)",
                    "(function(...) return ... end)",
                    "math.floor",
                    "string.upper",
                ]
            )
        case "any":
            return literal(g, g.pick(["int", "float", "str", "bool", "nil", "list"]))
        case _:
            return "nil"
    return f"({found})" if found.startswith("-") else found
