local t = { a = 1 as integer, [2 as integer] = "two" :: string, 3!, "x" as string; 5 :: any }
print(t.a, t[2], t[1], #t)
print(select("#", 1 as integer, nil as string?, (nil :: any)), string.format("%s", "q" as string))
local f = function(...: any): any return ... as any end
print(f(1, 2, 3))
