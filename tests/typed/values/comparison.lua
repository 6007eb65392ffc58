type Int = integer
type Num = number
type Str = string
type Pos = integer @min(1)
type Small = { a: integer }
type Big = { a: integer, b: string }
type Either = integer | string
print(Int == Num, Int < Num, Int <= Num, Num <= Int, Num > Int, Int <= Int, Int < Int)  --> false true true false true true false
print(Big <= Small, Small <= Big, Big < Small)  --> true false true
print(Int <= Either, Either <= Int, Str < Either, Pos <= Int, Int <= Pos)  --> true false true true false
type Lit = "x"
type Any = any
type Never = never
print(Lit <= Str, Str <= Lit, Str <= Any, Never <= Lit, Lit == Lit)  --> true false true true true
type Int2 = integer
print(Int == Int2, Int ~= Num)  --> true true
type Ints = {integer}
type Nums = {number}
type F = (number) -> integer
type G = (integer) -> number
print(Ints <= Nums, Nums <= Ints, F <= G, G <= F)  --> true false true false
