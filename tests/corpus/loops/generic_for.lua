local t = {"a", "b", "c", nil, "e"}
for i, v in ipairs(t) do io.write(i, v, " ") end print()
for i in ipairs(t) do io.write(i, " ") end print()
for k, v in pairs({10, 20, 30}) do io.write(k, "=", v, " ") end print()
for k, v in next, {1, 2} do io.write(k, v, " ") end print()
for w in ("one two three"):gmatch("%a+") do io.write(w, ".") end print()
for k, v in ("a=1,b=2"):gmatch("(%w)=(%w)") do io.write(k, v, " ") end print()
local function range(n) local i = 0 return function() i = i + 1 if i <= n then return i, i * i, i * i * i end end end
for a, b, c, d in range(3) do print(a, b, c, d) end
for a in range(0) do print("never") end
local function stateless(s, c) if c < s then return c + 1 end end
for i in stateless, 4, 0 do io.write(i, " ") end print()
for x in function(s, c) if not c then return "once" end end do print(x) end
for i, v in ipairs({1, 2, 3}) do if v == 2 then break end print(v) end
