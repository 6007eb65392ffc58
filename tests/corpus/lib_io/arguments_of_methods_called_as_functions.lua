-- The file counts as an argument, except in `file:method()`.
local file <close> = io.tmpfile()
local read, holder = file.read, { seek_in = file.seek, file = file }
print(pcall(function() read(file, "x") end)) print(pcall(function() file:read("x") end)) print(pcall(read, file, "x"))
print(pcall(function() holder.seek_in(file, "x") end)) print(pcall(function() holder.file:seek("set", {}) end))
print(pcall(function() file.seek(file, "set", {}) end)) print(pcall(function() file:write({}) end))
print(pcall(function() read("x") end)) print(pcall(function() read() end)) print(pcall(function() file:read(-1) end))
