local function kind(n)
  if n == nil then return "nil"
  elseif n == 0 then return "zero"
  elseif n < 0 then return "negative"
  elseif n % 2 == 0 then
    if n > 100 then return "large even" else return "even" end
  elseif n > 100 then return "large odd"
  else return "odd" end
end
for _, n in ipairs{0, -1, 2, 3, 102, 103} do print(n, kind(n)) end
print(kind())
if nil then print("no") end
if 0 then print("zero is true") end
if "" then print("empty is true") end
if not nil then print("not nil") end
if false then elseif nil then else print("empty branches") end
if true then else print("no") end
