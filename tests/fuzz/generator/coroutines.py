"""Coroutines in all their states: yields out of loops, calls, metamethods and iterators, errors, closing."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import any_kind, expression, safe
from tests.fuzz.generator.state import Function, State, Statement


def _given(g: State) -> str:
    return literals.literal(g, g.pick(["int", "float", "str", "nil", "bool", "int"]))


def _yields(g: State, name: str) -> str:
    """Return a statement that yields."""
    return g.pick([
        f"{name} = coroutine.yield({_given(g)}, {name})", f"show(coroutine.yield({_given(g)}))", "local r1, r2 = coroutine.yield() show(r1, r2)", f"for i = 1, 3 do {name} = coroutine.yield(i, {name}) end", f"while {name} do {name} = coroutine.yield({name}) end" if g.chance(0.2) else f"coroutine.yield({name})",
        "if coroutine.yield('asking') then show('true') else show('false') end", f"show(pcall(coroutine.yield, {_given(g)}))", f"show(pcall(function() {name} = coroutine.yield('inside') error({_given(g)}) end))", "local t = {coroutine.yield(1), coroutine.yield(2, 3)} show(t[1], t[2], t[3])",
        f"show(pcall(function() return {name} + coroutine.yield('operand') end))", "for k in coroutine.wrap(function() coroutine.yield(1) coroutine.yield(2) end) do coroutine.yield('for', k) end", "for k, v in function(_, c) c = (c or 0) + 1 coroutine.yield('step', c) if c < 3 then return c, c end end do show(k, v) end",
        "local o = setmetatable({}, {__add = function(a, b) return coroutine.yield('in event') end}) show(pcall(function() return o + 1 end))" if g.chance(0.4) else f"coroutine.yield(select('#', {name}))", "local c <close> = setmetatable({}, {__close = function(_, e) show('closed', e) end}) coroutine.yield('open')",
        f"show(xpcall(function() return coroutine.yield('x') + {_given(g)} end, function(m) return 'handled ' .. tostring(m) end))", "local function deep(n) if n == 0 then return coroutine.yield('deep') end return deep(n - 1) end show(deep(3))", f"local r = (coroutine.yield()) show(r == {name})", "show(coroutine.isyieldable(), coroutine.status(coroutine.running()))",
        "show(pcall(table.sort, {3, 2, 1}, function(a, b) coroutine.yield() return a < b end))" if g.chance(0.2) else "coroutine.yield()", "show(pcall(string.gsub, 'ab', '.', function(c) return coroutine.yield(c) end))" if g.chance(0.2) else f"coroutine.yield({name}, nil)", "local x = 1 local function up() x = x + 1 return coroutine.yield(x) end show(up(), up())",
        f"repeat local q = coroutine.yield('again') until q ~= {_given(g)} or true", "return coroutine.yield('last')" if g.chance(0.1) else f"coroutine.yield(({_given(g)}))",
    ])  # fmt: skip


def _body(g: State, name: str) -> None:
    for _ in range(g.some(1, 4)):
        if g.chance(0.7):
            text = _yields(g, name)
            g.put(f"do {text} end" if text.startswith("return") or g.chance(0.3) else text)
        else:
            g.statements(1)
    if g.chance(0.7):
        g.put(
            g.pick(
                [
                    f"return 'done', {name}",
                    f"error({_given(g)})",
                    "error('failed in coroutine')",
                    f"return {expression(g, any_kind(g), 1)}",
                    "return",
                    "error({code = 5})",
                    "return coroutine.running() ~= nil",
                    f"local bad = {name} + {{}}",
                ]
            )
        )


def threads(g: State) -> None:
    """Create a coroutine and resume it until after its end."""
    name = g.unique("co")
    g.put(f"local {name} = coroutine.create(function(a1, {g.pick(['a2', '...'])})")
    with g.body(("a1", "any"), yields=True, vararg="..." in g.lines[-1]):
        _body(g, "a1")
    g.put("end)")
    g.put(f"show(coroutine.status({name}), type({name}))")
    for _ in range(g.some(2, 6)):
        g.put(g.pick([
            f"show(resume({name}, {_given(g)}, {safe(g, 'any')}))", f"show(resume({name}))", f"show(coroutine.status({name}))", f"show(resume({name}, {_given(g)}))", f"show(select('#', resume({name}, nil)))", f"show(coroutine.isyieldable({name}))",
            f"show(coroutine.close({name}))" if g.chance(0.3) else f"show(resume({name}))", f"show(pcall(coroutine.close, {name}))" if g.chance(0.2) else f"show(resume({name}, 1, 2, 3))", f"local ok, v = resume({name}, {_given(g)}) show(ok, v) show(pcall(function() return v + 1 end))",
            f"show(resume(coroutine.create(function() return resume({name}, 'nested') end)))",
        ]))  # fmt: skip
    if g.chance(0.4):
        g.put(f"show(coroutine.close({name}), coroutine.status({name}))")


def wrapped(g: State) -> None:
    """Wrap a function that yields; call it once too often."""
    name = g.unique("wrap")
    g.put(f"local {name} = coroutine.wrap(function(a1)")
    with g.body(("a1", "any"), yields=True):
        _body(g, "a1")
    g.put("end)")
    for _ in range(g.some(1, 6)):
        given = _given(g)
        g.put(
            f"show(pcall({name}{', ' + given if g.chance(0.8) else ''}))"
            if g.chance(0.85)
            else f"show(pcall(function() return {name}({given}) + 1 end))"
        )


def generators(g: State) -> None:
    """Drive loops by coroutines, also by coroutines that call others that yield."""
    name = g.unique("gen")
    low, high = g.some(0, 3), g.some(2, 7)
    g.put(g.pick([
        f"local function {name}(n) return coroutine.wrap(function() for i = {low}, n do coroutine.yield(i, i * i) end end) end", f"local function {name}(n) return coroutine.wrap(function() local a, b = 0, 1 for _ = 1, n do coroutine.yield(a, b) a, b = b, a + b end end) end",
        f"local function {name}(n) local function walk(t) if type(t) == 'table' then for _, v in ipairs(t) do walk(v) end else coroutine.yield(t, n) end end return coroutine.wrap(function() walk({{1, {{2, {{3.5, 'four'}}}}, 5}}) end) end",
        f"local function {name}(n) return coroutine.wrap(function() for c in ('abc'):gmatch('.') do coroutine.yield(c, n) n = n .. c end end) end", f"local function {name}(n) local inner = coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) return coroutine.wrap(function() for v in inner do coroutine.yield(v / 2, v) end end) end",
        f"local function {name}(n) return coroutine.wrap(function() local t = {{}} for i = 1, n do t[i] = i if i == n then coroutine.yield(table.concat(t, ' '), #t) else coroutine.yield(t[i], 'part') end end end) end",
        f"local function permute(a, n) if n == 0 then coroutine.yield(table.concat(a)) else for i = 1, n do a[n], a[i] = a[i], a[n] permute(a, n - 1) a[n], a[i] = a[i], a[n] end end end local function {name}(n) return coroutine.wrap(function() permute({{1, 2, 3}}, 3) end) end",
    ]))  # fmt: skip
    g.put(
        f"for a1, a2 in {name}({high}) do show(a1, a2) {g.pick(['', 'if a1 == 2 then break end', 'show(pcall(function() return a1 + a2 end))', 'local later = function() a1 = nil return a2 end show(later())'])} end"
    )
    if g.chance(0.4):
        g.put(
            f"local first{name}, second{name} = {name}(3), {name}(4) show(first{name}(), second{name}(), first{name}())"
        )


def states(g: State) -> None:
    """Ask for the state of coroutines, resume the wrong ones, close them."""
    name = g.unique("st")
    g.put(f"local {name}")
    g.put(
        f"{name} = coroutine.create(function() {g.pick([f'show(coroutine.status({name}), coroutine.running() == {name})', f'show(resume({name}))', f'coroutine.wrap(function() show(coroutine.status({name})) show(resume({name})) end)()', f'show(pcall(coroutine.close, {name}))', 'show(select(2, coroutine.running()))', 'coroutine.yield(1) error(5)'])} return coroutine.yield(7) end)"
    )
    for _ in range(g.some(2, 5)):
        g.put(g.pick([f"show(resume({name}, 1))", f"show(coroutine.status({name}))", f"show(coroutine.close({name}))", "show(coroutine.isyieldable(), select(2, coroutine.running()))", f"show(pcall(coroutine.resume, {_given(g)}))", f"show(pcall(coroutine.wrap, {_given(g)}))", f"show(pcall(coroutine.status, {_given(g)}))", f"show(pcall(coroutine.create, {_given(g)}))", "show(pcall(coroutine.yield, 1))", "show(pcall(coroutine.close, coroutine.running()))", f"show(pcall(coroutine.isyieldable, {name}))", f"show(type({name}), {name} == {name}, tostring({name}):sub(1, 7))"]))  # fmt: skip
    if g.chance(0.4):
        close = g.pick(
            [
                "show('closer', e)",
                "error('from close')",
                "show('closer', e) error({})",
                "show(pcall(coroutine.yield, 'in close'))",
            ]
        )
        g.put(
            f"local c{name} = coroutine.create(function() local c <close> = setmetatable({{}}, {{__close = function(_, e) {close} end}}) coroutine.yield('waiting') {g.pick(['', 'error(9)', 'error(nil)']) if 'error(' not in close and 'yield' not in close else ''} end)"
        )
        g.put(
            f"show(resume(c{name})) {g.pick([f'show(resume(c{name}))', ''])} show(coroutine.close(c{name})) show(coroutine.status(c{name}), coroutine.close(c{name}))"
        )


def producers(g: State) -> None:
    """Let coroutines pass values of changing types to each other and compute with them."""
    name = g.unique("pr")
    values = ", ".join(_given(g) for _ in range(g.some(2, 4)))
    g.put(
        f"local {name} = coroutine.wrap(function() local got = 1 for n = 1, select('#', {values}) do got = coroutine.yield((select(n, {values}))) end return got end)"
    )
    for _ in range(g.some(2, 4)):
        g.put(
            g.pick(
                [
                    f"show(pcall(function() local v = {name}({_given(g)}) return v + 1 end))",
                    f"show(pcall(function() local v = {name}() local w = v or 0 return w * 2, w .. '' end))",
                    f"show(pcall({name}, {_given(g)}))",
                    f"show(pcall(function() return {name}() < 5 end))",
                    f"show(pcall(function() return #{name}() end))",
                ]
            )
        )
    g.declare_function(
        Function(
            "(function(v) return coroutine.wrap(function(a) local b = coroutine.yield(a) return b end)(v) end)",
            ("any",),
            "any",
        )
    )


_YIELDING = [
    ("__add", "o + 1"), ("__sub", "1 - o"), ("__mul", "o * o"), ("__div", "o / 2"), ("__mod", "o % 2"), ("__pow", "o ^ 2"), ("__unm", "-o"), ("__idiv", "o // 1"), ("__band", "o & 1"), ("__bor", "1 | o"), ("__bxor", "o ~ 1"), ("__shl", "o << 1"), ("__shr", "o >> 1"), ("__bnot", "~o"),
    ("__concat", "o .. 'x'"), ("__len", "#o"), ("__eq", "o == p"), ("__eq", "o ~= p"), ("__lt", "o < p"), ("__lt", "o > 1"), ("__le", "o <= p"), ("__le", "o >= p"), ("__index", "o.field"), ("__index", "o[1]"), ("__index", "o:method(1)"), ("__index", "o.a.b"),
    ("__call", "o(1, 2)"), ("__newindex", "(function() o.x = 1 o[2] = 2 return rawget(o, 'x') end)()"), ("__close", "(function() local c <close> = o return 'body' end)()"), ("__index", "o.x + o.y"), ("__lt", "(o < p) and (p < o)"), ("__add", "(o + 1) + (2 + o)"), ("__pairs", "(function() local n = 0 for k, v in pairs(o) do n = n + 1 end return n end)()"), ("__newindex", "(function() local t = setmetatable({}, {__newindex = o}) t.x = 1 t[1] = 2 return rawget(t, 'x'), rawget(o, 'x') end)()"), ("__index", "setmetatable({}, {__index = o}).deep"), ("__call", "setmetatable({}, {__call = o})(3)"), ("__lt", "not (o < p) == (o > p)"), ("__index", "#{o.x, o.y}"), ("__eq", "not (o == p)"),
]  # fmt: skip


def events(g: State) -> None:
    """Yield out of metamethods, wherever an operation may stand."""
    event, text = g.pick(_YIELDING)
    name = g.unique("ye")
    result = g.pick(["r", "r", "1", "r, 2", "true", "nil", "error('in event', 0)", "tostring(r)"])
    form = g.pick([
        "return {}", "local v = {} return v, 'after'", "if {} then return 'yes' end return 'no'", "local t = {{ {}, x = {} }} return t[1], t.x", "return ({} or 'else'), 2", "for i = 1, 2 do show(i, {}) end return 'over'", "while {} do return 'in loop' end return 'not in loop'", "return (function(...) return select('#', ...), ... end)({})",
        "return pcall(function() return {} end)", "local a, b = {}, 5 return a, b", "return type({})", "local n = 0 repeat n = n + 1 until n > 1 or {} return n", "return not {}", "local s = 1 s = {} return s", "return select(1, {})",
    ])  # fmt: skip
    g.put(f"local {name} = coroutine.create(function(first)")
    g.put(
        f"  local mt = {{}} mt.{event} = function(l, r) local r = coroutine.yield('{event}', type(l), type(r)) return {result if not result.startswith('error') else '(' + result + ')'} end"
    )
    g.put("  local o, p = setmetatable({}, mt), setmetatable({}, mt)")
    g.put(f"  {form.replace('{}', text).replace('{{', '{').replace('}}', '}')}")
    g.put("end)")
    for n in range(g.some(1, 5)):
        g.put(f"show(resume({name}{g.pick([', ' + str(n), ', ' + _given(g), ''])}))")
    if g.chance(0.3):
        g.put(f"show(coroutine.status({name}), coroutine.close({name}))")


STATEMENTS: list[Statement] = [
    (threads, 2.0, 1),
    (wrapped, 2.0, 1),
    (generators, 1.2, 0),
    (states, 1.0, 0),
    (producers, 1.2, 0),
    (events, 1.2, 0),
]
