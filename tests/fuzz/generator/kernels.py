"""Computations in tight loops whose types are certain or nearly so: what a compiler makes native, up to the edges of 64 bits."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.state import State, Statement

_TOTAL = ["+", "-", "*", "&", "|", "~"]


class Kernel:
    """A computation that never fails: integers by operators that take any, floats likewise.

    Attributes:
        types: What each variable holds for certain; ``number`` is either.
    """

    def __init__(self, g: State, types: dict[str, str]) -> None:
        self.g = g
        self.types = types

    def value(self, kind: str, depth: int = 2) -> str:
        """Return an expression of exactly this kind."""
        g = self.g
        known = [name for name, found in self.types.items() if found == kind]
        if depth <= 0 or g.chance(0.3):
            return (
                g.pick(known) if known and g.chance(0.75) else literals.literal(g, "int" if kind == "int" else "float")
            )
        if kind == "int":
            choice = g.some(0, 9)
            if choice < 6:
                return f"({self.value('int', depth - 1)} {g.pick(_TOTAL)} {self.value('int', depth - 1)})"
            if choice == 6:
                return f"({self.value('int', depth - 1)} {g.pick(['//', '%'])} {g.pick(['2', '3', '7', '(-5)', '10', '1024', '(-1)', '1000007'])})"
            if choice == 7:
                return f"({self.value('int', depth - 1)} {g.pick(['<<', '>>'])} {g.pick(['1', '3', '7', '31', '63', '64', '(-2)', '(' + self.value('int', 0) + ' & 7)'])})"
            return (
                f"{g.pick(['-', '~', '- -'])}{self.value('int', 0)}"
                if choice == 8
                else f"({self.value('int', 0)} {g.pick(['+', '-'])} {g.pick(['1', '2'])})"
            )
        if kind == "float":
            choice = g.some(0, 5)
            if choice < 3:
                sides = [self.value("float", depth - 1), self.value(g.pick(["int", "float"]), depth - 1)]
                g.random.shuffle(sides)
                return f"({sides[0]} {g.pick(['+', '-', '*', '/', '//', '%'])} {sides[1]})"
            return f"({self.value(g.pick(['int', 'float']), depth - 1)} {g.pick(['/ 2', '/ 3', '^ 2', '* 0.5', '- 0.25', '+ 0.0', '/ ' + self.value('int', 0)])})"
        return self.value(g.pick(["int", "float"]), depth)

    def test(self) -> str:
        """Return a comparison."""
        g = self.g
        text = f"{self.value(g.pick(['int', 'int', 'float', 'number']), 1)} {g.pick(['<', '<=', '>', '>=', '==', '~='])} {self.value(g.pick(['int', 'int', 'float']), 1)}"
        return text if g.chance(0.8) else f"{text} {g.pick(['and', 'or'])} {self.value('int', 0)} % 3 == 0"

    def statement(self, depth: int) -> None:
        """Write a statement; ``depth`` limits the nesting of loops."""
        g = self.g
        choice = g.some(0, 9)
        names = [name for name, kind in self.types.items() if kind != "fixed"]
        if choice < 5 or depth <= 0:
            name = g.pick(names)
            g.put(f"{name} = {self.value(self.types[name])}")
            if choice == 0 and len(names) > 1:
                a, b = g.random.sample(names, 2)
                g.put(f"{a}, {b} = {self.value(self.types[a], 1)}, {self.value(self.types[b], 1)}")
        elif choice < 7:
            g.put(f"if {self.test()} then")
            with g.block():
                self.statement(depth - 1)
            if g.chance(0.4):
                g.put("else")
                with g.block():
                    self.statement(depth - 1)
            g.put("end")
        elif choice < 9:
            index = g.unique("q")
            bounds = g.pick(["1, 5", "0, 3", "5, 1, -1", "1, 9, 2", "math.maxinteger - 2, math.maxinteger", "-3, 3"])
            g.put(f"for {index} = {bounds} do")
            before = dict(self.types)
            self.types[index] = "int"
            with g.block(repeats=8):
                for _ in range(g.some(1, 2)):
                    self.statement(depth - 1)
            self.types.clear()
            self.types.update(before)
            g.put("end")
        else:
            counter = g.unique("w")
            g.put(f"local {counter} = 0")
            g.put(f"while {counter} < {g.some(2, 6)} and {self.test()} do")
            with g.block(repeats=7):
                g.put(f"{counter} = {counter} + 1")
                self.statement(depth - 1)
            g.put("end")


def kernel(g: State) -> None:
    """Compute with integers and floats only; then perhaps with something else."""
    names = [g.unique("k") for _ in range(g.some(2, 4))]
    types = {name: g.pick(["int", "int", "int", "float", "number"]) for name in names}
    made = Kernel(g, types)
    as_function = g.chance(0.6)
    name = g.unique("kernel")
    starts = {
        n: literals.literal(
            g, "int" if types[n] == "int" else "float" if types[n] == "float" else g.pick(["int", "float"])
        )
        for n in names
    }
    if as_function:
        g.put(f"local function {name}({', '.join(names)})")
        with g.body(risky=False):
            for _ in range(g.some(2, 5)):
                made.statement(2)
            g.put(f"return {', '.join(names)}")
        g.put("end")
        g.put(f"show({name}({', '.join(starts.values())}))")
        for _ in range(g.some(0, 3)):
            others = [literals.literal(g, "int" if types[n] == "int" else g.pick(["int", "float"])) for n in names]
            if g.chance(0.5):
                others[g.some(0, len(others) - 1)] = literals.literal(g, g.pick(["float", "str", "nil", "int"]))
            g.put(f"show(pcall({name}, {', '.join(others)}))")
    else:
        for n in names:
            g.put(f"local {n} = {starts[n]}")
        for _ in range(g.some(2, 5)):
            made.statement(2)
            if g.chance(0.3):
                g.put(f"show({', '.join(names)})")
        g.put(f"show({', '.join(names)})")
        for n in names:
            g.declare(n, "int" if types[n] == "int" else "float")


_LOOPS = [
    "local x = {a} for i = 1, 70 do x = x + x end return x", "local x = {a} for i = 1, 45 do x = x * 3 end return x", "local h = {a} for i = 1, 20 do h = h * 31 + i end return h", "local h = {a} for i = 1, 20 do h = (h << 5) ~ h ~ i end return h", "local x, y = {a}, {b} for i = 1, 95 do x, y = y, x + y end return x, y",
    "local s = 0 for i = {a}, {a} + 3 do s = s + i end return s", "local s = 0 for i = 1, 10 do s = s + i * i * i end return s", "local x = {a} local n = 0 while x ~= 1 and n < 60 do if x % 2 == 0 then x = x // 2 else x = 3 * x + 1 end n = n + 1 end return x, n", "local p = {a} for i = 1, 30 do p = p * i end return p",
    "local s = {a} for i = 1, 5 do s = s + {b} / i end return s", "local lo, hi = {a}, {b} for _ = 1, 70 do local mid = (lo + hi) // 2 if mid > 1000 then hi = mid else lo = mid end end return lo, hi", "local seed = {a} local t = {{}} for i = 1, 5 do seed = (seed * 1103515245 + 12345) & 0x7fffffff t[i] = seed % 100 end return table.unpack(t)",
    "local a, b = {a}, {b} local n = 0 while b ~= 0 and n < 90 do a, b = b, a % b n = n + 1 end return a", "local x = {a} for i = 1, 6 do x = x // 10 end return x, x == 0", "local x = {a} local bits = 0 for i = 0, 63 do if x & (1 << i) ~= 0 then bits = bits + 1 end end return bits", "local s = {a} for i = 10, 1, -1 do s = s - i if s < 0 then s = -s end end return s",
    "local t = {{}} for i = 1, 10 do t[i] = i * {a} end local s = 0 for i = 1, #t do s = s + t[i] end return s", "local t = {{}} for i = 0, 9 do t[i] = (i + {a}) % 7 end local s = 0 for i = 0, 9 do s = s * 10 + t[i] end return s", "local c = {a} for i = 1, 3 do for j = i, 3 do c = c + i * j - (c // 2) end end return c",
    "local n = {a} local r = 0 for _ = 1, 20 do r = r * 10 + n % 10 n = n // 10 end return r", "local x = {a} for i = 1, 10 do x = x ^ 0.5 + i end return x", "local m = {a} for _, v in ipairs({{3, 9, -2, {b}}}) do if v > m then m = v end end return m", "local s = {a} for i = 1, 4 do s = -s * i end return s, -s", "local i, n = {a}, 0 repeat i = i + 1 n = n + 1 until i % 5 == 0 or n > 9 return i",
    "local x = {a} x = x + 1 x = x - 1 x = x * 2 x = x // 2 return x, x == {a}", "local x = {a} return x + 1 > x, x - 1 < x, x * 1 == x, x * -1 == -x, x // 1 == x, x % 1", "local s = 0 for i = 1, 3 do local f = i / 2 s = s + f * {a} end return s, math.type(s)", "local x = math.maxinteger x = x + {a} return x, x - {b}, x * {b}, -x", "local function sq(v) return v * v end return sq(sq(sq({a}))), sq({b})",
    "local w = {a} for i = 1, 3 do w = w << i w = w >> 1 w = w | i end return w", "local x = {a} for i = 1, 8 do if i % 2 == 0 then x = x * i else x = x - i end end return x", "local acc = {a} local function add(n) acc = acc + n end for i = 1, 5 do add(i * {b}) end return acc", "local x <const> = {a} local y = x for i = 1, 66 do y = y + y + x end return y", "return {a} * {b}, {a} + {b}, {a} - {b}, {a} == {b}",
]  # fmt: skip


def loops(g: State) -> None:
    """Run a customary integer loop from values at which integers end."""
    a, b = (literals.literal(g, g.pick(["int", "int", "int", "float"])) for _ in range(2))
    body = g.pick(_LOOPS)
    if g.chance(0.5):
        name = g.unique("loop")
        g.put(f"local function {name}(a, b) {body.format(a='a', b='b')} end")
        for _ in range(g.some(1, 3)):
            g.put(f"show(pcall({name}, {a}, {b}))")
            a, b = (literals.literal(g, g.pick(["int", "int", "int", "float", "str", "nil"])) for _ in range(2))
    else:
        g.put(f"show(pcall(function() {body.format(a=a, b=b)} end))")


def changing(g: State) -> None:
    """Let a variable change its type while a loop or a branch goes on."""
    name = g.unique("ch")
    start = literals.literal(g, g.pick(["int", "int", "float", "str", "nil", "bool"]))
    becomes = g.pick(
        [
            f"{name} .. ''",
            f"{name} / 2",
            f"'{g.some(0, 9)}'",
            "nil",
            "{}",
            f"tostring({name})",
            "true",
            f"{name} + 0.5",
            f"#tostring({name})",
            "2^53",
            f"{name} == 1",
            "function() return 1 end",
            literals.literal(g, "any"),
        ]
    )
    use = g.pick(
        [
            f"{name} + 1",
            f"{name} * {name}",
            f"{name} .. 'x'",
            f"{name} < 5",
            f"-{name}",
            f"#{name}",
            f"{name} // 2",
            f"{name} & 1",
            f"{name} == 1",
            f"{name}.x",
            f"{name} and {name} + 1",
            f"not {name}",
            f"{name} % 3 == 0",
        ]
    )
    g.put(f"show(pcall(function() local {name} = {start}")
    g.depth += 1
    g.put(g.pick([
        f"for i = 1, 3 do show({use}) {name} = {becomes} end", f"for i = 1, 3 do if i == 2 then {name} = {becomes} end show({use}) end", f"if type({name}) == 'number' then {name} = {becomes} end show({use})", f"local n = 0 while n < 3 do show({use}) n = n + 1 if n == 1 then {name} = {becomes} end end",
        f"local function change() {name} = {becomes} end show({use}) change() show({use})", f"repeat local old = {name} {name} = {becomes} show({use}) until old ~= {name} or true", f"do local n = 0 ::top:: show({use}) n = n + 1 {name} = {becomes} if n < 3 then goto top end end", f"pcall(function() {name} = {becomes} end) show({use})",
        f"for _, v in ipairs({{1, 2.5, 'x', {{}}}}) do {name} = v show(pcall(function() return {use} end)) end", f"local other = {name} {name} = {becomes} show(other == {name}) show({use})", f"local t = {{{name}}} t[1] = {becomes} {name} = t[1] show({use})", f"coroutine.wrap(function() {name} = {becomes} end)() show({use})",
        f"{name} = ({start}) or {becomes} show({use}) {name} = {name} and {becomes} show({use})", f"for i, v in pairs({{{start}, {literals.literal(g, 'int')}}}) do {name} = v show({use}) end", f"local a, b = {name}, {becomes} a, b = b, a {name} = a show({use}) {name} = b show({use})",
    ]))  # fmt: skip
    g.depth -= 1
    g.put("end))")


STATEMENTS: list[Statement] = [(kernel, 3.0, 0), (loops, 2.0, 0), (changing, 2.0, 0)]
