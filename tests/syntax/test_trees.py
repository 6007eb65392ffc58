"""Our tree means what real Lua reads: written out with all its brackets, it compiles to the same byte code."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence

import pytest
from luaflow.source import Source
from luaflow.syntax import ast
from luaflow.syntax.parser import parse
from luaflow.syntax.walk import walk
from luaparser import ast as reference

Judge = Callable[[Sequence[str]], list[tuple[bool, bytes]]]


def tree(text: str) -> ast.Chunk:
    return parse(Source("x", "x.lua", text))


def written(node: ast.Node) -> str:
    """Return Lua text for a tree, every operator in brackets."""
    match node:
        case ast.Chunk():
            return written(node.main.body)
        case ast.Nil():
            return "nil"
        case ast.Boolean():
            return "true" if node.value else "false"
        case ast.Number():
            value = node.value
            if isinstance(value, int):
                return str(value) if value >= 0 else f"0x{value & 0xFFFFFFFFFFFFFFFF:x}"
            return "1e999" if value == float("inf") else value.hex()
        case ast.String():
            return '"' + "".join(f"\\{byte:03d}" for byte in node.value.encode("utf-8", "surrogateescape")) + '"'
        case ast.Vararg():
            return "..."
        case ast.Name():
            return node.name
        case ast.Index():
            return f"{written(node.obj)}[{written(node.key)}]"
        case ast.Call():
            return f"{written(node.func)}({written_list(node.args)})"
        case ast.MethodCall():
            return f"{written(node.obj)}:{node.name}({written_list(node.args)})"
        case ast.Binary():
            return f"({written(node.left)} {node.op} {written(node.right)})"
        case ast.Unary():
            return f"({node.op} {written(node.operand)})"
        case ast.Paren():
            return f"({written(node.inner)})"
        case ast.Function():
            return f"function{signature(node)}"
        case ast.Table():
            return "{" + ", ".join(written(field) for field in node.fields) + "}"
        case ast.Field():
            return written(node.value) if node.key is None else f"[{written(node.key)}] = {written(node.value)}"
        case ast.Param():
            return f"{node.name} <{node.attrib}>" if node.attrib else node.name
        case _:
            return written_statement(node)


def written_list(nodes: Sequence[ast.Node]) -> str:
    return ", ".join(written(node) for node in nodes)


def signature(function: ast.Function, method: bool = False) -> str:
    names = [param.name for param in function.params][1 if method else 0 :]
    return f"({', '.join([*names, '...'] if function.is_vararg else names)}) {written(function.body)} end"


def written_statement(node: ast.Node) -> str:
    match node:
        case ast.Block():
            return " ; ".join(written(statement) for statement in node.body)
        case ast.Local():
            return f"local {written_list(node.names)}" + (f" = {written_list(node.values)}" if node.values else "")
        case ast.Assign():
            return f"{written_list(node.targets)} = {written_list(node.values)}"
        case ast.CallStat():
            return written(node.call)
        case ast.Do():
            return f"do {written(node.block)} end"
        case ast.While():
            return f"while {written(node.cond)} do {written(node.block)} end"
        case ast.Repeat():
            return f"repeat {written(node.block)} until {written(node.cond)}"
        case ast.If():
            parts = [f"if {written(cond)} then {written(block)}" for cond, block in node.branches]
            last = f" else {written(node.orelse)}" if node.orelse is not None else ""
            return " else".join(parts) + last + " end"
        case ast.NumericFor():
            step = f", {written(node.step)}" if node.step is not None else ""
            return (
                f"for {node.var.name} = {written(node.start)}, {written(node.stop)}{step} do {written(node.block)} end"
            )
        case ast.GenericFor():
            return f"for {written_list(node.names)} in {written_list(node.values)} do {written(node.block)} end"
        case ast.FunctionStat():
            name = node.func.name
            return f"function {name}{signature(node.func, node.is_method)}"
        case ast.LocalFunction():
            return f"local function {node.name.name}{signature(node.func)}"
        case ast.Return():
            return f"return {written_list(node.values)}"
        case ast.Break():
            return "break"
        case ast.Goto():
            return f"goto {node.label}"
        case ast.Label():
            return f"::{node.name}::"
        case _:
            raise AssertionError(node)


OPERATORS = "+ - * / // % ^ .. < > <= >= == ~= and or & | ~ << >>".split()
ATOMS = [
    "a",
    "b.c",
    "d[1]",
    "f()",
    "g{1}",
    'h"x"',
    "o:m(1)",
    "1",
    "2.5",
    "0x1p4",
    "'s'",
    "nil",
    "true",
    "...",
    "(a)",
    "(f())",
    "{1, x = 2; [a] = 3, ...}",
]


class Generator:
    """Random well-formed programs, with as few brackets as possible, so that precedence matters."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def expression(self, depth: int = 3) -> str:
        pick = self.chance.random()
        if depth == 0 or pick < 0.2:
            return self.chance.choice(ATOMS)
        if pick < 0.35:
            return self.chance.choice(("-", "not ", "#", "~", "- -")) + " " + self.expression(depth - 1)
        if pick < 0.4:
            return f"(function(p, ...) {self.block(1)} end)"
        if pick < 0.45:
            return f"({self.expression(depth - 1)}).k:m({self.expression(depth - 1)}).z"
        parts = [self.expression(depth - 1) for _ in range(self.chance.randint(2, 4))]
        text = parts[0]
        for part in parts[1:]:
            text += f" {self.chance.choice(OPERATORS)} {part}"
        return text

    def block(self, depth: int) -> str:
        # One line: byte code holds the lines of functions even without positions.
        return " ".join(self.statement(depth) for _ in range(self.chance.randint(0, 3)))

    def statement(self, depth: int) -> str:
        e = self.expression
        simple = [
            lambda: f"local x, y = {e()}, {e()}",
            lambda: f"local k <const> = {e()}",
            lambda: f"a, b.c, d[{e(1)}] = {e()}, f(...)",
            lambda: f"f({e()}, ...);",
            lambda: f"o.p:q {{ {e(1)}; {e(1)}, }}",
            lambda: "local z",
            lambda: "do goto l ::l:: end",
        ]
        nested = [
            lambda: (
                f"if {e()} then {self.block(depth - 1)} elseif {e(1)} then {self.block(depth - 1)} else {self.block(depth - 1)} end"
            ),
            lambda: f"while {e()} do {self.block(depth - 1)} break end",
            lambda: f"repeat local u = 1 {self.block(depth - 1)} until u == {e(1)}",
            lambda: f"for i = {e(1)}, {e(1)}, 2 do {self.block(depth - 1)} end",
            lambda: f"for i, v in pairs({e(1)}) do {self.block(depth - 1)} end",
            lambda: f"function m.n.o:p(q, ...) {self.block(depth - 1)} return self, q end",
            lambda: f"local function r(s, ...) {self.block(depth - 1)} return s({e(1)}) end",
            lambda: f"do {self.block(depth - 1)} end",
        ]
        return self.chance.choice(simple if depth <= 0 else simple + nested)()


def same_byte_code(judge: Judge, programs: Sequence[str]) -> int:
    rewritten = [written(tree(program)) for program in programs]
    accepted = 0
    for program, again, first, second in zip(programs, rewritten, judge(programs), judge(rewritten), strict=True):
        assert first == second, (program, again)
        accepted += first[0]
    return accepted


def test_random_programs_mean_the_same(judge: Judge) -> None:
    programs = [Generator(seed).block(3) for seed in range(300)]
    assert same_byte_code(judge, programs) == len(programs)


@pytest.mark.parametrize("left", OPERATORS)
def test_every_pair_of_operators(judge: Judge, left: str) -> None:
    pairs = [f"return a {left} b {right} c" for right in OPERATORS]
    unary = [f"return {sign} a {left} {sign} b" for sign in ("-", "not", "#", "~")]
    assert same_byte_code(judge, pairs + unary) == len(pairs + unary)


def test_luaparser_accepts_what_we_accept() -> None:
    refused = []
    for seed in range(8):
        program = Generator(seed).block(2).replace("0x1p4", "16")  # its builder crashes on hexadecimal floats
        tree(program)
        try:
            reference.parse(program)
        except Exception as error:  # its builder raises whatever it stumbles over
            refused.append((program, error))
    assert not refused


def test_parsing_is_much_faster_than_luaparser() -> None:
    program = "\n".join(Generator(seed).block(3) for seed in range(12)).replace("0x1p4", "16")

    def best(run: Callable[[str], object], rounds: int) -> float:
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            run(program)
            times.append(time.perf_counter() - start)
        return min(times)

    assert best(tree, 5) < best(reference.parse, 2) / 5


def test_spans() -> None:
    text = "\nlocal a <const> = (b.c:d(1))[2] .. -e\nfunction f.g:h(i) return {j = 1, [2] = 3, 4} end\nrepeat k() until 5\n"
    shown = [(type(node).__name__, text[slice(*node.span)]) for node in walk(tree(text).main.body)]
    assert shown == [
        ("Block", text.strip()),
        ("Local", "local a <const> = (b.c:d(1))[2] .. -e"),
        ("Param", "a"),
        ("Binary", "(b.c:d(1))[2] .. -e"),
        ("Index", "(b.c:d(1))[2]"),
        ("Paren", "(b.c:d(1))"),
        ("MethodCall", "b.c:d(1)"),
        ("Index", "b.c"),
        ("Name", "b"),
        ("String", "c"),
        ("Number", "1"),
        ("Number", "2"),
        ("Unary", "-e"),
        ("Name", "e"),
        ("FunctionStat", "function f.g:h(i) return {j = 1, [2] = 3, 4} end"),
        ("Index", "f.g:h"),
        ("Index", "f.g"),
        ("Name", "f"),
        ("String", "g"),
        ("String", "h"),
        ("Function", "function f.g:h(i) return {j = 1, [2] = 3, 4} end"),
        ("Param", ""),
        ("Param", "i"),
        ("Block", "return {j = 1, [2] = 3, 4}"),
        ("Return", "return {j = 1, [2] = 3, 4}"),
        ("Table", "{j = 1, [2] = 3, 4}"),
        ("Field", "j = 1"),
        ("String", "j"),
        ("Number", "1"),
        ("Field", "[2] = 3"),
        ("Number", "2"),
        ("Number", "3"),
        ("Field", "4"),
        ("Number", "4"),
        ("Repeat", "repeat k() until 5"),
        ("Block", "k()"),
        ("CallStat", "k()"),
        ("Call", "k()"),
        ("Name", "k"),
        ("Number", "5"),
    ]


def test_function_names() -> None:
    text = "function a.b.c:d() end local function e() end function f() end local g = function() end"
    names = [node.name for node in walk(tree(text).main.body) if isinstance(node, ast.Function)]
    assert names == ["a.b.c:d", "e", "f", None]


@pytest.mark.parametrize(
    "text",
    [
        "do " * 180 + "end " * 180,
        "if x then " * 180 + "end " * 180,
        "x = " + "(" * 180 + "1" + ")" * 180,
        "x = " + "{" * 180 + "}" * 180,
        "x = {" + "1," * 10000 + "}",
        "x = " + " + ".join(["1"] * 5000),
        "x = " + " .. ".join(["y"] * 5000),
        "x = " + " and ".join(["y"] * 5000),
        "x = y" + ".z" * 5000,
        "x = y" + "()" * 5000,
        "if a then " + "elseif b then " * 5000 + "end",
        "f(" * 150 + ")" * 150,
        "x = " + "function() return " * 90 + "1" + " end" * 90,
        "local " + ", ".join(f"a{i}" for i in range(200)),
        " " * 200000 + "x = 1" + "\n" * 200000,
        "--" + "x" * 100000 + "\n" + "-" * 3 + "[[" * 50000,
        "x = '" + "\\z " * 50000 + "'",
    ],
    ids=range(17),
)
def test_large_and_deep_programs(text: str) -> None:
    start = time.perf_counter()
    assert sum(1 for _ in walk(tree(text))) > 1
    assert time.perf_counter() - start < 5


def test_deep_programs_parse_when_the_caller_is_deep() -> None:
    def nested(depth: int) -> ast.Chunk:
        return nested(depth - 1) if depth else tree("if x then " * 180 + "goto l ::l::" + "end " * 180)

    assert sum(isinstance(node, ast.If) for node in walk(nested(700))) == 180
