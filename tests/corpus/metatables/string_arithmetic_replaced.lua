-- Arithmetic on strings is the business of the metatable of strings, which a script may change.
local strings = getmetatable("")
local kept = {}
for event, f in pairs(strings) do kept[event] = f end
local function try(f, ...) print(pcall(f, ...)) end
local function sum(a, b) return a + b end
local adder = setmetatable({}, {__add = function(a, b) return "table's " .. type(a) .. " " .. type(b) end})

try(sum, "1", "2")
strings.__add = function(a, b) return "sum of " .. tostring(a) .. " and " .. tostring(b) end
try(sum, "1", "2")
try(sum, "1", 2)
try(sum, 1, "2")
try(sum, "a", true)
try(sum, nil, "a")
try(sum, 1, 2)
try(sum, adder, "1")
try(function() return type("1" + adder) end)
try(function() return "3" + "4" end)
print("1" + 2, 5 - "3")

-- Called with the operand twice.
strings.__unm = function(a, b) return a .. "/" .. b end
print(-"7")
strings.__concat = function(a, b) return "joined" end
print("a" .. "b", pcall(function() return "a" .. {} end))
strings.__concat = nil

-- Without it, strings are no numbers.
strings.__add = nil
try(sum, "1", 2)
try(sum, 2, "1")
try(sum, {}, "1")
try(sum, "1", adder)
strings.__idiv = nil
try(function(a) return a // 0 end, "1")

-- The functions themselves do what they did, wherever they are.
print(kept.__add("1", "2"), kept.__mod("7", 4), pcall(kept.__add, "x", 1))
strings.__sub = kept.__add
print("5" - "3")

for event, f in pairs(kept) do strings[event] = f end
try(sum, "1", "2")
print(-"7", "7" // 2)
