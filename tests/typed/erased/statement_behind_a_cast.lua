local function as(x) print("as called", x) return x end
local y = 1 as integer
as(2)
local z = y
as "three"
local w = z
as = nil
print(y, z, w, as)
