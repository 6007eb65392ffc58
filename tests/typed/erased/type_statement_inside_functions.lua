local function f(x)
  type Local = { a: number } | string
  interface Shape
    function area(self): number
  end
  local y: Local = x
  if x then type Inner = Local[] end
  return y
end
print(f("s"))
do type T = integer end
for i = 1, 2 do type U = T? end
