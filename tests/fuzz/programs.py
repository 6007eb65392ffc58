"""Random well-formed Lua programs: bounded, printing what they compute, errors included."""

from __future__ import annotations

import random

_INTEGERS = [
    "0",
    "1",
    "2",
    "3",
    "-1",
    "7",
    "10",
    "255",
    "-13",
    "9223372036854775807",
    "-9223372036854775807 - 1",
    "0x7f",
]
_FLOATS = ["0.0", "0.5", "-1.5", "2.0", "1e15", "1e100", "3.25", "1/0", "2^53"]
_STRINGS = ['"a"', '"b"', '""', '"10"', '"0x10"', '"abc"', '"x y"', '"1e1"', '"\\xc3\\xa9"', '" 5 "', '"count"']
_FIELDS = ["x", "y", "name", "count", "format", "class", "items", "n", "__index__", "value"]
_TYPE_NAMES = ['"number"', '"string"', '"table"', '"nil"']
_ARITHMETIC = ["+", "-", "*", "/", "//", "%"]
_BITWISE = ["&", "|", "~", "<<", ">>"]
_COMPARISON = ["==", "~=", "<", "<=", ">", ">="]


class Generator:
    """Makes one program from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[str] = []
        self.depth = 0
        self.scopes: list[list[str]] = [[]]
        self.functions: list[tuple[str, int]] = []
        self.serial = 0
        self.loops = 0
        self.in_function = 0
        self.budget = self.random.randint(15, 60)

    def program(self) -> str:
        """Return the program's text."""
        self.put(PRELUDE)
        while self.budget > 0:
            self.statement()
        for name in self.visible()[-6:]:
            self.put(f"show({name})")
        return "\n".join(self.lines) + "\n"

    # Text

    def put(self, text: str) -> None:
        self.lines.append("  " * self.depth + text)

    def fresh(self) -> str:
        self.serial += 1
        wish = self.random.choice(["a", "b", "i", "err", "index", "lua", "self", "print_", "class", "result", "v"])
        # Names are reused on purpose: shadowing and redeclaration are part of the language.
        return wish if self.random.random() < 0.5 else f"{wish}{self.serial}"

    def visible(self) -> list[str]:
        return [name for scope in self.scopes for name in scope]

    def declare(self, name: str) -> None:
        self.scopes[-1].append(name)

    def block(self, names: list[str] = []) -> None:  # noqa: B006  # never written
        self.depth += 1
        self.scopes.append(list(names))
        functions = len(self.functions)
        for _ in range(self.random.randint(1, 4)):
            self.statement()
        del self.functions[functions:]
        self.scopes.pop()
        self.depth -= 1

    # Statements

    def statement(self) -> None:
        self.budget -= 1
        choices = [
            (self.local, 5), (self.assign, 4), (self.show, 5), (self.if_, 3), (self.field, 3), (self.protected, 4), (self.table, 2), (self.growing, 1),
        ]  # fmt: skip
        if self.depth < 5 and self.budget > 0:
            choices += [
                (self.numeric_for, 2),
                (self.while_, 2),
                (self.repeat, 1),
                (self.pairs, 2),
                (self.function, 3),
                (self.do, 1),
                (self.coroutine, 1),
                (self.object, 1),
                (self.closures, 1),
                (self.goto, 1),
                (self.close, 1),
            ]
        if self.functions:
            choices.append((self.call, 4))
        statements, weights = zip(*choices)
        self.random.choices(statements, weights)[0]()

    def local(self) -> None:
        if self.random.random() < 0.25:
            names = [self.fresh() for _ in range(self.random.randint(2, 3))]
            if len(set(names)) == len(names):
                self.put(f"local {', '.join(names)} = {self.values()}")
                for name in names:
                    self.declare(name)
                return
        name = self.fresh()
        attrib = self.random.random()
        if attrib < 0.1:
            self.put(f"local {name}")
        else:
            self.put(f"local {name} = {self.expr()}")
        self.declare(name)

    def values(self) -> str:
        if self.random.random() < 0.3 and self.functions:
            return self.call_text()
        return ", ".join(self.expr() for _ in range(self.random.randint(1, 3)))

    def assign(self) -> None:
        names = self.visible()
        if not names:
            return self.local()
        if len(names) > 1 and self.random.random() < 0.3:
            a, b = self.random.choice(names), self.random.choice(names)
            self.put(f"{a}, {b} = {self.expr()}, {self.expr()}")
        else:
            self.put(f"{self.random.choice(names)} = {self.expr()}")

    def show(self) -> None:
        self.put(f"show({self.values()})")

    def if_(self) -> None:
        self.put(f"if {self.condition()} then")
        self.block()
        while self.random.random() < 0.3:
            self.put(f"elseif {self.condition()} then")
            self.block()
        if self.random.random() < 0.5:
            self.put("else")
            self.block()
        self.put("end")

    def numeric_for(self) -> None:
        name = self.fresh()
        bounds = self.random.choice(
            ["1, 3", "3, 1, -1", "1, 2, 0.5", "0, 4, 2", "1, 0", "-2, 1", "math.maxinteger - 1, math.maxinteger"]
        )
        self.put(f"for {name} = {bounds} do")
        self.loops += 1
        self.block([name])
        self.leave()
        self.loops -= 1
        self.put("end")

    def leave(self) -> None:
        if self.random.random() < 0.3:
            self.put(f"  if {self.condition()} then break end")

    def while_(self) -> None:
        counter = f"w{self.serial}"
        self.serial += 1
        self.put(f"local {counter} = 0")
        self.put(f"while {counter} < {self.random.randint(1, 4)} do")
        self.put(f"  {counter} = {counter} + 1")
        use_goto = self.random.random() < 0.3
        if use_goto:
            self.put(f"  if {self.condition()} then goto continue{counter} end")
        self.put("  do")
        self.loops += 1
        self.block()
        self.loops -= 1
        self.put("  end")
        if use_goto:
            self.put(f"  ::continue{counter}::")
        self.put("end")

    def repeat(self) -> None:
        counter = f"r{self.serial}"
        self.serial += 1
        self.put(f"local {counter} = 0")
        self.put("repeat")
        self.put(f"  local step = {counter} + 1")
        self.put(f"  {counter} = step")
        self.put("  do")
        self.block()
        self.put("  end")
        self.put(f"until step >= {self.random.randint(1, 3)}")

    def pairs(self) -> None:
        k, v = "k", "v"
        kind = self.random.choice(["pairs", "ipairs"])
        values = ", ".join(
            self.simple() for _ in range(self.random.randint(0, 4))
        )  # more keys would come in another order
        self.put(f"for {k}, {v} in {kind}({{{values}}}) do")
        self.block([k, v])
        self.put("end")

    def do(self) -> None:
        self.put("do")
        self.block()
        self.put("end")

    def goto(self) -> None:
        label = f"l{self.serial}"
        self.serial += 1
        self.put(f"do local n{label} = 0")
        self.put(f"::{label}::")
        self.put(f"n{label} = n{label} + 1")
        self.put("do")
        self.block()
        self.put("end")
        self.put(f"if n{label} < {self.random.randint(1, 3)} then goto {label} end")
        self.put("end")

    def function(self) -> None:
        name = f"f{self.serial}"
        self.serial += 1
        count = self.random.randint(0, 3)
        params = [f"p{i}" for i in range(count)]
        vararg = self.random.random() < 0.3
        shown = ", ".join([*params, "..."] if vararg else params)
        self.put(self.random.choice([f"local function {name}({shown})", f"local {name} = function({shown})"]))
        self.in_function += 1
        saved, self.loops = self.loops, 0
        functions, self.functions = self.functions, list(self.functions) if self.random.random() < 0.6 else []
        self.depth += 1
        self.scopes.append(params)
        if vararg:
            self.put("local rest = select('#', ...)")
            self.declare("rest")
        self.depth -= 1
        self.block()
        returned = self.random.random()
        if returned < 0.5:
            self.put(f"  return {self.expr()}")
        elif returned < 0.7:
            self.put(f"  return {self.expr()}, {self.expr()}")
        elif returned < 0.8 and vararg:
            self.put("  return ...")
        self.scopes.pop()
        self.functions = functions
        self.loops = saved
        self.in_function -= 1
        self.put("end")
        self.functions.append((name, count))

    def call_text(self) -> str:
        name, count = self.random.choice(self.functions)
        given = max(0, count + self.random.choice([0, 0, 0, -1, 1]))
        return f"{name}({', '.join(self.simple() for _ in range(given))})"

    def call(self) -> None:
        self.put(
            self.random.choice(["{}", "show({})", "show(({}))", "show(pcall(function() return {} end))"]).format(
                self.call_text()
            )
        )

    def protected(self) -> None:
        self.put(f"show(pcall(function() return {self.risky()} end))")

    def risky(self) -> str:
        a = self.random.choice(self.visible() or ["show"])
        return self.random.choice([
            f"{a}[{self.random.choice(['1', '1.5', 'true'])}][true]", f"{a} + {self.simple()}", f"{self.simple()} .. {a}", f"#tostring({a})", f"-{a}", f"{a}()",
            f"{self.simple()} < {a}", f"{a}[{self.simple()}]", f"{self.simple()} {self.random.choice(_BITWISE)} {a}", f"{a}:foo()", f"tostring({a}):sub(1, 2)",
            f"error({self.simple()}, 0)", f"{self.simple()} // {self.random.choice(['0', '0.0', a])}", f"{self.simple()} % {self.random.choice(['0', '0.0', a])}",
            f"math.floor({a})", f"string.rep({a}, 2)", f"tostring({a}):len()", f"select({a}, 1, 2)", f"({a})[1][2]",
        ])  # fmt: skip

    def table_text(self) -> str:
        parts = []
        for _ in range(self.random.randint(0, 4)):
            kind = self.random.random()
            if kind < 0.4:
                parts.append(self.simple())
            elif kind < 0.8:
                parts.append(f"{self.random.choice(_FIELDS)} = {self.simple()}")
            else:
                parts.append(
                    f"[{self.random.choice(['1', '2', '10', '1.5', 'true', '-1', '2.0', repr('k k').replace(chr(39), chr(34))])}] = {self.simple()}"
                )
        return "{" + ", ".join(parts) + "}"

    def table(self) -> None:
        name = self.fresh()
        self.put(f"local {name} = {self.table_text()}")
        self.declare(name)

    def field(self) -> None:
        name = f"t{self.serial}"
        self.serial += 1
        self.put(f"local {name} = {self.table_text()}")
        self.declare(name)
        for _ in range(self.random.randint(1, 3)):
            key = self.random.choice(
                [
                    f".{self.random.choice(_FIELDS)}",
                    f"[{self.random.choice(['1', '2', '3', '4', '1.0', '-1'])}]",
                ]
            )
            self.put(f"{name}{key} = {self.simple()}")
        self.put(f"show({name}.{self.random.choice(_FIELDS)}, {name}[1], {name}[2])")
        self.put(f"for k, v in pairs({name}) do if type(k) == 'number' and k == 1 then show(k, v) end end")

    def growing(self) -> None:
        name = f"l{self.serial}"
        self.serial += 1
        self.put(f"local {name} = {{}}")
        self.put(f"for i = 1, {self.random.randint(0, 9)} do {name}[#{name} + 1] = i end")
        self.put(f"for _ = 1, {self.random.randint(0, 3)} do {name}[#{name}] = nil end")
        self.put(f"show(#{name}, {name}[1], {name}[#{name}], table.unpack({name}))")

    def coroutine(self) -> None:
        name = f"co{self.serial}"
        self.serial += 1
        self.put(f"local {name} = coroutine.wrap(function(a1)")
        self.depth += 1
        self.put(f"for i = 1, {self.random.randint(1, 3)} do")
        self.put(f"  a1 = coroutine.yield(i, a1, {self.simple()})")
        self.put("end")
        self.block(["a1"])
        self.put("return 'done', a1")
        self.depth -= 1
        self.put("end)")
        for _ in range(self.random.randint(1, 5)):
            self.put(f"show(pcall({name}, {self.simple()}))")

    def object(self) -> None:
        name = f"C{self.serial}"
        self.serial += 1
        event, text = self.random.choice(
            [
                ("__add", "{a} + {b}"),
                ("__concat", "{a} .. {b}"),
                ("__lt", "{a} < {b}"),
                ("__eq", "{a} == {b}"),
                ("__len", "#{a}"),
                ("__call", "{a}({b})"),
                ("__unm", "-{a}"),
                ("__index", "{a}.missing"),
                ("__le", "{a} <= {b}"),
                ("__idiv", "{a} // {b}"),
                ("__close", "{a}.v"),
            ]
        )
        self.put(f"local {name} = {{}}")
        self.put(f"{name}.__index = {name}")
        if event == "__index":
            self.put(f"{name}.__index = function(t, k) return 'idx ' .. tostring(k) end")
        else:
            self.put(
                f"{name}.{event} = function(l, r) return {self.random.choice(['1', 'true', 'nil', repr('s').replace(chr(39), chr(34))])} end"
            )
            self.put(f"function {name}:get() return self.v end")
            self.put(f"function {name}.new(v) return setmetatable({{v = v}}, {name}) end")
            self.put(f"show({name}.new({self.simple()}):get())")
        self.put(f"do local o1, o2 = setmetatable({{v = {self.simple()}}}, {name}), setmetatable({{}}, {name})")
        self.put(f"show(pcall(function() return {text.format(a='o1', b='o2')} end))")
        self.put(f"show(pcall(function() return {text.format(a='o1', b=self.simple())} end))")
        self.put("o1.v = nil show(o1.v == nil) end")

    def closures(self) -> None:
        name = f"fs{self.serial}"
        self.serial += 1
        self.put(f"local {name} = {{}}")
        self.put("for i = 1, 3 do")
        self.put("  local j = i * 2")
        self.put(
            f"  {name}[i] = function(d) {self.random.choice(['j = j + (d or 1)', 'i = i + 1', ''])} return i, j end"
        )
        self.put("end")
        self.put(f"show({name}[1](), {name}[1](5), {name}[2](), {name}[3]())")

    def close(self) -> None:
        self.put("do")
        self.put("  local c <close> = setmetatable({}, {__close = function(_, e) show('close', e) end})")
        self.block()
        self.put("end")

    # Expressions

    def simple(self) -> str:
        kind = self.random.random()
        names = self.visible()
        if names and kind < 0.4:
            return self.random.choice(names)
        if kind < 0.6:
            return f"({self.random.choice(_INTEGERS)})"
        if kind < 0.7:
            return f"({self.random.choice(_FLOATS)})"
        if kind < 0.85:
            return self.random.choice(_STRINGS)
        return self.random.choice(["nil", "true", "false", "{}", "#{1, 2}"])

    def number(self, depth: int) -> str:
        if depth <= 0 or self.random.random() < 0.4:
            return f"({self.random.choice(_INTEGERS + _FLOATS)})"
        return f"({self.number(depth - 1)} {self.random.choice(_ARITHMETIC)} {self.number(depth - 1)})"

    def expr(self) -> str:
        kind = self.random.random()
        if kind < 0.3:
            return self.simple()
        if kind < 0.45:
            return f"try(function() return {self.number(2)} end)"
        if kind < 0.6:
            return f"({self.simple()} {self.random.choice(['and', 'or'])} {self.simple()})"
        if kind < 0.7:
            return f"({self.simple()} {self.random.choice(['==', '~='])} {self.simple()})"
        if kind < 0.75:
            return f"not {self.simple()}"
        if kind < 0.8:
            return self.table_text()
        if kind < 0.85 and self.functions:
            return f"({self.call_text()})"
        if kind < 0.9:
            return f"tostring({self.simple()} == nil) .. {self.random.choice(_STRINGS)}"
        return f"try(function() return {self.simple()} {self.random.choice(_ARITHMETIC + _COMPARISON + _BITWISE + ['..'])} {self.simple()} end)"

    def condition(self) -> str:
        kind = self.random.random()
        if kind < 0.3:
            return self.simple()
        if kind < 0.6:
            return f"{self.simple()} == {self.simple()}"
        if kind < 0.8:
            return f"not {self.simple()} {self.random.choice(['and', 'or'])} {self.simple()}"
        return f"type({self.simple()}) == {self.random.choice(_TYPE_NAMES)}"


PRELUDE = r"""
local function text(v)
  local k = type(v)
  if k == "table" or k == "function" or k == "thread" or k == "userdata" then return k end
  if v ~= v then return "nan" end
  return (tostring(v):gsub("0x%x+", "ADDR"))
end
local function show(...)
  local parts = {}
  for i = 1, select("#", ...) do parts[i] = text((select(i, ...))) end
  print(table.concat(parts, "|"))
end
local function try(f)
  local ok, v = pcall(f)
  return v
end
"""


def generate(seed: int) -> str:
    """Return the program of a seed; always the same."""
    return Generator(seed).program()
