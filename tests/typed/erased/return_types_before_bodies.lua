local function a(): string return "a" end
local function b(): string? return end
local function c(): {string} return { "c" } end
local function d(): T.U (print)("body") end
local function e(): (a: number) -> string return tostring end
local function f(): A, B
  local x = 1
  return x, 2
end
local g = function(): fun(): string return function(): string return "g" end end
print(a(), b(), c()[1], d(), e()(1), f(), g()())
