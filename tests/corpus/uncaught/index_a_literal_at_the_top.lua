local ready = true
local text = ready.x
