local i = 1
::top::
if i <= 5 then io.write(i, " ") i = i + 1 goto top end
print()
do
  local n = 0
  ::again::
  n = n + 1
  if n < 3 then goto again end
  print(n)
end
local fs = {}
do
  local k = 0
  ::a::
  local x = k
  fs[#fs + 1] = function() x = x + 1 return x end
  k = k + 1
  if k < 3 then goto a end
end
print(fs[1](), fs[2](), fs[3](), fs[1]())
local function f(n) ::start:: if n == 0 then return "end" end n = n - 1 goto start end
print(f(100))
