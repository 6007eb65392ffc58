local function f(...) return select("#", ...), ... end
print(f"str", f'str', f[[long]], f{1} == 1)
print(type(f{}), (f"a"))
local o = {name = "o"}
function o:m(x) return self.name .. tostring(x) end
print(o:m"s", o:m[[t]], o:m"a" .. "b")
print(("%s|%s"):format("a", 1), #"abc", ("a"):byte())
local t = {f = function(t) return t[1] end}
print(t.f{42}, t.f{"x", "y"})
local function chain(x) return function(y) return function(z) return x .. y .. z end end end
print(chain"a""b""c", chain("a")[[b]]"c")
