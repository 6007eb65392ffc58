local function try(f, ...) print(select(2, pcall(f, ...))) end
local function thrower(level) error("msg", level) end
local function caller(level)
  thrower(level)
end
local function outer(level)
  caller(level)
end
try(outer, 0) try(outer, 1) try(outer, 2) try(outer, 3) try(outer) try(outer, 10)
try(error, "direct") try(error, "direct", 1) try(error, "direct", 2) try(error, "direct", 0) try(error) try(error, nil) try(error, 42) try(error, 4.5) try(error, true)
try(function() error("x", 1) end) try(function() error("x", "2") end) try(function() error("x", {}) end) try(function() error("x", 1.5) end) try(function() error(5, 2) end) try(function() error({}, 2) end == nil and print or function() error("tbl", 0) end)
local o = {} function o:check(v) if not v then error("check failed", 2) end return v end
try(function()
  o:check(true)
  o:check(false)
end)
try(function() local t = setmetatable({}, {__index = function(_, k) error("no field " .. k, 2) end})
  return t.x
end)
try(function() return (function() error("from iife") end)() end) try(function() error("multi\nline") end) try(function() error("") end) try(function() error("%d %s") end)
