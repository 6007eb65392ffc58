for k, v in pairs({1, 2, 3}) do k = k * 10 io.write(k, " ") end print()
local seen = {}
for i, v in function(s, c) seen[#seen + 1] = tostring(c) c = (c or 0) + 1 if c <= 3 then return c, "v" .. c end end do i = "changed" end
print(table.concat(seen, ","))
local calls = 0
local iter = setmetatable({}, {__call = function(self, s, c) calls = calls + 1 if (c or 0) < 3 then return (c or 0) + 1 end end})
for i in iter do io.write(i, " ") end print(calls)
local function false_ends_not(s, c) if c == nil then return false end return nil end
for v in false_ends_not do print("false does not end the loop:", v) end
local function args(...) print("called with", ...) return nil end
for _ in args, "state", "control", "closing" and nil do end
