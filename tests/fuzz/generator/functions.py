"""Functions: definitions, calls in every way, recursion, varargs, closures, and one function met by values of many types."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import any_kind, arguments, call, expression, function_value, safe, value
from tests.fuzz.generator.state import KINDS, Function, State, Statement


def _parameters(g: State) -> list[tuple[str, str]]:
    names = [g.fresh() for _ in range(g.some(0, 3))]
    if len(set(names)) != len(names):
        names = [f"p{n}" for n in range(len(names))]
    return [(name, g.pick(["int", "int", "float", "str", "list", "rec", "any", "func", "bool"])) for name in names]


def _returned(g: State, kind: str) -> None:
    choice = g.some(0, 9)
    if choice < 5:
        g.put(f"return {expression(g, kind)}")
    elif choice < 7:
        g.put(f"return {expression(g, kind, 1)}, {expression(g, any_kind(g), 1)}")
    elif choice == 7 and g.vararg:
        g.put(g.pick(["return ...", "return (...)", "return 1, ...", "return select(2, ...)"]))
    elif choice == 8 and (known := [f for f in g.functions() if not f.yields]):
        text, cost = call(g, g.pick(known))
        g.cost += g.factor * cost
        g.put(g.pick(["return {}", "return ({})", "return 0, {}"]).format(text))


def define(g: State) -> None:
    """Define a function."""
    name = g.unique("f")
    params, kind = _parameters(g), any_kind(g)
    vararg = g.chance(0.25)
    shown = ", ".join([name for name, _ in params] + (["..."] if vararg else []))
    g.put(
        g.pick(
            [
                f"local function {name}({shown})",
                f"local {name} = function({shown})",
                f"local {name} {name} = function({shown})",
            ]
        )
    )
    with g.body(*params, vararg=vararg):
        if vararg and g.chance(0.5):
            g.put(
                g.pick(
                    [
                        "local rest = select('#', ...)",
                        "local rest = {...}",
                        "local rest = table.pack(...)",
                        "local first_, second_ = ...",
                        "local _, rest = ...",
                    ]
                )
            )
        g.statements(g.some(1, 4))
        _returned(g, kind)
    g.put("end")
    g.declare_function(Function(name, tuple(kind for _, kind in params), kind, vararg, g.body_cost))


def use(g: State) -> None:
    """Call a known function in one of many ways, with arguments it may not expect."""
    known = [f for f in g.functions() if not f.yields]
    if not known:
        return define(g)
    function = g.pick(known)
    g.cost += g.factor * function.cost
    given = arguments(g, function, 1)
    name = function.name
    if not g.risky:
        forms = [
            f"show(pcall({name}{', ' if given else ''}{given}))",
            f"show(pcall(function() return {name}({given}) end))",
        ]
        g.put(g.pick(forms))
        return
    g.put(escape(g, name, given))


def escape(g: State, name: str, given: str) -> str:
    """Return a statement that calls a function; most ways hide it from whoever looks for its callers."""
    comma = ", " if given else ""
    return g.pick([
        f"{name}({given})", f"show({name}({given}))", f"show(({name}({given})))", f"show({name}({given}), 'last')", f"show(pcall({name}{comma}{given}))",
        f"do local g = {name} show(g({given})) end", f"do local t = {{ {name} }} show(t[1]({given})) end", f"do local t = {{ m = {name} }} show(t.m({given})) end",
        f"do local t = {{ m = {name} }} show(t:m({given})) end", f"show(select(2, pcall({name}{comma}{given})))", f"show(coroutine.wrap({name})({given}))",
        f"show(resume(coroutine.create({name}){comma}{given}))", f"show((function(...) return {name}(...) end)({given}))",
        f"show(#{{ {name}({given}) }} >= 0, {{ {name}({given}) }})", f"show(table.unpack({{ {name}({given}) }}, 1, 2))", f"show(xpcall({name}, function(m) return m end{comma}{given}))",
        f"show(('x1y'):gsub('%a', {name}))", f"show(pcall(table.sort, {{3, 1, 2}}, {name}))", f"show(pcall(string.gsub, 'ab', '.', {name}))",
        f"do local o = setmetatable({{}}, {{ __add = {name}, __call = {name}, __concat = {name} }}) show(pcall(function() return o + 1, 2 .. o, o.field, o({given}) end)) end",
        f"show((select('#', {name}({given}))))", f"do local h = {{}} h[1], h[2], h[3] = {name}({given}) show(h[1], h[2], h[3]) end",
        f"for a1, a2 in {name}, {given or 'nil'} do show(a1, a2) break end", f"local r1, r2, r3 = {name}({given}) show(r1, r2, r3)",
        f"do local t = setmetatable({{}}, {{ __index = function() return {name} end }}) show(t.any({given})) end", f"show(tostring({name}({given})))",
    ])  # fmt: skip


def recursive(g: State) -> None:
    """Define functions that call themselves or each other, and call them."""
    choice = g.some(0, 5)
    name = g.unique("rec")
    step = g.pick(["1", "2", "n // 2 + 1"])
    base = (
        literals.literal(g, g.pick(["int", "float", "str"])) if g.chance(0.4) else g.pick(["0", "1", "n", "nil", "''"])
    )
    operator = g.pick(["+", "*", "-", "..", "+"])
    if choice < 2:
        g.put(
            f"local function {name}(n, acc) if n <= 0 then return {base} end return {name}(n - {step}, acc) {operator} n end"
        )
    elif choice == 2:
        g.put(
            f"local function {name}(n, acc) if n <= 0 then return acc end return {name}(n - {step}, acc {operator} n) end"
        )
    elif choice == 3:
        other = name + "b"
        g.put(f"local {other}")
        g.put(f"local function {name}(n, acc) if n <= 0 then return acc, {base} end return {other}(n - 1, acc) end")
        g.put(f"function {other}(n, acc) if n <= 0 then return {base} end return {name}(n - 1, acc {operator} 1) end")
    elif choice == 4:
        g.put(f"local function {name}(n, acc) if n < 2 then return n end return {name}(n - 1) + {name}(n - 2) end")
    else:
        g.put(
            f"local {name} = (function(f) return f(f) end)(function(f) return function(n, acc) if n <= 0 then return acc end return f(f)(n - 1, acc {operator} n) end end)"
        )
    for start in g.random.sample(["5", "8", "3.0", "'4'", "2.5", "0", "-1", "nil", "{}", "7"], g.some(2, 4)):
        g.put(f"show(pcall({name}, {start}, {literals.literal(g, g.pick(['int', 'float', 'str', 'nil']))}))")


def varargs(g: State) -> None:
    """Pass, count, cut and store varargs with nils in them."""
    name = g.unique("va")
    items = ", ".join(g.pick(["nil", safe(g, "any"), literals.literal(g, "any")]) for _ in range(g.some(0, 5)))
    g.put(f"local function {name}(...)")
    with g.body(vararg=True):
        for _ in range(g.some(1, 4)):
            g.put(g.pick([
                "show(select('#', ...))", "show(...)", "show((...))", "show(select(2, ...))" if g.chance(0.5) else "show(pcall(select, 0, ...))", "show(pcall(select, -1, ...))",
                "local packed = table.pack(...) show(packed.n, packed[1], packed[packed.n])", "local x, y = ... show(x, y)", "local t = {n = select('#', ...), ...} show(t.n, t[1], t[2])",
                "for n = 1, select('#', ...) do show(n, (select(n, ...))) end", "show(table.unpack({...}, 1, 3))", "show(..., 'end')", "show((function(...) return select('#', ...) end)(..., ...))",
                "local t = {..., 'one'} show(t[1], t[2])", "show(pcall(select, -9, ...))", "show(pcall(select, 'x', ...))", "show(pcall(select))", "show({...}[1])".replace("{...}", "({...})"),
                "local function inner(a, ...) return a, select('#', ...) end show(inner(...))", "show(table.unpack({...}, 2, 2))", "local t = {[1] = 'k', ...} show(t[1])",
                "show(select('#', table.unpack({...}, 1, 4)))", "if ... then show('some') end", "local s = ... == nil show(s, not ...)", "show(tostring(...) == nil)" if "nil" not in items and items else "show()",
            ]))  # fmt: skip
        g.put(
            g.pick(
                [
                    "return ...",
                    "return select('#', ...), ...",
                    "return (...)",
                    "return",
                    "return ..., nil",
                    "return nil, ...",
                ]
            )
        )
    g.put("end")
    g.put(f"show({name}({items}))")
    g.put(f"show(pcall({name}, table.unpack({{{items}}}, 1, {g.some(0, 4)})))")
    g.put(
        g.pick(
            [
                f"show(select('#', {name}({items})))",
                f"local r = {{{name}({items})}} show(r[1], r[2])",
                f"show({name}({name}({items})))",
                f"show(({name}({items})))",
            ]
        )
    )


def closures(g: State) -> None:
    """Make closures in a loop, each with variables of its own, some shared between two closures."""
    name = g.unique("fs")
    loop, ends, variable = g.pick([
        ("for i = 1, 3 do", "end", "i"), ("for _, i in ipairs({10, 20, 30}) do", "end", "i"), ("local n = 0 while n < 3 do n = n + 1 local i = n", "end", "i"),
        ("local n = 0 repeat n = n + 1 local i = n", "until i >= 3", "i"), ("for i = 1.5, 3.5 do", "end", "i"), ("for i in pairs({7, 8, 9}) do", "end", "i"),
    ])  # fmt: skip
    g.put(f"local {name} = {{}}")
    g.put(loop)
    with g.block((variable, "int"), repeats=4):
        g.put(
            g.pick(
                [
                    "local j = i * 2",
                    "local j = i",
                    "local j",
                    "local j <const> = i",
                    "local j = {i}",
                    "local j = tostring(i)",
                ]
            )
        )
        fixed = "<const>" in g.lines[-1]
        if g.chance(0.3):
            g.put("if i == 2 then goto skip end")
            g.put("do")
            skipping = True
        else:
            skipping = False
        change = g.pick(
            ["i = i + 1", "i = i .. 'x'", "i = nil", ""]
            if fixed
            else [
                "j = (tonumber(j) or 0) + (d or 1)",
                "i = i + 1",
                "",
                "j = i j = j * 2",
                "j = d",
                "i, j = j, i",
                "i = i .. ''",
            ]
        )
        g.put(f"{name}[#{name} + 1] = function(d) {change} return i, j end")
        if g.chance(0.5):
            g.put(
                f"{name}[#{name} + 1] = function(d) {g.pick(['i = d', 'i = (tonumber(i) or 0) * 2', 'local i = d', ''])} return i end"
            )
        if g.chance(0.3):
            g.put(g.pick(["i = i + 100", "i = 'changed'", "i = i * 1.5"]))
        if g.chance(0.3):
            g.statements(1)
        if skipping:
            g.put("end")
            g.put("::skip::")
    g.put(ends)
    for _ in range(g.some(2, 4)):
        g.put(
            f"show(pcall({name}[{g.some(1, 3)}], {g.pick(['', '5', 'nil', repr('s'), '2.5'])[:]}))".replace(", )", ")")
        )


def counter(g: State) -> None:
    """Share upvalues between functions that change their types, and read them in between."""
    kind = g.pick(["int", "float", "str"])
    name = g.unique("up")
    get, put = f"get{name}", f"set{name}"
    g.put(f"local {name} = {literals.literal(g, kind)}")
    g.put(f"local function {get}() return {name} end")
    g.put(f"local function {put}(v) {name} = v return {name} end")
    g.put(f"local function add{name}(d) {name} = {name} {g.pick(['+', '*', '-', '..', '//'])} d return {name} end")
    for _ in range(g.some(3, 7)):
        given = (
            expression(g, "int", 0)
            if g.risky and g.chance(0.3)
            else literals.literal(g, g.pick(["int", "float", "str", "nil", "bool", "int"]))
        )
        g.put(g.pick([
            f"show(pcall(add{name}, {given}))", f"show({put}({given}), {get}())", f"{name} = {given}", f"show({name}, {get}())", f"show(pcall(function() return {name} + {get}() end))",
            f"show({name} == {get}())", f"for n = 1, 2 do {name} = n show({get}()) end", f"do local {name} = {given} show({name}, {get}()) end", f"show(pcall(function() local {name} = {name} + 1 return {name} end))",
            f"if {get}() == {given} then {put}('other') end", f"coroutine.wrap(function() {name} = {given} end)()", f"pcall(function() {name} = {given} error('x') end)", f"show(math.type({name}))",
        ]))  # fmt: skip


_BODIES = [
    "return a + b", "return a - b", "return a * b", "return a / b", "return a % b", "return a // b", "return a ^ 2", "return -a", "return a .. b", "return a < b", "return a <= b, a > b",
    "return a == b", "return #a", "return a & b", "return a << 1", "return ~a", "return a and b", "return a or b", "return not a", "return a.x", "return a[b]", "return a[1]", "return a(b)",
    "a.x = b return a.x", "return a:upper()", "return a:len(b)", "local s = 0 for i = 1, 3 do s = s + a end return s", "local s = a for i = 1, 3 do s = s * b end return s",
    "if a then return b end", "if a == nil then a = 1 end return a + 1", "a = a or 0 return a + 1", "local n = 0 while a < 10 and n < 9 do a = a + b + 1 n = n + 1 end return a", "local n = 0 for i = a, b do show(i) n = n + 1 if n > 3 then break end end",
    "local t = {} t[a] = b return t[a]", "local c = a b = c return b + 1, c", "return tostring(a) .. tostring(b)", "return math.type(a), math.type(b)", "return a + 1, b + 1", "return a * 2 + b",
    "local x, y = b, a return x - y", "return (a + b) * (a - b)", "return a > 0 and a or -a", "return a + 1 > a", "return 1 << a", "return a >> 1", "return a | 0", "return a // 1", "return a % 3",
    "local n = 0 repeat local q = a + 1 a = q n = n + 1 until q > 3 or n > 9 return a", "return #a + #b", "return a.x + b.x", "for k, v in pairs(a) do return k, v end", "for i, v in ipairs(a) do b = b + v end return b", "return 2 ^ a",
    "local s = 0 for i = #a, 1, -1 do s = s + a[i] end return s", "return string.format('%d', a)", "a = a + 1 local function up() a = a .. '' end up() return a", "return type(a) == 'number' and a + 1 or b",
    "return select('#', a, b), a", "return math.floor(a)", "return math.max(a, b)", "if type(a) == 'string' then return a .. b end return a + b", "return -a + -b", "return not (a < b)", "return a ~= b",
    "if math.type(a) == 'integer' then return a * a end return a", "local t = {a, b} return t[1] + t[2]", "local t = {x = a, y = b} t.x = t.x + t.y return t.x", "a = a * a a = a * a a = a * a return a",
    "local t = {} for i = 1, 3 do t[i] = a + i end return t[3]", "for i = 1, 70 do a = a + a end return a", "local n = 0 while a > 1 do a = a // 2 n = n + 1 if n > 70 then break end end return n",
    "local h = a for i = 1, 10 do h = h * 31 + i h = h ~ (h >> 7) end return h", "local c = a if b then c = b end return c + 1", "local r = a == b if r then return a end return r",
]  # fmt: skip


def polymorphic(g: State) -> None:
    """Define one function and call it with integers here and with anything there: what inference must not overlook."""
    name = g.unique("poly")
    body = g.pick(_BODIES)
    if g.chance(0.3):
        body = f"{g.pick(['a = a + 1', 'b = b or a', 'local c = a', 'show(a)', 'a, b = b, a', 'if b == nil then b = 1 end'])} {body}"
    style = g.some(0, 5)
    if style == 0:
        holder = g.unique("lib")
        g.put(f"local {holder} = {{}}")
        g.put(f"function {holder}.{name}(a, b) {body} end")
        name = f"{holder}.{name}"
    elif style == 1:
        g.put(f"local {name} = function(a, b, ...) {body} end")
    elif style == 2:
        g.put(f"local function inner{name}(a, b) {body} end")
        g.put(f"local function {name}(a, b) return {g.pick(['', '1, '])}inner{name}(a, b) end")
    else:
        g.put(f"local function {name}(a, b) {body} end")
    kinds = [g.pick(["int", "float", "str"])] * 2 if g.chance(0.7) else [any_kind(g), any_kind(g)]
    operand = "setmetatable({x = 1, 5}, {__add = function(l, r) return 'added' end, __lt = function() return true end, __le = function() return 1 end, __len = function() return 'ten' end, __unm = function(o) return o.x end, __concat = function() return nil end, __mul = function(l, r) return 2.5 end, __eq = function() return true end, __call = function(_, q) return q end, __sub = function() return 1, 2 end})"
    for n in range(g.some(3, 7)):
        if n < 2:
            given = [literals.literal(g, kind) for kind in kinds]
        else:
            given = [
                g.pick(
                    [
                        literals.literal(g, any_kind(g)),
                        safe(g, "any"),
                        literals.literal(g, "int"),
                        literals.literal(g, "float"),
                        operand,
                        "{1, 2, 3}",
                        "{x = 1}",
                        "{x = 'text'}",
                        "'12'",
                    ]
                )
                for _ in range(2)
            ]
        arguments_text = ", ".join(given[: 2 if g.chance(0.85) else g.some(0, 1)])
        if g.risky and g.chance(0.6):
            g.put(f"show(pcall(function() {escape(g, name, arguments_text)} end))")
        else:
            g.put(f"show(pcall({', '.join(filter(None, [name, arguments_text]))}))")
    g.declare_function(Function(name, (kinds[0], kinds[1]), kinds[0], cost=72))


def callbacks(g: State) -> None:
    """Define a function that calls what it is given, and give it different functions."""
    name = g.unique("apply")
    g.put(g.pick([
        f"local function {name}(f, x, y) return f(x, y) end", f"local function {name}(f, x, y) local r = f(x) return r, f(y) end", f"local function {name}(f, x, y) for i = 1, 2 do x = f(x, i) end return x end",
        f"local function {name}(f, ...) local r = table.pack(pcall(f, ...)) return r.n, table.unpack(r, 1, r.n) end", f"local function {name}(f, x, y) return function(z) return f(x, z or y) end end",
        f"local function {name}(f, x, y) local t = {{}} for i, v in ipairs({{x, y}}) do t[i] = f(v, i) end return t end", f"local function {name}(f, x, y) x = f(x) x = f(x) return x end",
    ]))  # fmt: skip
    for _ in range(g.some(2, 4)):
        function = g.pick(["function(a) return a end", "function(a, b) return a + 1 end", "function(a, b) return tostring(a) .. '!' end", "function(...) return select('#', ...) end", "math.floor", "tostring", "type", "function(a) return {a} end", "function() end", "function(a, b) return b, a end", "string.len", "function(a) return -a end"]) if g.chance(0.7) else function_value(g)  # fmt: skip
        g.put(f"show(pcall({name}, {function}, {literals.literal(g, any_kind(g))}, {safe(g, 'any')}))")


def global_names(g: State) -> None:
    """Use global variables: undefined, assigned here and there, through functions and ``_G``."""
    name = g.pick(["G1", "G2", "G3", "glob", "total"])
    for _ in range(g.some(2, 4)):
        g.put(g.pick([
            f"{name} = {value(g, any_kind(g), 1)}", f"show({name})", f"show(pcall(function() return {name} + 1 end))", f"show(pcall(function() {name} = ({name} or 0) + 1 return {name} end))",
            f"function {name}f(a) return a, {name} end show({name}f({literals.literal(g, 'any')}))", f"show(pcall(function() return {name}.x end))", f"show(pcall(function() return {name}() end))",
            f"{name} = {{x = 1}} function {name}.m(a) return a end function {name}:n(a) return self.x, a end show({name}.m(2), {name}:n(3)) {name} = nil", f"show(_G.{name}, _G['{name}'])", f"_G.{name} = {literals.literal(g, 'any')}",
            f"_ENV.{name} = {literals.literal(g, 'int')} show({name})", f"do local _ENV = {{show = show}} {name} = 5 show({name}) end", f"show(rawget(_G, '{name}'))", "show(type(_G), _G._G == _G, _ENV == _G)",
        ]))  # fmt: skip


STATEMENTS: list[Statement] = [
    (define, 3.0, 1), (use, 3.0, 0), (recursive, 0.8, 0), (varargs, 1.2, 1), (closures, 1.2, 1), (counter, 1.0, 0), (polymorphic, 2.5, 0), (callbacks, 0.8, 0),
]  # fmt: skip
GLOBALS: list[Statement] = [(global_names, 1.5, 0)]

__all__ = ["GLOBALS", "KINDS", "STATEMENTS", "escape"]
