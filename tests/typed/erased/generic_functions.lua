local function id<T>(x: T): T return x end
local first = function<T, U: Shape>(a: T, b: U): T return a end
local second = function <T>(a: T): T return a end
function map<T, U>(list: {T}, f: (T) -> U): {U}
  local out = {}
  for i, v in ipairs(list) do out[i] = f(v) end
  return out
end
print(id(1), first(2, 3), second(4), table.concat(map({1, 2}, function(x: integer): integer return x * 2 end), " "))
