local class, def, lambda, None, True, False, import, is, pass, del, try, except = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
print(class, def, lambda, None, True, False, import, is, pass, del, try, except)
local t = {class = "c", def = "d", from = "f", async = "a", await = "w", self = "s", __class__ = "x", __dict__ = "y", arr_ = "z", items = "i", keys = "k"}
print(t.class, t.def, t.from, t.async, t.await, t.self, t.__class__, t.__dict__, t.arr_, t.items, t.keys)
local function yield(print_, len, str, int, list, dict) return print_ + len + str + int + list + dict end
print(yield(1, 2, 3, 4, 5, 6))
local lua, first, index, add, tuple, type_, id, object = 1, 2, 3, 4, 5, 6, 7, 8
print(lua + first + index + add + tuple + type_ + id + object)
function t.with(raise) return raise end function t:yield() return self.from end
print(t.with(9), t:yield(), t.meta_, t.hash_, t.__init__, t.__len__, t.mangle)
for global = 1, 2 do local nonlocal = global * 2 print(nonlocal) end
local _ = 5 local __ = 6 local _1 = 7 print(_, __, _1)
local __debug__ = 1 local h = { __debug__ = 2 } function h.f(__debug__) return __debug__ end print(__debug__, h.__debug__, h.f(3))
