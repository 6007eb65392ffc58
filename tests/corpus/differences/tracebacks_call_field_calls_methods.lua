-- `t.m(t)` and `t:m()` are the same Python, so that tracebacks call both a method.
local t = {}
function t.m(self) print((debug.traceback("in m"))) end
t.m(t)
t:m()
