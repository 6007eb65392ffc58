local code = {} for i = 1, 180 do code[#code + 1] = "do local v" .. i .. " = " .. i end code[#code + 1] = " result = v1 + v180 " for i = 1, 180 do code[#code + 1] = "end" end
load(table.concat(code, " "))() print(result)
local ifs = {} for i = 1, 150 do ifs[#ifs + 1] = "if x then" end ifs[#ifs + 1] = "print('deep if')" for i = 1, 150 do ifs[#ifs + 1] = " end" end x = 1 load(table.concat(ifs, " "))()
local whiles = {} for i = 1, 60 do whiles[#whiles + 1] = "while true do" end whiles[#whiles + 1] = "n = (n or 0) + 1" for i = 1, 60 do whiles[#whiles + 1] = " break end" end load(table.concat(whiles, " "))() print(n)
local fors = {} for i = 1, 40 do fors[#fors + 1] = "for i" .. i .. " = 1, 1 do" end fors[#fors + 1] = "m = i1 + i40" for i = 1, 40 do fors[#fors + 1] = "end" end load(table.concat(fors, " "))() print(m)
local fns = {} for i = 1, 40 do fns[#fns + 1] = "return (function() " end fns[#fns + 1] = "return 'deep function' " for i = 1, 40 do fns[#fns + 1] = "end)() " end print(load(table.concat(fns))())
local parens = ("("):rep(150) .. "7" .. (")"):rep(150) print(load("return " .. parens)()) local tables = ("{"):rep(150) .. "5" .. ("}"):rep(150) local t = load("return " .. tables)() local d = 0 while type(t) == "table" do t = t[1] d = d + 1 end print(d, t)
print(load("return " .. ("-"):rep(0) .. ("not "):rep(150) .. "nil")(), load("return " .. ("- "):rep(150) .. "3")())
