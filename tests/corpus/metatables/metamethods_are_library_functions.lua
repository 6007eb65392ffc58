-- Functions of the libraries as metamethods, also those that ask for the same metamethod.
local function try(f, ...)
  local ok, message = pcall(f, ...)
  return ok, ok and message or (tostring(message):gsub("^.*overflow.*$", "overflow"))
end

local shown = setmetatable({ 1, 2 }, { __tostring = function(t) return "shown " .. #t end, __index = rawget })
print(shown, shown[1], shown.missing, tostring(shown))
local counted = setmetatable({ 1, 2, 3 }, { __len = rawlen, __index = rawget, __newindex = rawset })
counted.x = 1
counted[#counted + 1] = 4
print(#counted, counted.x, counted[4], counted.nothing)
local looked = setmetatable({}, { __index = string })
print(looked.format("%d", 3), looked.rep("ab", 2))
local picked = setmetatable({}, { __index = select, __call = math.max })
print(try(function() return picked[1] end))
local joined = setmetatable({ "a", "b" }, { __call = table.concat, __unm = rawlen, __concat = rawequal })
print(joined(","), -joined, joined .. joined, joined .. "x")
local named = setmetatable({}, { __name = "Named", __eq = rawequal, __lt = rawequal, __pairs = next })
print(named == setmetatable({}, getmetatable(named)), named < named, (tostring(named):gsub(":.*", "")))
for _ = 1, 2 do
  print(type(tostring(named)), type(tostring(shown)), select("#", pcall(print, shown)))
end
