local a, b = os.tmpname(), os.tmpname()
local f = assert(io.open(a, "wb")) for i = 1, 500 do f:write(string.char(i % 256), i, "\r\n") end f:close()
local src, dst, blocks = io.open(a, "rb"), io.open(b, "wb"), 0
while true do local block = src:read(777) if not block then break end dst:write(block) blocks = blocks + 1 end
print(blocks, src:close(), dst:close())
local function all(n) local h = io.open(n, "rb") local s = h:read("a") h:close() return s end
print(all(a) == all(b), #all(a)) os.remove(a) os.remove(b)
