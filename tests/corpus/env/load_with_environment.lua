local env = {print = print, x = 10} local f = load("x = x + 1; y = 'new'; return x, y, print ~= nil", "chunk", "t", env) print(f()) print(env.x, env.y, x, y)
print(load("return _ENV", "c", "t", env)() == env, load("return _ENV")() == _G, load("return ...")(1, 2)) print(load("local a, b = ... return a + b")(3, 4))
print(load("return x", "n", "t", {})(), pcall(load("return x.y", "=name", "t", {}))) print(pcall(load("return print", "=n", "t", nil)))
print(load("syntax error here")) print(type(load("return", "=(name)"))) print(load("x =", "=my chunk")) print(load("x = 'unfinished", "@file.lua")) print(load("x = }", "code string\nwith lines")) print(load(("x"):rep(100) .. "="))
local parts, i = {"return ", "1 ", "+ 2", nil}, 0 print(load(function() i = i + 1 return parts[i] end)()) print(pcall(load, function() return {} end)) print(pcall(load, function() error("reader failed", 0) end)) print(type(load(function() return nil end)))
print(load("return 1", "x", "b")) print(load("\27Lua", "x", "t")) print(load("return 1", "x", "bt")()) print(pcall(load)) print(pcall(load, {}))
local counter = load("local n = 0 return function() n = n + 1 return n end")() print(counter(), counter()) print(load("return function(...) return select('#', ...) end")()(1, nil, 3)) for k, v in pairs{load("return 1"), load("return 2")} do print(k, v()) end
print(dofile ~= nil, loadfile ~= nil, pcall(dofile, "nonexistent.lua")) print(loadfile("nonexistent.lua"))
