local t <close> = setmetatable({}, {__close=function(_, e) print("closed", e) end}) os.exit(4, true)
