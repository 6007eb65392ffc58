"""Metatables: every event, chains of ``__index`` and ``__newindex``, protected and replaced metatables."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import expression, safe
from tests.fuzz.generator.state import State, Statement

_BINARY = {
    "__add": "+", "__sub": "-", "__mul": "*", "__div": "/", "__mod": "%", "__pow": "^", "__idiv": "//", "__band": "&", "__bor": "|", "__bxor": "~", "__shl": "<<", "__shr": ">>",
    "__concat": "..", "__eq": "==", "__lt": "<", "__le": "<=",
}  # fmt: skip
_UNARY = {"__unm": "-", "__len": "#", "__bnot": "~"}
_OTHERS = [
    "__index",
    "__newindex",
    "__call",
    "__tostring",
    "__name",
    "__close",
    "__pairs",
    "__metatable",
    "__gc",
    "__mode",
]


def _given(g: State) -> str:
    return literals.literal(g, g.pick(["int", "float", "str", "nil", "bool", "list", "int"]))


def _handler(g: State, event: str) -> str:
    if event == "__name":
        return g.pick(["'My.Type'", "5", "'T'"])
    if event == "__metatable":
        return g.pick(["'locked'", "false", "{}", "nil"])
    if event == "__mode":
        return g.pick(["'k'", "'v'", "'kv'"])
    if event == "__tostring":
        return g.pick(
            [
                "function() return 'shown' end",
                "function() return 5 end",
                "function(o) return 'v' .. tostring(rawget(o, 'v')) end",
                "function() error('in tostring') end",
                "function() return nil end",
            ]
        )
    if event == "__index":
        return g.pick(
            [
                "function(t, k) return k end",
                "{x = 1, v = 'from table'}",
                "function(t, k) return rawget(t, 'v') end",
                "setmetatable({}, {__index = function(_, k) return 'second ' .. tostring(k) end})",
                "'text'",
                "string",
                "function() end",
                "5",
                "function(...) return select('#', ...) end",
                "function(t, k) error('no ' .. tostring(k), 2) end",
            ]
        )
    if event == "__newindex":
        return g.pick(
            [
                "function(t, k, v) rawset(t, k, v) end",
                "{}",
                "function(t, k, v) show('new', k, v) end",
                "function() error('read only', 2) end",
                "5",
                "setmetatable({}, {__newindex = function(_, k, v) show('second', k, v) end})",
                "function(t, k, v) rawset(t, tostring(k) .. '_', v) end",
            ]
        )
    if event == "__pairs":
        return g.pick(
            [
                "function(t) return next, {10, 20}, nil end",
                "function(t) return function(_, k) if not k then return 1, 'only' end end, t, nil end",
                "function() return 5 end",
                "function(t) return ipairs({7}) end",
            ]
        )
    if event == "__close":
        return "function(o, e) show('closing', e) end"
    if event == "__gc":
        return "function() end"
    return g.pick([
        "function(l, r) return 1 end", "function(l, r) return 'made' end", "function(l, r) return nil end", "function(l, r) return l, r end", "function(l, r) return type(l) .. ' ' .. type(r) end", "function(l, r) return {v = 2} end", "function(...) return select('#', ...) end", "function(l, r) error('in event') end",
        "function(l, r) error({}) end", "function(l, r) return (tonumber(l) or rawget(l, 'v') or 0) end", "function() end", "function(l, r) return false end", "function(l, r) return 2.5 end", "function(l, r) return rawequal(l, r) end", "5", "setmetatable({}, {__call = function(self, a, b) return 'called', type(a) end})",
    ])  # fmt: skip


def events(g: State) -> None:
    """Give a table a few events and use it everywhere."""
    name = g.unique("mt")
    o, p = f"o{name}", f"p{name}"
    chosen = g.random.sample([*_BINARY, *_UNARY, *_OTHERS], g.some(2, 6))
    fields = ", ".join(f"{event} = {_handler(g, event)}" for event in chosen)
    g.put(f"local {name} = {{{fields}}}")
    g.put(
        f"local {o}, {p} = setmetatable({{v = {_given(g)}}}, {name}), {g.pick([f'setmetatable({{v = 2}}, {name})', '{}', 'setmetatable({}, {})', _given(g)])}"
    )
    for _ in range(g.some(3, 9)):
        other = g.pick([p, p, o, _given(g), safe(g, "any")])
        event = g.pick(chosen) if g.chance(0.75) else g.pick([*_BINARY, *_UNARY, "__index"])
        if event in _BINARY:
            sides = g.pick([(o, other), (other, o)])
            text = g.pick(
                [
                    "show(pcall(function() return {} end))",
                    "show(pcall(function() if {} then return 'yes' end return 'no' end))",
                    "show(pcall(function() local r = {} return r end))",
                    "show(pcall(function() return ({}), 1 end))",
                ]
            ).format(f"{sides[0]} {_BINARY[event]} {sides[1]}")
            if event in ("__lt", "__le", "__eq") and g.chance(0.5):
                text = (
                    f"show(pcall(function() return {sides[0]} {g.pick(['>', '>=', '~=', '<', '=='])} {sides[1]} end))"
                )
        elif event in _UNARY:
            text = f"show(pcall(function() return {_UNARY[event]}{o} end))"
        else:
            text = g.pick([
                f"show(pcall(function() return {o}.{g.pick(literals.FIELDS)} end))", f"show(pcall(function() return {o}[{_given(g)}] end))", f"show(pcall(function() {o}.{g.pick(literals.FIELDS)} = {_given(g)} end))", f"show(pcall(function() {o}[{literals.literal(g, g.pick(['int', 'str', 'bool', 'float']))}] = {_given(g)} end))",
                f"show(pcall({o}, {_given(g)}, {_given(g)}))", f"show(pcall(function() return {o}({_given(g)}) end))", f"show(pcall(tostring, {o}) == true)" if "__tostring" not in chosen else f"show(pcall(tostring, {o}))", f"show(pcall(function() local c <close> = {o} return 'body' end))",
                f"show(pcall(function() for k, v in pairs({o}) do show(k, v) end end))", f"show(pcall(getmetatable, {o}))", f"show(pcall(setmetatable, {o}, {g.pick(['nil', '{}', name])}))", f"{name}.{g.pick(list(_BINARY))} = {_handler(g, '__add')}", f"{name}.{g.pick(chosen)} = nil", f"show(rawget({o}, 'v'), rawlen({o}), rawequal({o}, {p}))",
                f"show(pcall(function() return {o}:{g.pick(literals.FIELDS)}(1) end))", f"show(pcall(rawset, {o}, 'z', {_given(g)}), {o}.z)", f"show(pcall(string.rep, {o}, 2))", f"show(pcall(function() return math.floor({o}) end))", f"show(pcall(table.concat, {{{o}}}))", f"show(pcall(table.unpack, {o}))", f"show(pcall(ipairs, {o}))",
                f"show(pcall(function() for i, v in ipairs({o}) do show(i, v) if i > 2 then break end end end))", f"show(pcall(table.insert, {o}, 1))", f"show((pcall(next, {o})))", f"show(pcall(function() return {o} + 1 + {o}, 1 + {o} end))", f"show(pcall(function() return 'a' .. {o} .. 'b' end))", f"show(pcall(select, '#', {o}))",
                f"show(pcall(table.sort, {{{o}, {p}}}))", f"show(pcall(error, {o}) == false)", f"show(pcall(function() return #{o} + 1 end))", f"show(pcall(function() {o}.v = {o}.v + 1 return {o}.v end))",
            ])  # fmt: skip
        g.put(text)
    if g.chance(0.3):
        g.declare(o, "rec")


def chain(g: State) -> None:
    """Look fields up through several tables."""
    name = g.unique("ch")
    depth = g.some(1, 4)
    g.put(f"local {name} = {{x = {_given(g)}, f = function(...) return select('#', ...), ... end}}")
    for n in range(depth):
        link = g.pick([f"{name}", f"function(t, k) return {name}[k] end", f"{name}"])
        own = g.pick(["", f"x = {_given(g)}", f"y{n} = {n}", "[1] = 'one'"])
        if "function" in link:
            g.put(
                f"do local below = {name} {name} = setmetatable({{{own}}}, {{__index = function(t, k) return below[k] end, __newindex = {g.pick(['below', 'nil', 'function(t, k, v) rawset(t, k, v) end'])}}}) end"
            )
        else:
            g.put(f"{name} = setmetatable({{{own}}}, {{__index = {name}{g.pick(['', f', __newindex = {name}'])}}})")
    for _ in range(g.some(2, 5)):
        g.put(g.pick([
            f"show({name}.x, {name}.y0, {name}.y1, {name}.missing)", f"{name}.x = {_given(g)}", f"show(rawget({name}, 'x'), {name}[1])", f"show({name}.f({_given(g)}, nil))", f"show(select('#', {name}:f()))", f"{name}[1] = {_given(g)}", f"{name}.z = {_given(g)} show({name}.z, rawget({name}, 'z'))",
            f"show(pcall(function() return {name}.x + 1 end))", f"show(pcall(function() {name}.x = {name}.x .. '!' return {name}.x end))", f"getmetatable({name}).__index = {g.pick(['nil', '{x = 9}', 'string', 'function() return 1, 2 end'])}", f"for k in pairs({name}) do show(type(k)) break end",
        ]))  # fmt: skip


def proxy(g: State) -> None:
    """Wrap a table so that every access is seen."""
    name = g.unique("px")
    g.put(
        f"local {name} = (function(real) return setmetatable({{}}, {{__index = function(_, k) show('get', k) return real[k] end, __newindex = function(_, k, v) show('set', k, v) real[k] = v end, __len = function() return #real end, __pairs = function() return next, real, nil end}}) end)({{1, 2, x = {_given(g)}}})"
    )
    for _ in range(g.some(2, 5)):
        g.put(g.pick([
            f"show({name}.x, {name}[1], #{name})", f"{name}[#{name} + 1] = {g.some(1, 9)}", f"{name}.x = {_given(g)}", f"show(pcall(function() {name}.x = {name}.x + 1 end))", f"local s = 0 for k, v in pairs({name}) do if type(v) == 'number' and type(k) == 'number' then s = s + v end end show(s)", f"table.insert({name}, 'in') show(#{name})",
            f"show(pcall(table.concat, {name}, ','))", f"for i, v in ipairs({name}) do show(i, v) end", f"show(pcall(table.unpack, {name}))", f"show(pcall(table.remove, {name}))", f"show(type((next({name}))), rawlen({name}))", f"show(pcall(table.sort, {name}, function(a, b) return tostring(a) < tostring(b) end))", f"show(pcall(table.move, {name}, 1, 2, 3))",
        ]))  # fmt: skip


def values_of_events(g: State) -> None:
    """Compute with what events return: a type that no operand shows."""
    name = g.unique("ev")
    result = g.pick(["1", "2.5", "'7'", "'x'", "nil", "true", "{}", "v", "v + 1"])
    g.put(
        f"local {name} = setmetatable({{}}, {{__add = function(_, v) return {result} end, __index = function(_, v) return {g.pick(['v', '1', '1.5', 'nil', repr('s')])} end, __len = function() return {g.pick(['3', '2.5', repr('9'), 'nil'])} end, __unm = function() return {g.pick(['5', 'false', '0.5'])} end, __call = function(_, v) return v, v end, __mul = function(l, r) return {g.pick(['r', 'l', '3'])} end}})"
    )
    for _ in range(g.some(2, 5)):
        g.put(
            f"show(pcall(function() return {g.pick([f'({name} + 1) * 2', f'#{name} + 1', f'-{name} + 1', f'{name}.x + 1', f'{name}[1] * 2', f'{name}(4) + 1', f'({name} * 3) // 2', f'(2 * {name}) + 1', f'{name}.a .. {name}.b', f'#{name} // 2', f'{name}[2] == 2', f'({name} + 2) .. 1', f'({name} + 1) < 2', f'{expression(g, chr(105) + chr(110) + chr(116), 1)} + {name}[3]', f'math.type({name}[1] + 0)'])} end))"
        )
    if g.chance(0.5):
        g.put(f"show(pcall(function() local n = 0 for i = 1, #{name} do n = n + {name}[i] end return n end))")


def string_methods(g: State) -> None:
    """Reach strings through their metatable, perhaps with events of its own for a while."""
    g.put(g.pick([
        "show(getmetatable('').__index == string, getmetatable('x') == getmetatable('y'))", "show(('x'):upper(), ('5').upper('a'))", "show(pcall(setmetatable, 'x', {}))", "do local mt = getmetatable('') mt.__name = 'Text' show(getmetatable('x').__name) mt.__name = nil end",
        "do string.shout = function(s) return s .. '!' end show(('hey'):shout()) string.shout = nil show(pcall(function() return ('hey'):shout() end)) end", "do local mt = getmetatable('') mt.__index = function(s, k) return type(k) == 'number' and s:sub(k, k) or string[k] end show(pcall(function() return ('abc')[2], ('abc'):upper() end)) mt.__index = string end",
        "do local mt = getmetatable('') local old = mt.__add mt.__add = function(a, b) return tostring(a) .. '+' .. tostring(b) end show(pcall(function() return 'a' + 'b', '1' + 2 end)) mt.__add = old end", "show(pcall(function() return 'a' + 1 end)) show(pcall(function() return '0x10' * '2' end))",
    ]))  # fmt: skip


STATEMENTS: list[Statement] = [(events, 3.0, 0), (chain, 1.0, 0), (proxy, 0.8, 0), (values_of_events, 1.2, 0)]
GLOBALS: list[Statement] = [(string_methods, 0.6, 0)]
