-- entry: kind=library.lua
return { now = os.time } --! LF101
