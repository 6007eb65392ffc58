"""What must take twice as long when there is twice as much to do: pieces of Lua that work on ``n`` things."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """A piece of Lua whose time is to be linear in ``n``.

    Attributes:
        name: What it shows.
        size: The smallest ``n`` of a measurement: some milliseconds.
        text: The Lua. ``n`` is a local of it.
    """

    name: str
    size: int
    text: str


_NON_ASCII = 'local s = ("é日x"):rep(n // 6) '

CASES = (
    Case("t[#t+1]", 10_000, "local t = {} for i = 1, n do t[#t + 1] = i end assert(#t == n)"),
    Case(
        "t[#t+1] of fields",
        10_000,
        "local o = {list = {}} for i = 1, n do o.list[#o.list + 1] = i end assert(#o.list == n)",
    ),
    Case(
        "t[#t] = nil",
        10_000,
        "local t = {} for i = 1, n do t[i] = i end for i = n, 1, -1 do t[#t] = nil end assert(#t == 0)",
    ),
    Case("array filled from its end", 10_000, "local t = {} for i = n, 1, -1 do t[i] = i end assert(#t == n)"),
    Case(
        "array cleared from its start",
        10_000,
        "local t = {} for i = 1, n do t[i] = i end for i = 1, n do t[i] = nil end assert(#t == 0)",
    ),
    Case(
        "queue with two ends",
        10_000,
        "local q, first, last = {}, 1, 0 for i = 1, n do last = last + 1 q[last] = i"
        " if i % 3 ~= 0 then q[first] = nil first = first + 1 end end assert(q[first] == first)",
    ),
    Case("table.insert at the end", 10_000, "local t = {} for i = 1, n do table.insert(t, i) end assert(#t == n)"),
    Case(
        "table.insert before the end",
        5_000,
        "local t = {0} for i = 1, n do table.insert(t, #t, i) end assert(#t == n + 1)",
    ),
    Case(
        "table.remove at the end",
        10_000,
        "local t = {} for i = 1, n do t[i] = i end while #t > 0 do table.remove(t) end",
    ),
    Case(
        "stack of insert and remove",
        5_000,
        "local t = {} for i = 1, n do table.insert(t, i) table.insert(t, i) table.remove(t) end assert(#t == n)",
    ),
    Case("s = s .. x", 2_500, 'local s = "" for i = 1, n do s = s .. "abcdefgh" end assert(#s == 8 * n)'),
    Case("s = s .. x .. y", 2_500, 'local s = "" for i = 1, n do s = s .. i % 10 .. "," end assert(#s == 2 * n)'),
    Case(
        "s = s .. x, not ASCII",
        2_500,
        'local s = "" for i = 1, n do s = s .. "é" end assert(#s == 2 * n)',
    ),
    Case(
        "s = s .. x, cut characters",
        2_500,
        r'local s = "" for i = 1, n do s = s .. "\xc3" s = s .. "\xa9" end assert(#s == 2 * n)',
    ),
    Case(
        "s = s .. x in a field",
        2_500,
        'local o = {s = ""} for i = 1, n do o.s = o.s .. "abcdefgh" end assert(#o.s == 8 * n)',
    ),
    Case(
        "s = s .. x in an upvalue",
        2_500,
        'local s = "" local function add(x) s = s .. x end for i = 1, n do add("abcdefgh") end assert(#s == 8 * n)',
    ),
    Case(
        "table.concat",
        10_000,
        'local t = {} for i = 1, n do t[i] = "é" .. i end assert(#table.concat(t, ",") > n)',
    ),
    Case(
        "next with deletions, string keys",
        5_000,
        'local t = {} for i = 1, n do t["k" .. i] = i end local k = next(t) while k do local after = next(t, k)'
        " t[k] = nil k = after end assert(next(t) == nil)",
    ),
    Case(
        "next after deletion of its key",
        5_000,
        'local t = {} for i = 1, n do t["k" .. i] = i end local k = next(t) while k do t[k] = nil k = next(t, k) end'
        " assert(next(t) == nil)",
    ),
    Case(
        "next with deletions, array",
        5_000,
        "local t = {} for i = 1, n do t[i] = i end local k = next(t) while k do t[k] = nil k = next(t, k) end"
        " assert(next(t) == nil)",
    ),
    Case(
        "next with deletions, other keys",
        5_000,
        "local t = {} for i = 1, n do t[i + 0.5] = i t[-i] = i end local k = next(t) while k do t[k] = nil k = next(t, k) end"
        " assert(next(t) == nil)",
    ),
    Case(
        "pairs with deletions",
        5_000,
        'local t = {} for i = 1, n do t[i] = i t["k" .. i] = i t[-i] = i end for k in pairs(t) do t[k] = nil end'
        " assert(next(t) == nil)",
    ),
    Case(
        "pairs with assignments",
        5_000,
        'local t = {} for i = 1, n do t[i] = i t["k" .. i] = i end for k, v in pairs(t) do t[k] = v + 1 end assert(t[n] == n + 1)',
    ),
    Case(
        "keys that come and go",
        5_000,
        'local t = {} for i = 1, n do t["k" .. i] = i t["k" .. i - 5] = nil end local c = 0 for _ in pairs(t) do c = c + 1 end assert(c == 5)',
    ),
    Case(
        "next(t) of a table whose keys come and go",
        5_000,
        'local t = {} for i = 1, n do t["k" .. i] = i t["k" .. i - 5] = nil assert(next(t)) end',
    ),
    Case(
        "select('#', ...)",
        25_000,
        "local t = {} for i = 1, n do t[i] = i end assert(select('#', table.unpack(t)) == n)",
    ),
    Case(
        "table.pack and unpack",
        25_000,
        "local t = {} for i = 1, n do t[i] = i end local p = table.pack(table.unpack(t)) assert(p.n == n and #p == n)",
    ),
    Case(
        "{...} and the length",
        25_000,
        "local t = {} for i = 1, n do t[i] = i end local function f(...) local p = {...} return #p end assert(f(table.unpack(t)) == n)",
    ),
    Case(
        "varargs handed on",
        25_000,
        "local t = {} for i = 1, n do t[i] = i end local function g(a, ...) return select('#', ...) end"
        " local function f(...) return g(...) end assert(f(table.unpack(t)) == n - 1)",
    ),
    Case(
        "varargs through pcall",
        25_000,
        "local t = {} for i = 1, n do t[i] = i end assert(select('#', pcall(table.unpack, t)) == n + 1)",
    ),
    Case("string.rep", 500_000, 'assert(#("ab"):rep(n, ",") == 3 * n - 1)'),
    Case("string.rep, not ASCII", 250_000, 'assert(#("é日"):rep(n, ",") == 6 * n - 1)'),
    Case("gsub with a string", 25_000, 'assert(#(("ab"):rep(n):gsub("a", "%0%0")) == 3 * n)'),
    Case("gsub with a function", 5_000, 'assert(#(("ab"):rep(n):gsub("a", function(x) return x .. x end)) == 3 * n)'),
    Case("gsub with a table, not ASCII", 5_000, 'assert(#(("aé"):rep(n):gsub("a", {a = "日"})) == 5 * n)'),
    Case("gmatch", 5_000, 'local c = 0 for w in ("word "):rep(n):gmatch("%a+") do c = c + 1 end assert(c == n)'),
    Case(
        "gmatch, not ASCII",
        5_000,
        'local c = 0 for w in ("wörd "):rep(n):gmatch("%S+") do c = c + #w end assert(c == 5 * n)',
    ),
    Case(
        "s:sub(i, i)",
        5_000,
        'local s, c = ("ab"):rep(n // 2), 0 for i = 1, #s do if s:sub(i, i) == "a" then c = c + 1 end end assert(c == n // 2)',
    ),
    Case(
        "s:sub(i, i), not ASCII",
        5_000,
        _NON_ASCII + 'local c = 0 for i = 1, #s do if s:sub(i, i) == "x" then c = c + 1 end end assert(c == n // 6)',
    ),
    Case(
        "s:byte(i), not ASCII", 5_000, _NON_ASCII + "local c = 0 for i = 1, #s do c = c + s:byte(i) end assert(c > n)"
    ),
    Case("#s, not ASCII", 5_000, _NON_ASCII + "local i = 1 while i <= #s do i = i + 1 end"),
    Case(
        "s:find from a position, not ASCII",
        5_000,
        _NON_ASCII
        + 'local at, c = 1, 0 while true do local i = s:find("x", at, true) if not i then break end c = c + 1 at = i + 1 end assert(c == n // 6)',
    ),
    Case(
        "s:match from a position, not ASCII",
        5_000,
        _NON_ASCII
        + 'local at, c = 1, 0 while true do local i, j = s:find("[^x]+", at) if not i then break end c = c + 1 at = j + 1 end assert(c == n // 6)',
    ),
    Case(
        "s:find from a position",
        5_000,
        'local s = ("abc,"):rep(n) local at, c = 1, 0 while true do local i = s:find("%W", at) if not i then break end c = c + 1 at = i + 1 end assert(c == n)',
    ),
    Case(
        "utf8.codes",
        5_000,
        _NON_ASCII + "local c = 0 for _, code in utf8.codes(s) do c = c + 1 end assert(c == n // 6 * 3)",
    ),
    Case(
        "string.format",
        5_000,
        'local t = {} for i = 1, n do t[#t + 1] = ("%d %s %5.1f"):format(i, "x", i) end assert(#t == n)',
    ),
    Case(
        "table.sort", 5_000, "local t, x = {}, 1 for i = 1, n do x = x * 16807 % 2147483647 t[i] = x end table.sort(t)"
    ),
    Case(
        "table.sort of a sorted list",
        1_500,
        "local t = {} for i = 1, n do t[i] = i end table.sort(t, function(a, b) return a < b end)",
    ),
    Case(
        "pcall of errors",
        1_500,
        "local c = 0 for i = 1, n do if not pcall(error, {}) then c = c + 1 end end assert(c == n)",
    ),
    Case(
        "messages of errors",
        1_000,
        "local c = 0 for i = 1, n do local ok, e = pcall(function() local x return x.y end) c = c + #e end assert(c > n)",
    ),
    Case(
        "errors raised again",
        1_000,
        "local e for i = 1, n do local before = e _, e = pcall(function() error(before or {}, 0) end) end assert(e)",
    ),
    Case(
        "coroutines",
        1_500,
        "local c = 0 for i = 1, n do local f = coroutine.wrap(function(x) c = c + coroutine.yield(x) end) f(1) f(1) end assert(c == n)",
    ),
    Case(
        "yields of one coroutine",
        5_000,
        "local c = 0 for x in coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end) do c = c + 1 end assert(c == n)",
    ),
    Case(
        "recursion",
        2_000,
        "local function depth(k) if k == 0 then return 0 end return 1 + depth(k - 1) end for i = 1, n // 1000 do assert(depth(150) == 150) end",
    ),
    Case(
        "objects with methods",
        2_500,
        "local C = {} C.__index = C function C:get() return self.x end local c = 0 for i = 1, n do c = c + setmetatable({x = 1}, C):get() end assert(c == n)",
    ),
)
"""Must be linear."""

ALSO_IN_LUA = (
    Case(
        "taking the first key until none is left",
        5_000,
        'local t = {} for i = 1, n do t["k" .. i] = i end while true do local k = next(t) if not k then break end t[k] = nil end',
    ),
    Case(
        "taking the first element until none is left",
        5_000,
        "local t = {} for i = 1, n do t[i] = i end while true do local k = next(t) if not k then break end t[k] = nil end",
    ),
    Case(
        "select(i, ...) for each i",
        500,
        "local t = {} for i = 1, n do t[i] = i end local function f(...) local c = 0 for i = 1, select('#', ...) do"
        " local v = select(i, ...) c = c + v end return c end assert(f(table.unpack(t)) == n * (n + 1) // 2)",
    ),
    Case(
        "varargs peeled by recursion",
        16,
        "local t = {} for i = 1, n do t[i] = 1 end local function f(a, ...) if a then return a + f(...) end return 0 end"
        " for _ = 1, 50 do assert(f(table.unpack(t)) == n) end",
    ),
    Case(
        "table.insert at the start", 2_000, "local t = {} for i = 1, n do table.insert(t, 1, i) end assert(t[1] == n)"
    ),
    Case("s = x .. s", 2_500, 'local s = "" for i = 1, n do s = "abcdefgh" .. s end assert(#s == 8 * n)'),
)
"""Quadratic in real Lua, and so may be here; shown for comparison."""
