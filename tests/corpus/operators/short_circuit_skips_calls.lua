local log = {}
local function c(name, v) log[#log + 1] = name return v end
local function flush(...) print(table.concat(log, " "), ...) log = {} end
flush(c("a", false) and c("b", 1))
flush(c("a", 1) and c("b", 2) and c("c", 3))
flush(c("a", nil) or c("b", false) or c("c", 3) or c("d", 4))
if c("if1", false) and c("if2", true) then c("never") end flush()
if c("if1", true) or c("if2", true) then c("then") end flush()
while c("w", false) and c("w2", true) do end flush()
local i = 0
repeat i = i + 1 until c("r" .. i, i > 2) and c("r'", true) flush()
local t = c("t", nil) and c("u", {}).x or c("v", "w") flush(t)
local n = not (c("n", true) and c("m", false)) flush(n)
local f = c("f", nil) flush(f and f(c("arg", 1)))
