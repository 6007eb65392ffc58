-- Lua allows 200 locals in a function and about 200 levels of nesting in its parser; luaflow goes on.
local many = {}
for i = 1, 300 do many[i] = "local v" .. i .. " = " .. i end
print(load(table.concat(many, " ") .. " return v1 + v300")())
print(#load("return " .. ("{"):rep(190) .. ("}"):rep(190))())
