local log = {}
local function proxy(t)
  return setmetatable({}, {
    __index = function(_, k) log[#log + 1] = "get " .. tostring(k) return t[k] end,
    __newindex = function(_, k, v) log[#log + 1] = "set " .. tostring(k) .. "=" .. tostring(v) t[k] = v end,
    __len = function() log[#log + 1] = "len" return #t end })
end
local function show(...) print(...) print(table.concat(log, "; ")) log = {} end
local p = proxy { 3, 1, 2 }
show(table.insert(p, 9)) show(table.insert(p, 1, 8)) show(table.remove(p)) show(table.remove(p, 1))
show(table.concat(p, ",")) show(table.unpack(p)) show(table.sort(p)) show(table.concat(p, ","))
show(table.move(p, 1, 2, 2) == p) show(table.move({ 7, 7 }, 1, 2, 1, p) == p) show(next(p)) show(#p)
