math.randomseed(11)
local function number() local k = math.random(4) if k == 1 then return math.random(-10, 10) elseif k == 2 then return math.random(0) elseif k == 3 then return math.random(-1000, 1000) / 16 end return (math.random() - 0.5) * 2.0 ^ math.random(-60, 70) end
for _ = 1, 400 do
  local a, b = number(), number()
  print(a, b, math.floor(a), math.ceil(b), math.max(a, b), math.min(a, b), math.abs(a), math.tointeger(b), math.type(a), math.modf(b))
  if b ~= 0 then print(math.fmod(a, b)) end
  if math.type(a) == "integer" and math.type(b) == "integer" then print(math.ult(a, b)) end
end
