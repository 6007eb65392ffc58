-- `x - 0` is computed as it stands; lua5.4 makes `x + 0` of it, which loses the sign of a negative zero.
local x = -0.0
print(x - 0, x + 0, x - 0.0)
