local log = {}
local o = setmetatable({}, {__index = function(t, k) log[#log + 1] = "lookup " .. k return function(self, ...) log[#log + 1] = "call " .. k return ... end end})
local function arg(n) log[#log + 1] = "arg " .. n return n end
local function flush(...) print(table.concat(log, ", "), ...) log = {} end
flush(o:m(arg(1)))
flush(o.f(o, arg(1), arg(2)))
flush(o[arg("g")](o, arg(2)))
local p = {} function p:m() return "old" end
flush(p:m((function() p.m = function() return "new" end arg("changes m") end)()))
flush(p:m())
print(pcall(function() local n n:m(arg("never")) end)) flush()
print(pcall(function() p:nope(arg("evaluated")) end)) flush()
print(pcall(function() p.nope(arg("evaluated")) end)) flush()
print(pcall(function() local n n.x(arg("not evaluated")) end)) flush()
