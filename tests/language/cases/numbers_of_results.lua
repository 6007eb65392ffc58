-- Calls whose last argument gives now fewer, now more results.
local function some(n)
  if n == 0 then return end
  if n == 1 then return 1 end
  return 1, 2, 3
end

local function show(a, b, c)
  return tostring(a) .. " " .. tostring(b) .. " " .. tostring(c)
end

local function after(first, a, b, c)
  return tostring(first) .. ": " .. show(a, b, c)
end

local object = {}
function object:show(a, b, c)
  return show(a, b, c)
end

for n = 0, 2 do
  print(show(some(n)), after(n, some(n)), object:show(some(n)))
  print(pcall(show, some(n)))
end
