
local file = io.open("data.txt") --! LF103
io.write("x") --! LF103
local i = io --! LF103
print(io.stdout, i, file) --! LF103
os.remove("x") --! LF103
os.execute("ls") --! LF103
print(os.tmpname()) --! LF103
