local function several() return 1, 2, 3 end
local function pass() return several() as number end
print(several() as number)
print(pass())
print((several() as number))
print(#{ several() :: any })
local a, b = several()!
print(a, b, select("#", several()!))
