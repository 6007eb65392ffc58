for i = 10, 1, -3 do print(i) end
for i = 1.0, 2, 0.5 do print(i) end
for i = 3, 1 do print("never") end
for i = math.maxinteger - 1, math.maxinteger do print(i) end
local i = 0
while true do
  i = i + 1
  if i % 2 == 0 then goto continue end
  if i > 7 then break end
  print("odd", i)
  ::continue::
end
for a = 1, 3 do
  for b = 1, 3 do
    if b == 2 then goto next_a end
    if a == 3 then goto done end
    print(a, b)
  end
  ::next_a::
end
::done::
do
  local n = 0
  ::top::
  n = n + 1
  if n < 3 then goto top end
  print("n", n)
end
local r = 0
repeat
  r = r + 1
  if r == 2 then goto cont end
  print("r", r)
  ::cont::
until r >= 4
local function find(t, x)
  for k, v in pairs(t) do
    for _, w in ipairs(v) do
      if w == x then return k, w end
    end
  end
end
print(find({ a = { 1, 2 }, b = { 3, 4 } }, 4))
print(find({}, 1))
local function classify(n)
  if n < 0 then return "neg" elseif n == 0 then return "zero" elseif n < 10 then return "small" else return "big" end
end
print(classify(-1), classify(0), classify(5), classify(50))
do
  goto f
  ::e:: print("e") goto g
  ::f:: print("f") goto e
  ::g:: print("g")
end
