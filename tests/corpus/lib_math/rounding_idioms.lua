local function round(x) return math.floor(x + 0.5) end local function places(x, n) return tonumber(("%." .. n .. "f"):format(x)) end
for _, x in ipairs { 2.5, 3.5, -2.5, 0.49999999999999994, 1e15 + 0.5, 2.675 } do print(x, round(x), places(x, 2), x // 1, math.tointeger(x // 1), math.fmod(x, 1)) end
