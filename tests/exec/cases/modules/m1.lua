print("m1", ...)
local M = {} function M.hi() return "hi from m1" end
g_from_m1 = 1
return M
