print(math.abs(-5), math.abs(5.5), math.abs(-0.0), math.abs(math.mininteger), math.abs("-3"), math.abs(-1 / 0))
print(math.max(1, 2.5, -1), math.min(1, 2.5, -1), math.max(2, 2.0), math.max(2.0, 2), math.min(1), math.max(-0.0, 0.0))
print(math.max(1, 0 / 0) == 1, math.max(math.maxinteger, 2^63), math.min(math.mininteger, -2^63), math.type(math.max(1, 1.0)))
print(pcall(math.max, "10", 9))
print(math.max("10", "9"), pcall(math.min, 10, "9"))
print(pcall(math.max))
print(pcall(math.min))
print(pcall(math.max, 1, {}))
print(pcall(math.max, {}, 1))
print(pcall(math.max, "x"))
print(pcall(math.min, 1, nil))
print(pcall(math.abs))
print(pcall(math.abs, "x"))
-- What is least or greatest need not be a number.
local function least(x) return math.min(x) end
print(pcall(function() return least("10") + 1, -least("7"), least("a") .. "b", least(nil), least(true) end))
print(pcall(function() return least("aXb") + 1 end))
print(pcall(function() return math.max(least("x"), 1) end))
local always = setmetatable({ name = "t" }, { __lt = function() return true end })
print(math.max(always, 1) == 1, math.max(1, always).name, pcall(function() return math.max(1, always) + 1 end))
for _, x in ipairs({ "5", 5, always }) do
  print(pcall(function()
    local total = 0
    for i = 1, 2 do
      total = total + math.max(x) + i
    end
    return total
  end))
end
