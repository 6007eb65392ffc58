-- What a match gives is a string or nil; methods of both, in loops.
local PAIR = "(%w+)=(%w*)"
local function split(text)
  local key, value = text:match(PAIR)
  print(pcall(function() return key:upper(), value:len(), (value:gsub("a", "b")) end))
  print(pcall(function() return key:rep(2, value) end))
  print(pcall(function() return (key:find(value)) end))
  print(pcall(function() return key:rep("x") end))
  print(pcall(function() return key:rep({}) end))
  print(pcall(function() return key:nothing() end))
  print(pcall(function() return #key .. value end))
  print(pcall(function() for a, b in value:gmatch("(%w)(%w)") do print(a, b) end end))
  local counts = {}
  print(pcall(function() counts[key] = (counts[key] or 0) + 1 return counts[key], counts[value] end))
end
for _, text in ipairs { "a=bcd", "a=", "nothing", "häh=aa", "class=end_" } do split(text) end
