local function copy(t) return table.move(t, 1, #t, 1, {}) end
local function same(a, b) if #a ~= #b then return false end for i = 1, #a do if a[i] ~= b[i] then return false end end return true end
local t = { 3, 1, 2 } local u = copy(t) table.sort(u)
print(same(t, u), same(u, { 1, 2, 3 }), table.concat(t), table.concat({ table.unpack(t) }), #table.pack(table.unpack(t)))
