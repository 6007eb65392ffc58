local function inner() print(debug.traceback("message")) print(debug.traceback("level 2", 2)) print((debug.traceback("m", 3):gsub("\n.*\n", "\n...\n"))) end
local t = {} function t.field() inner() end function t:method() t.field() end
function GlobalFunction() t:method() end
local function middle() GlobalFunction() end
middle()
print(debug.traceback()) print(debug.traceback(nil)) print(debug.traceback("only message", 50)) print(debug.traceback(12)) print(debug.traceback({}) ~= nil, debug.traceback(true), debug.traceback(print) == print)
print(select(2, xpcall(function() local x = nil; x.y = 1 end, debug.traceback)))
print(select(2, xpcall(function() error("e") end, function(m) return debug.traceback(m, 2) end)))
local co = coroutine.create(function(a) local function sub() coroutine.yield(a) end sub() end) coroutine.resume(co, 1) print(debug.traceback(co)) print(debug.traceback(co, "msg")) print(debug.traceback(co, nil, 1)) print(debug.traceback(co, "none", 9))
local dead = coroutine.create(function() error("died") end) coroutine.resume(dead) print(debug.traceback(dead)) print(debug.traceback(coroutine.create(print)))
GlobalFunction = nil
