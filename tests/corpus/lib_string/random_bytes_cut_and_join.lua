math.randomseed(5)
local function bytes(n) local t = {} for i = 1, n do t[i] = string.char(math.random(0, 255)) end return table.concat(t) end
local function sum(s) local h = #s for i = 1, #s do h = (h * 31 + s:byte(i)) % 1000003 end return h end
local whole = bytes(300)
for _ = 1, 300 do
  local i, j = math.random(-310, 310), math.random(-310, 310)
  local a, b = whole:sub(i, j), whole:sub(j, i)
  print(i, j, sum(a), sum(b), sum(a .. b), sum(a:rep(3, "\xc3")), sum((a .. b):reverse()), sum(a:upper()), sum(b:lower()), a < b, a <= b, a == b, sum(table.concat({ a, b, a }, "\xa9")), sum(("%s|%5s|%.3s"):format(a:gsub("%z", ""), (b:gsub("%z", "")):sub(1, 3), a:gsub("%z", ""))))
end
local parts = {} for i = 1, #whole do parts[i] = whole:sub(i, i) end
print(table.concat(parts) == whole, #whole, whole:reverse():reverse() == whole)
local t = {} for i = 1, #whole - 1 do t[whole:sub(i, i + 1)] = i end
local hits = 0 for i = 1, #whole - 1 do if t[parts[i] .. parts[i + 1]] then hits = hits + 1 end end print(hits)
