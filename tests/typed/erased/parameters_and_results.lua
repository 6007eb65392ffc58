local function f(a: number, b: string?, ...: any): (number, string)
  return a + select("#", ...), b or "none"
end
local function g(): () end
local function h(x: integer): integer, integer return x, x end
print(f(1), f(1, "b", 2, 3), g(), h(4))
