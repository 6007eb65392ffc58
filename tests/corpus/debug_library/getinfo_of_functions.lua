local function f(a, b, ...)
  return a
end
local i = debug.getinfo(f)
print(i.what, i.short_src, i.source, i.linedefined, i.nparams, i.isvararg, i.func == f, i.currentline)
local p = debug.getinfo(print) print(p.what, p.short_src, p.source, p.linedefined, p.currentline, p.nparams, p.isvararg, p.nups)
print(debug.getinfo(f, "S").what, debug.getinfo(f, "S").nparams, debug.getinfo(f, "u").nparams, debug.getinfo(f, "l").currentline)
print(pcall(debug.getinfo)) print(pcall(debug.getinfo, {})) print(pcall(debug.getinfo, 1, "X")) print(debug.getinfo(100))
print(debug.getinfo(1, "S").what, debug.getinfo(1, "l").currentline, debug.getinfo(1).short_src)
print(debug.getinfo(load("return 1", "=named")).short_src, debug.getinfo(load("return 1")).source)
