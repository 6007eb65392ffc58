local log = {}
local function res(name) return setmetatable({}, {__close = function() log[#log + 1] = "close " .. name end}) end
do
  local n = 0
  ::again::
  do local r <close> = res("r" .. n) n = n + 1 if n < 3 then goto again end end
end
print(table.concat(log, ", ")) log = {}
for i = 1, 3 do
  local r <close> = res("i" .. i)
  if i == 2 then goto continue end
  log[#log + 1] = "body " .. i
  ::continue::
end
print(table.concat(log, ", ")) log = {}
print(#log)
for i = 1, 2 do local a <close> = res("a") for j = 1, 2 do local b <close> = res("b") if j == 2 then goto out end end end
::out::
print(table.concat(log, ", "))
