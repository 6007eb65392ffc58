-- Python unwinds the stack before an error can be handled, so `<close>` variables are closed before the message handler of
-- `xpcall` runs, and see the error as it was raised. The handler still sees the whole stack of the error.
print(xpcall(function()
  local x <close> = setmetatable({}, {__close = function(_, e) print("closing with", e) end})
  error("body", 0)
end, function(m) print("handler") return m .. "!" end))
local x <close> = setmetatable({}, {__close = function(_, e) print("closing", e) end})
local function f() error("boom") end
f()
