local function v(n) io.write("[", tostring(n), "]") return n end
local function show(...) print("", ...) end
show(v(1), v(2), v(3))
show(#{v(1), v(2), [v("k")] = v("kv"), x = v("x"), v(3)})
show((v(1)), v(2) + v(3) * v(4), -v(5), v(6) .. v(7))
local t = {} t[v("a")] = v("b") show(t.a)
t[v(1)], t[v(2)] = v(3), v(4) show(t[1], t[2])
local o = {f = function(self, ...) io.write("call") return ... end} show(o:f(v(1), v(2)))
local function get() io.write("get ") return o end show(get():f(v(3)))
show(get().f(get(), v(4)))
local a, b, c = v(1), v(2), v(3) show(a, b, c)
show(v(nil) or v(2), v(1) and v(3), (v(false) and v(9)) == false)
local u = {v(1), a = v(2), v(3), [v(4)] = v(5), v(6), b = v(7)} show(#u, u.a, u.b, u[4])
