local function pack(s) return (s:gsub("(.)(%1*)", function(c, more) return c .. #more + 1 end)) end
local function unpack(s) return (s:gsub("(%D)(%d+)", string.rep)) end
print(pack("aaabbc"), unpack("a3b2c1"), pack(""), unpack(pack("xyz  y")))
