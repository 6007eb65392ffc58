local f, t = function() end, {}
local list = {1, 1.0, "1", true, false, "true", f, t, {}, print, 0, ""}
for i = 1, #list do
  local row = {}
  for j = 1, #list do row[j] = list[i] == list[j] and 1 or 0 end
  print(table.concat(row, " "))
end
print(nil == nil, nil == false, t == t, t ~= {}, f == f, f ~= print, "a" == "a")
print(1 == true, 0 == false, "" == nil, true == true, true ~= 1)
local k = {[true] = "t", [1] = "one", ["1"] = "text"}
print(k[true], k[1], k["1"], k[1.0], k[false])
