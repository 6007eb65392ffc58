"""Calls of library functions with arguments of their kinds, near kinds, and wrong ones; patterns and formats made at random."""

from __future__ import annotations

from tests.fuzz.generator import literals
from tests.fuzz.generator.expressions import any_kind, safe
from tests.fuzz.generator.state import State, Statement

# i integer, n number, s string, p pattern, t subject of a pattern, r replacement, F format, a anything, f function, l list, P format of pack, ? may be absent.
_SIGNATURES = {
    "string.sub": "sii?", "string.byte": "sj?j?", "string.char": "ccc", "string.upper": "s", "string.lower": "s", "string.len": "s", "string.reverse": "s", "string.rep": "sks?",
    "string.find": "tpi?b?", "string.match": "tpi?", "string.gsub": "tprk?", "string.format": "Faaa", "string.pack": "Paaa", "string.unpack": "PB", "string.packsize": "P",
    "math.floor": "n", "math.ceil": "n", "math.abs": "n", "math.max": "nnn", "math.min": "nnn", "math.fmod": "nn", "math.modf": "n", "math.sqrt": "n", "math.tointeger": "a", "math.type": "a",
    "math.ult": "ii", "math.exp": "m", "math.log": "nn?", "math.sin": "m", "math.cos": "m", "math.tan": "m", "math.atan": "mm?", "math.deg": "m", "math.rad": "m", "math.asin": "m", "math.acos": "m",
    "tonumber": "sI?", "tostring": "a", "type": "a", "select": "iaa", "rawequal": "aa", "rawlen": "s", "ipairs": "l", "assert": "aa", "utf8.char": "uuu", "utf8.len": "sj?j?b?",
    "utf8.codepoint": "sj?j?b?", "utf8.offset": "sii?", "utf8.codes": "sb?", "math.pow": "mm", "math.cosh": "m", "math.sinh": "m", "math.tanh": "m", "math.log10": "m", "math.frexp": "m", "math.ldexp": "mi", "table.concat": "ls?j?j?", "table.unpack": "lj?j?", "math.random": "zz",
}  # fmt: skip
_ALIASES = [
    "string.sub",
    "math.floor",
    "tostring",
    "string.format",
    "string.rep",
    "math.max",
    "tonumber",
    "select",
    "string.byte",
    "type",
]
_CLASSES = ["%a", "%d", "%w", "%s", "%p", "%l", "%u", "%x", "%c", "%g", "%A", "%D", "%S", "%W", ".", "a", "b", "x", "[abc]", "[^abc]", "[a-c]", "[%w_]", "[^%s]", "[%a-]", "[]]", "[^]x]", "%.", "%%", "%-", "%[", "[0-9]", "é", "\\0", "[%z\\1]", ",", "="]  # fmt: skip
_BROKEN = [
    "%",
    "[a",
    "(a",
    "a)",
    "%b",
    "%f",
    "[",
    "[^",
    "[%",
    "%b(",
    "(()",
    "[a-",
    "%1",
    "%f[",
    "(a)%2",
    "((a)%1",
    "[]",
    "[^]",
]
_SUBJECTS = ['"hello world"', '"key = value"', '"a,b,,c"', '"(nested (text))"', '"2024-01-15"', '"  trim  "', '"aaa"', '""', '"THE (quick) fox"', '"x=1, y=2"', '"abcabc"', '"\\xc3\\xa9t\\xc3\\xa9"', '"a\\0b"', '"line1\\nline2"', '"0x1F"', '"é,ü"', '"aXb"', '"[[x]]"']  # fmt: skip


def pattern(g: State) -> str:
    """Return a pattern literal, mostly well formed."""
    if g.chance(0.06):
        return f'"{g.pick(_BROKEN)}"'
    parts, open_captures, closed = [], 0, 0
    for _ in range(g.some(1, 4)):
        choice = g.some(0, 11)
        if choice == 0:
            parts.append("()")
            closed += 1
        elif choice < 3:
            parts.append("(" + g.pick(_CLASSES) + g.pick(["", "+", "*", "-", "?"]) + ")")
            closed += 1
        elif choice == 3:
            parts.append(g.pick(["%b()", "%b[]", "%bxy", "%baa"]))
        elif choice == 4:
            parts.append("%f" + g.pick(["[%w]", "[%a]", "[^%a]", "[%s]", "[\\0]", "[a-c]"]))
        elif choice == 5 and closed:
            parts.append(f"%{g.some(1, closed)}")
        elif choice == 6 and g.chance(0.3):
            parts.append("(")
            open_captures += 1
        else:
            parts.append(g.pick(_CLASSES) + g.pick(["", "", "+", "*", "-", "?"]))
    parts.extend(")" * open_captures)
    return f'"{"^" if g.chance(0.15) else ""}{"".join(parts)}{"$" if g.chance(0.12) else ""}"'


def format_text(g: State) -> str:
    """Return a format literal."""
    parts = []
    for _ in range(g.some(1, 3)):
        directive = g.pick("dddssgfxXoeEGiqcuaA%s")
        flags = "" if directive in "q%" else g.pick(["", "", "", "-", "+", " ", "0", "#", "+0", "-#"])
        if directive in "sc" and flags not in ("", "-"):
            flags = ""
        width = "" if directive in "q%" else g.pick(["", "", "5", "10", "1"])
        precision = g.pick(["", "", ".0", ".3", ".10", "."]) if directive in "dsgfxXoeEGi" else ""
        parts.append(g.pick(["", "", "x", " ", "=", "%%"]) + "%" + flags + width + precision + directive)
    if g.chance(0.04):
        parts.append(g.pick(["%", "%y", "%123d", "%.200f", "%5", "%-", "%q5", "%5q", "%ll", "%.d"]))
    return '"' + "".join(parts) + '"'


def pack_text(g: State) -> str:
    """Return a format of ``string.pack``."""
    parts = [g.pick(["<", ">", "=", "!4", "!", "", ""])]
    for _ in range(g.some(1, 3)):
        parts.append(
            g.pick(
                [
                    "b",
                    "B",
                    "h",
                    "H",
                    "i4",
                    "I4",
                    "i3",
                    "j",
                    "J",
                    "d",
                    "f",
                    "n",
                    "s1",
                    "s",
                    "z",
                    "x",
                    "Xi4",
                    " ",
                    "i8",
                    "l",
                    "T",
                    "i16",
                    "c5",
                    "i1",
                    "I2",
                    "i7",
                ]
            )
        )
    if g.chance(0.04):
        parts.append(g.pick(["i17", "y", "c", "X", "i0", "!3"]))
    return '"' + "".join(parts) + '"'


def _argument(g: State, letter: str) -> str:
    if g.chance(g.mischief * 0.4):
        return literals.literal(g, any_kind(g))
    match letter:
        case "i":
            return g.pick(
                [
                    "1",
                    "2",
                    "-1",
                    "0",
                    "3",
                    "-3",
                    "10",
                    "'2'",
                    "2.0",
                    "nil",
                    "1.5",
                    "math.maxinteger",
                    "math.mininteger",
                    "-100",
                    "4",
                    "5",
                    safe(g, "int"),
                ]
            )
        case "I":
            return g.pick(["10", "16", "2", "36", "8", "1", "37", "nil", "3"])
        case "j":
            return g.pick(["1", "2", "-1", "3", "nil", "0", "-2", "5"])
        case "k":
            return g.pick(["0", "1", "2", "3", "-1", "2.0", "'2'", "nil"])
        case "n":
            return (
                literals.literal(g, g.pick(["int", "float", "float"]))
                if g.chance(0.9)
                else g.pick(["'10'", "'0x1p4'", "'x'", "nil"])
            )
        case "m":
            return g.pick(["0", "1", "0.5", "-1", "2", "1.5", "(-0.0)"])
        case "s":
            return literals.text(g) if g.chance(0.8) else g.pick([safe(g, "str"), "12", "1.5", "-0.0", "2^53"])
        case "t":
            return g.pick(_SUBJECTS) if g.chance(0.85) else literals.text(g)
        case "p":
            return pattern(g)
        case "r":
            return g.pick(['"<%0>"', '"%1"', '"%1%1"', '""', '"%%"', '"%2"', '"%"', "string.upper", "function(...) return select('#', ...) end", "function() end", "function(a, b) return b or a end", "{a = 'A', hello = 1, b = false}", "function() return {} end", "5", "setmetatable({}, {__index = function(_, k) return k .. k end})", "{}", "function() return false end", "nil", "true", "function(x) error(x, 0) end"])  # fmt: skip
        case "F":
            return format_text(g)
        case "P":
            return pack_text(g)
        case "B":
            return g.pick(
                [
                    '"\\1\\2\\3\\4\\5\\6\\7\\8\\9\\10\\11\\12\\13\\14\\15\\16"',
                    '"\\255\\255\\255\\255\\255\\255\\255\\255"',
                    '"abc\\0def"',
                    '"\\3abcdefg"',
                    '""',
                    "string.pack('>i8', -2)",
                ]
            )
        case "u":
            return g.pick(["65", "233", "0x20AC", "0x10FFFF", "0", "0x7FFFFFFF", "-1", "0x80", "0xD800"])
        case "c":
            return g.pick(["65", "0", "255", "256", "-1", "97", "'98'", "195", "169", "10"])
        case "b":
            return g.pick(["true", "false", "nil"])
        case "l":
            return g.pick(["{}", "{1, 2, 3}", "{'a', 2, 3.5}", safe(g, "list")])
        case "z":
            return g.pick(["1", "0"]) if g.chance(0.9) else "{}"
        case _:
            return literals.literal(g, g.pick(["int", "int", "float", "str", "str", "nil", "bool"]))


def _arguments(g: State, signature: str) -> list[str]:
    given = []
    at = 0
    while at < len(signature):
        optional = signature[at + 1 : at + 2] == "?"
        if optional and g.chance(0.5):
            break
        given.append(_argument(g, signature[at]))
        at += 2 if optional else 1
    if given and g.chance(0.04):
        given.pop()
    if g.chance(0.04):
        given.append("'surplus'")
    return given


def library_call(g: State) -> None:
    """Call a function of a library by its name, as a method, by an alias or through ``pcall``."""
    name = g.pick(list(_SIGNATURES)[:15]) if g.chance(0.6) else g.pick(list(_SIGNATURES))
    if name == "math.random":
        g.put(f"show(pcall(math.random, {g.pick(['1, 1', '0, -1', '3, 3', '1, 2, 3', '{}', '2.5', '1, 0'])}))")
        return
    given = _arguments(g, _SIGNATURES[name])
    text = ", ".join(given)
    alias = g.unique("alias")
    forms = [f"show(pcall(function() return {name}({text}) end))"] * 3 + [f"show(pcall({', '.join([name, *given])}))", f"do local {alias} = {name} show(pcall(function() return {alias}({text}) end)) end", f"show(pcall(function() local r = {name}({text}) return r, math.type(r), r == nil end))"]  # fmt: skip
    if name.startswith("string.") and given and name not in ("string.char", "string.pack", "string.packsize"):
        method = name.partition(".")[2]
        forms += [
            f"show(pcall(function() return ({given[0]}):{method}({', '.join(given[1:])}) end))",
            f"show(pcall(function() local s = {given[0]} return s:{method}({', '.join(given[1:])}) end))",
        ] * 2
    if name.startswith("math."):
        forms += [
            f"show(pcall(function() return {name}({text}) + 1, {name}({text}) == 1 end))",
            f"do local m = math show(pcall(function() return m.{name[5:]}({text}) end)) end",
        ]
    if (
        name in ("string.format", "string.pack", "string.unpack", "string.find", "string.match", "string.gsub")
        and given
    ):
        # What is known only at run time is not prepared when compiling.
        at = 0 if name in ("string.format", "string.pack", "string.unpack") else 1
        if at < len(given) and given[at].startswith('"'):
            dynamic = [*given]
            dynamic[at] = f"table.concat({{{given[at]}}})"
            forms += [f"show(pcall(function() return {name}({', '.join(dynamic)}) end))"] * 2
    if name in _ALIASES:
        forms.append(f"local {alias} = {name} show(pcall({', '.join([alias, *given])}))")
    g.put(g.pick(forms))


def matching(g: State) -> None:
    """Iterate over matches, replace, split and join."""
    subject, p = g.pick(_SUBJECTS), pattern(g)
    g.put(g.pick([
        f"show(pcall(function() for a, b in ({subject}):gmatch({p}) do show(a, b) end end))", f"show(pcall(function() local n = 0 for m in string.gmatch({subject}, {p}) do n = n + #tostring(m) if n > 20 then break end end return n end))",
        f"show(pcall(function() return ({subject}):gsub({p}, {_argument(g, 'r')}) end))", f"show(pcall(function() return ({subject}):find({p}, {g.pick(['1', '2', '-3', '100', 'nil'])}) end))", f"show(pcall(function() local a, b, c = ({subject}):match({p}) return c, b, a end))", f"show(pcall(function() local i, j = ({subject}):find({p}) return i + j end))",
        f"show(pcall(function() local parts = {{}} for part in ({subject}):gmatch({p}) do parts[#parts + 1] = tostring(part) end return #parts, table.concat(parts, '|') end))", f"show(pcall(function() local s = {subject} for i = 1, #s do s = s:sub(2) .. s:byte(1) if #s > 40 then break end end return s end))", f"show(pcall(string.gmatch, {subject}, {p}, {g.pick(['1', '3', '-2'])}) == true)",
        f"show(pcall(function() return tonumber(({subject}):match('%d+')) + 1 end))", f"show(pcall(function() local t = {{}} for k, v in ({subject}):gmatch('(%w+) *= *(%w+)') do t[k] = v end dump(t) return t.key, t.x end))", f"show(({subject}):len(), #{subject}, ({subject}):byte(1, -1))",
    ]))  # fmt: skip


def text_building(g: State) -> None:
    """Build texts of numbers and texts."""
    name = g.unique("s")
    pieces = [literals.literal(g, g.pick(["int", "float", "str"])) for _ in range(g.some(2, 4))]
    g.put(f"local {name} = {literals.text(g)}")
    g.put(g.pick([
        f"for i = 1, {g.some(1, 6)} do {name} = {name} .. i .. {literals.text(g)} end", f"{name} = {' .. '.join(pieces)}", f"for _, p in ipairs({{{', '.join(pieces)}}}) do {name} = p .. {name} end", f"for i = 1, #{name} do {name} = {name} .. {name}:sub(i, i):byte() end", f"for i = 1, 3 do {name} = {name} .. i / 2 .. '' end",
        f"{name} = {pieces[0]} .. ({pieces[1]} .. {name})", f"local buffer = {{}} for i = 1, 3 do buffer[#buffer + 1] = {pieces[0]} .. i end {name} = table.concat(buffer, {literals.text(g)})", f"local function add(x) {name} = {name} .. x return {name} end add({pieces[0]}) add({pieces[1]}) show(pcall(add, {_argument(g, 'a')}))",
    ]))  # fmt: skip
    g.put(f"show({name}, #{name}, {name} == {name}:upper(), {name} < {literals.text(g)}, {name} <= {name})")
    g.declare(name, "str")


def loaded(g: State) -> None:
    """Compile text at run time."""
    code = g.pick([
        "return 1 + 1", "return ...", "local a, b = ... return b, a", "x = 1 return x", "return function(v) return v end", "syntax error here", "return 'a' + 1", "error('inside')", "local t = {} return t.x.y", "", "return nil, 2", "for i = 1, 2 do end return i", "goto nowhere", "break", "local x <const> = 1 x = 2", "return }", "x =", "return \\\"unfinished", "if", "::a:: ::a::",
        "return math.type(2^53)", "return G1", "return select('#', ...)", "local function f() return f end return type(f())", "return -9223372036854775808", "return 0x7fffffffffffffff + 1", "a.b:c = 1", "return 1 .. 2", "for 1 = 2", "local 5", "x y", "return 'bad \\\\q'",
    ])  # fmt: skip
    g.put(g.pick([
        f'show(pcall(function() local f, e = load("{code}") if not f then return e end return f(1, 2) end))', f'show(pcall(load, "{code}", "=named"))'.replace("show(pcall(load", "show(select('#', load").replace('"=named"))', '"=named"))'), f'show(pcall(function() return assert(load("{code}", "@file.lua"))(5) end))', f'show(pcall(function() return load("{code}", "chunk", "t", {{G1 = 7}})(3) end))',
        f'show(pcall(function() local n = 0 local f = load(function() n = n + 1 if n == 1 then return "{code}" end end) return f and f(1) end))', "show(pcall(load, 5))", "show(pcall(load, {}))", "show(pcall(load, function() return 5 end))", f'show(load("{code}", "=n", "b"))',
    ]))  # fmt: skip


def random_numbers(g: State) -> None:
    """Draw from a seeded generator, whose numbers are those of Lua."""
    seed = g.pick(["42", "0", "-1", "123456789", "math.maxinteger", "1.0", "7, 9", "2^40"])
    bounds = [
        g.pick(
            [
                "",
                "10",
                "1, 6",
                "-5, 5",
                "0",
                "1, 1",
                "math.mininteger, math.maxinteger",
                "0, 2^40 // 1 | 0",
                "3.0",
                "2, 1",
                "0, 0",
                "1, 2, 3",
                "'5'",
                "1.5",
                "100, 1000000007",
            ]
        )
        for _ in range(3)
    ]
    draws = ", ".join(f"pcall(math.random{', ' + b if b else ''})" for b in bounds)
    g.put(
        f"math.randomseed({seed}) show({draws}) show({', '.join(f'select(2, pcall(math.random{chr(44) + chr(32) + b if b else str()}))' for b in bounds)})"
    )


def characters(g: State) -> None:
    """Read texts by characters."""
    subject = g.pick(
        [
            '"héllo"',
            '"\\u{20AC}x"',
            '"\\xff\\xfe"',
            '"abc"',
            '""',
            '"\\u{7FFFFFFF}"',
            '"a\\0é"',
            '"\\xed\\xa0\\x80"',
            '"日本語"',
            '"\\xc3"',
            '"\\xf4\\x90\\x80\\x80"',
            '"\\xc0\\x80"',
        ]
    )
    i, j = (g.pick(["1", "2", "3", "-1", "-2", "0", "10", "nil"]) for _ in range(2))
    lax = g.pick(["", "", "true", "false"])
    g.put(g.pick([
        f"show(pcall(function() local t = {{}} for p, c in utf8.codes({subject}{', ' + lax if lax else ''}) do t[#t + 1] = p .. ':' .. c end return table.concat(t, ' ') end))", f"show(pcall(utf8.len, {subject}, {i}, {j}{', ' + lax if lax else ''}))", f"show(pcall(utf8.codepoint, {subject}, {i}, {j}{', ' + lax if lax else ''}))",
        f"show(pcall(utf8.offset, {subject}, {i}, {j}))", f"show(pcall(utf8.offset, {subject}, {i}))", f"show(pcall(utf8.char, {g.some(0, 300)}, {g.pick(['0x7FF', '0x800', '0xFFFF', '0x10000', '0x200000', '0x3FFFFFF', '0x4000000', '0x7FFFFFFF', '0x80000000', '-1'])}))",
        f"show(pcall(function() local n = 0 for c in ({subject}):gmatch(utf8.charpattern) do n = n + #c end return n end))", f"show({subject} == utf8.char(utf8.codepoint('é')), #{subject}, ({subject}):upper(), ({subject}):reverse() == {subject}, ({subject}):sub(2), ({subject}):byte(1, -1))",
        f"show(pcall(function() local s = {subject} local r = '' for k = 1, #s do r = s:sub(k, k) .. r end return r, #r, r == s:reverse(), s:sub(1, 1) .. s:sub(2) == s end))",
    ]))  # fmt: skip


def others(g: State) -> None:
    """Use what is seldom used of the base library."""
    g.put(g.pick([
        "show(_VERSION, type(collectgarbage('count')), collectgarbage(), collectgarbage('collect'))", "show((debug.traceback('seen'):match('^[^\\n]*')))", "show(type(debug.traceback()), debug.traceback({}) ~= nil)", "show(xpcall(function() local x = nil return x.y end, function(m) return (debug.traceback(m, 2):match('^[^\\n]*')) end))",
        "show(pcall(collectgarbage, 'nonsense'))", "show(select('#', collectgarbage('incremental')), pcall(collectgarbage, {}))", "show(tostring(print):match('^builtin') or tostring(print):match('^function'))", "show(pcall(rawlen, nil), pcall(rawget), pcall(rawset, {}, 1))", "show(tostring(nil), tostring(true), tostring(-0.0), tostring(1e100), tostring(2^63), tostring(-(0/0)) == tostring(-(0/0)))",
        "show(math.pi, math.huge, -math.huge, math.maxinteger, math.mininteger)", "show(pcall(tostring, setmetatable({}, {__tostring = 5})))", "show(pcall(tostring, setmetatable({}, {__name = 'My.Type'})) == true, (tostring(setmetatable({}, {__name = 'My.Type'})):gsub('0x%x+', 'ADDR')))", "show(tonumber('z', 36), tonumber('ff', 16), tonumber('8', 8), tonumber(' 11 ', 2), tonumber('1e1', 16), tonumber('-ff', 16), tonumber('7fffffffffffffff', 16), tonumber('ffffffffffffffffff', 16))",
        f"show(tonumber({literals.text(g)}), tonumber({literals.text(g)}), math.tointeger({literals.literal(g, 'float')}), math.tointeger('8'))", f"show(string.format('%q', {literals.literal(g, g.pick(['int', 'float', 'str', 'bool', 'nil']))}))", f"show(string.format('%s %d %5.1f %q', {literals.text(g)}, {g.some(-99, 99)}, {literals.literal(g, 'int')}, {literals.literal(g, 'float')}))",
        f"show(pcall(string.format, '%{g.pick(['d', 'x', 'c', 'i', 'u', 's', 'q', 'a', 'g', 'e', 'f'])}', {literals.literal(g, any_kind(g))}))",
    ]))  # fmt: skip


STATEMENTS: list[Statement] = [
    (library_call, 4.0, 0),
    (matching, 1.5, 0),
    (text_building, 1.2, 0),
    (random_numbers, 0.4, 0),
    (characters, 0.6, 0),
    (others, 0.6, 0),
]
LOADING: list[Statement] = [(loaded, 1.0, 0)]
