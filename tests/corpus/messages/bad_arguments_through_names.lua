local function try(f, ...) print(select(2, pcall(f, ...))) end
local rep, t = string.rep, {r = string.rep, ins = table.insert}
try(function() rep() end) try(function() t.r() end) try(function() t:r() end) try(function() t.ins(1, 2) end) try(function() t:ins(1, 2, 3) end)
try(string.rep) try(rep, {}) try(t.r, "x") try(table.insert, 1) try(setmetatable, 1) try(tostring) try(math.floor, {}) try(("x").rep, "x", {}) try(io.lines, {}) try(coroutine.resume, 1)
try(function() (string.rep)() end) try(function() return string.rep() end) try(function() return rep({}) end) try(function() return (rep({})) end)
try(function() for _ in string.gmatch() do end end)
try(function() for _ in ("x"):gmatch() do end end)
 try(function() local x = #string.rep() end) try(function() print(string.rep()) end) try(function() string.rep(string.rep()) end)
try(function() local o = setmetatable({}, {__index = string}) o:rep(2) end) try(function() local o = setmetatable({}, {__index = table}) o.x = o:concat({}) end) try(function() io.stdout:seek("bad") end) try(function() io.stdout:nope() end)
try(setmetatable({}, {__call = string.rep})) try(function() setmetatable({}, {__call = string.rep})(1) end) try(function() local x = setmetatable({}, {__index = string.rep}) return x[1], x.y end) try(function() return setmetatable({}, {__add = string.rep}) + {} end)
