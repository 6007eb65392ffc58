"""Classes by the idiom ``C.__index = C``: constructors, inheritance, and everything that changes them afterwards."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import any_kind, safe
from tests.fuzz.generator.state import State, Statement

_FIELDS = ["x", "y", "n", "name", "count", "items"]
_METHODS = ["get", "add", "area", "name", "count", "update", "tostring", "len"]


def _value(g: State, kind: str = "") -> str:
    return literals.literal(g, kind or g.pick(["int", "int", "float", "str", "nil", "bool", "list"]))


def _body(g: State, fields: list[str], callable_: list[str], parent: str) -> str:
    """Return the body of a method; methods call only those defined before them, so that all calls end."""
    f, h = g.pick(fields), g.pick(fields)
    parts = []
    for _ in range(g.some(0, 2)):
        parts.append(g.pick([
            f"self.{f} = self.{f} + 1", f"self.{f} = d", f"self.{f} = (self.{f} or 0)", f"self.{f} = self.{f} * self.{h}", f"if d then self.{f} = d end", f"local {f} = self.{f}", f"self.{f} = tostring(self.{f}):sub(1, 20)",
            f"if not self.{f} then self.{f} = {_value(g)} end", f"self.{f}, self.{h} = self.{h}, self.{f}", f"for i = 1, 3 do self.{f} = self.{f} + i end", f"self['{f}'] = {_value(g)}", f"self.{f} = self.{f} // 2", "self.list = self.list or {} self.list[#self.list + 1] = d or 0",
            f"local old = self.{f} self.{f} = {_value(g)} show(old)", f"self.{f} = cut(self.{f} .. 'a')", "d = d or 1", "self = setmetatable({}, getmetatable(self))" if g.chance(0.2) else f"self.{f} = self.{f}",
            f"local set = function(v) self.{f} = v end set({_value(g)})", f"pcall(function() self.{f} = self.{f} + 1 end)",
        ]))  # fmt: skip
    if callable_ and g.chance(0.5):
        m = g.pick(callable_)
        parts.append(
            g.pick(
                [
                    f"local r = self:{m}(d) show(r)",
                    f"self:{m}({_value(g, 'int')})",
                    f"self.{m}(self, 1)",
                    f"show(pcall(self.{m}, self))",
                ]
            )
        )
    if parent and callable_ and g.chance(0.3):
        parts.append(f"show({parent}.{g.pick(callable_)}(self, d))")
    result = g.pick(
        [
            f"self.{f}",
            f"self.{f} + self.{h}",
            f"self.{f} .. ''",
            f"self.{f}, self.{h}",
            f"self.{f} * 2",
            "self",
            f"-self.{f}",
            f"self.{f} == self.{h}",
            f"#self.{f}",
            f"self.{f} and self.{h}",
            "d",
            f"self.{f} < self.{h}",
            f"self.{f} / 2",
            f"self.{f} // 1 | 0",
        ]
    )
    if g.chance(0.85):
        parts.append(f"return {result}")
    return " ".join(parts)


def classes(g: State) -> None:
    """Define a class, perhaps others that inherit from it, make objects, and use them while all of it changes."""
    base = g.unique("C")
    fields = g.random.sample(_FIELDS, g.some(1, 3))
    methods = g.random.sample(_METHODS, g.some(1, 4))
    numeric = g.pick(["int", "int", "float", "str"])
    style = g.some(0, 3)
    g.put(f"local {base} = {{{g.pick(['', f'{fields[0]} = {_value(g, numeric)}', 'kind = ' + repr(base)])}}}")
    if style != 3:
        g.put(f"{base}.__index = {base}")
    if g.chance(0.3):
        g.put(f"{base}.__tostring = function(o) return 'object ' .. tostring(o.{fields[0]}) end")
    if g.chance(0.3):
        event, result = g.pick(
            [
                ("__add", "1"),
                ("__eq", "true"),
                ("__lt", "true"),
                ("__len", "7"),
                ("__call", "o"),
                ("__concat", "'cat'"),
                ("__unm", "o"),
                ("__le", "false"),
                ("__idiv", "2"),
            ]
        )
        g.put(
            f"{base}.{event} = function(o, other) {g.pick(['', 'show(type(o), type(other)) '])}return {g.pick([result, f'o.{fields[0]}' if event != '__eq' else result])} end"
        )
    assigns = [
        f"{f} = {g.pick(['v', _value(g, numeric), _value(g, numeric), 'v or 0'])}" for f in fields if g.chance(0.85)
    ]
    constructor = g.pick(["new", "new", "create"])
    made = f"setmetatable({{{', '.join(assigns)}}}, {base})"
    g.put(g.pick([
        f"function {base}.{constructor}(v) return {made} end", f"function {base}.{constructor}(v) local self = {made} return self end", f"function {base}.{constructor}(v) local o = {{}} setmetatable(o, {base}) {' '.join('o.' + a for a in assigns)} return o end",
        f"{base}.{constructor} = function(v) local self = setmetatable({{}}, {base}) {' '.join('self.' + a for a in assigns)} return self end", f"function {base}.{constructor}(v) local self = {{{', '.join(assigns)}}} return setmetatable(self, {base}) end",
        f"local function make{base}(v) return {made} end {base}.{constructor} = make{base}",
    ]))  # fmt: skip
    if style == 3:
        g.put(f"{base}.__index = {base}")
    for n, method in enumerate(methods):
        body = _body(g, fields, methods[:n], "")
        g.put(
            g.pick(
                [f"function {base}:{method}(d) {body} end"] * 3
                + [f"function {base}.{method}(self, d) {body} end", f"{base}.{method} = function(self, d) {body} end"]
            )
        )
    known = [base]
    if g.chance(0.55):
        parent = base
        for _ in range(g.some(1, 2)):
            child = g.unique("D")
            g.put(g.pick([
                f"local {child} = setmetatable({{}}, {{__index = {parent}}}) {child}.__index = {child}", f"local {child} = setmetatable({{}}, {parent}) {child}.__index = {child}", f"local {child} = {{}} {child}.__index = {child} setmetatable({child}, {{__index = {parent}}})",
                f"local {child} = {{}} for k, v in pairs({parent}) do {child}[k] = v end {child}.__index = {child}", f"local {child} = {{}} setmetatable({child}, {{__index = function(t, k) return {parent}[k] end}}) {child}.__index = {child}",
            ]))  # fmt: skip
            g.put(g.pick([
                f"function {child}.{constructor}(v) local o = {parent}.{constructor}(v) setmetatable(o, {child}) o.extra = {_value(g)} return o end", f"function {child}.{constructor}(v) return setmetatable({parent}.{constructor}(v), {child}) end",
                f"function {child}.{constructor}(v) return setmetatable({{{', '.join(assigns)}, extra = v}}, {child}) end".replace("{, ", "{"),
            ]))  # fmt: skip
            for n, method in enumerate(methods):
                if g.chance(0.4):
                    g.put(f"function {child}:{method}(d) {_body(g, fields, methods[:n], parent)} end")
            known.append(child)
            parent = child
    if g.chance(0.5):
        # The runtime gives a class of its own to a metatable that many objects have: it changes below like all others.
        crowd = g.unique("crowd")
        g.put(
            f"local {crowd} = {{}} for i = 1, {g.pick(['5', '12', '20', '40'])} do {crowd}[i] = {g.pick(known)}.{constructor}({g.pick(['i', 'i', _value(g, numeric)])}) end"
        )
        if g.chance(0.6):
            method = g.pick(methods)
            g.put(
                f"show(pcall(function() local last for i, o in ipairs({crowd}) do last = o:{method}({g.pick(['i', '1', ''])}) end return last end))"
            )
        g.cost += g.factor * 40
    objects = []
    for _ in range(g.some(1, 3)):
        obj, cls = g.unique("o"), g.pick(known)
        argument = _value(g, numeric) if g.chance(0.7) else safe(g, "any")
        g.put(f"local {obj} = {cls}.{constructor}({argument})")
        objects.append(obj)
    for _ in range(g.some(4, 12)):
        g.put(_use(g, g.pick(objects), g.pick(objects), fields, methods, known, constructor))
    if g.chance(0.3):
        m = g.pick(methods)
        g.put(
            f"for _, o in ipairs({{{', '.join(objects)}}}) do show(pcall(o.{m}, o, 1)) show(pcall(function() return o:{m}(2) end)) end"
        )
    for obj in objects:
        g.put(f"dump({obj})")
        g.declare(obj, "rec")


def _use(g: State, o: str, p: str, fields: list[str], methods: list[str], known: list[str], constructor: str) -> str:
    f, m, cls = g.pick(fields), g.pick(methods), g.pick(known)
    given = _value(g, "int") if g.chance(0.6) else _value(g)
    earlier = methods[: methods.index(m)]
    body = _body(g, fields, earlier, "")
    choice = g.some(0, 13)
    if choice < 4:
        return f"show(pcall(function() return {o}:{m}({given}) end))"
    if choice < 6:
        return g.pick([
            f"show(pcall({cls}.{m}, {o}, {given}))", f"show(pcall({o}.{m}, {o}, {given}))", f"show(pcall(function() local f = {o}.{m} return f({o}, {given}) end))", f"show(pcall(function() return {cls}.{m}({o}) end))", f"show(pcall({cls}.{m}, {{{f} = 5}}))",
            f"show(pcall({cls}.{m}, nil))", f"show(pcall({cls}.{m}, 5, 6))", f"show(pcall({cls}.{m}, 'text'))", f"show(pcall(function() return {o}.{m}() end))", f"show(pcall(function() return {o}['{m}']({o}, {given}) end))", f"show(rawget({o}, '{m}'), {o}.{m} == {cls}.{m})",
            f"show(pcall(function() return {o}:{m}({o}:{m}()) end))", f"show(pcall(function() return {o}:missing() end))", f"show(pcall(function() return {o}.missing.x end))", f"show(select('#', {o}.{f}), type({o}.{m}))", f"show(pcall(function() return {cls}:{m}() end))",
        ])  # fmt: skip
    if choice < 9:
        return g.pick([
            f"{o}.{f} = {given}", f"{o}['{f}'] = {given}", f"rawset({o}, '{f}', {given})", f"{o}.{f} = nil", f"do local k = '{f}' {o}[k] = {given} end", f"for k, v in pairs({o}) do {o}[k] = {g.pick(['tostring(v)', 'v', '1', 'nil'])} end", f"{o}.{f} = {p}.{f}", f"{cls}.{f} = {given}",
            f"local function set(t) t.{f} = {given} end set({o})", f"show({o}.{f}, {p}.{f})", f"show(pcall(function() {o}.{f} = {o}.{f} + 1 return {o}.{f} end))", f"show(pcall(function() return {o}.{f} + {p}.{f} end))", f"{o}[1] = {given or 0} show({o}[1], #{o})", f"{o}.{f}, {p}.{f} = {p}.{f}, {given}",
        ])  # fmt: skip
    if choice < 12:
        return g.pick([
            f"function {cls}:{m}(d) {body} end", f"{cls}.{m} = nil", f"{o}.{m} = function(self, d) return 'own', d end", f"{o}.{m} = nil", f"{cls}['{m}'] = function(s, d) return d end", f"setmetatable({o}, {cls})", f"setmetatable({o}, nil)", f"{o}.{m} = {given}",
            f"setmetatable({o}, {{__index = {{{m} = function(s, d) return 'swapped', d end}}}})", f"{cls}.__index = function(t, k) return {g.pick(['nil', 'k', f'rawget({cls}, k)'])} end", f"{cls}.__index = {cls}", f"{cls}.__newindex = function(t, k, v) rawset(t, k, {g.pick(['v', '1', 'tostring(v)'])}) end",
            f"{cls}.__newindex = nil", f"{cls}.{m}x = {cls}.{m} show(pcall({cls}.{m}x, {o}, 1))", f"rawset({cls}, '{m}', function() return 'raw' end)", f"local saved = {cls}.{m} {cls}.{m} = function(self, ...) return 'wrapped', pcall(saved, self, ...) end".replace("local saved", "local saved") if g.chance(0.3) else f"{cls}.{f} = {given}",
            f"for k, v in pairs({cls}) do if k == '{m}' then {cls}[k] = function() return 'looped' end end end", f"{cls}.__call = function(self, a) return a, self.{f} end show(pcall({o}, {given}))", f"{cls}.__index = {g.pick(known)}", f"do local k = '{m}' {cls}[k] = function(self) return self.{f} end end",
        ])  # fmt: skip
    return g.pick([
        f"show(pcall(function() return {o} + {p} end))", f"show(pcall(function() return {o} == {p}, {o} ~= {p} end))", f"show(pcall(function() return {o} < {p} end))", f"show(pcall(function() return #{o} end))", f"show(pcall(function() return {o} .. {given} end))", f"show(pcall(function() return -{o} end))",
        f"show(pcall({o}, {given}))", f"show(getmetatable({o}) == {cls})", f"{o} = {cls}.{constructor}({given})", f"show((tostring({o}):gsub('0x%x+', 'ADDR')))", f"show(pcall(function() return {o} <= {p} end))", f"local co = coroutine.wrap(function() return {o}:{m}({given}) end) show(pcall(co))", f"show(pcall(function() return {o} // {p} end))",
        f"show(rawequal({o}, {p}), {cls}.kind)",
    ])  # fmt: skip


def method_styles(g: State) -> None:
    """Store functions in records and call them with and without ``self``."""
    name = g.unique("m")
    g.put(f"local {name} = {{x = {_value(g, 'int')}, inner = {{deep = {{y = {_value(g)}}}}}}}")
    g.put(
        f"function {name}.plain(a, b) return a, b end function {name}:method(a) return self == {name}, a end function {name}.inner.deep:go(a) return self.y, a end"
    )
    for _ in range(g.some(2, 5)):
        given = _value(g)
        g.put(g.pick([
            f"show({name}.plain({given}))", f"show({name}:plain({given}) == {name})", f"show({name}:method({given}))", f"show({name}.method({given}))", f"show({name}.inner.deep:go({given}))", f"show({name}.inner.deep.go({name}, {given}))", f"show({name}['plain']({given}, 1))", f"do local f = {name}.method show(f({name}), f(1)) end",
            f"{name}.plain = {name}.method show({name}:plain({given}))", f"show(pcall(function() return {name}.nothing({given}) end))", f"show(pcall(function() return {name}.inner.nothing.x end))", f"show(pcall(function() return {name}:nothing() end))", f"show(pcall(function() return {name}.x() end))", f"show(pcall(function() return {name}.x:foo() end))",
            "show(('text'):len(), ('%d'):format(5), (#'abc'):type())" if g.chance(0.1) else f"show(('text'):len(), ('%d'):format({g.some(0, 9)}))", f"local s = {literals.text(g)} show(s:upper(), s:len(), #s, s:rep(2, '-'))", "show(pcall(function() local s = 'x' return s:nope() end))", "show(pcall(function() local s = 5 return s:nope() end))",
            "show(pcall(function() return ('x').y.z end))", "show(('x').len, ('x')[1])" if g.chance(0.3) else "show(('x')[1])", "show(pcall(function() local s = 'x' s.y = 1 end))", f"show(pcall(function() return {name}.x.y.z end))", f"{name}.x = {given} show(pcall(function() return {name}.x + 1 end))", f"{name} = {{plain = {name}.plain, method = {name}.method, inner = {name}.inner}}",
        ]))  # fmt: skip


STATEMENTS: list[Statement] = [(classes, 3.0, 0), (method_styles, 1.0, 0)]
__all__ = ["STATEMENTS", "any_kind"]
