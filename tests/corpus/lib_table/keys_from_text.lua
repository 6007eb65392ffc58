-- Keys that are not written in the source, in loops: reserved names, cleared and missing ones, nil, watched and frozen tables.
local names = "class None __index end_ arr_ hash_ meta_ __dict__ __class__ guard_ find self a b a class"
local counts, seen = {}, {}
for word in names:gmatch("%S+") do
  counts[word] = (counts[word] or 0) + 1
  if not seen[word] then seen[word] = true seen[#seen + 1] = word end
end
for i = 1, #seen do print(seen[i], counts[seen[i]], counts.class, counts["end_"], #seen, #counts) end
for word in names:gmatch("%S+") do
  counts[word] = nil
  print(word, counts[word], next(counts) == nil)
end
local previous
for word in ("x y z"):gmatch("%a") do
  print(previous, pcall(function() return counts[previous] end))
  print(pcall(function() counts[previous] = word end))
  previous = word
end
local maybe
for word in ("x y"):gmatch("%a") do
  print(pcall(function() return maybe[word] end))
  print(pcall(function() return maybe[word].y end))
  print(pcall(function() maybe[word] = 1 end))
  print(pcall(function() return counts[word].y end))
  print(pcall(function() return counts[word .. "q"].y end))
  print(pcall(function() return counts[word .. "q"]() end))
  print(pcall(function() counts[word .. "q"].y = 1 end))
  if word == "x" then maybe = {} end
end
local Base, Derived = {}, {}
Base.__index = Base
local objects = {}
for i = 1, 20 do objects[i] = setmetatable({}, Base) end
for word in ("alpha beta class alpha"):gmatch("%a+") do
  Base[word] = (Base[word] or 0) + 1
  print(objects[20][word], objects[1].alpha, objects[20].beta, objects[20].class)
end
for word in ("alpha class"):gmatch("%a+") do
  Base[word] = nil
  print(objects[20][word], objects[1].alpha)
end
local logged = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v .. "!") end, __index = function(_, k) return k .. "?" end})
for word in ("u v u"):gmatch("%a") do
  print(logged[word])
  logged[word] = word
  print(logged[word])
end
