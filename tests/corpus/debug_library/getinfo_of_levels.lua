local function where() local i = debug.getinfo(2, "Sl") return i.short_src .. ":" .. i.currentline end
print(where())
local function inner() local i = debug.getinfo(1, "nSl") print(i.name, i.namewhat, i.what, i.currentline) local c = debug.getinfo(2, "nl") print(c.name, c.namewhat, c.currentline) end
local t = {} function t.f() inner() end function t:m() inner() end
t.f() t:m()
local function outer()
  inner()
end
outer()
print(debug.getinfo(0, "nS").what, debug.getinfo(0, "n").name)
print(pcall(function() return debug.getinfo(1, "n").name end))
local function line() return debug.getinfo(2, "l").currentline end
print(line(),
  line())
-- Above the main chunk stands the program that runs it.
for level = 1, 3 do local info = debug.getinfo(level) print(level, info and info.what, info and info.short_src) end
print(debug.getinfo(math.maxinteger)) print(pcall(debug.getinfo, 0, ">"))
