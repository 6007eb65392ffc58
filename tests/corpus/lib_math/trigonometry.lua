local function r(x) return ("%.12g"):format(x) end
for _, x in ipairs { 0, 0.5, 1, -1, 2, 100, 1e6 } do print(x, r(math.sin(x)), r(math.cos(x)), r(math.tan(x)), r(math.atan(x)), r(math.atan(x, 2)), r(math.atan(x, -2)), r(math.deg(x)), r(math.rad(x))) end
for _, x in ipairs { 0, 0.5, 1, -1, -0.25 } do print(x, r(math.asin(x)), r(math.acos(x))) end
print(math.atan(0, -1) == math.pi, math.atan(-0.0, -1) == -math.pi, math.atan(1 / 0), math.atan(0.0, 0.0), math.atan(1, 0))
local n = math.sin(1 / 0)
print(n ~= n) n = math.acos(2)
print(n ~= n) n = math.asin(-2)
print(n ~= n)
print(math.pi, math.deg(math.pi), math.rad(180))
print(pcall(math.sin))
print(pcall(math.cos, "x"))
print(pcall(function() math.atan() end))
print(pcall(function() math.atan(1, {}) end))
print(pcall(math.deg, nil))
print(pcall(math.asin, true))
