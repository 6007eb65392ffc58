local a: number, b: string?, c: any = 1, "two"
local d <const>: integer = 4
local e: integer <const> = 5
local f: {string}
print(a, b, c, d, e, f)
