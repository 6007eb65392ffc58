"""Errors: values of every kind, levels, handlers, names in messages, numbers and texts in operations that refuse them."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import COMPARISONS, safe
from tests.fuzz.generator.state import State, Statement


def _given(g: State, kind: str = "") -> str:
    return literals.literal(g, kind or g.pick(["int", "float", "str", "nil", "bool", "list", "func"]))


def raising(g: State) -> None:
    """Raise values and catch them."""
    value = _given(g)
    level = g.pick(["", ", 0", ", 1", ", 2", ", 3", ", nil", ", '1'", ", {}", ", 1.5", ", 99"])
    g.put(g.pick([
        f"show(pcall(error, {value}{level}))", f"show(pcall(function() error({value}{level}) end))", f"local function thrower() error({value}{level}) end show(pcall(thrower)) show(pcall(function() thrower() end))", "show(select('#', pcall(error)))", f"show(xpcall(function() error({value}) end, function(m) return type(m), m end))",
        "show(xpcall(function() local x = nil + 1 end, function(m) error('again') end))", "show(pcall(pcall))", f"show(pcall(pcall, error, {value}))", f"show(xpcall(function(...) return select('#', ...), ... end, show, {value}, nil))", "show(pcall(xpcall))", "show(pcall(xpcall, show))", f"show(pcall(assert, {value}, {_given(g)}))",
        "show(pcall(assert))", "show(pcall(assert, false))", "show(pcall(assert, nil, 'why'))", f"show(pcall(assert, {value}, 'why', 3))", f"show(pcall(function() assert({value} == 5, {_given(g)}) end))", f"show(pcall(function() local ok, e = pcall(error, {value}) error(e, 0) end))", "local ok, e = pcall(error, setmetatable({}, {__tostring = function() return 'shown' end})) show(ok, tostring(e))",
        "show(pcall(function() local t <close> = setmetatable({}, {__close = function(_, e) error(tostring(e) .. ' closed', 0) end}) error('first', 0) end))", "show(pcall(function() for i = 1, 3 do local ok, e = pcall(error, i) if not ok then error(e + 1) end end end))", f"show(pcall(error, {value}, 2))", f"show(pcall(function() return pcall(error, {value}) end))",
        "show(pcall(string.dump))" if g.chance(0.05) else "show(pcall(tostring))", f"show(pcall(setmetatable, {{}}, {value}))", "show(pcall(getmetatable))", f"show(pcall(tonumber, {value}, {_given(g)}))", "show(pcall(type))", "show(pcall(ipairs))", f"show(pcall(rawget, {value}, 1))", f"show(pcall(rawequal, {value}))", f"show(pcall(next, {value}))",
        f"show(pcall(select, {value}, 1, 2))", f"show(pcall({value}, 1))", f"show(pcall(coroutine.wrap(function() error({value}{level}) end)))", f"show(resume(coroutine.create(function() error({value}{level}) end)))", "show(pcall(function() local function r(n) return 1 + r(n + 1) end return r(1) end) == false)" if g.chance(0.05) else f"show(pcall(error, {value}))",
        f"show(xpcall(error, function(m) return {_given(g)}, 'second' end, {value}))", "local e1 = {} local ok, e2 = pcall(error, e1) show(ok, rawequal(e1, e2))",
    ]))  # fmt: skip


def names(g: State) -> None:
    """Fail in ways whose messages name the variable."""
    v = g.unique("v")
    value = _given(g)
    visible = g.visible()
    target = g.pick(visible).name if visible and g.chance(0.4) else v
    if target == v:
        g.put(f"local {v} = {value}")
    t = target
    failing = g.pick([
        f'return {t}.x.y', f'return {t} + {_given(g)}', f'return {_given(g)} - {t}', f'return {t}()', f'{t}.x = 1', f'{t}.x.y = 1', f'return {t}:m()', f'return #{t}', f'return -{t}', f'return {t} .. {_given(g)}', f'return {_given(g)} .. {t}', f'return {t} < {_given(g)}', f'return {t} & 1', f'return ~{t}', f'return {t} // 0', f'return {t} % 0', f'local l = {t} return l.x.y', f'local l = {t} return l()',
        f'local l = {t} l.x = 1', f'local l = {t} return l + 1', f'local l = {{v = {t}}} return l.v()', f'local l = {{v = {t}}} return l.v.x.y', f'local l = {{v = {t}}} return l.v + 1', f'local l = {{{t}}} return l[1] + 1', f'local l = {{{t}}} return l[1]()', f'local l = {{{t}}} return l[1].x.y', f'local l = {{v = {t}}} l.v.w.x = 1', f'local l, k = {{v = {t}}}, \'v\' return l[k] + 1',
        f'for i = {t}, 2 do end', f'for i = 1, {t} do end', f'for i = 1, 2, {t} do end', f'for k in {t} do break end', f'return ({t}).x.y.z', f'return {t}[{t}]', f'return {t}[1][2]', f'return ({t} or nil).x.y', f'return {t} <= {t}', f'return {{}} < {t}', f'return {t} < \'x\'', f'local a, b = {t}, 1 return a + b, b + a', f'return (function() return {t}.q.r end)()', 'return undefinedname.x',
        'return undefinedname()', 'return undefinedname + 1', 'local s = string return s.nope()', 'return math.nope(1)', 'return string.nope.x', 'undefinedname.x = 1', f'local a <const> = {value} return a.x.y', f'return {t}.a.b.c', f'local up = {t} return (function() return up + 1, up() end)()', f'return 2^53 | {t}', f'return 1.5 | {t}', f'return {t} << 1.5', f'return 1 < {t}, {t} > 1', f'return {t}.method:call()',
        f'return math.floor({t})', f'return ({t})()', f'return ({t} .. {t})()', f'local r = {t} r = r + r return r()', f'{t}[nil] = 1', f'local l = {{}} l[{t}] = 1 return l[{t}]',
    ])  # fmt: skip
    g.put(f"show(pcall(function() {failing} end))")


def arithmetic(g: State) -> None:
    """Apply operators to numbers, texts and what is neither."""
    kinds = [g.pick(["int", "int", "float", "float", "str", "nil", "bool", "list"]) for _ in range(3)]
    a, b, c = (_given(g, kind) if g.chance(0.7) else safe(g, kind) for kind in kinds)
    operator = g.pick(["+", "-", "*", "/", "//", "%", "^", "&", "|", "~", "<<", ">>", "..", *COMPARISONS])
    second = g.pick(["+", "-", "*", "//", "%", ".."])
    g.put(g.pick([
        f"show(pcall(function() return {a} {operator} {b} end))", f"do local a, b = {a}, {b} show(pcall(function() return a {operator} b end)) end", f"show(pcall(function() local a, b = {a}, {b} return a {operator} b end))", f"show(pcall(function() local a = {a} a = a {operator} {b} return a {second} {c} end))",
        f"show(pcall(function(a, b) return a {operator} b end, {a}, {b}))", f"do local t = {{{a}, {b}}} show(pcall(function() return t[1] {operator} t[2] end)) end", f"show(pcall(function() return {g.pick(['-', '~', '#', 'not '])}{a if a != '{}' else '({})'} end))", f"show(pcall(function() if {a} {operator} {b} then return 'yes' end return 'no' end))",
        f"do local t = {{x = {a}}} show(pcall(function() t.x = t.x {operator} {b} return t.x end)) end", f"show(pcall(function() return ({a} {operator} {b}) {second} {c} end))", f"show(math.type({a}), tostring({a}), {a} == {b})", f"show(pcall(function() local s = {a} for i = 1, {b if kinds[1] == 'int' and len(b) < 2 else '3'} do s = s {second if second != '..' else '+'} {c} end return s end))",
        f"show(tonumber({a}), tonumber(tostring({b})))", f"show(math.tointeger({a}), pcall(math.floor, {b}))", f"show({a} == {b}, {a} ~= {b}, {b} == {c})", f"local r = {{}} show(pcall(function() r[{a}] = 1 return r[{b}] end))",
    ]))  # fmt: skip


STATEMENTS: list[Statement] = [(raising, 2.0, 0), (names, 2.0, 0), (arithmetic, 3.0, 0)]
