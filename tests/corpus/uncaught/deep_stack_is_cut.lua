local function deep(n) if n == 0 then error("bottom") end local r = deep(n - 1) return r end
deep(40)
