local function try(f, ...) print(select(2, pcall(f, ...))) end
try(assert, false) try(assert, nil) try(assert, false, "msg") try(assert, nil, 42) try(assert, false, nil) try(assert) print(assert(1, "unused"), assert("v")) print(select("#", assert(1, 2, 3))) print(type(select(2, pcall(assert, false, {1}))))
try(function() assert(1 == 2, "one is not two") end) try(function() assert(tonumber("x"), "not a number: " .. "x") end) try(function() assert(io.open("/nonexistent/file")) end) try(function() assert(load("x =")) end) try(function() local t = assert({}) return t.x.y end)
try(error, setmetatable({}, {__tostring = function() return "never shown" end}) and "text") try(error, "lvl", 3) try(function() error("a" .. 1) end) try(function() error(1.5) end) try(function() error(nil, 2) end)
