local name = os.tmpname()
local f = assert(io.open(name, "w"))
print(io.type(f), f:write("line1\n", 2, " ", 3.5, "\nlast") == f)
print(f:close(), io.type(f))
for _, m in ipairs { "r", "rb", "r+", "r+b", "a", "a+", "ab", "a+b" } do local h, e, c = io.open(name, m) print(m, io.type(h), e, c) if h then h:close() end end
for _, m in ipairs { "", "x", "rw", "wr", "r+x", "b", "rb+", "R", "r++" } do print(m, pcall(io.open, name, m)) end
local e = { io.open(name .. ".none") } print(e[1], (e[2]:gsub(name, "NAME", 1)), e[3])
e = { io.open("/nonexistent/dir/x", "w") } print(e[1], e[2], e[3])
print(pcall(io.open))
print(pcall(io.open, {}))
print(pcall(io.open, name, {}))
f = io.open(name, "a") f:write("+") f:close() f = io.open(name)
print(f:read("a")) f:close()
f = io.open(name, "w") f:close() f = io.open(name)
print(f:read("a") == "", f:read("a") == "", f:read("l"), f:read(0)) f:close() os.remove(name)
e = { io.open("/", "w") } print(e[1], e[2], e[3]) f = io.open("/")
print(io.type(f)) if f then print(f:read(1))
print(f:read("a")) f:close() end
