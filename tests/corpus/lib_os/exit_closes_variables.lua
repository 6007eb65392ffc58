local t <close> = setmetatable({}, { __close = function()
print("closed") end })
print("end") os.exit(0, true)
