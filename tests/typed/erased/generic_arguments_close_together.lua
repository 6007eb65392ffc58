local a: Map<string,List<List<integer>>>= { x = 1 }
local b: List<integer>= { 2 }
local c: List<List<integer>>=  { 3 }
print(a.x, b[1], c[1], 8 >> 1, 8 >= 1, 1 >> 1 >= 0)
