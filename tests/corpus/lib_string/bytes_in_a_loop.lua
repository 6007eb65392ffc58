-- In `for i = 1, #s` each `s:byte(i)` is there; near it, not all are.
local function codes(s)
  local out = {}
  for i = 1, #s do
    local code = s:byte(i)
    out[#out + 1] = string.char((code + 1) % 256)
  end
  for i = 3, #s do
    out[#out + 1] = string.byte(s, i) // 2
  end
  for i = 0, #s do
    out[#out + 1] = tostring((s:byte(i)))
  end
  for i = 1, #s + 1 do
    out[#out + 1] = tostring((s:byte(i)))
  end
  for i = 3, #s, -1 do
    out[#out + 1] = tostring((s:byte(i)))
  end
  local t = s
  for i = 1, #t do
    t = "x"
    out[#out + 1] = tostring((t:byte(i)))
  end
  for i = 1, #s do
    i = i * 2
    out[#out + 1] = tostring((s:byte(i)))
  end
  for i = 1, #s do
    out[#out + 1] = tostring((s:byte(i + 1)))
    out[#out + 1] = select("#", s:byte(i), s:byte(i + 1))
  end
  return table.concat(out, " ")
end
for _, text in ipairs({ "", "a", "abc", "gr\195\188n", "\255\0\128" }) do
  print((codes(text):gsub("[^ -~]", function(c)
    return "<" .. c:byte() .. ">"
  end)))
end

-- Methods of what may be a string, and texts around it.
local function shout(x)
  local parts = {}
  for i = 1, 2 do
    parts[i] = x:upper(i) .. "!"
    parts[i + 2] = "<" .. x .. ">"
  end
  return table.concat(parts, " ")
end
local object = setmetatable({
  upper = function(self, i)
    return "object " .. i
  end,
}, {
  __concat = function(a, b)
    return (type(a) == "string" and a or "object") .. (type(b) == "string" and b or "object")
  end,
})
for _, x in ipairs({ "text", object, 12, print, true }) do
  print(pcall(shout, x))
end
print(pcall(shout, nil))
