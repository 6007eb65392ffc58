-- The length of a list with holes may be any border: luaflow's is the one before the first hole.
local function none() end
local t = {1, x = 2, 3, none(), 5}
print(#t, t[4])
