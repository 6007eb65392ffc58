print(("x"):rep(3), ("hello"):upper(), #"abc", ("%d-%s"):format(5, "x"))
local s = "hello world"
print(s:sub(1, 5), s:find("wor"), s:match("(%w+) (%w+)"), s:gsub("o", "0"))
for w in s:gmatch("%a+") do print(w) end
print(s.foo, ("x").len == string.len)
print("a\tb\\n\"q\" \65 \x41 \u{48} \z
   joined")
print([[
long
string]], [==[a]]b]==])
local t = { 10, 20, 30, nil, 50, x = 1, ["y z"] = 2, [100] = 3 }
print(#t == 5 or #t == 3, t[5], t.x, t["y z"], t[100])
table.insert(t, 60)
table.insert(t, 1, 5)
print(t[1], t[2], table.remove(t, 1))
local keys = {}
for k in pairs({ 1, 2, a = 1 }) do keys[#keys + 1] = tostring(k) end
print(table.concat(keys, ","))
local u = { 5, 3, 8, 1 }
table.sort(u)
print(table.concat(u, " "))
table.sort(u, function(a, b) return a > b end)
print(table.concat(u, " "))
print(next({}), next({ 1 }), type(next), rawget({ a = 1 }, "a"))
local w = {}
for i = 1, 100 do w[#w + 1] = i end
for i = 1, 50 do w[#w] = nil end
print(#w, w[50], w[51])
w.count = 3
w.items = "i"
w.format = "f"
w.class = "c"
w.__class__ = "d"
w.arr_ = "e"
print(w.count, w.items, w.format, w.class, w.__class__, w.arr_)
for k, v in pairs({ count = 1 }) do print(k, v) end
print(tostring(nil), tostring(true), tonumber("0x10"), tonumber("  12  "), tonumber("z", 36), tonumber("abc"))
local n = { [1] = "a", [2] = "b", [3.0] = "c", [true] = "t" }
print(#n, n[3], n[true], n[1.0])
-- surplus arguments of library functions
print(string.upper(string.gsub("abc", "b", "x")), ("x"):rep(3, ",", 5), #string.lower("A", 1))
print(string.byte("a", 1, 1, 1), string.find("abc", "b", 1, true, 9), utf8.len("ab", 1, 2, false, 3), os.difftime(5, 3, 1))
print(pcall(string.sub, "hello", 2, 3, 4), (string.reverse("abc", 1)), (string.match("abc", "b", 1, 2)))
