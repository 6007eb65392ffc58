-- What runs often is written with Python's own operations: their errors are Lua's all the same.
local function try(f, ...)
  print(pcall(f, ...))
end

local function lengths(list)
  local missing
  for i = 1, 2 do
    if list[5] then
      missing = {}
    end
    print(#missing)
  end
end
try(lengths, { 1 })

local function last(list)
  local missing
  for i = 1, 2 do
    if list[5] then
      missing = { 1 }
    end
    print(missing[#missing])
  end
end
try(last, { 1 })

local function element(list)
  local missing
  for i = 1, 2 do
    if list[5] then
      missing = { 1 }
    end
    print(missing[i])
    missing[i] = i
  end
end
try(element, { 1 })

-- A function takes no fields, though Python's do.
local function name(x, value)
  x.name = value
  return x.name
end
try(name, {}, 1)
try(name, print, 1)
try(name, name, 1)
try(name, name, nil)
local either = #arg == 0 and name or {}
try(function()
  either.name = 1
end)
try(function()
  function either.new() end
end)
print(pcall(function() return name.name, print.name end))
