-- Python takes 100 levels of indentation: functions inside each other, which cannot be moved out, are refused beyond 90; Lua takes 190.
local function statements(n) return ("local function f() "):rep(n) .. "return 'bottom' " .. ("end return f() "):rep(n) end
print(load(statements(80))())
print(load(statements(150)))
