function alpha() beta() end
function beta() gamma() end
function gamma() local t = nil; return t.x end
alpha()
