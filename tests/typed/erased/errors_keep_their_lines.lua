type T = {
  a: number,
}
local function f(
  x: T
): number
  return x.a.b.c
end
print(pcall(f, { a = {} }))
print(pcall(function(y: string?): string
  local z: T = y as
    T
  error("here")
end))
print(select(2, pcall(function() local n: T = nil; return n.a end)))
