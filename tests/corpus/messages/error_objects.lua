local function try(f, ...) return select(2, pcall(f, ...)) end
local e = {code = 1} print(try(error, e) == e, try(function() error(e) end).code, try(function() error(e, 2) end) == e)
local E = setmetatable({}, {__tostring = function() return "E object" end}) print(tostring(try(error, E)), try(error, E) == E)
print(type(try(error, nil)), type(try(error, print)), type(try(error, coroutine.create(print))), try(error, 12), math.type(try(error, 12)), math.type(try(error, 1.0)))
print(pcall(error)) print(select("#", pcall(error))) print(select("#", pcall(error, 1, 2, 3)))
local function class(msg) return setmetatable({msg = msg}, {__tostring = function(s) return "Err(" .. s.msg .. ")" end, __eq = function(a, b) return a.msg == b.msg end, __concat = function(a, b) return tostring(a) .. tostring(b) end}) end
local caught = try(function() error(class("a")) end) print(tostring(caught), caught == class("a"), caught .. "!", caught.msg)
local ok, err = pcall(function() local ok, err = pcall(error, {n = 1}) err.n = err.n + 1 error(err) end) print(ok, err.n)
local r = {pcall(function() return 1, nil, 3 end)} print(#r, r[2], r[4]) print(try(function() assert(false, e) end) == e) print(try(function() assert(nil, "msg") end), try(function() assert(false) end), try(function() assert(nil, nil) end), try(function() assert(false, 5) end)) print(assert(1, 2, 3)) print(select("#", assert(1, nil)))
