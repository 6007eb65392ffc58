math.randomseed(77)
local options = { "b", "B", "h", "H", "i3", "I5", "i", "I", "j", "J", "i12", "f", "d", "z", "s1", "s2", "c4", "x", "!4", "<", ">", "=", " " }
local function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
for _ = 1, 500 do
  local form, values = {}, {}
  for i = 1, math.random(1, 5) do
    local o = options[math.random(#options)]
    form[i] = o
    local k = o:sub(1, 1)
    if k == "z" or k == "s" then values[#values + 1] = string.char(math.random(1, 255), math.random(1, 255))
    elseif k == "c" then values[#values + 1] = string.char(math.random(0, 255)):rep(math.random(0, 4))
    elseif k == "f" or k == "d" then values[#values + 1] = math.random(-1000, 1000) / 8
    elseif k:find("[bhij]") then values[#values + 1] = math.random(-128, 127)
    elseif k:find("[BHIJ]") then values[#values + 1] = math.random(0, 255) end
  end
  form = table.concat(form)
  local ok, s = pcall(string.pack, form, table.unpack(values))
  print(form, ok and hex(s) or s)
  if ok then print(string.unpack(form, s)) end
  local junk = {} for i = 1, math.random(0, 12) do junk[i] = string.char(math.random(0, 255)) end
  print(pcall(function(...) local r = table.pack(...) for i = 1, r.n do if type(r[i]) == "string" then r[i] = hex(r[i]) elseif r[i] ~= r[i] then r[i] = "nan" end r[i] = tostring(r[i]) end return table.concat(r, " ") end, select(2, pcall(string.unpack, form, table.concat(junk)))))
end
