local s, at, found = "k1=v1&k2=v2&k3=", 1, {}
while true do
  local a, b, k, v = s:find("([^&=]+)=([^&]*)", at)
  if not a then break end
  found[#found + 1] = a .. "-" .. b .. ":" .. k .. ":" .. v
  at = b + 1
end
print(table.concat(found, " "))
