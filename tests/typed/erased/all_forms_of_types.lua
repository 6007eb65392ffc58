local a: nil, b: true, c: false, d: "lit", e: 5, f: 2.5
local g: process.Event, h: Channel<string>, i: Map<string, List<integer>>, j: Map<string,Map<string,List<integer>>>
local k: {}, l: {string}, m: {[string]: number}, n: {a: string, b?: number,}, o: string[], p: string[][], q: T["key"]
local r: (a: string, number, ...any) -> (number, string?), s: () -> (), t: ((x: T) -> R)?, u: ((x: T) -> R)[]
local v: fun(), w: fun(a: string, ...number): (integer, string), x: fun(fun(): T): fun()
local y: interface { a: T, f: (T) -> U }, z: readonly {string}
local aa: readonly {[K]: V}, bb: readonly { is: string, type: number, readonly?: T, as: U }
local cc: typeof(print), dd: keyof(T), ee: keyof({a: T})?, ff: A extends B ? C : D, gg: A extends B?? E : F
local hh: A | B & C | D, ii: string @min_len(1) @pattern("x"), jj: {integer @min(0)} @max_len(3), kk: T? | nil
local ll: A
  | B
  | C
local mm: function, nn: table?, oo: thread | userdata
local function check(x: any): asserts x is string end
local function check2(x: any): asserts x end
local function check3(x: any): A extends B ? (T) -> U : fun(): V end
print(a, mm, ll, check(1))
