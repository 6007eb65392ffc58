-- The generator is the same everywhere, so both sides see the same bytes.
math.randomseed(20240501)
local pieces = { "a", "b", "Z", "\0", "é", "\xc3", "\xa9", "€", "\xe2", "\x82", "😀", "\xf0", "\xff", "\xed\xa0\x80", " ", "1" }
local patterns = { ".", "%a", "[^a]", "a*", ".-b", "(.)%1", "%f[%w]%w+", "[\x80-\xff]+", "()é()", "\xc3.", "^..", "..$", "%W+", "[é]", "(%z)", "%b\xc3\xa9", "[\xe2-\xf0].?", "" }
local function text()
  local t = {}
  for i = 1, math.random(0, 9) do t[i] = pieces[math.random(#pieces)] end
  return table.concat(t)
end
local function show(...)
  for i = 1, select("#", ...) do
    local v = select(i, ...)
    if type(v) == "string" then
      io.write("[") for j = 1, #v do io.write(("%02x"):format(v:byte(j))) end io.write("]")
    else
      io.write(tostring(v), " ")
    end
  end
  io.write("\n")
end
for _ = 1, 600 do
  local s, p = text(), patterns[math.random(#patterns)]
  local init = math.random(-4, 6)
  show(s:find(p)) show(s:match(p, init)) show(s:find(text(), init, true))
  local all = {}
  for a in s:gmatch(p) do all[#all + 1] = a end
  show(table.unpack(all))
end
