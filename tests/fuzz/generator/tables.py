"""Tables: lists that grow and shrink, keys of every type, traversal with changes, the table library on them."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import any_kind, list_text, record_text, safe, value
from tests.fuzz.generator.state import State, Statement

_KEYS = [
    "1",
    "2",
    "3",
    "10",
    "0",
    "-1",
    "1.0",
    "2.0",
    "1.5",
    "2^53",
    "'1'",
    "'x'",
    "true",
    "false",
    "math.maxinteger",
    "math.mininteger",
    "-0.0",
    "0.0",
    "1e300",
    "''",
    "show",
    "2^63",
    "'__index'",
]


def _item(g: State) -> str:
    return literals.literal(g, g.pick(["int", "int", "float", "str"]))


def table(g: State) -> None:
    """Declare a table."""
    name = g.fresh()
    if g.chance(0.5):
        g.put(f"local {name} = {list_text(g, g.pick(['int', 'float', 'str', 'any']))}")
        g.declare(name, "list")
    else:
        g.put(f"local {name} = {record_text(g)}")
        g.declare(name, "rec")


def growing(g: State) -> None:
    """Grow and shrink a list by all customary ways; it never has holes."""
    name = g.unique("l")
    g.put(f"local {name} = {{{', '.join(_item(g) for _ in range(g.some(0, 4)))}}}")
    kind = g.pick(["int", "int", "str", "float"])
    for _ in range(g.some(2, 8)):
        item = literals.literal(g, kind) if g.chance(0.8) else _item(g)
        g.put(g.pick([
            f"{name}[#{name} + 1] = {item}", f"for i = 1, {g.some(1, 9)} do {name}[#{name} + 1] = {g.pick(['i', 'i * i', item, 'i / 2', 'tostring(i)'])} end", f"{name}[#{name}] = nil",
            f"table.insert({name}, {item})", f"table.insert({name}, 1, {item})", f"table.insert({name}, #{name} + 1, {item})", f"show(table.remove({name}))", f"show(table.remove({name}, 1))",
            f"show(pcall(table.insert, {name}, {g.some(-1, 9)}, {item}))", f"show(pcall(table.remove, {name}, {g.some(-1, 9)}))", f"while #{name} > 3 do {name}[#{name}] = nil end",
            f"for i = 1, #{name} do {name}[i] = {g.pick([f'{name}[#{name} - i + 1]', f'{name}[i]', item, 'i'])} end", f"table.move({name}, 1, #{name}, 2)", f"show(#{name}, {name}[1], {name}[#{name}], {name}[0], {name}[#{name} + 1])",
            f"show(pcall(table.concat, {name}, ','))", f"show(pcall(table.sort, {name}))", f"show(table.unpack({name}))", f"for i, v in ipairs({name}) do {name}[i] = {g.pick(['v', 'i', item, 'tostring(v)'])} end",
            f"local s{name} = 0 for i = 1, #{name} do s{name} = (tonumber({name}[i]) or 0) + s{name} end show(s{name})", f"show(pcall(function() local s = 0 for _, v in ipairs({name}) do s = s + v end return s end))",
            f"for i = #{name}, 1, -1 do if i % 2 == 0 then table.remove({name}, i) end end", f"{name}[#{name} + 1] = #{name}", f"{name}[1] = {name}[1] or 0", f"show(pcall(function() return {name}[1] < {name}[2] end))",
            f"{name}[1], {name}[#{name}] = {name}[#{name}], {name}[1]", f"show(pcall(function() {name}[1] = {name}[1] + 1 return {name}[1] end))", f"show(next({{}}), #{{table.unpack({name})}})",
        ]))  # fmt: skip
    g.put(f"dump({name})")
    if g.chance(0.5):
        g.declare(name, "list")


def holes(g: State) -> None:
    """Use keys of every type, holes among them; borders are not asked for."""
    name = g.unique("h")
    g.put(
        f"local {name} = {{{', '.join(g.pick([_item(g), 'nil', f'[{g.pick(_KEYS)}] = {_item(g)}', f'{g.pick(literals.FIELDS[:8])} = {_item(g)}']) for _ in range(g.some(0, 5)))}}}"
    )
    for _ in range(g.some(2, 7)):
        key = g.pick(_KEYS)
        item = g.pick([_item(g), "nil", _item(g)])
        g.put(g.pick([
            f"{name}[{key}] = {item}", f"{name}[{key}] = {item}", f"show({name}[{key}])", f"show(rawget({name}, {key}))", f"rawset({name}, {key}, {item})", f"{name}.{g.pick(literals.FIELDS)} = {item}",
            f"show(pcall(function() {name}[nil] = 1 end))", f"show({name}[nil])", f"show(pcall(function() {name}[0/0] = 1 end))", f"show(pcall(rawset, {name}, nil, 1))", f"show({name}[0/0])",
            f"for k = {g.pick(['1, 4', '4, 1, -1', '-2, 2', '2, 8, 2'])} do {name}[k] = {g.pick(['k', 'nil', item])} end", f"show(pcall(function() return {name}[{key}] + 1 end))", f"show(pcall(function() return {name}[{key}].x end))",
            f"do local key = {value(g, 'any', 1)} if key ~= nil and key == key then {name}[key] = {item} show({name}[key]) end end", f"show(pcall(function() {name}[{key}] = {name}[{key}] .. 'x' return {name}[{key}] end))",
        ]))  # fmt: skip
    g.put(f"dump({name})")
    if g.chance(0.5):
        g.put(f"show(next({name}) == nil, rawlen({name}) >= 0)")


def traversal(g: State) -> None:
    """Traverse a table and change or delete what is there."""
    name, seen = g.unique("t"), g.unique("seen")
    items = ", ".join(
        g.pick([_item(g), f"{g.pick(literals.FIELDS)} = {_item(g)}", f"[{g.pick(_KEYS)}] = {_item(g)}"])
        for _ in range(g.some(1, 6))
    )
    g.put(f"local {name}, {seen} = {{{items}}}, {{}}")
    action = g.pick(
        [
            f"{name}[k] = nil",
            f"{name}[k] = 1",
            f"{name}[k] = tostring(v)",
            "",
            f"if type(k) == 'string' then {name}[k] = nil end",
            f"{name}[k] = k",
        ]
    )
    form = g.pick(
        [
            f"for k, v in pairs({name}) do",
            f"for k, v in next, {name} do",
            f"local k, v = next({name}) while k ~= nil do",
        ]
    )
    last = f"k, v = next({name}, k) " if "while" in form else ""
    g.put(f"{form} {seen}[#{seen} + 1] = text(k) .. '=' .. text(v) {action} {last}end")
    g.put(f"table.sort({seen}) show(#{seen}, table.concat({seen}, ' '))")
    g.put(f"dump({name})")
    g.put(f"show(next({name}) == nil)")


def library(g: State) -> None:
    """Call the table library with arguments near the edges."""
    items = ", ".join(_item(g) for _ in range(g.some(0, 5)))
    numbers = ", ".join(str(g.some(-9, 99)) for _ in range(g.some(0, 8)))
    source = g.pick([f"{{{items}}}", f"{{{numbers}}}", f"{{{numbers}}}", safe(g, "list")])
    at = [
        g.pick(
            [
                "1",
                "2",
                "0",
                "-1",
                "3",
                "5",
                "nil",
                "1.0",
                "'2'",
                "1.5",
                "math.maxinteger",
                "math.mininteger",
                "#l",
                "#l + 1",
            ]
        )
        for _ in range(4)
    ]
    near = [g.pick(["1", "2", "0", "-1", "3", "nil", "'2'", "#l", "#l + 1"]) for _ in range(4)]
    g.put(f"do local l = {source}")
    for _ in range(g.some(1, 4)):
        g.put("  " + g.pick([
            f"show(pcall(table.concat, l, {g.pick([repr(', '), 'nil', '1', '{}', repr('')])}, {near[0]}, {near[1]}))", f"show(pcall(table.unpack, l, {near[0]}, {near[1]}))", f"show(pcall(table.unpack, l, {at[0]}, {at[0]}))",
            f"show(pcall(table.insert, l, {at[0]}, 'new')) dump(l)", "show(pcall(table.insert, l)) show(pcall(table.insert, l, 1, 2, 3)) show(pcall(table.insert, nil, 1))", f"show(pcall(table.remove, l, {at[0]})) dump(l)",
            f"do local l = {{table.unpack(l)}} show(pcall(table.move, l, {near[0]}, {near[1]}, {near[2]})) dump(l) end", f"dump(select(2, pcall(table.move, l, {near[0]}, {near[1]}, {near[2]}, {{'to'}})))", "show(pcall(table.sort, l)) dump(l)",
            "show(pcall(table.sort, l, function(a, b) return tostring(a) > tostring(b) end)) dump(l)", "show(pcall(table.sort, l, function(a, b) return a > b end)) dump(l)", "show(pcall(table.sort, {3, 'x', 1}))", "show(pcall(table.sort, {3, nil, 1}))" if g.chance(0.1) else "show(pcall(table.sort, l, 5))",
            "local p = table.pack(table.unpack(l)) show(p.n) dump(p)", "show(pcall(table.concat, {1, {}, 3}))", "show(pcall(table.concat, {1, 2.5, 'x', -0.0, 1e15, 2^53}, ';'))", "show(#table.pack(), table.pack(nil, nil).n)", "show(pcall(table.unpack, {}, 1, 1e7))",
            "show(pcall(table.unpack))", "show(pcall(ipairs))", "show(type(next(l)))", "show(rawequal(l, l), rawlen(l), rawequal(l, {}))", "show(pcall(rawset, l, 1))", "show(pcall(rawlen, 5))", "show(pcall(setmetatable, l))", "show(pcall(setmetatable, 5, {}))",
            f"show(pcall(table.move, {{1, 2, 3}}, 1, 3, {at[0] if 'm' not in at[0] else '2'}))", "show(select(2, pcall(table.move, {1, 2, 3}, 1, math.maxinteger, 2)))", "show(pcall(table.concat, l, ',', 1, 3))",
        ]))  # fmt: skip
    g.put("end")


def typed_list(g: State) -> None:
    """Fill a list with values of one type, then put another type among them, and compute with the elements."""
    name = g.unique("tl")
    kind = g.pick(["int", "float", "str"])
    g.put(f"local {name} = {{}}")
    g.put(
        f"for i = 1, {g.some(2, 6)} do {name}[i] = {g.pick({'int': ['i', 'i * 2', 'i - 3', 'math.maxinteger - i'], 'float': ['i / 2', 'i * 1.5', 'i + 0.0'], 'str': ['tostring(i)', repr('s') + ' .. i', 'i .. ' + repr('')]}[kind])} end"
    )
    other = literals.literal(g, any_kind(g))
    if other in ("nil", "{}"):
        other = "'other'"
    if g.chance(0.7):
        g.put(g.pick([
            f"{name}[2] = {other}", f"{name}[#{name} + 1] = {other}", f"table.insert({name}, {other})", f"(function(t) t[1] = {other} end)({name})", f"rawset({name}, 1, {other})", f"for k in pairs({name}) do {name}[k] = {other} break end",
            f"local alias{name} = {name} alias{name}[2] = {other}", f"do local k = {g.pick(['1', '1.0', '#' + name])} {name}[k] = {other} end", f"table.move({{{other}}}, 1, 1, 1, {name})", f"{name} = {{{other}, table.unpack({name})}}",
        ]))  # fmt: skip
    for _ in range(g.some(1, 3)):
        g.put(g.pick([
            f"show(pcall(function() local s = 0 for i = 1, #{name} do s = s + {name}[i] end return s end))", f"show(pcall(function() local s = '' for _, v in ipairs({name}) do s = s .. v end return s end))",
            f"show(pcall(function() for i = 1, #{name} do {name}[i] = {name}[i] * 2 end return table.unpack({name}) end))", f"show(pcall(function() local m = {name}[1] for i = 2, #{name} do if {name}[i] > m then m = {name}[i] end end return m end))",
            f"show(pcall(function() return {name}[1] + {name}[2], {name}[1] == {name}[2] end))", f"show(pcall(function() local x, y = table.unpack({name}) return x - y end))", f"show(pcall(function() return #{name}[2] end))",
            f"show(pcall(function() {name}[1] = {name}[1] + 1 {name}[1] = {name}[1] + {name}[2] return {name}[1] end))", f"show(pcall(function() return -{name}[2], {name}[2] // 2, {name}[2] % 3 end))",
        ]))  # fmt: skip
    g.declare(name, "list")


STATEMENTS: list[Statement] = [
    (table, 3.0, 0),
    (growing, 1.5, 0),
    (holes, 1.5, 0),
    (traversal, 1.0, 0),
    (library, 1.0, 0),
    (typed_list, 1.5, 0),
]
